"""Who is named: actors in a phrase or sentence, with or without a parse tree."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from lagebild.extract.compose import STATES, Group, finish
from lagebild.extract.memory import ActorMemory
from lagebild.extract.nearest import nearest
from lagebild.extract.phrases import groups, prepositions
from lagebild.extract.roles import tree_as_is
from lagebild.extract.tongue import guess
from lagebild.knowledge import actorbook, load
from lagebild.records import ActorMatch
from lagebild.spans import Span

if TYPE_CHECKING:
    import datetime as dt

    from lagebild.extract.roles import Tree
    from lagebild.records import Document, Sentence

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
    tree = tree_as_is(sent)
    named = _Named.of(tree, on)
    found: list[ActorMatch] = []
    for index in _conjuncts(tree, head):
        here = list(named.at(index))
        if memory is not None:
            here = memory.settle(here, sent, index)
        found += here
    if memory is not None:
        memory.note(found, sent, doc)
    return tuple(dict.fromkeys(found))


def _conjuncts(tree: Tree, head: int) -> list[int]:
    """Return the heads of the phrases coordinated with the one at ``head``, itself first."""
    joined: list[tuple[int, int]] | None = tree.memo.get("conjuncts")
    if joined is None:
        joined = tree.memo["conjuncts"] = [(t.index, t.head) for t in tree.tokens if t.deprel == "conj"]
    found = [head]
    for index, first in joined:
        if first in found and index not in found:
            found.append(index)
    return found


def _core(tree: Tree, head: int) -> set[int]:
    """Return the tokens of the phrase at ``head`` that name it: head, name parts, adjectives, compounds, apposition."""
    inside, queue = {head}, [head]
    while queue:
        for child in tree.children[queue.pop()]:
            if child not in inside and (tree.rel[child] in _CORE or tree.deprel[child] == "appos"):
                inside.add(child)
                queue.append(child)
    return inside


def _owners(tree: Tree, head: int, lang: str) -> list[int]:
    """Return the tokens whose state the phrase at ``head`` takes: adjectives, possessors, genitives, "of"-phrases."""
    found = [c for c in tree.children[head] if _owns(tree, c, lang)]
    found.sort(key=lambda c: (tree.deprel[c] not in _FRONT, abs(c - head)))
    deeper = [index for c in found if tree.deprel[c].startswith("nmod") for index in _owners(tree, c, lang)]
    conjuncts = [below for c in found for below in tree.children[c] if tree.deprel[below] == "conj"]
    return found + conjuncts + deeper


def _owns(tree: Tree, index: int, lang: str) -> bool:
    if tree.deprel[index] in _FRONT:
        return True
    if not tree.deprel[index].startswith("nmod"):
        return False
    cases = [tree.lower[c] for c in tree.children[index] if tree.deprel[c] == "case"]
    return prepositions(lang).issuperset(cases)


class _Named:
    """What a sentence names on a day: its groups, the words that each lies on, and the actors found in them."""

    __slots__ = ("actors", "base", "every", "lang", "on", "read", "touching", "tree")

    def __init__(self, tree: Tree, on: dt.date) -> None:
        sent = tree.sent
        self.tree, self.on, self.base = tree, on, sent.span.start
        self.lang = _language(sent.text, sent.lang)
        verbs = frozenset(t.span.start - self.base for t in tree.tokens if t.upos in {"VERB", "AUX"})
        self.every = groups(sent.text, self.lang, verbs)
        self.touching = _touching(self.every, tree)
        self.read: dict[int, ActorMatch | None] = {}  # by the number of a group
        self.actors: dict[int, tuple[ActorMatch, ...]] = {}  # by the head of a phrase

    @classmethod
    def of(cls, tree: Tree, on: dt.date) -> _Named:
        """Read a sentence; remembered, since every phrase of it asks."""
        known: _Named | None = tree.memo.get("named")
        if known is None or known.on != on:
            known = tree.memo["named"] = cls(tree, on)
        return known

    def at(self, head: int) -> tuple[ActorMatch, ...]:
        """Return the actors that the phrase headed at ``head`` names, conjuncts apart."""
        if head not in self.actors:
            self.actors[head] = self._at(head)
        return self.actors[head]

    def _at(self, head: int) -> tuple[ActorMatch, ...]:
        if not self.every:
            return ()
        touching = self.touching
        here = touching.get(head) or sorted({n for i in _core(self.tree, head) for n in touching.get(i, ())})
        found = [one for number in here or self._owners(head)[:1] for one in self._actors(number, head)]
        return tuple(dict.fromkeys(found))

    def _owners(self, head: int) -> list[int]:
        """Return the numbers of the groups that own the phrase headed at ``head``, the nearest first."""
        return [n for i in _owners(self.tree, head, self.lang) for n in self.touching.get(i, ())]

    def _actors(self, number: int, head: int) -> list[ActorMatch]:
        """Return the actors of a group in a phrase; without a state it takes that of the first owner that has one."""
        group = self.every[number]
        stated = group.states() or group.of("org", "person")
        placed = group if stated else _placed_by_owner(group, [self.every[n] for n in self._owners(head)])
        if placed is group and number in self.read:
            return [actor] if (actor := self.read[number]) is not None else []
        read = [_named(self.tree.sent.text, one, lang=self.lang, on=self.on, offset=self.base) for one in placed.each()]
        if placed is group and len(read) == 1:
            self.read[number] = read[0]
        return [actor for actor in read if actor is not None]


def _touching(every: tuple[Group, ...], tree: Tree) -> dict[int, list[int]]:
    """Return for each word of the sentence the numbers of the groups that lie on it, with what they share."""
    base = tree.sent.span.start
    spans = [(base + group.start, base + group.end, number) for number, group in enumerate(every)]
    for number, group in enumerate(every):
        spans += [(base + e.start, base + e.end, number) for e in group.borrowed if e.kind not in STATES]
    found: dict[int, list[int]] = {}
    for index, token in enumerate(tree.tokens):
        low, high = token.span
        for start, end, number in spans:
            if start < high and low < end:
                numbers = found.setdefault(index, [])
                if number not in numbers:
                    numbers.append(number)
                    numbers.sort()
    return found


def _placed_by_owner(group: Group, owners: list[Group]) -> Group:
    """Return ``group``, which names no state, with that of its owner ("the ministry" of "Iran")."""
    for owner in owners:
        states = owner.states()
        if owner is not group and states and not owner.of("role", "weak", "org", "person"):
            borrowed = [*group.borrowed, *states[:1]]
            return Group(group.start, group.end, group.elements, borrowed, group.former, group.placed, group.owned)
    return group
