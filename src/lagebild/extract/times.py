"""Finds times in a text: TIMEX3 values and the days they cover, and the time that governs a predicate.

The method is that of rule-based taggers (Strötgen and Gertz, "Multilingual and cross-domain temporal
tagging", Language Resources and Evaluation 47, 2013): rules find expressions, and what is underspecified is
resolved against the document's date, the date last named and the tense of the clause. All words and rules are
data (``knowledge/languages/<lang>/dates.toml``).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from lagebild.extract.timex.build import BUILDERS
from lagebild.extract.timex.calendar import stretch
from lagebild.extract.timex.context import Context, Reading, Slots
from lagebild.extract.timex.govern import carried, time_of
from lagebild.extract.timex.rules import Language, language
from lagebild.records import TimeMatch, TimePrecision
from lagebild.spans import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from lagebild.extract.timex.rules import Rule

__all__ = ["carried", "find_times", "time_of"]


def find_times(
    text: str, *, published: dt.date | dt.datetime | str, lang: str, within: Sequence[Span] | None = None
) -> tuple[TimeMatch, ...]:
    """Return the time expressions of ``text`` in its order, spans in ``text``.

    Args:
        text: a sentence or a whole document.
        published: the day that "yesterday" and "Friday" are counted from; a date, a time, or an ISO string.
        lang: ISO 639-1 code; a language without ``dates.toml`` gives no times.
        within: the stretches, in order, whose times are wanted; by default all of the text.

    Raises:
        ValueError: if ``published`` is a string that is no ISO date.
    """
    known = language(lang)
    if known is None:
        return ()
    context = Context(text, _as_day(published), known)
    found: list[TimeMatch] = []
    for span, rule, match in _best(_candidates(text, known, within)):
        slots = _slots(match, rule, known, span)
        reading = BUILDERS[rule.make](slots, rule.options, context)
        if reading is not None:
            context.note(reading, span.end)
            found.append(_as_match(text, span, reading))
    return tuple(found)


def _as_day(published: dt.date | dt.datetime | str) -> dt.date:
    if isinstance(published, str):
        return dt.date.fromisoformat(published[:10])
    return published.date() if isinstance(published, dt.datetime) else published


def _candidates(text: str, known: Language, within: Sequence[Span] | None) -> list[tuple[Span, Rule, re.Match[str]]]:
    wanted = [Span(0, len(text))] if within is None else _joined(text, within)
    return [
        (_mark(match), rule, match)
        for rule, start, end in known.tries(text, wanted)
        for match in rule.pattern.finditer(text, start, end)
    ]


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return stretches with nothing but blanks between them as one."""
    found: list[Span] = []
    for span in spans:
        if found and not text[found[-1].end : span.start].strip():
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _mark(match: re.Match[str]) -> Span:
    """Return the part of a match that is the expression: its group ``x`` where it has one."""
    return Span(*match.span("x")) if "x" in match.re.groupindex else Span(*match.span())


def _best(found: list[tuple[Span, Rule, re.Match[str]]]) -> list[tuple[Span, Rule, re.Match[str]]]:
    """Return the candidates that stand when longer ones, then earlier rules, push out those they overlap."""
    kept: list[tuple[Span, Rule, re.Match[str]]] = []
    for candidate in sorted(found, key=lambda each: (-each[0].length, each[1].order, each[0].start)):
        if not any(candidate[0].overlaps(other[0]) for other in kept):
            kept.append(candidate)
    kept.sort(key=lambda each: each[0])
    return [candidate for candidate in kept if candidate[1].make != "ignore"]


def _slots(match: re.Match[str], rule: Rule, known: Language, span: Span) -> Slots:
    filled: dict[str, str] = dict(rule.options.get("set", {}))
    for group, word in match.groupdict().items():
        name, _, kind = group.partition("__")
        if word is not None and kind:
            meaning = known.meaning("number" if kind == "n" else kind, word)
            filled[name] = meaning
            filled.setdefault(name.rstrip("0123456789"), meaning)  # the same slot in another branch of the rule
    return Slots(filled, span)


def _as_match(text: str, span: Span, reading: Reading) -> TimeMatch:
    start, end, precision = stretch(reading.value) if reading.type in ("DATE", "TIME") else (None, None, _VAGUE)
    if reading.days is not None:
        whole = (start, end) == reading.days
        start, end = reading.days
        precision = precision if whole else TimePrecision.INTERVAL
    return TimeMatch(
        text=span.of(text), span=span, value=reading.value, start=start, end=end, precision=precision, type=reading.type
    )


_VAGUE = TimePrecision.VAGUE
