"""Brings the database of an older version up to date, in one transaction: all of it, or nothing.

To change the schema: raise ``SCHEMA_VERSION`` and ``user_version``, put a copy of the old ``schema.sql`` into
``tests/store/schemas``, and add here the step from the old version.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from lagebild.store import database, folding
from lagebild.store.writing import Writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["migrate"]


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Take every step from the version that the database has to the newest.

    Raises:
        StoreError: if it cannot be written.
    """
    if database.version_of(connection) == database.SCHEMA_VERSION:
        return
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with database.transaction(connection, path):
            for version in range(database.version_of(connection), database.SCHEMA_VERSION):
                _STEPS[version](connection, path)
                connection.execute(f"PRAGMA user_version = {version + 1}")
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _script(connection: sqlite3.Connection, script: str) -> None:
    """Run statements one by one, so that the transaction is not ended as ``executescript`` would."""
    for statement in script.split(";"):
        if statement.strip():
            connection.execute(statement)


_KEPT = ("code", "document", "issue", "member", "alike")


def _from_1(connection: sqlite3.Connection, path: Path) -> None:
    """Search in all scripts, re-coding, corrections, imported events, facts sorted by day, the cube."""
    connection.execute("DROP TRIGGER document_search")
    connection.execute("DROP TABLE search")
    connection.execute("DROP TABLE fact")
    mentions = connection.execute("SELECT id, key, document, start, record, known FROM mention").fetchall()
    events = connection.execute("SELECT id, key, record, known FROM event").fetchall()
    connection.execute("DROP TABLE mention")
    connection.execute("DROP TABLE event")
    _script(connection, _new_tables())
    connection.executemany(
        "INSERT INTO mention (id, key, document, start, record, known) VALUES (?, ?, ?, ?, ?, ?)", mentions
    )
    for number, _, _, _, record, _ in mentions:
        words = folding.fold(msgspec.json.decode(record)["evidence"]["quote"])
        connection.execute("INSERT INTO search_quote (rowid, words) VALUES (?, ?)", (number, words))
    for number, title, text in connection.execute("SELECT id, title, text FROM document").fetchall():
        words = folding.fold(f"{title or ''}\n{text}")
        connection.execute("INSERT INTO search_document (rowid, words) VALUES (?, ?)", (number, words))
    Writing(path, connection).restore_events(events)


def _new_tables() -> str:
    """Return the statements of the schema for what version 1 did not have, or not in this form."""
    script = re.sub(r"--[^\n]*", "", database.schema())
    made = re.compile(r"CREATE (?:UNIQUE |VIRTUAL )?(?:TABLE|INDEX) (\w+)(?: ON (\w+))?")
    kept = []
    for statement in script.split(";"):
        found = made.search(statement)
        if found and (found[2] or found[1]) not in _KEPT:
            kept.append(statement)
    return ";".join(kept)


def _from_2(connection: sqlite3.Connection, _: Path) -> None:
    """Copies of one text; fingerprints of the texts that are there are made when they are coded again."""
    connection.execute("ALTER TABLE document ADD COLUMN signature BLOB")
    connection.execute("ALTER TABLE document ADD COLUMN original INTEGER REFERENCES document")
    made = re.compile(r"CREATE TABLE alike|CREATE INDEX document_original")
    script = re.sub(r"--[^\n]*", "", database.schema())
    _script(connection, ";".join(one for one in script.split(";") if made.search(one)))


_STEPS: dict[int, Callable[[sqlite3.Connection, Path], None]] = {1: _from_1, 2: _from_2}
