"""The workspace's database: everything the program knows, in one SQLite file.

All writing goes through :meth:`Store.writing`, one transaction a document, so a kill at any moment loses no
finished document and leaves no half of one. Reading never blocks writing (WAL).

The parts, each building on the one before: ``base`` (connection, vocabularies), ``facts`` (what is counted),
``corrections``, ``writing``, ``searching``, ``imported`` and ``reading`` (records out), ``counting``, ``bulk``
(event-data files in), ``care`` (backup, check).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from lagebild.errors import NotAWorkspaceError, StoreError
from lagebild.store import database
from lagebild.store.base import OWN
from lagebild.store.care import Caring
from lagebild.store.counting import SIDES, DayCount, YearCount
from lagebild.store.migrate import migrate
from lagebild.store.query import EventQuery

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DATABASE", "OWN", "SIDES", "DayCount", "EventQuery", "Store", "YearCount"]

DATABASE = "lagebild.db"


class Store(Caring):
    """An open workspace database; use it as a context manager, or call :meth:`close`."""

    @classmethod
    def create(cls, folder: Path, *, timeout: float) -> None:
        """Make an empty database in ``folder``, unless it has one of ours already.

        Raises:
            NotAWorkspaceError: if there is a database of another program.
            StoreError: if the folder cannot be written.
        """
        path = folder / DATABASE
        if path.exists():
            database.connect(path, timeout=timeout).close()
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot be made: {error.strerror}", where=str(folder), hint="check its rights") from error
        database.create(path, timeout=timeout)

    @classmethod
    def open(cls, folder: Path, *, timeout: float) -> Self:
        """Open the database in ``folder``; one of an older version is brought up to date.

        Raises:
            NotAWorkspaceError: if there is none of ours.
        """
        path = folder / DATABASE
        if not path.is_file():
            hint = "run lagebild init, or name the folder with --workspace"
            raise NotAWorkspaceError("there is no workspace here", where=str(folder), hint=hint)
        connection = database.connect(path, timeout=timeout)
        try:
            migrate(connection, path)
        except BaseException:
            connection.close()
            raise
        return cls(path, connection)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database."""
        self.close()
