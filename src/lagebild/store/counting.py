"""Counts and daily series straight from the narrow tables: no event is made a record for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lagebild.records import Status
from lagebild.store import rows
from lagebild.store.base import OWN
from lagebild.store.query import CODE, EventQuery, narrow
from lagebild.store.reading import Reading

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

__all__ = ["SIDES", "Counting", "DayCount", "YearCount"]

SIDES = {"actor": 0, "recipient": 1, "either": 2}


class DayCount(NamedTuple):
    """The events that begin on a day: how many, and the sum of their PLOVER scores."""

    day: dt.date
    events: int
    score: float


class YearCount(NamedTuple):
    """The events of a year that name a country: how many, and the sum of their PLOVER scores."""

    country: str
    year: int
    type: str
    events: int
    score: float


def _once(query: EventQuery) -> tuple[str, list[object]]:
    """Return SQL that selects (day, score, status) of each event asked for once, and its parameters."""
    condition, values = narrow(query)
    if query.actor is not None and query.recipient is not None:
        # one row a pair of countries and event: with both sides named each event stands there once
        return f"SELECT f.day, f.score, f.status FROM fact f {condition}", values
    return f"SELECT f.day, min(f.score) AS score, f.status FROM fact f {condition} GROUP BY f.day, f.event", values


class Counting(Reading):
    """Counts."""

    def by_year(
        self,
        *,
        side: str = "either",
        country: str | None = None,
        type: str | None = None,
        dataset: str | None = None,
        by_type: bool = False,
    ) -> Iterator[YearCount]:
        """Yield how many events name each country in each year, by country and year.

        Args:
            side: in which role: ``actor``, ``recipient`` or ``either`` (an event then counts once a country).
            country: only this one.
            type: only this PLOVER type.
            dataset: only this data set; ``own`` is what was coded here.
            by_type: one row a type; else ``type`` of the rows is empty.
        """
        where: list[str] = ["c.side = ?"]
        values: list[object] = [SIDES[side]]
        for name, value in (("country", country), ("type", type)):
            if value is not None:
                where.append(f"c.{name} = {CODE}")
                values += [name, value]
        if dataset is not None:
            where.append("c.dataset = 0" if dataset == OWN else f"c.dataset = {CODE}")
            values += [] if dataset == OWN else ["dataset", dataset]
        kind = "c.type" if by_type else "0"
        sql = (
            f"SELECT p.name, c.year, ifnull(t.name, ''), c.n, c.s FROM (SELECT c.country, c.year, {kind} AS type,"
            f" sum(c.events) AS n, sum(c.score) AS s FROM cube c WHERE {' AND '.join(where)}"
            " GROUP BY 1, 2, 3 HAVING n <> 0) c JOIN code p ON p.id = c.country LEFT JOIN code t ON t.id = c.type"
            " ORDER BY 1, 2, 3"
        )
        for name, year, of_type, number, score in self._rows(sql, values):
            yield YearCount(name, int(year), of_type, int(number), int(score) / 10)

    def by_day(self, query: EventQuery) -> Iterator[DayCount]:
        """Yield the days on which events asked for begin, with their number and scores, in order; no empty days."""
        facts, values = _once(query)
        limit = "LIMIT ?" if query.limit is not None else ""
        values += [query.limit] if query.limit is not None else []
        sql = f"SELECT day, count(*), sum(score) FROM ({facts}) GROUP BY day ORDER BY day {limit}"
        for day, number, score in self._rows(sql, values):
            yield DayCount(rows.number_day(int(day)), int(number), int(score) / 10)

    def by_day_and_status(self, query: EventQuery) -> Iterator[tuple[Status, DayCount]]:
        """Yield as :meth:`by_day`, each day once for every status that its events have."""
        facts, values = _once(query)
        sql = (
            "SELECT c.name, day, n, total FROM (SELECT day, status, count(*) AS n, sum(score) AS total"
            f" FROM ({facts}) GROUP BY day, status) JOIN code c ON c.id = status ORDER BY day, c.name"
        )
        for status, day, number, score in self._rows(sql, values):
            yield Status(status), DayCount(rows.number_day(int(day)), int(number), int(score) / 10)

    def datasets(self) -> dict[str, int]:
        """Return how many events there are of each imported data set."""
        sql = "SELECT c.name, count(*) FROM imported i JOIN code c ON c.id = i.dataset GROUP BY i.dataset ORDER BY 1"
        return {name: int(number) for name, number in self._rows(sql)}
