"""Questions to the fact table, as SQL with parameters: the only builder of WHERE clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lagebild.store.rows import day_number

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["EventQuery", "compile_query"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQuery:
    """Which events are asked for; a field left at its default does not narrow.

    ``actor``, ``recipient`` and ``country`` (either side) are ISO3 or IGO:/NSA: codes. ``start`` and ``end``
    are days [start, end) that the event's own days must meet. ``text`` is searched in titles and texts.
    """

    actor: str | None = None
    recipient: str | None = None
    country: str | None = None
    type: str | None = None
    status: str | None = None
    quad: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    text: str | None = None
    document: str | None = None
    limit: int | None = None


_BY_CODE = (("actor", "country"), ("recipient", "country"), ("type", "type"), ("status", "status"), ("quad", "quad"))

_CODE = "(SELECT id FROM code WHERE kind = ? AND name = ?)"


def compile_query(query: EventQuery) -> tuple[str, list[object]]:
    """Return the SQL that selects the records of the events asked for, earliest first, and its parameters."""
    where: list[str] = []
    values: list[object] = []
    for name, kind in _BY_CODE:
        value = getattr(query, name)
        if value is not None:
            where.append(f"f.{name} = {_CODE}")
            values += [kind, value]
    if query.country is not None:
        where.append(f"{_CODE} IN (f.actor, f.recipient)")
        values += ["country", query.country]
    if query.start is not None:
        where.append("f.day_end > ?")
        values.append(day_number(query.start))
    if query.end is not None:
        where.append("f.day < ?")
        values.append(day_number(query.end))
    _narrow_by_document(query, where, values)
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    limit = "LIMIT ?" if query.limit is not None else ""
    if query.limit is not None:
        values.append(query.limit)
    inner = f"SELECT f.event AS id, min(f.day) AS day FROM fact f {condition} GROUP BY f.event"
    return f"SELECT e.record FROM ({inner}) w JOIN event e ON e.id = w.id ORDER BY w.day, e.key {limit}", values


def _narrow_by_document(query: EventQuery, where: list[str], values: list[object]) -> None:
    members = "SELECT member.event FROM member JOIN mention ON mention.id = member.mention WHERE mention.document"
    if query.document is not None:
        where.append(f"f.event IN ({members} = (SELECT id FROM document WHERE key = ?))")
        values.append(query.document)
    if query.text is not None:
        where.append(f"f.event IN ({members} IN (SELECT rowid FROM search WHERE search MATCH ?))")
        quoted = query.text.replace('"', '""')
        values.append(f'"{quoted}"')
