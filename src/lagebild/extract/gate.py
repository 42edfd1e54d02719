"""Tells which sentences can hold an event, before anything is parsed.

Two steps. The plain rule asks for a possible trigger, and for somebody who may act. Where a trained gate is shipped
(``models/gate``; made by ``training/gate.py``), a logistic regression decides among the rest: every possible trigger is
weighed by what stands around it (:mod:`lagebild.extract.vicinity`) and by what the sentence shows as a whole, and the
sentence passes if one trigger is likely enough. The longer it is, the likelier it must be, since it costs more.

Languages without a trained gate go by a plainer rule still: the beginning of a trigger, found in one Aho–Corasick pass
over the text (Aho and Corasick, *Efficient string matching*, 1975, as built by pyahocorasick), and somebody.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lagebild import models
from lagebild.extract.signs import automaton, named, needles, shown
from lagebild.extract.vicinity import of_sentence, of_triggers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.extract.signs import Shown
    from lagebild.spans import Span

__all__ = ["Gate", "gate", "needles", "trained"]

_BLANKS = str.maketrans(dict.fromkeys(".,;:!?()[]-\"'»«„“”‘’\n\t", " "))


@dataclass(frozen=True, slots=True)
class Gate:
    """A trained gate: the weight of each feature, the words told by themselves, the score from which one passes."""

    weights: dict[str, float]
    frequent: frozenset[str]
    threshold: float

    def score(self, found: Shown, lang: str) -> float:
        """Return the log odds of the likeliest trigger, less the logarithm of the sentence's length in words."""
        weight = self.weights.get
        whole = sum([weight(name, 0.0) for name in of_sentence(found, lang)])
        best = max(sum([weight(name, 0.0) for name in some]) for some in of_triggers(found, lang, self.frequent))
        return whole + best + self.weights[""] - math.log(len(found.words))


@cache
def trained(lang: str) -> Gate | None:
    """Return the trained gate of a language, or ``None`` where there is none."""
    path = models.ROOT / "gate" / f"{lang}.tsv"
    if not path.is_file():
        return None
    first, second, *rest = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    weights = {name: float(weight) for name, weight in rest}
    return Gate(weights, frozenset(second[1].split()), float(first[1]))


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
    some = [shown(span.of(text), lang) for span in spans]
    return tuple(found is not None and learnt.score(found, lang) >= learnt.threshold for found in some)


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
