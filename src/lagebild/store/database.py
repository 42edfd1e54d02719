"""Opens the SQLite database of a workspace, and turns SQLite's errors into ours."""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from lagebild.errors import CorruptError, LockedError, NotAWorkspaceError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "APPLICATION_ID",
    "BIG_INDEXES",
    "SCHEMA_VERSION",
    "configure",
    "connect",
    "create",
    "guarded",
    "schema",
    "transaction",
    "version_of",
]

APPLICATION_ID = 1279346756
SCHEMA_VERSION = 3


def schema() -> str:
    """Return the SQL that makes an empty database of the newest version."""
    return files("lagebild.store").joinpath("schema.sql").read_text(encoding="utf-8")


BIG_INDEXES = {
    name: sql
    for sql, name in re.findall(
        r"(CREATE (?:UNIQUE )?INDEX (fact_day|fact_dyad|fact_recipient|imported_source) ON [^;]+);", schema()
    )
}
"""The indexes that are down while much is imported: SQL by name."""


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Translate SQLite's errors into :class:`StoreError` s that say what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _translate(error, path) from error


def _translate(error: sqlite3.DatabaseError, path: Path) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    where = str(path)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LockedError("another process is writing", where=where, hint="try again when it is done")
    if name.startswith("SQLITE_NOTADB"):
        return NotAWorkspaceError("this is no SQLite database", where=where, hint="choose another folder")
    if name.startswith("SQLITE_CORRUPT"):
        return CorruptError("the database is damaged", where=where, hint="restore it from a backup")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return StoreError("the database cannot be written", where=where, hint="check the folder's rights")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return StoreError("the disk is full or failing", where=where, hint="make room; nothing is half-written")
    return StoreError(str(error), where=where)


def connect(path: Path, *, timeout: float) -> sqlite3.Connection:
    """Open an existing database of ours, of whatever version up to :data:`SCHEMA_VERSION`.

    Args:
        path: the database file.
        timeout: seconds to wait for another writer.

    Raises:
        NotAWorkspaceError: if the file is no database, somebody else's, or of a newer version.
        StoreError: if it cannot be opened.
    """
    with guarded(path):
        connection = sqlite3.connect(path, timeout=timeout, isolation_level=None)
        try:
            _check(connection, path)
            configure(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the schema of a database."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    version = version_of(connection)
    if application != APPLICATION_ID:
        hint = "choose another folder, or run lagebild init in an empty one"
        raise NotAWorkspaceError("the database belongs to another program", where=str(path), hint=hint)
    if version > SCHEMA_VERSION:
        message = f"the workspace has schema {version}, this program knows {SCHEMA_VERSION}"
        raise NotAWorkspaceError(message, where=str(path), hint="update lagebild")


def configure(connection: sqlite3.Connection) -> None:
    """Set what holds for one connection."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA trusted_schema = OFF")


def create(path: Path, *, timeout: float) -> None:
    """Create the database with its schema, in one transaction.

    Raises:
        StoreError: if the folder cannot be written.
    """
    with guarded(path):
        connection = sqlite3.connect(path, timeout=timeout, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN EXCLUSIVE; {schema()} COMMIT;")
        finally:
            connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Run the block in one write transaction: all of it is kept, or nothing."""
    with guarded(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk has ended it already
                connection.execute("ROLLBACK")
            raise
