"""Character offsets into a text: half-open intervals [start, end), counted in code points."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Span", "covering", "exclude", "mask", "squeeze", "strip"]


class Span(NamedTuple):
    """The characters ``text[start:end]`` of a text; ``end`` is not part of it.

    A span is a plain pair, so it serialises to JSON as ``[start, end]``.
    """

    start: int
    end: int

    @property
    def length(self) -> int:
        """The number of characters."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        """Return the span moved ``by`` characters to the right."""
        return Span(self.start + by, self.end + by)

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


def covering(spans: Iterable[Span]) -> Span:
    """Return the smallest span that covers all of ``spans``.

    Raises:
        ValueError: if there are none.
    """
    starts, ends = zip(*spans, strict=True)
    return Span(min(starts), max(ends))


def strip(text: str, span: Span) -> Span:
    """Return ``span`` without the white space at both ends (empty at its start if all is space)."""
    piece = span.of(text)
    left = len(piece) - len(piece.lstrip())
    kept = len(piece.strip())
    start = span.start + left if kept else span.start
    return Span(start, start + kept)


def exclude(span: Span, holes: Sequence[Span]) -> list[Span]:
    """Return what is left of ``span`` when ``holes`` (in any order) are cut out, in order."""
    left: list[Span] = []
    at = span.start
    for hole in sorted(holes):
        if hole.end <= at or hole.start >= span.end:
            continue
        if hole.start > at:
            left.append(Span(at, hole.start))
        at = max(at, hole.end)
    if at < span.end:
        left.append(Span(at, span.end))
    return left


def mask(text: str, holes: Iterable[Span]) -> str:
    """Return ``text`` with the characters in ``holes`` blanked, so that every offset stays what it was.

    Line breaks are kept: a blanked line is still a line.
    """
    parts, at = [], 0
    for start, end in sorted(holes):
        parts += [text[at:start], _LETTER.sub(" ", text[max(start, at) : end])]
        at = max(at, end)
    return "".join([*parts, text[at:]])


_LETTER = re.compile(r"[^\n]")
_SPACE = re.compile(r"\s+")


def squeeze(text: str) -> str:
    """Return ``text`` on one line, each run of white space as one blank."""
    return _SPACE.sub(" ", text).strip()
