"""Imports event-data files: many rows a transaction, narrow integers, each text kept once.

A batch is one transaction: a kill loses at most the batch at hand, and the next run goes on where it was,
because rows that are there already are passed over. While much is imported, the two big indexes are down and
are built once at the end; questions are answered meanwhile, only slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from lagebild import wire
from lagebild.records import Coding, Side, Spot, Status
from lagebild.store import database, rows
from lagebild.store.counting import Counting
from lagebild.store.facts import UPSERT_CUBE
from lagebild.store.known import Known

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from lagebild.records import EventBatch

__all__ = ["Importing"]

_MANY = 200_000  # rows from which the big indexes are taken down, if the store has fewer than twice as many
_CACHE = 400_000  # KiB of page cache while importing

Seen = dict[tuple[str, object], int]
_AT_ONCE = 500
_CHECKPOINT = 65_536  # pages of the log while importing, before they are copied


class Importing(Counting):
    """Takes in event-data files."""

    def import_events(
        self,
        batches: Iterable[EventBatch],
        *,
        dataset: str,
        file: str,
        now: dt.datetime,
        expected: int = 0,
        progress: Callable[[EventBatch, int], None] | None = None,
    ) -> int:
        """Add the rows of a file that are not there yet; return how many were new.

        Args:
            batches: the rows.
            dataset: the name of the data set.
            file: the name of the file, for the record.
            now: when it becomes known.
            expected: about how many rows will come; many are loaded without the big indexes.
            progress: called after each batch with it and the number of new rows so far.

        Raises:
            StoreError: if the database cannot be written; whole batches that were kept stay.
        """
        slim = expected >= _MANY and expected * 2 >= self._number("SELECT max(id) FROM imported")
        if slim:
            self._drop_indexes()
        else:
            self.build_indexes()
        for pragma in (f"cache_size = -{_CACHE}", f"wal_autocheckpoint = {_CHECKPOINT}", "threads = 2"):
            self._connection.execute(f"PRAGMA {pragma}")
        try:
            total = self._import_batches(batches, dataset=dataset, file=file, now=now, slim=slim, progress=progress)
            self.build_indexes()
        finally:
            for pragma in ("cache_size = -2000", "wal_autocheckpoint = 1000"):
                self._connection.execute(f"PRAGMA {pragma}")
        return total

    def _import_batches(
        self,
        batches: Iterable[EventBatch],
        *,
        dataset: str,
        file: str,
        now: dt.datetime,
        slim: bool,
        progress: Callable[[EventBatch, int], None] | None,
    ) -> int:
        with self.writing():
            number = self._code("dataset", dataset)
            run = int(
                self._connection.execute(
                    "INSERT INTO import (dataset, file, known, rows) VALUES (?, ?, ?, 0)",
                    (number, file, rows.micros(now)),
                ).lastrowid
                or 0
            )
        total = 0
        seen: Seen = {}
        known = Known(self._connection, number, in_memory=slim)
        for batch in batches:
            with self.writing():
                total += self._import_batch(batch, number, run, seen, known)
                self._connection.execute("UPDATE import SET rows = ? WHERE id = ?", (total, run))
            if progress:
                progress(batch, total)
        with self.writing():
            self._connection.execute("UPDATE import SET done = 1 WHERE id = ?", (run,))
        return total

    def _import_batch(self, batch: EventBatch, dataset: int, run: int, seen: Seen, known: Known) -> int:
        """Add the rows of one batch that are new; return how many."""
        order = known.new(np.asarray(batch.days, dtype=np.int64), batch.ids)
        if not len(order):
            return 0
        first = self._next_number()
        codes = _Coded(self, batch, order, seen)
        numbers = range(first, first + len(order))
        days = _taken(batch.days, order)
        lengths, lags = _taken(batch.lengths, order), _taken(batch.lags, order)
        self._insert_all(
            "imported",
            (
                numbers, dataset, days.tolist(), _picked(batch.ids, order), codes.actors, codes.recipients,
                codes.coding, codes.spot, codes.publisher, run, _narrowed(lengths), _narrowed(lags),
                _picked(batch.stories, order), _picked(batch.sentences, order), _picked(batch.precisions, order),
                _picked(batch.lats, order), _picked(batch.lons, order),
                _picked(batch.urls, order), _picked(batch.rest, order),
            ),
        )  # fmt: skip
        facts = codes.facts(numbers, days, lengths, lags, dataset)
        self._insert_all("fact", facts.columns)
        self._connection.executemany(UPSERT_CUBE, facts.cube())
        known.seen(numbers[-1])
        return len(order)

    def _insert_all(self, table: str, columns: Sequence[Iterable[Any] | int | None]) -> None:
        """Add rows given by columns; a column that is one number (or nothing) all the way stands in the statement.

        To hand SQLite a value costs as much as to store it, and half of the columns are of that kind.
        """
        values = [str(int(one)) if isinstance(one, int) else "NULL" if one is None else "?" for one in columns]
        sql = f"INSERT INTO {table} VALUES ({', '.join(values)})"  # whole numbers, NULL and marks only
        varied = (one for one in columns if one is not None and not isinstance(one, int))
        self._connection.executemany(sql, zip(*varied, strict=True))

    def intern(self, kind: str, values: Sequence[Side | Coding | Spot | str]) -> list[int]:
        """Return the numbers of shared parts, giving one to those that have none."""
        texts = [value if isinstance(value, str) else wire.dump(value) for value in values]
        run = self._connection.execute
        numbers: dict[str, int] = {}
        for first in range(0, len(texts), _AT_ONCE):
            some = texts[first : first + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            numbers |= dict(run(f"SELECT value, id FROM part WHERE kind = ? AND value IN ({marks})", (kind, *some)))
        new = list(dict.fromkeys(text for text in texts if text not in numbers))
        if new:
            next_number = self._number("SELECT ifnull(max(id), 0) + 1 FROM part")
            numbers |= {text: number for number, text in enumerate(new, next_number)}
            added = [(numbers[text], kind, text) for text in new]
            self._connection.executemany("INSERT INTO part (id, kind, value) VALUES (?, ?, ?)", added)
        return [numbers[text] for text in texts]

    def code_of(self, kind: str, name: str | None) -> int:
        """Return the number of a word of a small vocabulary, 0 for none."""
        return self._code(kind, name) if name else 0

    # -- the big indexes ----------------------------------------------------------------------

    def _drop_indexes(self) -> None:
        with self.writing():
            for name in database.BIG_INDEXES:
                self._connection.execute(f"DROP INDEX IF EXISTS {name}")

    def build_indexes(self) -> None:
        """Build the big indexes that are missing, each in a transaction of its own."""
        there = {name for (name,) in self._rows("SELECT name FROM sqlite_master WHERE type = 'index'")}
        for name, sql in database.BIG_INDEXES.items():
            if name not in there:
                with self.writing():
                    self._connection.execute(sql.replace("INDEX", "INDEX IF NOT EXISTS", 1))


class _Facts:
    """The fact rows of a batch, and what they add to the cube."""

    def __init__(self, columns: list[NDArray[np.int64]], extra: list[tuple[int, ...]]) -> None:
        self._columns = columns
        self._extra = extra

    @property
    def columns(self) -> Sequence[list[int] | int]:
        """The columns, by event; behind the first, one that holds the same number all the way is that number."""
        columns = self._columns
        if self._extra:
            joined = np.concatenate([np.stack(columns), np.asarray(self._extra, dtype=np.int64).T], axis=1)
            columns = list(joined[:, np.lexsort(joined[2::-1])])
        return [columns[0].tolist(), *map(_narrowed, columns[1:])]

    def cube(self) -> list[tuple[int, ...]]:
        """Return the cells to add: an event counts once a country and side."""
        columns = np.stack(self._columns)
        if self._extra:
            columns = np.concatenate([columns, np.asarray(self._extra, dtype=np.int64).T], axis=1)
        event, actor, recipient, day, _, kind, _, _, _, score, _, dataset = columns
        years = day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        cells: list[tuple[int, ...]] = []
        both = np.concatenate([actor, np.where(actor == recipient, 0, recipient)])
        for side, country, at in (
            (0, actor, np.arange(len(day))),
            (1, recipient, np.arange(len(day))),
            (2, both, np.tile(np.arange(len(day)), 2)),
        ):
            if self._extra:  # several facts an event: keep the first of each event and country
                _, keep = np.unique(np.stack([event[at], country]), axis=1, return_index=True)
                country, at = country[keep], at[keep]  # noqa: PLW2901
            cells += _counted(country, side, years=years[at], kind=kind[at], score=score[at], dataset=int(dataset[0]))
        return cells


def _counted(
    country: NDArray[np.int64], side: int, *, years: NDArray[np.int64], kind: NDArray[np.int64],
    score: NDArray[np.int64], dataset: int,
) -> list[tuple[int, ...]]:  # fmt: skip
    named = country > 0
    key = (country[named] << 32) | (years[named] << 16) | kind[named]
    cells, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
    sums = np.bincount(inverse, weights=score[named], minlength=len(cells))
    return [
        (cell >> 32, side, (cell >> 16) & 0xFFFF, cell & 0xFFFF, dataset, number, round(total))
        for cell, number, total in zip(cells.tolist(), counts.tolist(), sums.tolist(), strict=True)
    ]


class _Coded:
    """The columns of a batch as numbers of the store, for the rows in ``order``."""

    def __init__(self, store: Importing, batch: EventBatch, order: NDArray[np.int64], seen: Seen) -> None:
        self._store = store
        self._batch = batch
        self._actor_at = _taken(batch.actors, order)
        self._recipient_at = _taken(batch.recipients, order)
        self._coding_at = _taken(batch.coding, order)
        interned = (
            ("actors", batch.sides, self._actor_at),
            ("recipients", batch.sides, self._recipient_at),
            ("coding", batch.codings, self._coding_at),
            ("place", batch.spots, _taken(batch.spot, order)),
            ("publisher", batch.publishers, _taken(batch.publisher, order)),
        )
        columns = [self._interned(kind, values, at, seen).tolist() for kind, values, at in interned]
        self.actors, self.recipients, self.coding, self.spot, self.publisher = columns

    def _interned(self, kind: str, values: Sequence[Any], at: NDArray[np.int64], seen: Seen) -> NDArray[np.int64]:
        numbers = np.zeros(len(values) + 1, dtype=np.int64)  # the last is for -1: none
        used = [place for place in np.unique(at).tolist() if place >= 0]
        new = [values[place] for place in used if (kind, values[place]) not in seen]
        seen.update(zip(((kind, value) for value in new), self._store.intern(kind, new), strict=True))
        for place in used:
            numbers[place] = seen[kind, values[place]]
        return numbers[at]

    def facts(
        self, numbers: range, days: NDArray[np.int64], lengths: NDArray[np.int64], lags: NDArray[np.int64], dataset: int
    ) -> _Facts:
        """Return the fact rows: one an event, more where a side has several countries."""
        code = self._store.code_of
        sides = [list(dict.fromkeys(code("country", p.country) for p in side.parties)) for side in self._batch.sides]
        named = [[one for one in side if one] or [0] for side in sides]
        first = np.asarray([side[0] for side in named] + [0], dtype=np.int64)
        codings = np.asarray([self._numbers(coding) for coding in self._batch.codings] or [[0] * 4], dtype=np.int64)
        kinds = codings[self._coding_at]
        event = np.asarray(numbers, dtype=np.int64)
        same = np.full(len(event), 1, dtype=np.int64)
        status = same * code("status", Status.ASSERTED.value)
        columns = [
            event, first[self._actor_at], first[self._recipient_at], days, lengths,
            kinds[:, 0], kinds[:, 1], kinds[:, 2], status, kinds[:, 3], lags, same * dataset,
        ]  # fmt: skip
        several = np.asarray([len(side) > 1 for side in named] + [False])
        extra: list[tuple[int, ...]] = []
        for at in np.flatnonzero(several[self._actor_at] | several[self._recipient_at]).tolist():
            row = [int(column[at]) for column in columns]
            pairs = [
                (a, r)
                for a in self._named(named, self._actor_at[at])
                for r in self._named(named, self._recipient_at[at])
            ]
            extra += [(row[0], a, r, *row[3:]) for a, r in pairs[1:]]
        return _Facts(columns, extra)

    @staticmethod
    def _named(named: list[list[int]], at: int) -> list[int]:
        return named[at] if at >= 0 else [0]

    def _numbers(self, coding: Coding) -> list[int]:
        code = self._store.code_of
        kind = code("type", coding.type.value)
        return [kind, code("mode", coding.mode), code("quad", coding.quad.value), round(coding.score * 10)]


def _taken(column: Sequence[int], order: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(column, dtype=np.int64)[order]


def _narrowed(column: NDArray[np.int64]) -> list[int] | int:
    """Return the numbers, or the one number that all of them are."""
    first = int(column[0])
    if bool((column == first).all()):
        return first
    numbers: list[int] = column.tolist()
    return numbers


def _picked(column: Sequence[Any] | None, order: NDArray[np.int64]) -> Iterable[Any] | None:
    if column is None:
        return None
    if isinstance(column, np.ndarray):
        picked: list[Any] = column[order].tolist()
        return picked
    if len(order) == len(column) and bool(np.all(order[1:] > order[:-1])):
        return column
    return [column[at] for at in order.tolist()]
