"""Counts of people killed, wounded, captured and missing, as ranges.

A word of harm ("killed", "Verletzte") takes the number that stands before it ("12 people were killed") or behind it
("killed at least 12"), within one stretch of the sentence. Words and qualifiers are data
(``knowledge/languages/<lang>/casualties.toml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lagebild.extract.paths import path_cost
from lagebild.knowledge.load import languages, toml
from lagebild.records import Casualty, CasualtyKind
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lagebild.records import Sentence

__all__ = ["casualties_of"]

_DIGITS = re.compile(r"\d{1,3}(?:[.,\u00a0 ]\d{3})+|\d+")
_BEFORE, _BEHIND = 7, 5  # words between a number and the word of harm
_OWN = 3.5  # the farthest a word of harm may be from its event in the tree
_COSTS = {"advcl": 3.0, "acl": 3.0, "conj": 1.0, "parataxis": 3.0}
_STOPS = frozenset(",;:().")
_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a language says of casualties."""

    verbs: dict[str, CasualtyKind]
    nouns: dict[str, CasualtyKind]
    phrases: dict[tuple[str, ...], CasualtyKind]
    numbers: dict[str, tuple[int, int | None]]
    multipliers: dict[str, int]
    low: tuple[tuple[str, ...], ...]
    high: tuple[tuple[str, ...], ...]
    between: frozenset[str]
    both: frozenset[str]
    stops: frozenset[str]
    join: frozenset[str]
    one: frozenset[str]
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Count:
    """A number in the sentence: words [first, last], and what it says."""

    first: int
    last: int
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class _Harm:
    """A word of harm: words [first, last]; ``active`` ones take their number behind them."""

    first: int
    last: int
    kind: CasualtyKind
    verb: bool


@cache
def _words(lang: str) -> _Words | None:
    if lang not in languages("casualties.toml"):
        return None
    data = toml(f"languages/{lang}/casualties.toml")
    numbers = {word.lower(): (low, None if high < 0 else high) for word, (low, high) in data["numbers"].items()}
    if lang in languages("numbers.toml"):
        plain = toml(f"languages/{lang}/numbers.toml").get("words", {})
        for value, forms in plain.items():
            if value.isdigit() and int(value) > 1:
                numbers.update(
                    {form.lower(): (int(value), int(value)) for form in forms if " " not in form and "~" not in form}
                )
    kinds = {CasualtyKind(name): table for name, table in data["kind"].items()}
    qualifiers: dict[str, list[str]] = data["qualifiers"]
    return _Words(
        verbs={word.lower(): kind for kind, table in kinds.items() for word in table.get("verbs", ())},
        nouns={word.lower(): kind for kind, table in kinds.items() for word in table.get("nouns", ())},
        phrases={
            tuple(phrase.lower().split()): kind for kind, table in kinds.items() for phrase in table.get("phrases", ())
        },
        numbers=numbers,
        multipliers={word.lower(): times for word, times in data.get("multipliers", {}).items()},
        low=_phrases(qualifiers["low"]),
        high=_phrases(qualifiers["high"]),
        between=frozenset(qualifiers["between"]),
        both=frozenset(qualifiers["both"]),
        stops=frozenset(qualifiers["stops"]) | _STOPS,
        join=frozenset(qualifiers["join"]),
        one=frozenset(data["people"]["one"]),
        people=frozenset(word.lower() for word in data["people"]["words"]),
    )


def _phrases(listed: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in sorted(listed, key=len, reverse=True))


def casualties_of(sent: Sentence, trigger: int) -> tuple[Casualty, ...]:
    """Return the casualties of the event named by the word at index ``trigger``, in text order.

    A count belongs to the event where its word of harm is the trigger or hangs on it closely; ``high`` is ``None``
    where the text leaves it open ("at least 12").
    """
    words = _words(sent.lang)
    if words is None or not sent.tokens:
        return ()
    forms = [token.text.lower() for token in sent.tokens]
    counts = list(_counts(forms, words))
    found = []
    harms = _harms(forms, words)
    for harm in harms:
        if min(path_cost(sent, at, trigger, costs=_COSTS) for at in range(harm.first, harm.last + 1)) > _OWN:
            continue
        taken = _taken(harm, harms, counts, forms, words)
        if taken:
            found.append(_casualty(sent, harm, taken))
    return tuple(dict.fromkeys(found))


def _harms(forms: list[str], words: _Words) -> list[_Harm]:
    found: list[_Harm] = []
    for at, form in enumerate(forms):
        phrase = next((p for p in words.phrases if tuple(forms[at : at + len(p)]) == p), None)
        if phrase is not None:
            found.append(_Harm(at, at + len(phrase) - 1, words.phrases[phrase], verb=False))
        elif form in words.verbs:
            found.append(_Harm(at, at, words.verbs[form], verb=True))
        elif form in words.nouns:
            found.append(_Harm(at, at, words.nouns[form], verb=False))
    return found


def _counts(forms: list[str], words: _Words) -> Iterator[_Count]:
    """Yield the numbers of a sentence with their qualifiers and ranges."""
    at = 0
    while at < len(forms):
        number = _number(forms, at, words)
        if number is None:
            at += 1
            continue
        last, low, high = number
        first = at
        ahead = _number(forms, last + 2, words) if last + 2 < len(forms) and forms[last + 1] in words.join else None
        ranged = last + 1 < len(forms) and forms[last + 1] not in words.both
        if ahead is not None and (ranged or (at and forms[at - 1] in words.between)):
            last, high = ahead[0], ahead[2]
            first -= bool(at and forms[at - 1] in words.between)
        else:
            first, low, high = _qualified(forms, at, low, high, words)
        yield _Count(first, last, low, high)
        at = last + 1


def _number(forms: list[str], at: int, words: _Words) -> tuple[int, int, int | None] | None:
    """Return the last word, low and high of the number that starts at word ``at``."""
    if at >= len(forms):
        return None
    form = forms[at]
    if _DIGITS.fullmatch(form):
        value = int(re.sub(r"\D", "", form))
        if value in _YEARS and "." not in form and "," not in form:
            return None
        low, high = value, value
    elif form in words.numbers:
        low, top = words.numbers[form]
        if top is None:
            return at, low, None
        high = top
    elif (
        form in words.one
        and at + 1 < len(forms)
        and (forms[at + 1] in words.people or forms[at + 1] in words.multipliers)
    ):
        low = high = 1
    else:
        return None
    times = words.multipliers.get(forms[at + 1]) if at + 1 < len(forms) else None
    return (at + 1, low * times, high * times) if times else (at, low, high)


def _qualified(forms: list[str], at: int, low: int, high: int | None, words: _Words) -> tuple[int, int, int | None]:
    """Return the first word, low and high of a number with the qualifier before it, if any."""
    for phrases, opens_high in ((words.low, True), (words.high, False)):
        for phrase in phrases:
            if tuple(forms[max(0, at - len(phrase)) : at]) == phrase:
                return at - len(phrase), low if opens_high else 0, None if opens_high else high
    return at, low, high


def _taken(harm: _Harm, harms: list[_Harm], counts: list[_Count], forms: list[str], words: _Words) -> list[_Count]:
    """Return the numbers that count the people of ``harm``: those right before it, else the one right behind."""
    before: list[_Count] = []
    edge = harm.first
    for count in reversed([count for count in counts if count.last < harm.first]):
        between = range(count.last + 1, edge)
        if len(between) > _BEFORE or _barred(between, forms, harms, words, joins=bool(before)):
            break
        before.insert(0, count)
        edge = count.first
    if before:
        return before
    for count in counts:
        if count.first > harm.last:
            between = range(harm.last + 1, count.first)
            near = len(between) <= _BEHIND and harm.verb
            return [count] if near and not _barred(between, forms, harms, words, joins=False) else []
    return []


def _barred(between: range, forms: list[str], harms: list[_Harm], words: _Words, *, joins: bool) -> bool:
    """Tell whether something stands between a number and a word of harm: punctuation, another harm, "and"."""
    taken = {at for harm in harms for at in range(harm.first, harm.last + 1)}
    if joins:  # "12 soldiers and 3 civilians were killed"
        return any(forms[at] in words.stops - {","} or at in taken for at in between) or not any(
            forms[at] in words.join or forms[at] == "," for at in between
        )
    return any(forms[at] in words.stops or forms[at] in words.both or at in taken for at in between)


def _casualty(sent: Sentence, harm: _Harm, counts: list[_Count]) -> Casualty:
    first = min(harm.first, *(count.first for count in counts))
    last = max(harm.last, *(count.last for count in counts))
    span = Span(sent.tokens[first].span.start, sent.tokens[last].span.end).shift(-sent.span.start)
    highs = [count.high for count in counts]
    high = None if any(value is None for value in highs) else sum(value for value in highs if value is not None)
    return Casualty(kind=harm.kind, low=sum(count.low for count in counts), high=high, text=span.of(sent.text))
