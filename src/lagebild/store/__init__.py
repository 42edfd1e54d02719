"""The workspace's database: everything the program knows, in one SQLite file.

All writing goes through :meth:`Store.writing`, one transaction a document, so a kill at any moment loses no
finished document and leaves no half of one. Reading never blocks writing (WAL).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from lagebild import wire
from lagebild.errors import NotAWorkspaceError, NotFoundError, StoreError
from lagebild.records import Document, Event, Issue, Mention, Report
from lagebild.store import database, rows
from lagebild.store.query import EventQuery, compile_query

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["DATABASE", "EventQuery", "Store"]

DATABASE = "lagebild.db"


class Store:
    """An open workspace database; use it as a context manager, or call :meth:`close`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    @classmethod
    def create(cls, folder: Path, *, timeout: float) -> None:
        """Make an empty database in ``folder``, unless it has one of ours already.

        Raises:
            NotAWorkspaceError: if there is a database of another program.
            StoreError: if the folder cannot be written.
        """
        path = folder / DATABASE
        if path.exists():
            database.connect(path, timeout=timeout).close()
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot be made: {error.strerror}", where=str(folder), hint="check its rights") from error
        database.create(path, timeout=timeout)

    @classmethod
    def open(cls, folder: Path, *, timeout: float) -> Self:
        """Open the database in ``folder``.

        Raises:
            NotAWorkspaceError: if there is none of ours.
        """
        path = folder / DATABASE
        if not path.is_file():
            hint = "run lagebild init, or name the folder with --workspace"
            raise NotAWorkspaceError("there is no workspace here", where=str(folder), hint=hint)
        return cls(path, database.connect(path, timeout=timeout))

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database."""
        self.close()

    # -- writing ------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one write transaction; everything put inside is kept together or not at all."""
        with database.transaction(self._connection, self._path):
            yield

    def put_document(self, doc: Document, mentions: Sequence[Mention], *, now: dt.datetime) -> None:
        """Add a document and its mentions; call inside :meth:`writing`."""
        known = rows.micros(now)
        publisher = self._code("publisher", doc.publisher) if doc.publisher else None
        cursor = self._connection.execute(
            "INSERT INTO document (key, published, publisher, language, title, text, record, known)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (doc.id, rows.micros(doc.published), publisher, doc.language, doc.title, doc.text,
             rows.document_record(doc), known),
        )  # fmt: skip
        row = cursor.lastrowid
        self._connection.executemany(
            "INSERT INTO issue (document, kind, message, place) VALUES (?, ?, ?, ?)",
            [(row, issue.kind.value, issue.message, issue.where) for issue in doc.issues],
        )
        self._connection.executemany(
            "INSERT INTO mention (key, document, start, record, known) VALUES (?, ?, ?, ?, ?)",
            [(m.id, row, m.trigger.span.start, wire.dump(m), known) for m in mentions],
        )

    def put_event(self, event: Event, *, now: dt.datetime) -> None:
        """Add an event, or refresh it after it has gained members; call inside :meth:`writing`."""
        known = rows.micros(now)
        run = self._connection.execute
        run(
            "INSERT INTO event (key, record, known) VALUES (?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET record = excluded.record",
            (event.id, wire.dump(event), known),
        )
        (row,) = run("SELECT id FROM event WHERE key = ?", (event.id,)).fetchone()
        self._connection.executemany(
            "INSERT INTO member (mention, event, known) VALUES ((SELECT id FROM mention WHERE key = ?), ?, ?)"
            " ON CONFLICT (mention) DO NOTHING",
            [(mention, row, known) for mention in event.mentions],
        )
        run("DELETE FROM fact WHERE event = ?", (row,))
        self._connection.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._facts(row, event))

    def _facts(self, row: int, event: Event) -> list[tuple[object, ...]]:
        shared = (
            self._code("type", event.type.value),
            self._code("mode", event.mode) if event.mode else 0,
            self._code("quad", event.quad.value),
            self._code("status", event.status.value),
            event.score,
        )
        start, end = rows.day_number(event.start), rows.day_number(event.end)
        return [
            (row, start, end, self._country(actor), self._country(recipient), *shared)
            for actor, recipient in rows.facts_of(event)
        ]

    def _country(self, name: str) -> int:
        return self._code("country", name) if name else 0

    def _code(self, kind: str, name: str) -> int:
        run = self._connection.execute
        run("INSERT INTO code (kind, name) VALUES (?, ?) ON CONFLICT DO NOTHING", (kind, name))
        (number,) = run("SELECT id FROM code WHERE kind = ? AND name = ?", (kind, name)).fetchone()
        return int(number)

    # -- reading ------------------------------------------------------------------------------

    def _rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[tuple[str, ...]]:
        with database.guarded(self._path):
            yield from self._connection.execute(sql, values)

    def _one(self, sql: str, key: str, what: str) -> tuple[str, ...]:
        for row in self._rows(sql, (key,)):
            return row
        raise NotFoundError(f"there is no {what} '{key}'", hint="lagebild events lists the ids")

    def has(self, document: str) -> bool:
        """Tell whether the document is in the workspace."""
        return any(True for _ in self._rows("SELECT 1 FROM document WHERE key = ?", (document,)))

    def document(self, key: str) -> Document:
        """Return one document.

        Raises:
            NotFoundError: if there is none with this id.
        """
        record, text = self._one("SELECT record, text FROM document WHERE key = ?", key, "document")
        return rows.revive_document(record, text)

    def documents(self) -> Iterator[Document]:
        """Yield all documents, earliest published first."""
        for record, text in self._rows("SELECT record, text FROM document ORDER BY published, key"):
            yield rows.revive_document(record, text)

    def mention(self, key: str) -> Mention:
        """Return one mention.

        Raises:
            NotFoundError: if there is none with this id.
        """
        return rows.mention_of(self._one("SELECT record FROM mention WHERE key = ?", key, "mention")[0])

    def mentions(self, document: str | None = None) -> Iterator[Mention]:
        """Yield the mentions, of one document or of all, in the order of publication and text."""
        where = "WHERE d.key = ?" if document else ""
        sql = (
            f"SELECT m.record FROM mention m JOIN document d ON d.id = m.document {where}"
            " ORDER BY d.published, d.key, m.start"
        )
        for (record,) in self._rows(sql, (document,) if document else ()):
            yield rows.mention_of(record)

    def event(self, key: str) -> Event:
        """Return one event.

        Raises:
            NotFoundError: if there is none with this id.
        """
        return rows.event_of(self._one("SELECT record FROM event WHERE key = ?", key, "event")[0])

    def event_of_mention(self, key: str) -> Event:
        """Return the event that a mention belongs to."""
        sql = (
            "SELECT e.record FROM event e JOIN member ON member.event = e.id"
            " JOIN mention m ON m.id = member.mention WHERE m.key = ?"
        )
        return rows.event_of(self._one(sql, key, "mention")[0])

    def events(self, query: EventQuery) -> Iterator[Event]:
        """Yield the events asked for, earliest first."""
        sql, values = compile_query(query)
        for (record,) in self._rows(sql, values):
            yield rows.event_of(record)

    def reports(self, event: Event) -> tuple[Report, ...]:
        """Return the member mentions of an event with their publication, in its order."""
        sql = "SELECT m.record, d.record, '' FROM mention m JOIN document d ON d.id = m.document WHERE m.key = ?"
        found = (self._one(sql, key, "mention") for key in event.mentions)
        return tuple(_report(mention, document) for mention, document, _ in found)

    def near(self, start: dt.date, end: dt.date) -> Iterator[tuple[Event, tuple[Report, ...]]]:
        """Yield the events whose days meet [start, end), with their reports: the candidates of linking."""
        for event in list(self.events(EventQuery(start=start, end=end))):
            yield event, self.reports(event)

    def counts(self) -> dict[str, int]:
        """Return how many documents, mentions, events and issues there are."""
        names = ("document", "mention", "event", "issue")
        return {name: int(next(self._rows(f"SELECT count(*) FROM {name}"))[0]) for name in names}

    def issues(self) -> Iterator[tuple[str, Issue]]:
        """Yield every doubt with the id of its document."""
        for doc in self.documents():
            for issue in doc.issues:
                yield doc.id, issue

    def prefix(self, start: str) -> Iterable[str]:
        """Return the ids of events, mentions and documents that begin with ``start``, at most ten."""
        sql = " UNION ALL ".join(
            f"SELECT key FROM {t} WHERE key >= ?1 AND key < ?2" for t in ("event", "mention", "document")
        )
        return [key for (key,) in self._rows(f"{sql} LIMIT 10", (start, start + "\U0010ffff"))]


def _report(mention: str, document: str) -> Report:
    doc = rows.revive_document(document, "")
    return Report(mention=rows.mention_of(mention), published=doc.published, publisher=doc.publisher)
