"""What every part of the store stands on: the connection, guarded reading, small vocabularies by number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lagebild.errors import NotFoundError
from lagebild.store import database

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["OWN", "Base"]

OWN = "own"
"""The name, in questions, of the data set that holds what was coded here."""

_CACHE_LIMIT = 500_000


class Base:
    """An open database; the other parts of the store build on it."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._codes: dict[tuple[str, str], int] = {}
        self._parts: dict[int, Any] = {}

    def _rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[tuple[str, ...]]:
        with database.guarded(self._path):
            yield from self._connection.execute(sql, values)

    def _first(self, sql: str, values: Sequence[object] = ()) -> tuple[str, ...] | None:
        with database.guarded(self._path):
            found: tuple[str, ...] | None = self._connection.execute(sql, values).fetchone()
            return found

    def _number(self, sql: str, values: Sequence[object] = ()) -> int:
        """Return the one number that ``sql`` selects, 0 for none."""
        found = self._first(sql, values)
        return int(found[0] or 0) if found else 0

    def _one(self, sql: str, key: str, what: str) -> tuple[str, ...]:
        found = self._first(sql, (key,))
        if found is None:
            raise NotFoundError(f"there is no {what} '{key}'", hint="lagebild events lists the ids")
        return found

    def _code(self, kind: str, name: str) -> int:
        """Return the number of a word of a small vocabulary, giving it one if it has none."""
        known = self._codes.get((kind, name))
        if known is not None:
            return known
        run = self._connection.execute
        run("INSERT INTO code (kind, name) VALUES (?, ?) ON CONFLICT DO NOTHING", (kind, name))
        (number,) = run("SELECT id FROM code WHERE kind = ? AND name = ?", (kind, name)).fetchone()
        if len(self._codes) > _CACHE_LIMIT:
            self._codes.clear()
        self._codes[kind, name] = int(number)
        return int(number)

    def _country(self, name: str | None) -> int:
        return self._code("country", name) if name else 0

    def _forget(self) -> None:
        """Forget numbers that a rolled back transaction gave."""
        self._codes.clear()
        self._parts.clear()
