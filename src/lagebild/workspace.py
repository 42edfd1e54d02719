"""A workspace: a folder with settings and a database, and the verbs that work on it."""

from __future__ import annotations

import datetime as dt
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from lagebild import ask, pipeline, read, revise, write
from lagebild.errors import InputError, SettingsError, StoreError
from lagebild.read.watch import Health, Watcher
from lagebild.records import CorrectionAction
from lagebild.settings import Settings
from lagebild.store import DATABASE, EventQuery, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lagebild.records import Brief, Correction, Document, Event, Hit, Mention, Series
    from lagebild.store import DayCount, YearCount

__all__ = ["Added", "Health", "Watcher", "Workspace", "is_workspace", "open_workspace"]

SETTINGS = "lagebild.toml"

_TEMPLATE = """\
# Settings of this workspace; what is left out keeps its default. docs/reference/records.md lists all of them.
# lang = "en"                  # language of briefs: de or en
# max_file_bytes = 100000000   # files over this size are refused
# max_text_chars = 1000000     # longer documents are cut, with an issue
# lock_timeout = 10.0          # seconds to wait for another writer
#
# [[feeds]]                    # one table a feed; `lagebild watch` follows them
# url = "https://example.org/news.rss"
# publisher = "Example"
# every = 30                   # minutes
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one document, or of one record that could not be read."""

    source: str
    document: str | None  # the id, or None where it could not be read
    mentions: int = 0
    known: bool = False  # it was in the workspace already
    copy_of: str | None = None  # the document that it is another printing of
    error: InputError | None = None


class Workspace:
    """An open workspace; use it as a context manager, or call :meth:`close`.

    Every verb of the command line is a method here and gives the same answer.
    """

    def __init__(self, path: Path, settings: Settings, store: Store) -> None:
        self.path = path
        self.settings = settings
        self._store = store

    @classmethod
    def init(cls, path: str | Path) -> Self:
        """Make a workspace in the folder ``path`` (or open the one that is there).

        Raises:
            StoreError: if the folder cannot be written.
            NotAWorkspaceError: if it holds another program's database.
        """
        folder = Path(path)
        settings = _settings(folder)
        Store.create(folder, timeout=settings.lock_timeout)
        try:
            if not (folder / SETTINGS).exists():
                (folder / SETTINGS).write_text(_TEMPLATE, encoding="utf-8")
        except OSError as error:
            raise StoreError(f"cannot be written: {error.strerror}", where=str(folder)) from error
        return cls.open(folder)

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open the workspace in the folder ``path``.

        Raises:
            NotAWorkspaceError: if there is none.
            SettingsError: if its settings are wrong.
        """
        folder = Path(path)
        settings = _settings(folder)
        return cls(folder, settings, Store.open(folder, timeout=settings.lock_timeout))

    def close(self) -> None:
        """Close the workspace."""
        self._store.close()

    def __enter__(self) -> Self:
        """Return the workspace itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the workspace."""
        self.close()

    # -- verbs --------------------------------------------------------------------------------

    def add(
        self,
        paths: Iterable[str | Path],
        *,
        published: str | dt.date | dt.datetime | None = None,
        publisher: str | None = None,
        url: str | None = None,
        title: str | None = None,
        lang: str | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[Added]:
        """Read, code and keep files and folders; yield what became of each document.

        Args:
            paths: files and folders; ``-`` is standard input.
            published: publication date for documents that state none themselves.
            publisher: likewise; so are ``url``, ``title`` and ``lang`` (ISO 639-1).
            progress: called with the number of files done and their total.

        Raises:
            InputError: if a path does not exist; what cannot be read inside a file is yielded instead.
            StoreError: if the workspace cannot be written; documents kept so far stay.
        """
        given = read.Given(
            published=published, publisher=publisher, url=url, title=title, lang=lang, settings=self.settings
        )
        if published is not None:
            read.parse_date(published, where="--published")
        files = read.find_files(paths)
        for number, path in enumerate(files):
            if progress:
                progress(number, len(files))
            for item in read.read(path, given):
                yield self.put(item)
        if progress:
            progress(len(files), len(files))

    def watcher(self) -> Watcher:
        """Return what follows the feeds of the settings; its items are kept with :meth:`put`.

        Raises:
            SettingsError: if there is no feed.
            StoreError: if the record of the feeds' health cannot be read.
        """
        if not self.settings.feeds:
            hint = "write [[feeds]] and below it url, as `lagebild watch --help` shows"
            raise SettingsError("there is no feed", where=str(self.path / SETTINGS), hint=hint)
        return Watcher(self.settings, self.path)

    def put(self, item: Document | InputError) -> Added:
        """Code and keep one document; an error is passed on as what became of it.

        Raises:
            StoreError: if the workspace cannot be written.
        """
        if isinstance(item, InputError):
            return Added(source=item.where, document=None, error=item)
        mentions = pipeline.add(self._store, item, now=_now())
        if mentions is None:
            return Added(source=item.source, document=item.id, known=True)
        return Added(
            source=item.source, document=item.id, mentions=len(mentions), copy_of=self._store.original(item.id)
        )

    def events(self, query: EventQuery | None = None) -> Iterator[Event]:
        """Yield the events asked for, earliest first."""
        return ask.events(self._store, query)

    def mentions(self, document: str | None = None) -> Iterator[Mention]:
        """Yield the mentions of one document, or of all."""
        return self._store.mentions(document)

    def documents(self) -> Iterator[Document]:
        """Yield the documents, earliest published first."""
        return self._store.documents()

    def show(self, key: str) -> ask.Shown:
        """Return what stands behind an id of an event, mention or document, or an unambiguous beginning of one."""
        return ask.show(self._store, key)

    def tension(self, query: EventQuery | None = None, *, half_life: float = 7.0) -> Series:
        """Return the daily tension of the events asked for."""
        return ask.tension(self._store, query, half_life=half_life)

    def brief(self, query: EventQuery | None = None, *, lang: str | None = None) -> Brief:
        """Return the brief on the events asked for, in ``lang`` (the workspace's language where not given)."""
        return ask.brief(self._store, query, lang=lang or self.settings.lang)

    def render(self, made: Brief, form: str) -> str:
        """Return a brief as text in one of :data:`lagebild.write.BRIEF_WRITERS`' formats."""
        return write.BRIEF_WRITERS[form](made, ask.documents_of(self._store, made))

    def export(self, form: str, query: EventQuery | None = None) -> Iterator[str]:
        """Yield the events asked for as pieces of a file in one of :data:`lagebild.write.WRITERS`' formats."""
        return write.WRITERS[form](self.events(query))

    def export_bytes(self, form: str, query: EventQuery | None = None) -> Iterator[bytes]:
        """Yield the events asked for as bytes of a file in any format of ``WRITERS`` or ``BINARY_WRITERS``."""
        if form in write.BINARY_WRITERS:
            return write.BINARY_WRITERS[form](self.events(query))
        return (piece.encode("utf-8", "replace") for piece in self.export(form, query))

    # -- data in bulk, corrections, care ------------------------------------------------------

    def import_file(
        self, path: str | Path, *, dataset: str | None = None, progress: Callable[[int], None] | None = None
    ) -> revise.Imported:
        """Read an event-data file (see :data:`lagebild.revise.DATASETS`) into the workspace; twice changes nothing."""
        return revise.import_file(self._store, Path(path), dataset=dataset, now=_now(), progress=progress)

    def correct(
        self,
        action: str,
        target: str,
        *,
        who: str,
        why: str,
        value: dict[str, Any] | None = None,
        ids: Sequence[str] = (),
    ) -> Correction:
        """Keep an analyst's word on a mention or event; see :func:`lagebild.revise.correct`."""
        kind = CorrectionAction(action)
        return revise.correct(self._store, kind, target, who=who, why=why, value=value, ids=ids, now=_now())

    def undo(self, correction: str) -> Correction:
        """Take a correction back; see :func:`lagebild.revise.undo`."""
        return revise.undo(self._store, correction, now=_now())

    def corrections(self, target: str | None = None) -> tuple[Correction, ...]:
        """Return the corrections, oldest first: all, or those on one mention or event."""
        return self._store.corrections(target=target)

    def recode(self, *, progress: Callable[[int, int], None] | None = None) -> revise.Recoded:
        """Code every document again; corrections stay. See :func:`lagebild.revise.recode`."""
        return revise.recode(self._store, now=_now(), progress=progress)

    def search(self, words: str, *, quotes: bool = False, limit: int = 20) -> Iterator[Hit]:
        """Yield where words stand in documents, or (``quotes``) in the sentences of mentions, the newest first."""
        return self._store.search(words, quotes=quotes, limit=limit)

    def by_year(self, **narrow: Any) -> Iterator[YearCount]:  # noqa: ANN401 - as the store's own
        """Yield how many events name each country in each year; see :meth:`lagebild.store.Store.by_year`."""
        return self._store.by_year(**narrow)

    def by_day(self, query: EventQuery | None = None) -> Iterator[DayCount]:
        """Yield the days with events asked for, how many, and the sum of their scores."""
        return ask.by_day(self._store, query)

    def backup(self, target: str | Path, *, progress: Callable[[int, int], None] | None = None) -> None:
        """Copy the workspace into the new folder ``target`` while others go on; the copy is a workspace.

        Raises:
            StoreError: if there is one already or it cannot be written.
        """
        folder = Path(target)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._store.backup(folder / DATABASE, progress=progress)
            if (self.path / SETTINGS).is_file():
                shutil.copyfile(self.path / SETTINGS, folder / SETTINGS)
        except OSError as error:
            raise StoreError(f"cannot be written: {error.strerror}", where=str(folder)) from error

    def check(self, *, repair: bool = False) -> tuple[str, ...]:
        """Return what is wrong with the database, nothing if all is well; ``repair`` first makes caches anew."""
        if repair:
            self._store.repair()
        return tuple(self._store.check())

    def counts(self) -> dict[str, int]:
        """Return how many documents, mentions, events and issues there are."""
        return self._store.counts()


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


def is_workspace(folder: Path) -> bool:
    """Tell whether ``folder`` holds a workspace's database."""
    return (folder / DATABASE).is_file()


def open_workspace(path: str | Path) -> Workspace:
    """Open the workspace in the folder ``path``, making it if there is none yet.

    Raises:
        StoreError: if the folder cannot be written.
        NotAWorkspaceError: if it holds another program's database.
    """
    folder = Path(path)
    return Workspace.open(folder) if is_workspace(folder) else Workspace.init(folder)


def _settings(folder: Path) -> Settings:
    path = folder / SETTINGS
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(str(error), where=str(path), hint="mend the TOML at that line") from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", where=str(path)) from error
    return Settings.of(values, where=str(path))
