"""Names what an act is done to where that is no party: "rejected the election results", "condemned the bombing".

Such a recipient is kept by its words alone: it has no country, no sector and no id.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lagebild.extract.heads import GIFTS, receivers
from lagebild.extract.predicates import is_one_of, keys
from lagebild.extract.roles import slots
from lagebild.records import ActorMatch, EventType
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lagebild.extract.drafts import Draft
    from lagebild.extract.roles import Tree
    from lagebild.records import TimeMatch

__all__ = ["with_thing"]

_PARTIES = frozenset({EventType.CONSULT, EventType.COOPERATE})  # take place between parties only
_THERE = frozenset({EventType.PROTEST, EventType.ASSAULT, EventType.COERCE, EventType.AID, EventType.AGREE})
_LEFT = ("amod", "compound", "nmod:poss", "flat", "nummod")
_CLAUSES = 2  # how many complement clauses down an object is looked for: "agreed to help rebuild the bridge"


def with_thing(draft: Draft, tree: Tree, text: str, times: Sequence[TimeMatch]) -> Draft:
    """Return ``draft`` with the thing that it is done to as recipient, if it names no other.

    Args:
        draft: what happens.
        tree: the sentence.
        text: the document's.
        times: what in the document names a time: no thing.
    """
    if draft.roles.recipients or draft.kind in _PARTIES or draft.pred.row.recipient == ("-",):
        return draft
    taken = [one.span for one in draft.roles.actors] + [one.span for one in times]
    named = {word for need in draft.pred.row.needs if not need.negated for word in need.words}
    for head in sorted(_heads(draft, tree), key=lambda one: _is_own(tree, one)):  # "its troops" last
        if not named.isdisjoint(keys(tree, head)):
            continue  # part of the trigger: "hunger strike"
        span = _phrase(tree, head)
        if tree.tokens[head].upos in {"NOUN", "PROPN"} and not any(span.overlaps(one) for one in taken):
            roles = replace(
                draft.roles, recipients=(ActorMatch(text=span.of(text), span=span),), recipient_slot="thing"
            )
            return replace(draft, roles=roles)
    return draft


def _is_own(tree: Tree, head: int) -> bool:
    return any(tree.tokens[c].upos in {"PRON", "DET"} for c in tree.of(head, "nmod:poss", "det:poss"))


def _heads(draft: Draft, tree: Tree) -> Iterator[int]:
    """Yield the nouns that can be meant, likeliest first."""
    pred = draft.pred
    if pred.row.pos == "noun":
        yield from _below(tree, pred.index)
    if pred.anchor != pred.index or pred.row.pos != "noun":
        yield from _of_verb(draft, tree, pred.anchor, _CLAUSES)


def _of_verb(draft: Draft, tree: Tree, verb: int, depth: int) -> Iterator[int]:
    filled = slots(tree, verb)
    own = (*draft.pred.consumed, draft.pred.index)
    yield from (at for at in receivers(tree, verb, draft.kind) if at not in own)
    for head in (filled.obj, filled.iobj):
        if head is not None and (head in own or is_one_of(tree, head, "transparent")):
            yield from _below(tree, head)
        elif head is not None:
            yield from _given_to(draft, tree, head)
            yield head
            yield from _below(tree, head, place=True) if _is_own(tree, head) else ()
    for case in tree.args.recipient:
        yield from (head for word, head in filled.obliques if word == case and head not in own)
    if draft.kind in _THERE:
        yield from (head for word, head in filled.obliques if word in tree.args.place and head not in own)
    if filled.clause is not None and depth:
        yield from _of_verb(draft, tree, filled.clause, depth - 1)


def _given_to(draft: Draft, tree: Tree, head: int) -> Iterator[int]:
    """Yield to whom or what the object of a gift goes: "a large aid package to the cultural sector"."""
    if draft.kind in GIFTS:
        heads = (head, *tree.of(head, "conj"))
        yield from (c for at in heads for c in tree.of(at, "nmod") if tree.case[c] in tree.args.dative)


def _below(tree: Tree, noun: int, *, place: bool = False) -> Iterator[int]:
    """Yield the attributes of a noun that say what it is about, by their case words, or where it is."""
    cases = (*tree.args.recipient, *tree.args.genitive, *(tree.args.place if place else ()))
    found = [c for c in tree.of(noun, "nmod", "obl") if tree.case[c] in cases]
    yield from sorted(found, key=lambda c: cases.index(tree.case[c]))


def _phrase(tree: Tree, head: int) -> Span:
    """The noun with what stands before it: "election results"."""
    left = [c for c in tree.of(head, *_LEFT) if c < head]
    return Span(tree.tokens[min([head, *left])].span.start, tree.tokens[head].span.end)
