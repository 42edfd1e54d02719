"""Which rows of a data set the store has already: day and id there, as compact sorted keys in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Known"]

_ID_BITS = 43
_DAY_SHIFT = 1 << 19  # days before 1970 are negative
_RUNS = 8  # sorted runs of keys that are kept apart before they are merged
_FEW = 1000


class Known:
    """The keys of the rows of one data set.

    Whole numbers under 2^43 give exact keys; other ids go by a 64-bit hash.
    """

    def __init__(self, connection: sqlite3.Connection, dataset: int, *, in_memory: bool) -> None:
        self._connection = connection
        self._dataset = dataset
        self._in_memory = in_memory
        self._last = 0  # the highest number of a row that was looked at
        self._runs: list[NDArray[np.int64]] = []

    def new(self, days: NDArray[np.int64], ids: Sequence[Any]) -> NDArray[np.int64]:
        """Return the places of the rows that are not there yet, each id a day once; call in a write transaction."""
        keys = _keys(days, ids)
        _, first = np.unique(keys, return_index=True)
        if self._in_memory:
            self._catch_up()
            fresh = ~self._has(keys)
        else:
            fresh = ~self._asked(days, ids)
        mask = np.zeros(len(keys), dtype=bool)
        mask[first] = True
        places = np.flatnonzero(mask & fresh)
        if self._in_memory:
            self._add(keys[places])
        return places

    def seen(self, last: int) -> None:
        """Take the rows up to number ``last`` as known: they were just added."""
        self._last = last

    def _catch_up(self) -> None:
        """Learn the rows that were there before, or that another process has added."""
        sql = "SELECT day, source FROM imported WHERE id > ? AND dataset = ?"
        found = self._connection.execute(sql, (self._last, self._dataset)).fetchall()
        if found:
            days, ids = zip(*found, strict=True)
            self._add(_keys(np.asarray(days, dtype=np.int64), ids))
        (last,) = self._connection.execute("SELECT ifnull(max(id), 0) FROM imported").fetchone()
        self._last = int(last)

    def _add(self, keys: NDArray[np.int64]) -> None:
        self._runs.append(np.sort(keys))
        if len(self._runs) > _RUNS:
            self._runs = [np.sort(np.concatenate(self._runs), kind="stable")]

    def _has(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        found = np.zeros(len(keys), dtype=bool)
        for run in self._runs:
            if len(run):
                at = np.minimum(np.searchsorted(run, keys), len(run) - 1)
                found |= run[at] == keys
        return found

    def _asked(self, days: NDArray[np.int64], ids: Sequence[Any]) -> NDArray[np.bool_]:
        """Ask the index row by row: right for few rows."""
        sql = "SELECT 1 FROM imported WHERE dataset = ? AND day = ? AND source = ?"
        run = self._connection.execute
        plain = ids.tolist() if isinstance(ids, np.ndarray) else ids
        return np.asarray(
            [
                run(sql, (self._dataset, day, one)).fetchone() is not None
                for day, one in zip(days.tolist(), plain, strict=True)
            ],
            dtype=bool,
        )


def _keys(days: NDArray[np.int64], ids: Sequence[Any]) -> NDArray[np.int64]:
    numbers = np.asarray(ids)
    if numbers.dtype.kind == "i" and (not len(numbers) or (numbers.min() >= 0 and numbers.max() < 1 << _ID_BITS)):
        keys: NDArray[np.int64] = ((days + _DAY_SHIFT) << _ID_BITS) | numbers
        return keys
    return np.fromiter((_key(*pair) for pair in zip(days.tolist(), ids, strict=True)), dtype=np.int64, count=len(days))


def _key(day: int, one: object) -> int:
    if isinstance(one, int) and 0 <= one < 1 << _ID_BITS:
        return ((day + _DAY_SHIFT) << _ID_BITS) | int(one)
    return hash((day, one))
