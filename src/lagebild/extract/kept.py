"""A table of what has been made of keys, filled as they are met: looking a word up again costs a dictionary's look."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, TypeVar

__all__ = ["Kept"]

K = TypeVar("K")
V = TypeVar("V")


class Kept(dict[K, V]):
    """What :meth:`make` returns for each key met; with ``most`` keys it is emptied, so that memory stays bounded."""

    most: ClassVar[int] = 200_000

    @abstractmethod
    def make(self, key: K) -> V:
        """Return the value of a key that is met for the first time."""

    def __missing__(self, key: K) -> V:
        """Make the value of a key, and keep it."""
        if len(self) >= self.most:
            self.clear()
        found = self[key] = self.make(key)
        return found
