"""Groups the elements of a text into actor phrases by what stands between them: no parse tree is needed."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from lagebild.extract.compose import Group
from lagebild.extract.scan import scan
from lagebild.knowledge import actorbook

if TYPE_CHECKING:
    from lagebild.extract.scan import Element

__all__ = ["gap_between", "groups"]

_STATES: Final = frozenset({"name", "adjective", "capital", "seat", "region", "city"})
_ROLES: Final = frozenset({"role", "weak", "unknown"})
_PEOPLE: Final = frozenset({"person", "surname"})
_SHORT: Final = 4  # words of a phrase that can hold no clause
_FREE: Final = 2  # unknown words that may stand between a state and its role word ("Iranian nuclear scientists")


@cache
def _grammar(lang: str) -> dict[str, frozenset[str]]:
    grammar = actorbook.roles(lang)["grammar"]
    keys = ("of", "place", "skip", "conjunction", "possessive", "pronouns")
    return {key: frozenset(grammar.get(key, ())) for key in keys}


def _bare(words: list[str], skip: frozenset[str]) -> list[str]:
    return [word for word in words if word not in skip]


def _led(words: list[str], leads: frozenset[str]) -> list[str] | None:
    """Return ``words`` without the longest of ``leads`` that they begin with; ``None`` if they begin with none."""
    for size in (3, 2, 1):
        if len(words) >= size and " ".join(words[:size]) in leads:
            return words[size:]
    return None


@lru_cache(maxsize=20_000)
def gap_between(between: str, lang: str) -> str:
    """Return what the text between two elements does.

    One of ``none`` (nothing but articles), ``own`` (possessive), ``of``, ``place``, ``comma``, ``and``, ``words``
    (one or two unknown words) and ``far``.
    """
    grammar = _grammar(lang)
    text = between.strip()
    if text in {"", "-", "–"}:
        return "none"
    for mark in grammar["possessive"]:
        if text == mark or text.startswith(f"{mark} "):
            return "own" if len(_bare(text[len(mark) :].lower().split(), grammar["skip"])) <= _FREE + 1 else "far"
    if text[0] in ",(":
        return "comma" if not _bare(text[1:].lower().split(), grammar["skip"]) else "far"
    if not all(letter.isalnum() or letter in " -'’." for letter in text):
        return "far"
    words = text.lower().split()
    if words[0] in grammar["conjunction"]:
        return "and" if not _bare(words[1:], grammar["skip"]) else "far"
    for kind in ("of", "place"):
        rest = _led(words, grammar[kind])
        if rest is not None:
            return kind if len(_bare(rest, grammar["skip"])) <= 1 else "far"
    rest = _bare(words, grammar["skip"])
    if not rest:
        return "none"
    return "words" if len(rest) <= _FREE and len(words) == len(text.split()) else "far"


def _before(gap: str, last: Element, element: Element) -> bool:
    """Tell whether a role, person or organisation goes with the state that stands before it."""
    if gap in {"none", "own"}:
        return True
    return gap == "words" and last.kind == "adjective" and element.kind in _ROLES


def _joins_state(group: Group, gap: str, last: Element, element: Element) -> bool:
    """Tell whether a state goes with the role before it ("president of the United States", "police in Kenya")."""
    if group.states() or group.of("org"):
        return False
    if gap == "of":
        return last.kind in _ROLES
    return gap == "place" and last.kind in _ROLES and element.kind != "adjective"


def _joins(group: Group, gap: str, last: Element, element: Element) -> bool:
    kinds = {e.kind for e in group.elements}
    if last.kind == "former":
        return gap == "none"
    if element.kind in _STATES:
        return _joins_state(group, gap, last, element)
    if element.kind in _PEOPLE:
        return gap == "none" and not kinds & _PEOPLE and (last.kind in _STATES or last.kind in _ROLES)
    if last.kind in _STATES and not (group.of("role", "weak") and gap == "words"):
        return _before(gap, last, element)
    if element.kind == "org":
        return last.kind in _ROLES and gap == "of" and not group.of("org")
    if element.kind in _ROLES:
        return gap in {"none", "own"} or (gap == "of" and last.kind == "weak")
    return False


def groups(text: str, lang: str) -> list[Group]:
    """Return the actor phrases of ``text`` in order."""
    found: list[Group] = []
    short = len(text.split()) <= _SHORT
    for element in scan(text, lang):
        if found:
            last = found[-1].elements[-1]
            gap = gap_between(text[last.end : element.start], lang)
            if _joins(found[-1], gap, last, element) or (short and _compounded(gap, last, element)):
                if gap == "own" and last.kind in _ROLES and element.kind in _ROLES:
                    found[-1].owned = element
                found[-1].add(element)
                continue
        group = Group(element.start, element.end)
        group.add(element)
        group.placed = _placed(text[: element.start], lang)
        found.append(group)
    return _apposed(found, text, lang)


def _compounded(gap: str, last: Element, element: Element) -> bool:
    """Tell whether two elements of a short phrase are one compound with an unknown part ("crowd control police")."""
    return gap == "words" and element.kind in _ROLES and last.kind in _ROLES | _STATES


def _placed(before: str, lang: str) -> bool:
    """Tell whether the text before a phrase ends with a preposition of place."""
    grammar = _grammar(lang)
    words = before.lower().split()[-3:]
    while words and words[-1] in grammar["skip"] and " ".join(words[-2:]) not in grammar["place"]:
        words = words[:-1]
    return any(" ".join(words[-size:]) in grammar["place"] for size in (1, 2) if len(words) >= size)


def _apposed(found: list[Group], text: str, lang: str) -> list[Group]:
    """Merge a person with the role that stands in apposition to him ("Lavrov, the Russian foreign minister")."""
    merged: list[Group] = []
    for group in found:
        if merged and _apposition(merged[-1], group, text, lang):
            for element in group.elements:
                merged[-1].add(element)
        else:
            merged.append(group)
    return merged


def _apposition(one: Group, two: Group, text: str, lang: str) -> bool:
    if gap_between(text[one.end : two.start], lang) != "comma":
        return False
    people, other = (one, two) if one.of("person") else (two, one)
    return bool(people.of("person")) and bool(other.of("role", "weak")) and not other.of("person", "surname", "org")
