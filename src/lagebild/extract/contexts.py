"""Marks the contexts of an event (PLOVER's 37: military, election, migration …) by words of its sentence."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import ahocorasick

from lagebild.errors import KnowledgeError
from lagebild.knowledge.load import toml

if TYPE_CHECKING:
    from lagebild.extract.roles import Tree

__all__ = ["contexts_of"]

_PREFIX = "*"  # a cue that ends in it stands for all words that begin so


@cache
def _automaton(lang: str) -> Any:  # noqa: ANN401 - the library is untyped
    found = ahocorasick.Automaton()
    try:
        data: dict[str, Any] = toml(f"languages/{lang}/contexts.toml")
    except KnowledgeError:
        data = {}
    words: dict[str, list[str]] = {}
    for context, cues in data.items():
        for cue in cues:
            key = " " + cue.removesuffix(_PREFIX) if cue.endswith(_PREFIX) else f" {cue} "
            words.setdefault(key.lower(), []).append(context)
    for key, names in words.items():
        found.add_word(key, names)
    if words:
        found.make_automaton()
    return found if words else None


def contexts_of(tree: Tree) -> tuple[str, ...]:
    """Return the contexts that the words of a sentence name, sorted."""
    automaton = _automaton(tree.sent.lang)
    if automaton is None:
        return ()
    line = " " + " ".join(token.text.lower() for token in tree.tokens) + " "
    return tuple(sorted({name for _, names in automaton.iter(line) for name in names}))
