"""Tells which sentences can hold an event, before anything is parsed.

Two steps. The plain rule asks for a possible trigger, and for somebody who may act. Where a trained gate is shipped
(``models/gate``; made by ``training/gate.py``), a logistic regression decides among the rest: every possible trigger is
weighed by what stands around it (:mod:`lagebild.extract.vicinity`) and by what the sentence shows as a whole, and the
sentence passes if one trigger is likely enough. The longer it is, the likelier it must be, since it costs more. What
does not pass is not parsed; where it is parsed all the same, the coder abstains from what it finds there.

Languages without a trained gate go by a plainer rule still: the beginning of a trigger, found in one Aho–Corasick pass
over the text (Aho and Corasick, *Efficient string matching*, 1975, as built by pyahocorasick), and somebody.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from lagebild import models
from lagebild.extract.kept import Kept
from lagebild.extract.signs import automaton, named, needles, shown
from lagebild.extract.vicinity import Words, of_sentence, of_triggers
from lagebild.extract.vicinity import named as features

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lagebild.extract.signs import Shown
    from lagebild.extract.vicinity import Clue
    from lagebild.spans import Span

__all__ = ["Gate", "gate", "holds", "likelihood", "needles", "trained"]

_REMEMBERED = 4096  # sentences whose odds are kept: those parsed together, until they are coded
_BLANKS = str.maketrans(dict.fromkeys(".,;:!?()[]-\"'»«„“”‘’\n\t", " "))


class _Weights(Kept["Clue", float]):
    """The weights of clues, summed over their features when first met."""

    most = 500_000

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__()
        self.weights = weights

    def make(self, key: Clue) -> float:
        return sum(self.weights.get(name, 0.0) for name in features(key))


class Gate:
    """A trained gate: the weight of each feature, the words told by themselves, the score from which one passes."""

    def __init__(self, weights: Mapping[str, float], told: Words, threshold: float) -> None:
        """Keep what was learnt; the weight of the feature without a name is the bias."""
        self._threshold = threshold
        self._told = told
        self._bias = weights[""]
        self._weights = _Weights(weights)

    def least(self, words: int) -> float:
        """Return the log odds from which a sentence of so many words passes: long ones cost more."""
        return self._threshold + math.log(words)

    def odds(self, found: Shown) -> float:
        """Return the log odds that the likeliest trigger gives a mention."""
        weight = self._weights
        whole = sum([weight[clue] for clue in of_sentence(found, self._told.lang)])
        best = max([sum([weight[clue] for clue in some]) for some in of_triggers(found, self._told)])
        return whole + best + self._bias


@cache
def trained(lang: str) -> Gate | None:
    """Return the trained gate of a language, or ``None`` where there is none."""
    path = models.ROOT / "gate" / f"{lang}.tsv"
    if not path.is_file():
        return None
    first, second, *rest = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    weights = {name: float(weight) for name, weight in rest}
    return Gate(weights, Words(lang, frozenset(second[1].split())), float(first[1]))


@lru_cache(maxsize=_REMEMBERED)
def _looked_at(text: str, lang: str) -> tuple[float | None, bool]:
    """Return the log odds that a sentence gives a mention, and whether they are enough."""
    learnt = trained(lang)
    if learnt is None:
        return None, True
    found = shown(text, lang)
    if found is None:
        return None, False
    odds = learnt.odds(found)
    return odds, odds >= learnt.least(len(found.words))


def likelihood(text: str, lang: str) -> float | None:
    """Return the log odds that a sentence gives a mention; ``None`` where no gate is trained or nothing is shown."""
    return _looked_at(text, lang)[0]


def holds(text: str, lang: str) -> bool:
    """Tell whether a sentence passes the trained gate; where none is trained, all do."""
    return _looked_at(text, lang)[1]


def gate(text: str, spans: Sequence[Span], *, lang: str) -> tuple[bool, ...]:
    """Return for each sentence span of ``text`` whether it can hold an event; all can where no lexicon is.

    Args:
        text: the document's text.
        spans: the sentences, in order, not overlapping.
        lang: ISO 639-1 code.
    """
    if automaton(lang) is None:
        return (True,) * len(spans)
    if trained(lang) is None:
        return _plain(text, spans, lang)
    return tuple(holds(span.of(text), lang) for span in spans)


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
