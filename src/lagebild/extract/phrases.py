"""Groups the elements of a text into actor phrases by what stands between them: no parse tree is needed."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from lagebild.extract.compose import STATES, Group
from lagebild.extract.scan import scan
from lagebild.knowledge import actorbook
from lagebild.knowledge.plover import STATE_SECTORS

if TYPE_CHECKING:
    from lagebild.extract.scan import Element

__all__ = ["gap_between", "groups", "prepositions"]

_ROLES: Final = frozenset({"role", "weak", "unknown", "thing"})
_PEOPLE: Final = frozenset({"person", "surname"})
_PLACES: Final = frozenset({"name", "capital", "city"})
_NAMING: Final = frozenset({"en", "de"})  # languages whose first names are listed
_MARKS: Final = ".,;:!?()\"'“”„«»"
_SHORT: Final = 4  # words of a phrase that can hold no clause
_FREE: Final = 2  # unknown words that may stand between a state and its role word ("Iranian nuclear scientists")


@cache
def _grammar(lang: str) -> dict[str, frozenset[str]]:
    grammar = actorbook.roles(lang)["grammar"]
    keys = (
        "of",
        "near",
        "place",
        "skip",
        "conjunction",
        "possessive",
        "pronouns",
        "follows",
        "title_after",
        "honorifics",
        "common",
        "detached_after",
        "detached_before",
        "capital_nouns",
        "minority",
        "articles",
    )
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

    One of ``none`` (nothing but articles), ``own`` (possessive), ``of``, ``near`` (a mere place), ``place``, ``comma``,
    ``and``, ``words`` (one or two unknown words) and ``far``.
    """
    text = between.strip()
    if text in {"", "-", "–"}:
        return "none"
    return _marked_gap(text, lang) or _worded_gap(text, lang)


def _marked_gap(text: str, lang: str) -> str | None:
    """Return what a gap that begins with a possessive mark, a comma or a bracket does; ``None`` if it does not."""
    grammar = _grammar(lang)
    for mark in grammar["possessive"]:
        if text == mark or text.startswith(f"{mark} "):
            free = _bare(text[len(mark) :].lower().split(), grammar["skip"])
            return "own" if len(free) <= _FREE + 1 else "far"
    if text[0] in ",(":
        return "far" if _bare(text[1:].lower().split(), grammar["skip"]) else "comma"
    return None if all(letter.isalnum() or letter in " -'’." for letter in text) else "far"


def _worded_gap(text: str, lang: str) -> str:
    """Return what a gap of plain words does."""
    grammar = _grammar(lang)
    words = text.lower().split()
    if words[0] in grammar["conjunction"]:
        return "far" if _bare(words[1:], grammar["skip"]) else "and"
    for kind in ("near", "of", "place"):
        rest = _led(words, grammar[kind])
        if rest is not None:
            return kind if len(_bare(rest, grammar["skip"])) <= 1 else "far"
    free = len(_bare(words, grammar["skip"]))
    return "none" if not free else "words" if free <= _FREE else "far"


def _before(gap: str, last: Element, element: Element) -> bool:
    """Tell whether a role, person or organisation goes with the state that stands before it."""
    if gap in {"none", "own"}:
        return True
    return gap == "words" and last.kind == "adjective" and element.kind in _ROLES


def _joins_state(group: Group, gap: str, last: Element, element: Element, lang: str) -> bool:
    """Tell whether a state goes with the role before it ("president of the United States", "police in Kenya")."""
    if group.states() or group.of("org"):
        return False
    if gap == "none" and last.kind in _ROLES and element.kind in _grammar(lang)["follows"]:
        return element.kind != "name" or lang != "de" or element.end - element.start > len(element.form)
    if gap == "of":
        return last.kind in _ROLES
    return gap == "place" and last.kind in _ROLES and element.kind != "adjective"


def _joins(group: Group, gap: str, last: Element, element: Element, lang: str) -> bool:
    """Tell whether ``element`` belongs to the phrase before it, of which ``last`` is the end."""
    if last.kind == "former":
        return gap == "none"
    if element.kind in STATES:
        return _joins_state(group, gap, last, element, lang)
    if element.kind in _PEOPLE:
        return gap == "none" and not group.of(*_PEOPLE) and (last.kind in STATES or last.kind in _ROLES)
    if last.kind in STATES and not (group.of("role", "weak") and gap == "words"):
        return _before(gap, last, element)
    if element.kind == "org":
        return last.kind in _ROLES and not group.of("org") and (gap == "of" or _is_kind_of(gap, last, element))
    return element.kind in _ROLES and _joins_role(gap, last, lang)


def _is_kind_of(gap: str, last: Element, element: Element) -> bool:
    """Tell whether a role word says what the organisation behind it is ("die Gewerkschaft GDL")."""
    kinds = {actorbook.organisations()[key].sectors[:1] for key in element.targets}
    return gap == "none" and last.kind == "role" and bool(last.sectors) and last.sectors[:1] in kinds


def _joins_role(gap: str, last: Element, lang: str) -> bool:
    """Tell whether a role word goes with what stands before it ("army spokesman", "spokesman of the army")."""
    if last.kind in _PEOPLE:
        return gap == "none" and "person" in _grammar(lang)["title_after"]
    return gap in {"none", "own"} or (gap == "of" and last.kind == "weak")


@lru_cache(maxsize=512)
def groups(text: str, lang: str, verbs: frozenset[int] = frozenset()) -> tuple[Group, ...]:
    """Return the actor phrases of ``text`` in order; they are shared, so copy before changing one.

    Args:
        text: a phrase or sentence.
        lang: a language that has ``roles.toml``.
        verbs: where words begin that a parser holds for verbs: no role words then.
    """
    found: list[Group] = []
    short = len(text.split()) <= _SHORT
    for element in scan(text, lang):
        if (element.start in verbs and element.kind in _ROLES) or _detached(element, text, lang):
            continue
        if element.kind == "adjective" and _is_minority(element, text, lang):
            element = element._replace(kind="role", targets=(), sectors=("CVL",))  # noqa: PLW2901
        if found:
            last = found[-1].elements[-1]
            gap = gap_between(text[last.end : element.start], lang)
            if last.kind in _PLACES and _has_article(text[last.end : element.start], lang):
                gap = "far"
            if gap == "words" and _parts(text[last.end : element.start], last.end, lang, verbs):
                gap = "far"
            if _joins(found[-1], gap, last, element, lang) or (short and _compounded(gap, last, element)):
                if gap == "own" and last.kind in _ROLES and element.kind in _ROLES:
                    found[-1].owned = element
                found[-1].add(element)
                continue
        group = Group(element.start, element.end)
        group.add(element)
        group.placed = _placed(text[: element.start], lang)
        found.append(group)
    real = [group for group in found if _real(group, text, lang)]
    return tuple(_shared(_apposed(real, text, lang), text, lang))


def _has_article(between: str, lang: str) -> bool:
    """Tell whether an article comes behind a name: another phrase begins ("hat Israel die Armee mobilisiert")."""
    words = between.lower().split()
    return bool(words) and words[0] in _grammar(lang)["articles"]


def _is_minority(element: Element, text: str, lang: str) -> bool:
    """Tell whether the name of a people says no state: "ethnic Albanians" live elsewhere."""
    before = text[: element.start].split()[-1:]
    plain = text[element.start : element.end][:1].isupper() and element.end - element.start > 1
    return plain and bool(before) and before[0].lower() in _grammar(lang)["minority"]


def _parts(between: str, at: int, lang: str, verbs: frozenset[int]) -> bool:
    """Tell whether unknown words part two phrases: a verb, or a noun where nouns have capitals ("nach Angaben")."""
    nouns = bool(_grammar(lang)["capital_nouns"]) and any(word[:1].isupper() for word in between.split())
    return nouns or any(at <= verb < at + len(between) for verb in verbs)


def _detached(element: Element, text: str, lang: str) -> bool:
    """Tell whether a state is only what somebody is for, against or helped by ("Russian-backed", "pro-Russian")."""
    if element.kind not in STATES:
        return False
    grammar = _grammar(lang)
    after, before = text[element.end : element.end + 1], text[: element.start]
    if after == "-" and text[element.end + 1 :].split(" ", maxsplit=1)[0].lower() in grammar["detached_after"]:
        return True
    return before.endswith("-") and before[:-1].split(" ")[-1].lower() in grammar["detached_before"]


def _real(group: Group, text: str, lang: str) -> bool:
    """Tell whether a name is the one listed: not another thing's ("Michael Jordan"), no relative's ("Hunter Biden")."""
    first = group.elements[0]
    if len(group.elements) == 1 and first.kind in {"org", "person"} and first.form in _grammar(lang)["common"]:
        return False
    if lang not in _NAMING or (first.kind in {"org", "person"} and " " in first.form):
        return True
    if first.kind in _PEOPLE:
        return not _first_named(text, first.start, lang) and not _first_name(first, text)
    if first.kind not in _PLACES:
        return first.kind != "org" or first.form.isupper() or not _given(text, first.start)
    name = first.form.lower()
    if _given(text, first.start) or (first.kind == "city" and _personal(first, text, lang)):
        return False
    before, after = text[: first.start].split()[-1:], text[first.end :].split()[:1]
    words = {word.strip(_MARKS).lower().removesuffix("'s") for word in before + after}
    return not words & set(actorbook.homographs().get(name, ()))


def _first_name(element: Element, text: str) -> bool:
    """Tell whether a name that is also a first name is one here ("Klaus Esser")."""
    return element.form.lower() in actorbook.given_names() and text[element.end :][1:2].isupper()


def _personal(element: Element, text: str, lang: str) -> bool:
    """Tell whether the name of a city is a person's here ("Vladimir", "Simões Pereira")."""
    return element.form.lower() in actorbook.given_names() or _first_named(text, element.start, lang)


def _given(text: str, at: int) -> bool:
    """Tell whether a common first name stands just before ``at``."""
    before = text[:at].split()[-1:]
    return bool(before) and text[at - 1] == " " and before[0].lower() in actorbook.given_names()


def _first_named(text: str, at: int, lang: str) -> bool:
    """Tell whether a first name stands before the name at ``at``: then it is somebody else of that name."""
    before = text[:at].split()[-2:]
    if not before or text[at - 1] != " ":
        return False
    if before[-1].lower() in actorbook.given_names():
        return True
    word = before[-1]
    inside = len(before) > 1 or len(text.split()) <= _SHORT
    named = word[:1].isupper() and word.isalpha() and not word.isupper()
    return lang == "en" and inside and named and word.lower() not in _grammar(lang)["honorifics"]


def _shared(found: list[Group], text: str, lang: str) -> list[Group]:
    """Let coordinated phrases share what only one says ("US and Israeli officials", "presidents of A and B")."""
    for one, two in pairwise(found):
        between = text[one.end : two.start]
        if gap_between(between, lang) not in {"and", "comma"}:
            continue
        if _only_states(one) and _attributive(one) and _led_by_state(two):
            one.borrowed = [*two.of("role", "weak")]
        elif _bare_role(two) and _led_by_state(one) and len(between.split()) == 1:
            two.borrowed = one.states()[:1]
        elif _only_states(two) and two.elements[0].kind == "name" and (one.borrowed or _ends_in_state(one)):
            two.borrowed = [*one.of("role", "weak")]
    return found


def _only_states(group: Group) -> bool:
    return all(element.kind in STATES for element in group.elements)


def _attributive(group: Group) -> bool:
    """Tell whether the state can modify a noun that follows another one: an adjective, or "US", "UK"."""
    last = group.elements[-1]
    return last.kind == "adjective" or (last.kind == "name" and last.form.replace(".", "").isupper())


def _led_by_state(group: Group) -> bool:
    return group.elements[0].kind in {"adjective", "name", "org"} and group.elements[-1].kind in _ROLES


def _bare_role(group: Group) -> bool:
    sectors = group.elements[0].sectors[:1]
    return all(e.kind == "role" for e in group.elements) and bool(STATE_SECTORS.intersection(sectors))


def _ends_in_state(group: Group) -> bool:
    return group.elements[0].kind in _ROLES and group.elements[-1].kind in STATES


def _compounded(gap: str, last: Element, element: Element) -> bool:
    """Tell whether two elements of a short phrase are one compound with an unknown part ("crowd control police")."""
    return gap == "words" and element.kind in _ROLES and last.kind in _ROLES | STATES


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


@cache
def prepositions(lang: str) -> frozenset[str]:
    """Return the prepositions that join a role to its state, as single words ("of", "von")."""
    return frozenset(phrase.split()[0] for phrase in _grammar(lang)["of"])
