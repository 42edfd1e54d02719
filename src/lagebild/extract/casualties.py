"""Counts of people killed, wounded, captured and missing, as ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lagebild.records import Casualty, Sentence

__all__ = ["casualties_of"]


def casualties_of(sent: Sentence, trigger: int) -> tuple[Casualty, ...]:
    """Return the casualties that the clause of the word at index ``trigger`` reports, in its order."""
    del sent, trigger
    return ()
