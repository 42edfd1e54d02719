"""Tells which sentences can hold an event, before anything is parsed.

Two steps. The plain rule asks for the beginning of a trigger word, found in one Aho–Corasick pass over the text (Aho
and Corasick, *Efficient string matching*, 1975, as built by pyahocorasick), and for somebody who may act. Where a
trained gate is shipped (``models/gate``; made by ``training/gate.py``), a logistic regression over what the sentence
shows (:mod:`lagebild.extract.signs`) decides among the rest. A trigger that it has not met in training passes, and so
does a sentence too short to cost much.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lagebild import models
from lagebild.extract.signs import automaton, features, named, needles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.spans import Span

__all__ = ["Gate", "gate", "needles", "trained"]

_SHORT = 60  # characters of a sentence that costs too little to be left out by what was learnt
_BLANKS = str.maketrans(dict.fromkeys(".,;:!?()[]-\"'»«„“”‘’\n\t", " "))


@dataclass(frozen=True, slots=True)
class Gate:
    """A trained gate: the weight of each feature, and the score from which a sentence passes."""

    weights: dict[str, float]
    threshold: float

    def score(self, shown: frozenset[str]) -> float:
        """Return the log odds that a sentence which shows these features gives a mention."""
        return sum(map(self.weights.get, shown & self.weights.keys())) + self.weights[""]  # type: ignore[arg-type]

    def passes(self, shown: frozenset[str]) -> bool:
        """Tell whether a sentence may give a mention, or shows a trigger that was not met in training."""
        known = self.weights
        if any(name not in known for name in shown if name.startswith("row:")):
            return True
        return self.score(shown) >= self.threshold


@cache
def trained(lang: str) -> Gate | None:
    """Return the trained gate of a language, or ``None`` where there is none."""
    path = models.ROOT / "gate" / f"{lang}.tsv"
    if not path.is_file():
        return None
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    weights = {name: float(weight) for name, weight in rows}
    return Gate(weights, weights.pop("threshold"))


def gate(text: str, spans: Sequence[Span], *, lang: str) -> tuple[bool, ...]:
    """Return for each sentence span of ``text`` whether it can hold an event; all can where no lexicon is.

    Args:
        text: the document's text.
        spans: the sentences, in order, not overlapping.
        lang: ISO 639-1 code.
    """
    if automaton(lang) is None:
        return (True,) * len(spans)
    learnt = trained(lang)
    if learnt is None:
        return _plain(text, spans, lang)
    found = [(span, features(span.of(text), lang)) for span in spans]
    return tuple(shown is not None and (span.length < _SHORT or learnt.passes(shown)) for span, shown in found)


def _plain(text: str, spans: Sequence[Span], lang: str) -> tuple[bool, ...]:
    """The plain rule: the beginning of a trigger, and a name, role word or pronoun."""
    triggers = automaton(lang)
    starts = [span.start for span in spans]
    passed = [False] * len(spans)
    for end, _ in triggers.iter(" " + text.lower().translate(_BLANKS) + " ") if triggers is not None else ():
        at = bisect_right(starts, end - 2) - 1
        if at >= 0 and end - 2 < spans[at].end:
            passed[at] = True
    return tuple(might and any(named(span.of(text), lang)) for might, span in zip(passed, spans, strict=True))
