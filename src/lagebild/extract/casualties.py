"""Counts of people killed, wounded, captured and missing, as ranges.

A word of harm ("killed", "Verletzte") takes the numbers of those who suffer it in the tree: the subject of "died",
the object of "killed", the noun that "wounded" modifies. Words and qualifiers are data
(``knowledge/languages/<lang>/casualties.toml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lagebild.extract.paths import ancestors, path_cost
from lagebild.knowledge.load import languages, toml
from lagebild.records import Casualty, CasualtyKind
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lagebild.records import Sentence

__all__ = ["casualties_of", "find_casualties"]

_DIGITS = re.compile(r"\d{1,3}(?:[.,\u00a0 ]\d{3})+|\d+")
_COUNTING = ("nummod", "det", "amod", "advmod", "compound", "nmod", "case", "dep", "fixed", "flat")
_OF = ("nmod", "appos", "nsubj")  # "deaths of civilians", "people are missing"
_UNITS = frozenset("%°")
_ADJECTIVES = 3  # words between "a" and the word for a person
_OWN = 3.5  # the farthest a word of harm may be from its event in the tree
_COSTS = {"advcl": 3.0, "acl": 3.0, "conj": 1.0, "parataxis": 3.0}
_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a language says of casualties."""

    verbs: dict[str, CasualtyKind]
    nouns: dict[str, CasualtyKind]
    phrases: dict[tuple[str, ...], CasualtyKind]
    opening: dict[str, tuple[tuple[str, ...], ...]]  # the phrases by their first words
    numbers: dict[str, tuple[int, int | None]]
    multipliers: dict[str, int]
    low: tuple[tuple[str, ...], ...]
    high: tuple[tuple[str, ...], ...]
    between: frozenset[str]
    both: frozenset[str]
    others: frozenset[str]
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
    phrases = {tuple(each.lower().split()): kind for kind, table in kinds.items() for each in table.get("phrases", ())}
    return _Words(
        verbs={word.lower(): kind for kind, table in kinds.items() for word in table.get("verbs", ())},
        nouns={word.lower(): kind for kind, table in kinds.items() for word in table.get("nouns", ())},
        phrases=phrases,
        opening={first: tuple(each for each in phrases if each[0] == first) for first, *_ in phrases},
        numbers=numbers,
        multipliers={word.lower(): times for word, times in data.get("multipliers", {}).items()},
        low=_phrases(qualifiers["low"]),
        high=_phrases(qualifiers["high"]),
        between=frozenset(qualifiers["between"]),
        both=frozenset(qualifiers["both"]),
        others=frozenset(word.lower() for word in data["people"].get("others", ())),
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
    near = [
        count
        for harm, count in _found(sent)
        if min(path_cost(sent, at, trigger, costs=_COSTS) for at in range(harm.first, harm.last + 1)) <= _OWN
    ]
    return tuple(dict.fromkeys(near))


def find_casualties(sent: Sentence) -> tuple[Casualty, ...]:
    """Return all casualties that a sentence counts, in text order."""
    return tuple(dict.fromkeys(count for _, count in _found(sent)))


def _found(sent: Sentence) -> list[tuple[_Harm, Casualty]]:
    """Return the words of harm that count somebody, and the counts."""
    words = _words(sent.lang)
    if words is None or not sent.tokens:
        return []
    forms = [token.text.lower() for token in sent.tokens]
    harms = _harms(sent, forms, words)
    if not harms:
        return []
    counts = list(_counts(forms, words))
    taken = ((harm, _taken(sent, harm, harms, counts, words)) for harm in harms)
    return [(harm, _casualty(sent, harm, some)) for harm, some in taken if some]


def _harms(sent: Sentence, forms: list[str], words: _Words) -> list[_Harm]:
    found: list[_Harm] = []
    for at, form in enumerate(forms):
        phrase = next((p for p in words.opening.get(form, ()) if tuple(forms[at : at + len(p)]) == p), None)
        if phrase is not None:
            found.append(_Harm(at, at + len(phrase) - 1, words.phrases[phrase], verb=False))
        elif form in words.verbs and not (form in words.nouns and sent.tokens[at].upos in ("NOUN", "PROPN")):
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
            more = words.multipliers.get(forms[at + 1]) if at + 1 < len(forms) else None
            return (at + 1, low * more, None) if more else (at, low, None)
        high = top
    elif form in words.one and _is_person(forms, at, words):
        low = high = 1
    else:
        return None
    times = words.multipliers.get(forms[at + 1]) if at + 1 < len(forms) else None
    return (at + 1, low * times, high * times) if times else (at, low, high)


def _is_person(forms: list[str], at: int, words: _Words) -> bool:
    """Tell whether the article at ``at`` opens the name of one person ("a pregnant woman") or a number ("a dozen")."""
    near = forms[at + 1 : at + 2 + _ADJECTIVES]
    if near and near[0] in words.multipliers:
        return True
    person = next((i for i, form in enumerate(near) if form in words.people), None)
    return person is not None and all(form.replace("-", "").isalnum() for form in near[:person])


def _qualified(forms: list[str], at: int, low: int, high: int | None, words: _Words) -> tuple[int, int, int | None]:
    """Return the first word, low and high of a number with the qualifier before it, if any."""
    for phrases, opens_high in ((words.low, True), (words.high, False)):
        for phrase in phrases:
            if tuple(forms[max(0, at - len(phrase)) : at]) == phrase:
                return at - len(phrase), low if opens_high else 0, None if opens_high else high
    return at, low, high


def _taken(sent: Sentence, harm: _Harm, harms: list[_Harm], counts: list[_Count], words: _Words) -> list[_Count]:
    """Return the numbers that count the people of ``harm``: those of its victims in the tree, and of what they join."""
    others = {at for other in harms if other is not harm and not other.verb for at in (other.first, other.last)}
    victims = _victims(sent, harm) - others
    bare = not harm.verb or "VerbForm=Part" in sent.tokens[harm.first].feats  # "12 dead", "dozens injured"
    beside = victims if bare else victims - {harm.first}
    return [
        count
        for count in counts
        if not victims.isdisjoint(_counted(sent, count, words))
        or (count.last + 1 in beside and _counted(sent, count, words))
    ]


def _counted(sent: Sentence, count: _Count, words: _Words) -> set[int]:
    """Return the words that a number counts, itself where it stands alone; none where they are no people."""
    inside = range(count.first, count.last + 1)
    top = min(inside, key=lambda index: len(ancestors(sent, index)))
    token = sent.tokens[top]
    if token.deprel.partition(":")[0] in _COUNTING and token.head not in inside:
        token = sent.tokens[token.head]
    is_other = not words.others.isdisjoint((token.lemma.lower(), token.text.lower()))
    if is_other or (top + 1 < len(sent.tokens) and sent.tokens[top + 1].text in _UNITS):
        return set()
    return {token.index} | (_children(sent, top, ("nmod",)) if token.index == top else set())


def _victims(sent: Sentence, harm: _Harm) -> set[int]:
    """Return the words that name who suffers ``harm``: its subject or object, what it modifies, and their conjuncts."""
    found: set[int] = set()
    for index in range(harm.first, harm.last + 1):
        token = sent.tokens[index]
        found |= {index} | _sufferers(sent, index) if harm.verb else {index} | _children(sent, index, _OF)
        relation = token.deprel.partition(":")[0]
        if relation in ("amod", "acl", "appos"):
            found.add(token.head)
        elif relation in ("xcomp", "obl", "advmod", "obj", "compound", "advcl", "dep", "case") and not (
            harm.verb and found - {index}
        ):
            found |= _sufferers(sent, token.head, besides=index)
        elif relation == "conj" and harm.verb and not found - {index} and not _children(sent, token.head, ("obj",)):
            found |= _sufferers(sent, token.head)
    return found | {index for head in found - {harm.first} for index in _children(sent, head, ("conj", "appos"))}


def _sufferers(sent: Sentence, verb: int, *, besides: int = -1) -> set[int]:
    """Return the object of a verb; without one its subject."""
    objects = _children(sent, verb, ("obj", "iobj")) - {besides}
    return objects or _children(sent, verb, ("nsubj",))


def _children(sent: Sentence, head: int, relations: tuple[str, ...]) -> set[int]:
    return {
        one.index
        for one in sent.tokens
        if one.head == head and one.index != head and one.deprel.partition(":")[0] in relations
    }


def _casualty(sent: Sentence, harm: _Harm, counts: list[_Count]) -> Casualty:
    first = min(harm.first, *(count.first for count in counts))
    last = max(harm.last, *(count.last for count in counts))
    span = Span(sent.tokens[first].span.start, sent.tokens[last].span.end).shift(-sent.span.start)
    highs = [count.high for count in counts]
    high = None if any(value is None for value in highs) else sum(value for value in highs if value is not None)
    return Casualty(kind=harm.kind, low=sum(count.low for count in counts), high=high, text=span.of(sent.text))
