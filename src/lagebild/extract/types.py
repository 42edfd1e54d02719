"""Decides the type of the relation between two named parties of a sentence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lagebild.extract.drafts import kind_of
from lagebild.extract.predicates import find
from lagebild.extract.roles import Tree, slots
from lagebild.records import EventType, TypeScore
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.extract.predicates import Predicate
    from lagebild.records import Sentence

__all__ = ["locate", "relation"]


def locate(text: str, party: str | Span) -> Span | None:
    """Return where ``party`` stands in ``text``: a span as it is, a string at its first occurrence."""
    if isinstance(party, str):
        at = text.find(party.strip())
        return Span(at, at + len(party.strip())) if at >= 0 and party.strip() else None
    return Span(*party)


def relation(
    text: str, sentences: Sequence[Sentence], actor: str | Span, recipient: str | Span
) -> tuple[TypeScore, ...]:
    """Return the PLOVER types of what ``actor`` does to ``recipient`` in a parsed text, best first.

    Args:
        text: the text.
        sentences: its sentences, parsed; spans are offsets into ``text``.
        actor: the words that name the actor, or their span in ``text``.
        recipient: likewise for the recipient.
    """
    spans = [span for span in (locate(text, actor), locate(text, recipient)) if span is not None]
    weights: Counter[tuple[EventType, str | None]] = Counter()
    for sent in sentences:
        if sent.tokens and any(sent.span.overlaps(span) for span in spans):
            tree = Tree(sent)
            for pred in find(tree):
                kind, mode = kind_of(pred)
                if kind is not None:
                    weights[kind, mode] += _weight(tree, pred, spans)
    total = sum(weights.values()) + 1.0
    ranked = sorted(weights.items(), key=lambda one: -one[1])
    return tuple(TypeScore(type=kind, mode=mode, probability=weight / total) for (kind, mode), weight in ranked)


def _weight(tree: Tree, pred: Predicate, spans: Sequence[Span]) -> float:
    """Two for each party that is an argument of the predicate, less the deeper the predicate lies."""
    filled = slots(tree, pred.anchor)
    heads = [filled.subject, filled.agent, filled.obj, filled.iobj, *(head for _, head in filled.obliques)]
    near = [tree.tokens[head].span for head in heads if head is not None]
    hits = sum(any(span.overlaps(one) for one in near) for span in spans)
    depth, at = 0, pred.anchor
    while tree.tokens[at].head != at:
        depth, at = depth + 1, tree.tokens[at].head
    return 1.0 + 2.0 * hits + 1.0 / (1 + depth)
