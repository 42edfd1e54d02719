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
    """Tell whether a word is part of the name of an actor, or a word for one."""
    start = tree.sent.span.start
    verbs = frozenset(t.span.start - start for t in tree.tokens if t.upos in {"VERB", "AUX"})
    span = tree.tokens[index].span.shift(-start)
    named = [one for one in groups(tree.sent.text, tree.sent.lang, verbs) if one.of(*_ACTING)]
    return any(one.start < span.end and span.start < one.end for one in named)
