"""What surrounds a time expression: the document's day, the day last named, and the tense of the clause."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lagebild.spans import Span

if TYPE_CHECKING:
    from lagebild.extract.timex.rules import Language

__all__ = ["Context", "Reading", "Slots"]

_SENTENCE = re.compile(r"(?<!\d)[.!?;][\"'”“»]?\s+(?=[\"'“„«]*[^\W\d_])|\n+|[。!?]")
_NEAR = 400  # characters in which a day named before still holds for a time of the clock
_FOLLOWING = 25  # characters that a cue behind the expression is set back
_FRAME = 700  # characters in which a quarter named before is what "the quarter" and "a year earlier" speak of
_SPAN_OF_MONTHS = re.compile(r"P\d+M")
_POINT = re.compile(r"(\d{4})(?![\d-][WQHS])(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means; the days are worked out from ``value`` where ``days`` is ``None``."""

    type: str
    value: str
    days: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """The filled slots of a rule: by name, the class and meaning of the word that filled it."""

    found: dict[str, str]
    span: Span

    def get(self, name: str) -> str | None:
        """Return the meaning in slot ``name``, if it was filled."""
        return self.found.get(name)

    def number(self, name: str) -> int | None:
        """Return the whole number in slot ``name``, if it was filled with one."""
        value = self.found.get(name)
        return int(value) if value is not None and value.isdigit() else None


@dataclass(slots=True)
class Context:
    """The state of reading one text; ``anchor`` is the day last named, ``quarter`` the quarter last named and where."""

    text: str
    day: dt.date
    language: Language
    anchor: dt.date | None = None
    anchored_at: int = 0
    quarter: tuple[str, int] = ("", 0)
    points: dict[str, dt.date] = field(default_factory=dict)  # day last named exactly to the day, month or year
    _tenses: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)
    _breaks: list[int] | None = None

    def sentence(self, at: int) -> Span:
        """Return the rough sentence that character ``at`` lies in."""
        if self._breaks is None:
            self._breaks = [0, *(found.end() for found in _SENTENCE.finditer(self.text)), len(self.text)]
        behind = bisect_right(self._breaks, at)
        low = self._breaks[behind - 1] if behind else 0
        high = self._breaks[behind] if behind < len(self._breaks) else len(self.text)
        return Span(low, high)

    def tense(self, span: Span) -> int | None:
        """Return -1 (past), 0 (present) or 1 (future): the tense cue nearest to ``span``; ``None`` without one."""
        sentence = self.sentence(span.start)
        cues = self._tenses.get(sentence.start)
        if cues is None:
            cues = [
                (found.start(), found.end(), sign)
                for pattern, sign in self.language.tense
                for found in pattern.finditer(self.text, sentence.start, sentence.end)
            ]
            self._tenses[sentence.start] = cues
        outside = [cue for cue in cues if cue[1] <= span.start or cue[0] >= span.end]
        if not outside:
            return None
        return min(outside, key=lambda cue: (_distance(cue, span), -cue[2]))[2]

    def clock_day(self, at: int) -> dt.date:
        """Return the day that a bare time of the clock at character ``at`` belongs to."""
        if self.anchor is not None and at - self.anchored_at < _NEAR:
            return self.anchor
        return self.day

    def note(self, reading: Reading, end: int) -> None:
        """Remember ``reading``, which ends at character ``end``, for what follows."""
        if reading.type not in ("DATE", "TIME"):
            self.quarter = self.quarter if not _SPAN_OF_MONTHS.fullmatch(reading.value) else ("", 0)
            return
        if "-Q" in reading.value:
            named = self.quarter[0]
            earlier = named[4:] == reading.value[4:] and reading.value < named
            self.quarter = (named if earlier else reading.value, end)
        found = _POINT.match(reading.value)
        if found is None:
            return
        year, month, day = (int(part or 1) for part in found.groups())
        point = dt.date(year, month, day)
        for grain in "YMD"[: 1 + bool(found[2]) + bool(found[3])]:
            self.points[grain] = point
        if found[3]:
            self.anchor, self.anchored_at = point, end

    def framed(self, at: int) -> str:
        """Return the quarter that a text which reports on one speaks of at character ``at``, such as "2013-Q3"."""
        value, named = self.quarter
        return value if at - named < _FRAME else ""

    def base(self, unit: str) -> dt.date:
        """Return what "later" counts from: the day last named at least as finely as ``unit``, else the document's."""
        grain = unit if unit in ("Y", "M") else "Y" if unit in ("E", "C", "L") else "D"
        return self.points.get(grain, self.day)


def _distance(cue: tuple[int, int, int], span: Span) -> int:
    """Return how far a cue is; one that follows counts as farther, since it often opens the next clause."""
    return span.start - cue[1] if cue[1] <= span.start else cue[0] - span.end + _FOLLOWING
