"""Puts documents, mentions and events into the store; everything inside one transaction is kept or nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lagebild import wire
from lagebild.store import database, folding, rows
from lagebild.store.copies import Copies

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from lagebild.records import Document, Event, Mention

__all__ = ["Writing"]

_PUT_EVENT = (
    "INSERT INTO event (id, key, record, known, day, days, first, last) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (key) DO UPDATE SET record = excluded.record, day = excluded.day, days = excluded.days,"
    " first = excluded.first, last = excluded.last, ended = NULL, rejected = 0"
)
_PUT_MEMBER = (
    "INSERT INTO member (mention, event, known)"
    " SELECT id, ?, ? FROM mention WHERE key = ? AND ended IS NULL"
    " ON CONFLICT (mention) DO UPDATE SET event = excluded.event, known = excluded.known"
    " WHERE event <> excluded.event"
)


class Writing(Copies):
    """The half of the store that adds."""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one write transaction; everything put inside is kept together or not at all.

        Raises:
            LockedError: if another process keeps writing for longer than the time-out.
            StoreError: if the disk is full or failing; nothing is kept then.
        """
        try:
            with database.transaction(self._connection, self._path):
                yield
        except BaseException:
            self._forget()
            raise

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
        words = folding.fold(f"{doc.title or ''}\n{doc.text}")
        self._connection.execute("INSERT INTO search_document (rowid, words) VALUES (?, ?)", (row, words))
        self._connection.executemany(
            "INSERT INTO issue (document, kind, message, place) VALUES (?, ?, ?, ?)",
            [(row, issue.kind.value, issue.message, issue.where) for issue in doc.issues],
        )
        self._put_mentions(int(row or 0), mentions, known)

    def _put_mentions(self, row: int, mentions: Iterable[Mention], known: int) -> None:
        run = self._connection.execute
        for mention in mentions:
            values = (mention.id, row, mention.trigger.span.start, wire.dump(mention), known)
            cursor = run("INSERT INTO mention (key, document, start, record, known) VALUES (?, ?, ?, ?, ?)", values)
            words = folding.fold(mention.evidence.quote)
            run("INSERT INTO search_quote (rowid, words) VALUES (?, ?)", (cursor.lastrowid, words))

    def put_event(self, event: Event, *, now: dt.datetime) -> None:
        """Add an event, or refresh it after its members changed; analysts' edits go over the merged fields.

        Call inside :meth:`writing`. A mention that was in another event moves to this one.
        """
        event = self._corrected(event)
        number = self._drop_old(event.id)
        record = wire.dump(event)
        day = rows.day_number(event.start)
        days = max(1, rows.day_number(event.end) - day)
        times = rows.micros(event.first_reported), rows.micros(event.last_reported)
        known = rows.micros(now)
        self._connection.execute(_PUT_EVENT, (number, event.id, record, known, day, days, *times))
        self._connection.executemany(_PUT_MEMBER, [(number, known, mention) for mention in event.mentions])
        if self._is_rejected(event.id):
            self._connection.execute("UPDATE event SET rejected = 1 WHERE id = ?", (number,))
        else:
            self._put_facts(number, event)

    def restore_events(self, found: Iterable[tuple[int, str, str, int]]) -> None:
        """Put events back as (number, key, record, known), with their facts; call inside a transaction."""
        for number, key, record, known in found:
            event = rows.event_of(record)
            day = rows.day_number(event.start)
            days = max(1, rows.day_number(event.end) - day)
            times = rows.micros(event.first_reported), rows.micros(event.last_reported)
            self._connection.execute(_PUT_EVENT, (number, key, record, known, day, days, *times))
            self._put_facts(number, event)

    def _drop_old(self, key: str) -> int:
        """Take away the facts of an event that is there, and return its number, or the next free one."""
        old = self._first("SELECT id FROM event WHERE key = ?", (key,))
        if old is None:
            return self._next_number()
        self._drop_facts(int(old[0]))
        return int(old[0])

    def _next_number(self) -> int:
        sql = "SELECT max(ifnull((SELECT max(id) FROM event), 0), ifnull((SELECT max(id) FROM imported), 0)) + 1"
        return self._number(sql)

    def end_event(self, key: str, *, now: dt.datetime, rejected: bool = False) -> None:
        """Take an event out of every answer: it lost its members, or (``rejected``) all of them were rejected.

        The row stays; call inside :meth:`writing`.
        """
        self._drop_old(key)
        if rejected:
            self._connection.execute("UPDATE event SET rejected = 1 WHERE key = ?", (key,))
        else:
            self._connection.execute("UPDATE event SET ended = ? WHERE key = ?", (rows.micros(now), key))

    def recode_document(self, doc: Document, mentions: Sequence[Mention], *, now: dt.datetime) -> None:
        """Put new mentions in the place of the old ones of a document; call inside :meth:`writing`.

        A mention with the same id stays in its event. Old rows are ended, not removed. The callers put the
        events that are touched.
        """
        run = self._connection.execute
        known = rows.micros(now)
        (row,) = run("SELECT id FROM document WHERE key = ?", (doc.id,)).fetchone()
        sql = "SELECT key, id, record FROM mention WHERE document = ? AND ended IS NULL"
        old = {key: (number, record) for key, number, record in run(sql, (row,))}
        new = {mention.id: mention for mention in mentions}
        same = {key for key, (_, record) in old.items() if key in new and wire.dump(new[key]) == record}
        ended = {key: number for key, (number, _) in old.items() if key not in same}
        run("PRAGMA defer_foreign_keys = ON")
        for number in ended.values():
            run("UPDATE mention SET ended = ? WHERE id = ?", (known, number))
        self._put_mentions(row, [mention for key, mention in new.items() if key not in same], known)
        for key in ended.keys() & new.keys():  # the same words of the same type: still a report of that event
            run(
                "INSERT INTO member (mention, event, known)"
                " SELECT (SELECT id FROM mention WHERE key = ? AND ended IS NULL), event, ? FROM member"
                " WHERE mention = ?",
                (key, known, ended[key]),
            )
        self._find_again(doc.id)
