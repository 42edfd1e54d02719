"""Which time of a sentence is that of a predicate, by the way between them in the tree.

A time modifies its governor. From there it holds for what shares the governor's clause, for coordinated verbs, for
clauses that happen at the same time ("as", "als", participles) and for what a verb brings about ("managed to");
not for what is said, denied or remembered, nor for what came before or after ("nach dem Angriff"). All words are
data: ``[options]`` of ``dates.toml`` and the stances of ``status.toml``.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from lagebild.extract.cues import Stance, cues
from lagebild.extract.paths import FAR, ancestors, cost_of, head_of
from lagebild.extract.timex.rules import language
from lagebild.records import TimeBasis, TimeMatch, TimePrecision
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.records import Sentence, Token

__all__ = ["carried", "time_of"]

_FAR = 6.0
_DEAR = 4.5  # one such step, and no other
_FINE = (TimePrecision.DAY, TimePrecision.HOUR, TimePrecision.MINUTE)
_GAP = 1  # characters between two sentences of a paragraph
_CLAUSES = frozenset({"ccomp", "csubj", "advcl", "acl", "parataxis", "vocative", "discourse"})
_TELLING = (
    Stance.REPORT, Stance.CLAIM, Stance.CONFIRM, Stance.DENY, Stance.KNOWN, Stance.REQUEST, Stance.POSSIBLE,
    Stance.PLAN,
)  # fmt: skip
_FINER = 2.0  # how much dearer a time may be that says more exactly when


@dataclass(frozen=True, slots=True)
class _Words:
    """What a language says of times and the clauses they hold for; all lower case."""

    reactions: frozenset[str]  # verbs whose time is not that of the event they are about
    while_: frozenset[str]  # marks of clauses that happen at the same time
    apart: frozenset[str]  # adpositions of events at another time: "after the attack"
    about: frozenset[str]  # adpositions of what an event is about, whose time is its own: "for murder"
    ahead: frozenset[str]  # adpositions of times that a thing is planned for
    earlier: frozenset[str]  # words that set a sentence before what was told
    ranges: tuple[str, ...]
    both: tuple[str, ...]  # words between two days that follow each other: "March 4 and 5"
    light: frozenset[str]  # verbs that say no more than that their subject takes place
    achieve: frozenset[str]
    plan: frozenset[str]
    speech: frozenset[str]
    telling: frozenset[str]  # verbs whose own time is not that of what they tell, know, fear or want
    belonging: frozenset[str]  # adpositions of a noun's own time: "der Anschlag vom 22. Juli"


@cache
def _words(lang: str) -> _Words:
    known = language(lang)
    options = known.options if known is not None else {}
    book = cues(lang)

    def verbs(*stances: Stance) -> frozenset[str]:
        return frozenset(word for word, kinds in book.verbs.items() if not kinds.isdisjoint(stances))

    light = book.words.get("verbs.light", frozenset())
    return _Words(
        reactions=frozenset(options.get("reactions", ())),
        while_=frozenset(options.get("while", ())),
        apart=frozenset(options.get("apart", ())),
        about=frozenset((*options.get("apart", ()), *options.get("about", ()))),
        ahead=frozenset(options.get("ahead", ())),
        earlier=frozenset(options.get("earlier", ())),
        ranges=tuple(options.get("ranges", ("-", "–"))),
        both=tuple(options.get("both", ())),
        light=light,
        achieve=verbs(Stance.ACHIEVE),
        plan=verbs(Stance.PLAN, Stance.REQUEST),
        speech=verbs(Stance.REPORT, Stance.CLAIM, Stance.CONFIRM, Stance.DENY),
        telling=frozenset(options.get("reactions", ())) | verbs(*_TELLING) - light,
        belonging=frozenset(options.get("belonging", ())),
    )


def time_of(sent: Sentence, trigger: int, times: Sequence[TimeMatch]) -> TimeMatch | None:
    """Return the time that governs the predicate at word ``trigger``: the nearest in the tree, not in the text.

    A time in another clause ("said on Monday that … had attacked") does not govern. Two times that make a range
    ("from 3 to 5 May") come back as one. Of two that hold for the predicate, one within the other ("in 2014, on
    7 May"), the finer is taken.

    Args:
        sent: the sentence; one without tokens has no governing time.
        trigger: index of the word that names the event.
        times: the times of the document, spans in the document, in text order.
    """
    inside = [time for time in times if time.start is not None and sent.span.contains(time.span)]
    if not sent.tokens or not inside:
        return None
    ranked = []
    for at, time in enumerate(inside):
        head = head_of(sent, time.span)
        cost = FAR if head is None else _attachment(sent, head, trigger)
        if head is not None and cost < FAR:
            ranked.append((cost, abs(head - trigger), at))
    if not ranked:
        return None
    cost, _, at = min(ranked)
    finer = [(one[0], one[2]) for one in ranked if one[0] <= cost + _FINER and _within(inside[one[2]], inside[at])]
    return _whole_range(sent, inside[min(finer)[1] if finer else at], inside)


def _within(inner: TimeMatch, outer: TimeMatch) -> bool:
    """Tell whether the days of ``inner`` are some of those of ``outer``, and fewer."""
    if not (inner.start and inner.end and outer.start and outer.end) or inner.span.start < outer.span.start:
        return False
    return outer.start <= inner.start and inner.end <= outer.end and inner.end - inner.start < outer.end - outer.start


def _attachment(sent: Sentence, head: int, trigger: int) -> float:
    """Return what it costs to take the time headed by word ``head`` as that of word ``trigger``."""
    if head == trigger:
        return FAR
    words, tokens = _words(sent.lang), sent.tokens
    governor = tokens[head].head
    if governor == trigger:
        ahead = tokens[governor].upos == "VERB" and not words.ahead.isdisjoint(_small(sent, head, "case"))
        return FAR if ahead else 0.0  # what is announced for Monday was not announced then
    if governor == head:
        return 0.0
    below = governor in ancestors(sent, trigger)
    if below and tokens[governor].lemma in words.reactions:
        return FAR
    return FAR if not below and _only_names(sent, head, trigger, words) else _way(sent, governor, trigger, head, words)


def _way(sent: Sentence, start: int, goal: int, time: int, words: _Words) -> float:
    """Return the cost of the way from the governor of a time to a predicate."""
    up, down = ancestors(sent, start), ancestors(sent, goal)
    shared = next(index for index in up if index in down)
    rising, falling = up[: up.index(shared)], down[: down.index(shared)]
    top = sent.tokens[rising[-1]] if rising else None
    if (
        top is not None
        and shared == goal
        and _is_theme(top)
        and sent.tokens[goal].lemma in words.telling | words.speech
    ):
        return _FAR  # "the eruption in 2008 was described": when it was is not when it was described
    return sum(_up(sent, sent.tokens[i], time, words) for i in rising) + sum(
        _down(sent, sent.tokens[i], words) for i in falling
    )


def _only_names(sent: Sentence, time: int, goal: int, words: _Words) -> bool:
    """Tell whether a time belongs to a noun of which something else is said: "der Anschlag vom 22. Juli"."""
    names = not words.belonging.isdisjoint(_small(sent, time, "case"))
    return names and sent.tokens[goal].upos == "VERB" and sent.tokens[goal].lemma not in words.light | words.speech


def _is_theme(token: Token) -> bool:
    return token.deprel in ("obj", "nsubj:pass") and token.upos != "VERB"


def _up(sent: Sentence, token: Token, time: int, words: _Words) -> float:
    """Return the cost for a time below ``token`` to hold for what ``token`` hangs on."""
    relation, _, kind = token.deprel.partition(":")
    if relation == "conj" and token.upos in ("VERB", "AUX"):
        return cost_of(token) if time > token.index else _FAR  # "and on Monday shelled": of the second verb alone
    if relation == "acl":
        if kind == "relcl":
            return 1.0 if token.lemma in words.light else _FAR
        return _DEAR if _nonfinite(sent, token, words) else _FAR
    if relation == "advcl":
        return 2.5 if _at_once(sent, token, words) else _FAR
    above = sent.tokens[token.head].lemma
    if (relation == "obj" and above not in words.light) or (relation == "xcomp" and above in words.telling):
        return _FAR  # "discussed the fire in May", "kündigte an, 2010 zu kandidieren"
    return _nominal(sent, token, words.apart, cost_of(token))


def _down(sent: Sentence, token: Token, words: _Words) -> float:
    """Return the cost for a time of what ``token`` hangs on to hold for what lies below ``token``."""
    relation = token.deprel.partition(":")[0]
    above = sent.tokens[token.head]
    if relation == "amod":
        return _FAR  # "freed the arrested man": he was arrested before
    if relation in ("ccomp", "csubj", "xcomp"):
        if above.lemma in words.achieve and (relation == "xcomp" or _nonfinite(sent, token, words)):
            return 1.0
        meant = above.lemma in words.plan and above.lemma not in words.light and not _is_passive(sent, above)
        return _FAR if relation != "xcomp" or meant else cost_of(token)
    if relation == "advcl":
        return 2.5 if _at_once(sent, token, words) or _nonfinite(sent, token, words) else _FAR
    if relation == "parataxis":
        return 4.0 if token.index > above.index and above.lemma not in words.speech else _FAR
    return _nominal(sent, token, words.about, cost_of(token))


def _nominal(sent: Sentence, token: Token, apart: frozenset[str], cost: float) -> float:
    """Return ``cost``, or too much where an adposition puts the event at another time: "nach dem Angriff"."""
    if token.deprel.partition(":")[0] not in ("obl", "nmod"):
        return cost
    return cost if apart.isdisjoint({token.text.lower(), *_small(sent, token.index, "case")}) else _FAR


def _at_once(sent: Sentence, token: Token, words: _Words) -> bool:
    """Tell whether a clause happens at the time of its main clause: "als …", "when …", a participle."""
    marks = _small(sent, token.index, "mark") | _small(sent, token.index, "advmod")
    if not marks.isdisjoint(words.while_):
        return True
    return not marks and "VerbForm=Part" in token.feats and _nonfinite(sent, token, words)


def _is_passive(sent: Sentence, token: Token) -> bool:
    """Tell whether a verb is passive: what "is scheduled tomorrow" happens then, what "they planned on Monday" not."""
    return "Voice=Pass" in token.feats or any(
        one.deprel == "aux:pass" and one.head == token.index for one in sent.tokens
    )


def _nonfinite(sent: Sentence, token: Token, words: _Words) -> bool:
    """Tell whether a clause has no subject and no finite verb of its own, and no word that sets it at another time."""
    if "VerbForm=Fin" in token.feats or not words.apart.isdisjoint(_small(sent, token.index, "mark")):
        return False
    below = [one for one in sent.tokens if one.head == token.index and one.index != token.index]
    return not any(
        one.deprel.partition(":")[0] == "nsubj" or (one.upos == "AUX" and "VerbForm=Fin" in one.feats) for one in below
    )


def _small(sent: Sentence, index: int, relation: str) -> frozenset[str]:
    """Return the words, lower case, that hang on word ``index`` by ``relation``."""
    return frozenset(
        one.text.lower() for one in sent.tokens if one.head == index and one.deprel.partition(":")[0] == relation
    )


def _whole_range(sent: Sentence, time: TimeMatch, others: Sequence[TimeMatch]) -> TimeMatch:
    """Return ``time`` joined with the other end of its range, if the words between say that there is one."""
    words = _words(sent.lang)
    for first, last in itertools.pairwise(others):
        if time not in (first, last) or first.start is None or last.end is None or first.start >= last.end:
            continue
        between = sent.text[first.span.end - sent.span.start : last.span.start - sent.span.start]
        joins = (*words.ranges, *words.both) if first.end == last.start else words.ranges
        if " ".join(between.split()).lower() in joins:
            span = Span(first.span.start, last.span.end)
            text = span.shift(-sent.span.start).of(sent.text)
            value = f"{first.value}/{last.value}"
            return replace(first, text=text, span=span, value=value, end=last.end, precision=TimePrecision.INTERVAL)
    return time


def carried(
    sentences: Sequence[Sentence], sent: Sentence, trigger: int, times: Sequence[TimeMatch]
) -> TimeMatch | None:
    """Return the time that a predicate of ``sent`` takes from the sentence before, where that is safe.

    Safe is: ``sent`` names no time itself; the predicate stands in its main clause, in the past and not before
    what was told ("had …", "earlier"); the sentence before stands in the same paragraph, is no report of speech,
    and its main verb, in the past too, has a day of its own. The result has ``basis`` carried.

    Args:
        sentences: the sentences of the document, in order.
        sent: one of them.
        trigger: index of the word that names the event.
        times: the times of the document, spans in the document, in text order.
    """
    if sent.index == 0 or any(sent.span.contains(time.span) for time in times):
        return None
    before = sentences[sent.index - 1]
    if not before.tokens or sent.span.start - before.span.end > _GAP:
        return None
    words = _words(sent.lang)
    first, last = _root(before), _root(sent)
    if {before.tokens[first].lemma, sent.tokens[last].lemma} & words.speech or not (
        _is_past(before, first) and _is_past(sent, last)
    ):
        return None
    if any(token.text.lower() in words.earlier for token in sent.tokens) or not _is_main(sent, trigger):
        return None
    time = time_of(before, first, times)
    return replace(time, basis=TimeBasis.CARRIED) if time is not None and time.precision in _FINE else None


def _root(sent: Sentence) -> int:
    return next((token.index for token in sent.tokens if token.head == token.index), 0)


def _is_past(sent: Sentence, index: int) -> bool:
    """Tell whether a verb is in the past, and not in a past before the past ("had attacked")."""
    token = sent.tokens[index]
    helpers = [one for one in sent.tokens if one.head == index and one.upos == "AUX" and one.index != index]
    if any("Tense=Past" in one.feats and one.deprel == "aux" for one in helpers) or "Tense=Pres" in token.feats:
        return False
    return any("Tense=Past" in one.feats for one in (token, *helpers)) or (
        "VerbForm=Part" in token.feats and any("Tense=Pres" in one.feats for one in helpers)
    )


def _is_main(sent: Sentence, index: int) -> bool:
    """Tell whether a word stands in the main clause of its sentence."""
    return all(sent.tokens[i].deprel.partition(":")[0] not in _CLAUSES for i in ancestors(sent, index))
