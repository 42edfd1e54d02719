"""Questions to the fact table, as SQL with parameters: the only builder of WHERE clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lagebild.store import folding
from lagebild.store.base import OWN
from lagebild.store.rows import day_number

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["CODE", "EventQuery", "compile_query", "narrow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQuery:
    """Which events are asked for; a field left at its default does not narrow.

    ``actor``, ``recipient`` and ``country`` (either side) are ISO3 or IGO:/NSA: codes. ``start`` and ``end``
    are days [start, end) that the event's own days must meet. ``text`` is searched in titles and texts.
    ``dataset`` is the name of an imported data set, or ``own`` for what was coded here. ``as_of`` asks for what
    was known at the end of that day: by reports published and corrections made until then.
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
    dataset: str | None = None
    as_of: dt.date | None = None
    limit: int | None = None


_BY_CODE = (("actor", "country"), ("recipient", "country"), ("type", "type"), ("status", "status"), ("quad", "quad"))

CODE = "(SELECT id FROM code WHERE kind = ? AND name = ?)"
_LONG = 31  # days: what covers more has an index of its own


def narrow(query: EventQuery) -> tuple[str, list[object]]:
    """Return the WHERE clause (or nothing) on ``fact f`` that ``query`` asks for, and its parameters."""
    where: list[str] = []
    values: list[object] = []
    for name, kind in _BY_CODE:
        value = getattr(query, name)
        if value is not None:
            where.append(f"f.{name} = {CODE}")
            values += [kind, value]
    if query.country is not None:
        where.append(f"(f.actor = {CODE} OR f.recipient = {CODE})")
        values += ["country", query.country] * 2
    if query.dataset is not None:
        where.append("f.dataset = 0" if query.dataset == OWN else f"f.dataset = {CODE}")
        values += [] if query.dataset == OWN else ["dataset", query.dataset]
    if query.as_of is not None:
        where.append("f.day + f.lag <= ?")
        values.append(day_number(query.as_of))
    _narrow_by_days(query, where, values)
    _narrow_by_document(query, where, values)
    return (f"WHERE {' AND '.join(where)}" if where else ""), values


def compile_query(query: EventQuery) -> tuple[str, list[object]]:
    """Return SQL that selects (day, number, key, record) of the events asked for, by day, and its parameters.

    Key and record are NULL for imported events.
    """
    condition, values = narrow(query)
    inner = f"SELECT f.day, f.event FROM fact f {condition} GROUP BY f.day, f.event"
    own = "SELECT w.day, w.event, e.key, e.record FROM"
    return f"{own} ({inner}) w LEFT JOIN event e ON e.id = w.event ORDER BY w.day, w.event", values


def _narrow_by_days(query: EventQuery, where: list[str], values: list[object]) -> None:
    """Ask for days that meet [start, end); what lasts long is found by its own index, so that a range stays one."""
    start = day_number(query.start) if query.start else None
    end = day_number(query.end) if query.end else None
    if start is not None:
        upper = "" if end is None else " AND f.day < ?"
        bound = [] if end is None else [end]
        where.append(
            f"((f.day > ?{upper} AND f.day + f.days > ?) OR (f.days > {_LONG} AND f.day <= ? AND f.day + f.days > ?))"
        )
        values += [start - _LONG, *bound, start, start - _LONG, start]
    elif end is not None:
        where.append("f.day < ?")
        values.append(end)


def _narrow_by_document(query: EventQuery, where: list[str], values: list[object]) -> None:
    members = (
        "f.event IN (SELECT member.event FROM member"
        " JOIN mention ON mention.id = member.mention WHERE mention.ended IS NULL AND mention.document"
    )
    if query.document is not None:
        where.append(f"{members} = (SELECT id FROM document WHERE key = ?))")
        values.append(query.document)
    if query.text is not None:
        expression = folding.match(query.text, widen=True)
        if not expression:
            where.append("0")
            return
        where.append(f"{members} IN (SELECT rowid FROM search_document WHERE search_document MATCH ?))")
        values.append(expression)
