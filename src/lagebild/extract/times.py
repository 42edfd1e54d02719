"""Finds times in a text: TIMEX3 values and the days they cover, and the time that governs a predicate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from lagebild.records import Sentence, TimeMatch

__all__ = ["carry", "find_times", "time_of"]


def find_times(text: str, *, published: dt.date | dt.datetime | str, lang: str) -> tuple[TimeMatch, ...]:
    """Return the time expressions of ``text`` in its order, spans in ``text``."""
    del text, published, lang
    return ()


def time_of(sent: Sentence, trigger: int, times: Sequence[TimeMatch]) -> TimeMatch | None:
    """Return the time that governs the word at index ``trigger``; spans of ``times`` are document offsets."""
    del sent, trigger, times
    return None


def carry(earlier: Sequence[TimeMatch | None]) -> TimeMatch | None:
    """Return the time that a sentence without one takes from the governing times of the sentences before it."""
    del earlier
    return None
