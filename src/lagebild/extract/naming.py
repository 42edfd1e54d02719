"""Tells whether a word of a sentence is part of the name of an actor, before anybody is looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.extract.compose import STATES
from lagebild.extract.phrases import groups

if TYPE_CHECKING:
    from lagebild.extract.roles import Tree

__all__ = ["names_actor"]

_ACTING = STATES | {"org", "person", "role", "weak"}


def names_actor(tree: Tree, index: int) -> bool:
    """Tell whether a word is part of the name of an actor, or a word for one; remembered by the tree."""
    naming: frozenset[int] | None = tree.memo.get("naming")
    if naming is None:
        naming = tree.memo["naming"] = _naming(tree)
    return index in naming


def _naming(tree: Tree) -> frozenset[int]:
    start = tree.sent.span.start
    verbs = frozenset(t.span.start - start for t in tree.tokens if t.upos in {"VERB", "AUX"})
    named = [one for one in groups(tree.sent.text, tree.sent.lang, verbs) if one.of(*_ACTING)]
    spans = [(start + one.start, start + one.end) for one in named]
    return frozenset(
        token.index for token in tree.tokens for low, high in spans if low < token.span.end and token.span.start < high
    )
