"""Gets documents, mentions and events out of the store."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from lagebild import wire
from lagebild.errors import NotFoundError
from lagebild.records import Document, Event, Issue, Mention, Report
from lagebild.store import rows
from lagebild.store.imported import ImportedRows
from lagebild.store.query import EventQuery, compile_query

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator

__all__ = ["Reading"]

_LONG = 31
_NOW = "coalesce(m.edited, m.record)"
_NAMED = "SELECT c.id FROM code c WHERE c.kind = ? AND c.name IN (SELECT value FROM json_each(?))"
# the publisher of a copy is that of the original: a text printed twice is one source
_PUBLISHER = "LEFT JOIN document o ON o.id = d.original LEFT JOIN code p ON p.id = coalesce(o.publisher, d.publisher)"


class Reading(ImportedRows):
    """The half of the store that answers with records."""

    def has(self, document: str) -> bool:
        """Tell whether the document is in the workspace."""
        return self._first("SELECT 1 FROM document WHERE key = ?", (document,)) is not None

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
        """Return one mention, with the analysts' edits.

        Raises:
            NotFoundError: if there is none with this id.
        """
        sql = f"SELECT {_NOW} FROM mention m WHERE key = ? AND ended IS NULL"
        return rows.mention_of(self._one(sql, key, "mention")[0])

    def coded(self, key: str) -> Mention:
        """Return one mention as the coder made it, whatever analysts say; errors as :meth:`mention`."""
        sql = "SELECT record FROM mention WHERE key = ? AND ended IS NULL"
        return rows.mention_of(self._one(sql, key, "mention")[0])

    def mentions(self, document: str | None = None, *, as_coded: bool = False) -> Iterator[Mention]:
        """Yield the mentions, of one document or of all, in the order of publication and text.

        Args:
            document: its id.
            as_coded: as the coder made them, rejected ones too; else with edits and without rejected ones.
        """
        where = "AND d.key = ?" if document else ""
        state = "" if as_coded else "AND m.rejected = 0"
        sql = (
            f"SELECT {'m.record' if as_coded else _NOW} FROM mention m JOIN document d ON d.id = m.document"
            f" WHERE m.ended IS NULL {where} {state} ORDER BY d.published, d.key, m.start, m.id"
        )
        for (record,) in self._rows(sql, (document,) if document else ()):
            yield rows.mention_of(record)

    def event(self, key: str) -> Event:
        """Return one event, rejected ones too.

        Raises:
            NotFoundError: if there is none with this id.
        """
        found = self._first("SELECT record FROM event WHERE key = ? AND ended IS NULL", (key,))
        return rows.event_of(found[0]) if found else self._imported_event(key)

    def event_of_mention(self, key: str) -> Event:
        """Return the event that a mention belongs to."""
        sql = (
            "SELECT e.record FROM event e JOIN member ON member.event = e.id"
            " JOIN mention m ON m.id = member.mention WHERE m.key = ? AND m.ended IS NULL"
        )
        return rows.event_of(self._one(sql, key, "mention")[0])

    def find_event(self, key: str) -> Event | None:
        """Return one event if it is there and not rejected."""
        sql = "SELECT record FROM event WHERE key = ? AND ended IS NULL AND rejected = 0"
        found = self._first(sql, (key,))
        return rows.event_of(found[0]) if found else None

    def members(self, event: Event) -> list[str]:
        """Return the ids of the mentions of an event, rejected ones too."""
        sql = (
            "SELECT m.key FROM mention m JOIN member ON member.mention = m.id JOIN event e ON e.id = member.event"
            " WHERE e.key = ? AND m.ended IS NULL ORDER BY m.id"
        )
        return [key for (key,) in self._rows(sql, (event.id,))]

    def unlinked(self, document: str) -> tuple[Report, ...]:
        """Return the reports of a document that belong to no event yet; rejected ones are left out."""
        sql = (
            f"SELECT {_NOW}, d.published, p.name FROM mention m JOIN document d ON d.id = m.document"
            f" {_PUBLISHER} WHERE d.key = ? AND m.ended IS NULL AND m.rejected = 0"
            " AND m.id NOT IN (SELECT mention FROM member) ORDER BY m.start, m.id"
        )
        found = self._rows(sql, (document,))
        return tuple(
            Report(mention=rows.mention_of(record), published=rows.moment(int(published)), publisher=publisher)
            for record, published, publisher in found
        )

    def events(self, query: EventQuery) -> Iterator[Event]:
        """Yield the events asked for, earliest first, those of one day by id; see also :meth:`unsettled`."""
        number = 0
        for _, day in groupby(self._found(query), key=lambda found: found[0]):
            for _, _, event in sorted(day, key=lambda found: found[1]):
                if query.limit is not None and number >= query.limit:
                    return
                number += 1
                yield event

    def _found(self, query: EventQuery) -> Iterator[tuple[int, str, Event]]:
        """Yield (day, id, event), by day; imported rows are fetched many at a time."""
        sql, values = compile_query(query)
        for own, group in groupby(self._rows(sql, values), key=lambda row: row[2] is not None):
            if own:
                for day, _, key, record in group:
                    yield int(day), key, rows.event_of(record)
            else:
                yield from self._imported_events((int(day), int(number)) for day, number, _, _ in group)

    def unsettled(self, as_of: dt.date) -> tuple[str, ...]:
        """Return the ids of events coded here that were known in part at the end of ``as_of``.

        Some of their reports were published later, or a correction on them was made later. What
        :meth:`events` yields ``as_of`` a day leaves them out; :meth:`reports` tells what they were.
        """
        end = rows.micros(rows.day_after(as_of))
        later = "SELECT applies FROM correction WHERE made >= ?1 OR undone >= ?1"
        sql = (
            "SELECT key FROM event WHERE ended IS NULL AND first < ?1 AND (last >= ?1 OR key IN"
            f" ({later}) OR id IN (SELECT member.event FROM member JOIN mention m ON m.id = member.mention"
            f" WHERE m.ended IS NULL AND m.key IN ({later})))"
        )
        return tuple(key for (key,) in self._rows(sql, (end,)))

    def reports(self, event: Event, *, as_of: dt.date | None = None) -> tuple[Report, ...]:
        """Return the member mentions of an event with their publication, in its order; rejected ones are left out.

        Args:
            event: the event.
            as_of: with the reports published and the corrections made until the end of that day only.
        """
        sql = (
            f"SELECT {_NOW if as_of is None else 'm.record'}, d.published, p.name, m.rejected FROM event e"
            " JOIN member ON member.event = e.id JOIN mention m ON m.id = member.mention"
            f" JOIN document d ON d.id = m.document {_PUBLISHER}"
            " WHERE e.key = ? AND m.ended IS NULL ORDER BY d.published, d.key, m.start, m.id"
        )
        reports: list[Report] = []
        for record, published, publisher, state in self._rows(sql, (event.id,)):
            report = Report(mention=rows.mention_of(record), published=rows.moment(int(published)), publisher=publisher)
            rejected = bool(state)
            if as_of is not None:
                mention, rejected = self._mention_as_of(report.mention, as_of)
                rejected |= report.published >= rows.day_after(as_of)
                report = replace(report, mention=mention)
            if not rejected:
                reports.append(report)
        return tuple(reports)

    def near(
        self,
        start: dt.date,
        end: dt.date,
        *,
        types: Collection[str] | None = None,
        countries: Collection[str] | None = None,
    ) -> Iterator[tuple[Event, tuple[Report, ...]]]:
        """Yield the events coded here whose days meet [start, end), with their reports: the candidates of linking.

        Args:
            start: the first day; ``end``: the day after the last.
            types: only events of these types, and those that analysts have corrected.
            countries: only events that name one of these, or on one side none.
        """
        first, last = rows.day_number(start), rows.day_number(end)
        values: list[object] = [first - _LONG, last, first, first - _LONG, first]
        alike = ""
        if types is not None:
            alike += f" AND f.type IN ({_NAMED})"
            values += ["type", wire.dump(sorted(types))]
        if countries is not None:
            alike += f" AND (0 IN (f.actor, f.recipient) OR f.actor IN ({_NAMED}) OR f.recipient IN ({_NAMED}))"
            values += ["country", wire.dump(sorted(countries))] * 2
        sql = (
            "SELECT record FROM event WHERE ended IS NULL AND rejected = 0 AND"
            f" ((day > ? AND day < ? AND day + days > ?) OR (days > {_LONG} AND day <= ? AND day + days > ?))"
            f" AND (EXISTS (SELECT 1 FROM fact f WHERE f.event = event.id{alike})"
            " OR key IN (SELECT applies FROM correction)) ORDER BY day, key"
        )
        found = list(self._rows(sql, values))
        for (record,) in found:
            event = rows.event_of(record)
            yield event, self.reports(event)

    def counts(self) -> dict[str, int]:
        """Return how many documents, mentions, events (coded here), issues and imported events there are."""
        return {
            "document": self._number("SELECT count(*) FROM document"),
            "mention": self._number("SELECT count(*) FROM mention WHERE ended IS NULL AND rejected = 0"),
            "event": self._number("SELECT count(*) FROM event WHERE ended IS NULL AND rejected = 0"),
            "issue": self._number("SELECT count(*) FROM issue"),
            "imported": self._number("SELECT count(*) FROM imported"),
        }

    def issues(self) -> Iterator[tuple[str, Issue]]:
        """Yield every doubt with the id of its document."""
        for doc in self.documents():
            for issue in doc.issues:
                yield doc.id, issue

    def prefix(self, start: str) -> Iterable[str]:
        """Return the ids of events, mentions and documents that begin with ``start``, at most ten."""
        sql = " UNION ALL ".join(
            f"SELECT key FROM {table} WHERE key >= ?1 AND key < ?2{holds}"
            for table, holds in (("event", " AND ended IS NULL"), ("mention", " AND ended IS NULL"), ("document", ""))
        )
        found = [key for (key,) in self._rows(f"{sql} LIMIT 10", (start, start + "\U0010ffff"))]
        try:
            return [*found, self._imported_event(start).id]
        except NotFoundError:
            return found
