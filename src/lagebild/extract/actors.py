"""Who is named: actors in a phrase or sentence, with or without a parse tree."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from lagebild.extract.compose import STATES, Group, finish
from lagebild.extract.memory import ActorMemory
from lagebild.extract.nearest import nearest
from lagebild.extract.phrases import groups, prepositions
from lagebild.extract.tongue import guess
from lagebild.knowledge import actorbook, load
from lagebild.records import ActorMatch
from lagebild.spans import Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from lagebild.records import Document, Sentence, Token

__all__ = ["ActorMemory", "match", "resolve"]

_PHRASE: Final = 4  # words up to which a text can hold no more than one phrase
_NAME: Final = 5  # words that a name has at most
_CORE: Final = frozenset({"amod", "compound", "flat", "fixed", "goeswith", "nummod", "det", "name"})
_FRONT: Final = frozenset({"amod", "compound", "nmod:poss", "det:poss", "det", "flat"})


@cache
def _languages() -> frozenset[str]:
    return frozenset(load.languages("roles.toml"))


def _language(text: str, lang: str | None) -> str:
    """Return the language whose lists are used: the one given if it has them, else one found from the text."""
    if lang is not None:
        return lang if lang in _languages() else "en"
    return guess(text, _languages())


def _named(
    text: str, group: Group, *, lang: str, on: dt.date | None, offset: int = 0, lone: bool = False
) -> ActorMatch | None:
    found = finish(group, lang=lang, on=on, lone=lone)
    if found is None:
        return None
    return replace(found, text=found.span.of(text), span=found.span.shift(offset))


def match(text: str, *, lang: str | None = None, on: dt.date | None = None) -> tuple[ActorMatch, ...]:
    """Return every actor named in ``text`` on the day ``on``, in text order; of a phrase the best reading first.

    Works without a parse tree.

    Args:
        text: a phrase ("Iran's Revolutionary Guards") or a sentence.
        lang: ISO 639-1 code; found from the text if ``None``.
        on: the day on which offices and states are looked up; without it the recent past counts as now.
    """
    language = _language(text, lang)
    lone = len(text.split()) <= _PHRASE
    found = [
        _named(text, group, lang=language, on=on, lone=lone) for some in groups(text, language) for group in some.each()
    ]
    named = [actor for actor in found if actor is not None]
    if not named and len(text.split()) <= _NAME:
        return _guessed(text, language, on)
    return tuple(named)


def _guessed(text: str, lang: str, on: dt.date | None) -> tuple[ActorMatch, ...]:
    """Return what a short phrase in which nothing was found can be: a pronoun, or a name with a slip in it."""
    if text.lower() in actorbook.roles(lang)["grammar"].get("pronouns", []):
        return (ActorMatch(text=text, span=Span(0, len(text)), sectors=("UNK",)),)
    element = nearest(text, lang)
    if element is None:
        return ()
    actor = _named(text, Group(0, len(text), [element]), lang=lang, on=on, lone=True)
    return () if actor is None else (actor,)


def resolve(
    sent: Sentence, head: int, *, doc: Document, on: dt.date, memory: ActorMemory | None = None
) -> tuple[ActorMatch, ...]:
    """Return the actors that the nominal phrase headed at token ``head`` names, coordination expanded.

    Args:
        sent: a parsed sentence.
        head: index of the head of the phrase in ``sent.tokens``.
        doc: the document that the sentence is from.
        on: the day of the report.
        memory: what the document has named so far; pronouns and definite descriptions are looked up there.

    Returns:
        One match an actor, spans in the document's text; empty if the phrase names no actor.
    """
    lang = _language(sent.text, sent.lang)
    found: list[ActorMatch] = []
    for index in _conjuncts(sent, head):
        named = _resolve_one(sent, index, lang=lang, on=on)
        if memory is not None:
            named = memory.settle(named, sent, index)
        found += named
    if memory is not None:
        memory.note(found, sent, doc)
    return tuple(dict.fromkeys(found))


def _conjuncts(sent: Sentence, head: int) -> list[int]:
    """Return the heads of the phrases coordinated with the one at ``head``, itself first."""
    found = [head]
    for token in sent.tokens:
        if token.deprel == "conj" and token.head in found and token.index not in found:
            found.append(token.index)
    return found


def _core(sent: Sentence, head: int) -> set[int]:
    """Return the tokens of the phrase at ``head`` that name it: head, name parts, adjectives, compounds, apposition."""
    inside = {head}
    grew = True
    while grew:
        more = {t.index for t in sent.tokens if t.head in inside and t.index not in inside and _in_core(t)}
        grew = bool(more)
        inside |= more
    return inside


def _in_core(token: Token) -> bool:
    return token.deprel.partition(":")[0] in _CORE or token.deprel == "appos"


def _owners(sent: Sentence, head: int, lang: str) -> list[int]:
    """Return the tokens whose state the phrase at ``head`` takes: adjectives, possessors, genitives, "of"-phrases."""
    found = [t for t in sent.tokens if t.head == head and t.index != head and _owns(sent, t, lang)]
    found.sort(key=lambda t: (t.deprel not in _FRONT, abs(t.index - head)))
    deeper = [index for t in found if t.deprel.startswith("nmod") for index in _owners(sent, t.index, lang)]
    conjuncts = [c.index for t in found for c in sent.tokens if c.deprel == "conj" and c.head == t.index]
    return [t.index for t in found] + conjuncts + deeper


def _owns(sent: Sentence, token: Token, lang: str) -> bool:
    if token.deprel in _FRONT:
        return True
    if not token.deprel.startswith("nmod"):
        return False
    cases = [t.text.lower() for t in sent.tokens if t.head == token.index and t.deprel == "case"]
    return not cases or all(case in prepositions(lang) for case in cases)


def _resolve_one(sent: Sentence, head: int, *, lang: str, on: dt.date) -> list[ActorMatch]:
    base = sent.span.start

    def at(index: int) -> Span:
        return sent.tokens[index].span.shift(-base)

    every = groups(sent.text, lang, _verbs(sent))
    named = [g for g in every if _touches(g, [at(head)])] or [
        g for g in every if _touches(g, [at(i) for i in _core(sent, head)])
    ]
    owners = [g for i in _owners(sent, head, lang) for g in every if _touches(g, [at(i)])]
    if not named:
        named = owners[:1]
    found: list[ActorMatch] = []
    for group in (one for some in named for one in _placed_by_owner(some, owners).each()):
        actor = _named(sent.text, group, lang=lang, on=on, offset=base)
        if actor is not None and actor not in found:
            found.append(actor)
    return found


def _verbs(sent: Sentence) -> frozenset[int]:
    """Return where in the sentence verbs begin: no role words, whatever they look like ("accused", "suspect")."""
    return frozenset(t.span.start - sent.span.start for t in sent.tokens if t.upos in {"VERB", "AUX"})


def _placed_by_owner(group: Group, owners: list[Group]) -> Group:
    """Return ``group`` with the state of its owner, if it names none itself ("the ministry" of "Iran")."""
    if group.states() or group.of("org", "person"):
        return group
    for owner in owners:
        states = owner.states()
        if owner is not group and states and not owner.of("role", "weak", "org", "person"):
            borrowed = [*group.borrowed, *states[:1]]
            return Group(group.start, group.end, group.elements, borrowed, group.former, group.placed, group.owned)
    return group


def _touches(group: Group, spans: Iterable[Span]) -> bool:
    """Tell whether one of the elements of ``group``, shared ones included, lies on one of ``spans``."""
    own = [Span(group.start, group.end), *(Span(e.start, e.end) for e in group.borrowed if e.kind not in STATES)]
    return any(one.overlaps(span) for one in own for span in spans)
