"""Takes care of the database: backup while others work, and the check that everything in it fits together."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import msgspec

from lagebild.errors import StoreError
from lagebild.store import database
from lagebild.store.bulk import Importing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Caring"]

_PAGES = 4096  # copied at a time, so that others can write in between

# What must never be found, each with what it means; %s is the number of rows.
_NEVER = {
    "SELECT count(*) FROM mention m LEFT JOIN member ON member.mention = m.id"
    " WHERE m.ended IS NULL AND m.rejected = 0 AND member.mention IS NULL": "%s mentions belong to no event",
    "SELECT count(*) FROM mention m JOIN member ON member.mention = m.id JOIN event e ON e.id = member.event"
    " WHERE m.ended IS NULL AND m.rejected = 0 AND e.ended IS NOT NULL": "%s mentions belong to an ended event",
    "SELECT count(*) FROM event e WHERE e.ended IS NULL AND NOT EXISTS (SELECT 1 FROM member JOIN mention m"
    " ON m.id = member.mention WHERE member.event = e.id AND m.ended IS NULL)": "%s events have no report",
    "SELECT count(*) FROM event e WHERE e.ended IS NULL AND e.rejected = 0 AND NOT EXISTS"
    " (SELECT 1 FROM fact f WHERE f.event = e.id)": "%s events are not counted",
    "SELECT count(*) FROM fact f LEFT JOIN event e ON e.id = f.event WHERE f.dataset = 0"
    " AND (e.id IS NULL OR e.ended IS NOT NULL OR e.rejected)": "%s counted rows belong to no event",
    "SELECT count(*) FROM fact f LEFT JOIN imported i ON i.id = f.event WHERE f.dataset <> 0"
    " AND i.id IS NULL": "%s counted rows belong to no imported event",
    "SELECT count(*) FROM imported i WHERE NOT EXISTS (SELECT 1 FROM fact f WHERE f.event = i.id)"
    " AND NOT EXISTS (SELECT 1 FROM correction)": "%s imported events are not counted",
    "SELECT count(*) FROM document d JOIN document o ON o.id = d.original"
    " WHERE o.original IS NOT NULL": "%s documents are copies of a copy",
    "SELECT abs((SELECT ifnull(sum(events), 0) FROM cube WHERE side = 0) - (SELECT count(*) FROM"
    " (SELECT DISTINCT event, actor FROM fact WHERE actor > 0)))": "the cube is off by %s events",
}


class Caring(Importing):
    """Backup and check."""

    def backup(self, target: Path, *, progress: Callable[[int, int], None] | None = None) -> None:
        """Copy the database to the file ``target`` while others read and write; all of it appears, or nothing.

        Args:
            target: the file to make; it must not exist.
            progress: called with the pages copied and their total.

        Raises:
            StoreError: if the file exists or cannot be written.
        """
        if target.exists():
            raise StoreError("is there already", where=str(target), hint="name a new folder for the backup")
        part = target.with_suffix(".part")

        def advance(_: int, remaining: int, total: int) -> None:
            if progress:
                progress(total - remaining, total)

        try:
            with database.guarded(target), closing(sqlite3.connect(part)) as copy:
                self._connection.backup(copy, pages=_PAGES, progress=advance)
                copy.execute("PRAGMA journal_mode = WAL")
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.rename(target)
        except OSError as error:
            raise StoreError(f"cannot be written: {error.strerror}", where=str(target), hint="make room") from error
        finally:
            part.unlink(missing_ok=True)

    def check(self) -> Iterator[str]:
        """Yield what is wrong with the database, one line each; nothing if all is well.

        Checked are SQLite's own structures, references, search indexes, and what must always hold: every quote
        stands in its text, every report belongs to an event, every event is counted, the cube adds up.
        """
        damaged = [line for (line,) in self._lines("PRAGMA integrity_check(20)") if line != "ok"]
        yield from damaged
        if damaged:
            return
        for table, *_ in self._lines("PRAGMA foreign_key_check"):
            yield f"a row of {table} refers to a row that is not there"
        there = {name for (name,) in self._lines("SELECT name FROM sqlite_master WHERE type = 'index'")}
        for name in database.BIG_INDEXES.keys() - there:
            yield f"the index {name} is missing: an import was cut off; import the file again, or run check --repair"
        yield from self._wrong_quotes()
        for sql, meaning in _NEVER.items():
            number = self._number(sql)
            if number:
                yield meaning % number

    def _lines(self, sql: str) -> Iterator[tuple[str, ...]]:
        try:
            yield from self._connection.execute(sql)
        except sqlite3.DatabaseError as error:
            yield (str(error),)

    def _wrong_quotes(self) -> Iterator[str]:
        sql = (
            "SELECT m.key, m.record, d.text FROM mention m JOIN document d ON d.id = m.document"
            " WHERE m.ended IS NULL ORDER BY m.document"
        )
        for key, record, text in self._rows(sql):
            evidence = msgspec.json.decode(record)["evidence"]
            start, end = evidence["span"]
            if text[start:end] != evidence["quote"]:
                yield f"the quote of {key} is not what stands in its document"

    def repair(self) -> None:
        """Make the caches anew from what they follow from: facts of events coded here, the cube, the big indexes.

        Raises:
            StoreError: if the database cannot be written.
        """
        with self.writing():
            run = self._connection.execute
            run("DELETE FROM fact WHERE dataset = 0")
            found = run("SELECT id, key, record, known, rejected FROM event WHERE ended IS NULL").fetchall()
            run("DELETE FROM cube")
            self.restore_events((number, key, record, known) for number, key, record, known, no in found if not no)
            run("DELETE FROM cube")
            run(_CUBE_OF_FACTS)
        self.build_indexes()


_YEAR = "CAST(strftime('%Y', day * 86400, 'unixepoch') AS INTEGER)"

_CUBE_OF_FACTS = (
    "INSERT INTO cube SELECT country, side, year, type, dataset, count(*), sum(score) FROM ("
    f"SELECT DISTINCT event, actor AS country, 0 AS side, {_YEAR} AS year, type, dataset, score"
    " FROM fact WHERE actor > 0"
    f" UNION ALL SELECT DISTINCT event, recipient, 1, {_YEAR}, type, dataset, score FROM fact WHERE recipient > 0"
    f" UNION ALL SELECT event, country, 2, year, type, dataset, score FROM ("
    f"SELECT event, actor AS country, {_YEAR} AS year, type, dataset, score FROM fact WHERE actor > 0"
    f" UNION SELECT event, recipient, {_YEAR}, type, dataset, score FROM fact WHERE recipient > 0)"
    ") GROUP BY 1, 2, 3, 4, 5"
)
