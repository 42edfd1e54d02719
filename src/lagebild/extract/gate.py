"""Tells which sentences can hold an event, before anything is parsed: one Aho–Corasick pass over the text.

Aho and Corasick, *Efficient string matching* (1975), as built by pyahocorasick. The needles are the
beginnings of the words that the trigger lexicon of the language holds, since inflection changes their ends.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, Any

import ahocorasick

from lagebild.extract.predicates import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.spans import Span

__all__ = ["gate"]

_STEM = 4  # shortest needle that may stand for a longer word


@cache
def _automaton(lang: str) -> Any:  # noqa: ANN401 - the library is untyped
    needles: set[str] = set()
    for _, lemma in lexicon(lang):
        needles.update(_needles(lemma))
    if not needles:
        return None
    found = ahocorasick.Automaton()
    for needle in needles:
        found.add_word(needle, len(needle))
    found.make_automaton()
    return found


def _needles(lemma: str) -> list[str]:
    """The beginning of the longest word of a trigger, cut where inflection may set in."""
    word = max(lemma.split(), key=len)
    return [word[: max(_STEM, len(word) - 3)]]


def gate(text: str, spans: Sequence[Span], *, lang: str) -> tuple[bool, ...]:
    """Return for each sentence span of ``text`` whether it can hold an event; all can where no lexicon is.

    Args:
        text: the document's text.
        spans: the sentences, in order, not overlapping.
        lang: ISO 639-1 code.
    """
    automaton = _automaton(lang)
    if automaton is None:
        return (True,) * len(spans)
    starts = [span.start for span in spans]
    passed = [False] * len(spans)
    for end, _ in automaton.iter(text.lower()):
        at = bisect_right(starts, end) - 1
        if at >= 0 and end < spans[at].end:
            passed[at] = True
    return tuple(passed)
