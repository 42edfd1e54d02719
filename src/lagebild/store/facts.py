"""The countable side of an event: its rows in the fact table, and what they add to the cube."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lagebild.store import rows
from lagebild.store.base import Base

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lagebild.records import Event

__all__ = ["INSERT_FACT", "UPSERT_CUBE", "Facts", "cube_of"]

INSERT_FACT = "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
UPSERT_CUBE = (
    "INSERT INTO cube VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
    " SET events = events + excluded.events, score = score + excluded.score"
)

Fact = tuple[int, int, int, int, int, int, int, int, int, int, int, int]
Cell = tuple[int, int, int, int, int, int, int]


def cube_of(facts: Iterable[Fact], *, sign: int) -> list[Cell]:
    """Return the cells of the cube that the facts of one event add (``sign`` 1) or take away (-1)."""
    counts: Counter[tuple[int, int, int, int, int]] = Counter()
    score = 0
    for _, actor, recipient, day, _, kind, _, _, _, score, _, dataset in facts:  # noqa: B007 - one score an event
        year = rows.number_day(day).year
        for country, side in ((actor, 0), (recipient, 1), (actor, 2), (recipient, 2)):
            if country:
                counts[country, side, year, kind, dataset] = 1
    return [(*cell, sign, sign * score) for cell in counts]


class Facts(Base):
    """Writes the facts of events and keeps the cube in step."""

    def _facts(self, number: int, event: Event) -> list[Fact]:
        start, end = rows.day_number(event.start), rows.day_number(event.end)
        shared = (
            max(1, end - start),
            self._code("type", event.type.value),
            self._code("mode", event.mode) if event.mode else 0,
            self._code("quad", event.quad.value),
            self._code("status", event.status.value),
            round(event.score * 10),
            rows.day_number(event.last_reported.date()) - start,
            self._code("dataset", event.origin.dataset) if event.origin else 0,
        )
        return [
            (number, self._country(actor), self._country(recipient), start, *shared)
            for actor, recipient in rows.facts_of(event)
        ]

    def _put_facts(self, number: int, event: Event) -> None:
        facts = self._facts(number, event)
        self._connection.executemany(INSERT_FACT, facts)
        self._connection.executemany(UPSERT_CUBE, cube_of(facts, sign=1))

    def _drop_facts(self, number: int) -> None:
        run = self._connection.execute
        facts = run("SELECT * FROM fact WHERE event = ?", (number,)).fetchall()
        self._connection.executemany(UPSERT_CUBE, cube_of(facts, sign=-1))
        run("DELETE FROM fact WHERE event = ?", (number,))
