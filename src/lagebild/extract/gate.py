"""Tells which sentences can hold an event, before anything is parsed: one Aho–Corasick pass over the text.

Aho and Corasick, *Efficient string matching* (1975), as built by pyahocorasick. The needles are the
beginnings of the words that the trigger lexicon of the language holds, since inflection changes their ends.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, Any

import ahocorasick

from lagebild.extract.predicates import SPECIAL, Row, lexicon
from lagebild.extract.roles import arguments
from lagebild.knowledge.load import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lagebild.spans import Span

__all__ = ["gate", "needles"]

_BLANKS = str.maketrans(dict.fromkeys(".,;:!?()[]-\"'»«„“”‘’\n\t", " "))
_STEM = 4  # shortest needle that may stand for a longer word


@cache
def _automaton(lang: str) -> Any:  # noqa: ANN401 - the library is untyped
    rows = [row for some in lexicon(lang).values() for row in some]
    found = {needle for row in rows for word in _signs(row) for needle in needles(word)}
    if not found:
        return None
    automaton = ahocorasick.Automaton()
    if not arguments(lang).compounds:  # elsewhere a trigger may stand inside a word
        found = {f" {needle}" for needle in found}
    for needle in found | _forms(lang):
        automaton.add_word(needle, len(needle))
    automaton.make_automaton()
    return automaton


def _signs(row: Row) -> Iterable[str]:
    """The words without one of which a row cannot match: those that it needs beside it, else its own lemma.

    Light and ceasing verbs are none: the event noun that they carry has a row of its own.
    """
    if row.type in SPECIAL:
        return ()
    needs = [need.words for need in row.needs if need.words and not need.types and not need.negated]
    return sorted(needs, key=len)[0] if needs else (row.lemma,)  # noqa: FURB192 - mypy cannot type min by len


def needles(lemma: str) -> list[str]:
    """Return the beginning of the longest word of a trigger, cut where inflection may set in."""
    word = max(lemma.split(), key=len)
    return [word[: max(_STEM, len(word) - 3)]]


def _forms(lang: str) -> set[str]:
    """Inflected forms that begin otherwise ("zog"), as whole words; made by training/trigger_forms.py."""
    path = ROOT / "languages" / lang / "forms.txt"
    lines = path.read_text(encoding="utf-8").split() if path.is_file() else []
    return {f" {line} " for line in lines}


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
    for end, _ in automaton.iter(" " + text.lower().translate(_BLANKS) + " "):
        at = bisect_right(starts, end - 2) - 1
        if at >= 0 and end - 2 < spans[at].end:
            passed[at] = True
    return tuple(passed)
