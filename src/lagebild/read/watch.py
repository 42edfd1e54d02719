"""Follows feeds: asks each when it is due, yields what is new, and keeps a record of its health.

The record is one JSON file in the workspace's folder, replaced as a whole: a kill at any moment leaves the old or
the new one. It is written after the items of a feed were taken, so a kill between loses none: they are read again,
and known.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from lagebild.errors import CorruptError, FetchError, InputError, StoreError
from lagebild.read import feeds
from lagebild.read.fetch import Fetcher, shown
from lagebild.read.given import Given
from lagebild.read.pages import page
from lagebild.read.source import from_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lagebild.read.feeds import Item
    from lagebild.read.fetch import Answer
    from lagebild.read.source import Source
    from lagebild.records import Document
    from lagebild.settings import Feed, Settings

__all__ = ["FILE", "Health", "Watcher"]

FILE = "feeds.json"

_SEEN = 5_000  # items remembered for each feed
_MAX_PAUSE = dt.timedelta(days=1)  # between two tries of a feed that fails
_MAX_ASKED = dt.timedelta(days=7)  # … where the server asks for more
_UNCHANGED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a feed is doing.

    Attributes:
        url: its address.
        checked: when it was last asked; ``success``: when it last answered well.
        newest: when it last had a new item.
        items: new items so far.
        failures: failed tries since the last success; ``message``: what went wrong in the last.
        due: when it is asked again.
        etag, modified: the state that is known, in the server's own words.
        seen: marks of the items known, oldest first.
    """

    url: str
    checked: dt.datetime | None = None
    success: dt.datetime | None = None
    newest: dt.datetime | None = None
    items: int = 0
    failures: int = 0
    message: str = ""
    due: dt.datetime | None = None
    etag: str = ""
    modified: str = ""
    seen: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The address as messages may show it."""
        return shown(self.url)

    def state(self, feed: Feed, now: dt.datetime) -> str:
        """Return one word: ``new`` (never asked), ``failing``, ``silent`` (no new item for long) or ``ok``."""
        if self.checked is None:
            return "new"
        if self.failures:
            return "failing"
        if self.newest is None or now - self.newest > dt.timedelta(days=feed.silent):
            return "silent"
        return "ok"


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


class Watcher:
    """Follows the feeds of the settings; one process a workspace.

    Args:
        settings: names the feeds.
        folder: the workspace's folder, where the record of health is kept.
        fetcher: talks to the network; one with the limits of the settings where not given.
        now: tells the time (UTC).

    Raises:
        CorruptError: if the record of health cannot be read.
    """

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        *,
        fetcher: Fetcher | None = None,
        now: Callable[[], dt.datetime] = _now,
    ) -> None:
        self._settings = settings
        self._file = folder / FILE
        self._fetcher = fetcher or Fetcher(settings)
        self._now = now
        self._health = _load(self._file)

    def health(self) -> list[tuple[Feed, Health]]:
        """Return how every feed is doing, in the order of the settings."""
        return [(feed, self._health.get(feed.url, Health(url=feed.url))) for feed in self._settings.feeds]

    def due(self) -> list[Feed]:
        """Return the feeds to ask now, the longest waiting first."""
        now = self._now()
        waiting = [(health.due or dt.datetime.min.replace(tzinfo=dt.UTC), feed) for feed, health in self.health()]
        return [feed for due, feed in sorted(waiting, key=lambda pair: pair[0]) if due <= now]

    def pause(self) -> float:
        """Return the seconds until the next feed is due."""
        now = self._now()
        return min(
            ((health.due - now).total_seconds() if health.due else 0.0 for _, health in self.health()), default=0.0
        )

    def check(self, feed: Feed) -> Iterator[Document | InputError]:
        """Ask one feed, yield its new items, then write down how it went.

        A feed that fails is asked again after its own interval, doubled with every failure up to a day, or when
        the server says.

        Raises:
            StoreError: if the record of health cannot be written.
        """
        health = self._health.get(feed.url, Health(url=feed.url))
        now = self._now()
        answer: Answer | None = None
        found: list[str] = []
        try:
            answer = self._fetcher.ask(feed.url, etag=health.etag, modified=health.modified)
            if answer.status not in {200, _UNCHANGED}:
                raise FetchError(f"the server answered with status {answer.status}", where=shown(feed.url))
            if answer.status != _UNCHANGED:
                yield from self._new(feed, answer, frozenset(health.seen), found)
        except InputError as error:
            yield error
            health = _failed(_taken(health, found, now), feed, answer, error.message, now)
        else:
            health = _succeeded(_taken(health, found, now), feed, answer, now)
        self._health[feed.url] = replace(health, checked=now)
        _save(self._file, self._health)

    def _new(
        self, feed: Feed, answer: Answer, seen: frozenset[str], found: list[str]
    ) -> Iterator[Document | InputError]:
        """Yield the items that are not among ``seen``, and add their marks to ``found``."""
        source = from_bytes(
            answer.body, name=shown(feed.url), settings=self._settings, url=answer.url, retrieved=answer.retrieved
        )
        given = Given(
            publisher=feed.publisher or None,
            lang=feed.lang or None,
            undated=answer.retrieved.date(),
            settings=self._settings,
        )
        for item in feeds.items(source.stream, name=source.name, limit=self._settings.max_line_bytes):
            mark = _mark(item)
            if mark in seen:
                continue
            try:
                yield from self._read(item, feed, source, given)
            except InputError as error:
                yield error
            found.append(mark)

    def _read(self, item: Item, feed: Feed, source: Source, given: Given) -> Iterator[Document | InputError]:
        """Yield the item's page where the feed wants it; its summary if not, or with the error if there is none."""
        if feed.full and item.link:
            try:
                yield self._page(item, given)
            except InputError as error:
                yield error
            else:
                return
        yield feeds.document(item, source=source, given=given)

    def _page(self, item: Item, given: Given) -> Document:
        answer = self._fetcher.get(item.link)
        given = replace(
            given, published=feeds.date_of(item), title=item.title, publisher=given.publisher or item.channel
        )
        return page(
            answer.body,
            given=given,
            name=shown(item.link),
            short=shown(item.link),
            url=item.link,
            charset=answer.charset,
            retrieved=answer.retrieved,
        )


def _mark(item: Item) -> str:
    """Return what tells an item from others: its key, and its text, so that a changed item is a new one."""
    words = f"{item.key}\x1f{item.title}\x1f{item.text}"
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _taken(health: Health, found: list[str], now: dt.datetime) -> Health:
    if not found:
        return health
    return replace(health, items=health.items + len(found), newest=now, seen=(*health.seen, *found)[-_SEEN:])


def _succeeded(health: Health, feed: Feed, answer: Answer, now: dt.datetime) -> Health:
    if answer.status != _UNCHANGED:
        etag, modified = answer.headers.get("etag", "")[:500], answer.headers.get("last-modified", "")[:100]
        health = replace(health, etag=etag, modified=modified)
    return replace(health, failures=0, message="", success=now, due=now + dt.timedelta(minutes=feed.every))


def _failed(health: Health, feed: Feed, answer: Answer | None, message: str, now: dt.datetime) -> Health:
    failures = health.failures + 1
    pause = min(_MAX_PAUSE, dt.timedelta(minutes=feed.every) * 2 ** min(failures, 12))
    asked = min(_MAX_ASKED, dt.timedelta(seconds=(answer.retry_after or 0.0) if answer else 0.0))
    return replace(health, failures=failures, message=message, due=now + max(pause, asked))


def _load(file: Path) -> dict[str, Health]:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StoreError(f"cannot be read: {error.strerror}", where=str(file)) from error
    try:
        return {one.url: one for one in msgspec.json.decode(data, type=list[Health])}
    except msgspec.DecodeError as error:
        hint = "delete the file: feeds are then read from their start, and nothing is kept twice"
        raise CorruptError(f"the record of the feeds is damaged: {error}", where=str(file), hint=hint) from error


def _save(file: Path, health: dict[str, Health]) -> None:
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        with new.open("wb") as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(list(health.values())), indent=1))
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise StoreError(f"cannot be written: {error.strerror}", where=str(file), hint="free some space") from error
