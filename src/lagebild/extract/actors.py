"""Who is named: actors in a phrase or sentence, with or without a parse tree."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from lagebild.extract.compose import Group, finish
from lagebild.extract.memory import ActorMemory
from lagebild.extract.nearest import nearest
from lagebild.extract.phrases import groups
from lagebild.knowledge import actorbook, load
from lagebild.records import ActorMatch
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lagebild.records import Document, Sentence, Token

__all__ = ["ActorMemory", "match", "resolve"]

_NAME: Final = 5  # words that a name has at most
_MODIFIERS: Final = frozenset({"amod", "nmod", "compound", "flat", "appos", "nmod:poss", "fixed", "nummod", "det", "goeswith"})


@cache
def _languages() -> frozenset[str]:
    return frozenset(load.languages("roles.toml"))


def _language(lang: str | None) -> str:
    """Return the language whose lists are used: the one given if it has them, else English."""
    return lang if lang in _languages() else "en"


def _named(text: str, group: Group, *, lang: str, on: dt.date | None, offset: int = 0) -> ActorMatch | None:
    found = finish(group, lang=lang, on=on)
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
    language = _language(lang)
    found = [_named(text, group, lang=language, on=on) for group in groups(text, language)]
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
    actor = _named(text, Group(0, len(text), [element]), lang=lang, on=on)
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
    lang = _language(sent.lang)
    found: list[ActorMatch] = []
    for index in _conjuncts(sent, head):
        found += _resolve_one(sent, index, lang=lang, on=on)
    if memory is not None:
        if not found:
            found = list(memory.recall(sent, head))
        memory.note(found)
    del doc
    return tuple(dict.fromkeys(found))


def _conjuncts(sent: Sentence, head: int) -> list[int]:
    """Return the heads of the phrases coordinated with the one at ``head``, itself first."""
    found = [head]
    for token in sent.tokens:
        if token.deprel == "conj" and token.head in found and token.index not in found:
            found.append(token.index)
    return found


def _phrase(sent: Sentence, head: int) -> set[int]:
    """Return the tokens of the phrase at ``head``: modifiers of names and nouns, without clauses and conjuncts."""
    inside = {head}
    grew = True
    while grew:
        more = {t.index for t in sent.tokens if t.head in inside and t.index not in inside and _modifies(t)}
        grew = bool(more)
        inside |= more
    return inside


def _modifies(token: Token) -> bool:
    return token.deprel in _MODIFIERS or token.deprel.partition(":")[0] in _MODIFIERS


def _resolve_one(sent: Sentence, head: int, *, lang: str, on: dt.date) -> list[ActorMatch]:
    base = sent.span.start
    inside = [sent.tokens[index].span.shift(-base) for index in _phrase(sent, head)]
    at = sent.tokens[head].span.shift(-base)
    touching = [group for group in groups(sent.text, lang) if _touches(group, inside)]
    for group in sorted(touching, key=lambda g: not _touches(g, [at])):
        actor = _named(sent.text, group, lang=lang, on=on, offset=base)
        if actor is not None:
            return [actor]
    return []


def _touches(group: Group, spans: Iterable[Span]) -> bool:
    return any(Span(group.start, group.end).overlaps(span) for span in spans)
