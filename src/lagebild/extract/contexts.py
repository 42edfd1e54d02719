"""Marks the contexts of an event (military, election, migration …): by its words, its type and who takes part.

``knowledge/events/contexts.toml`` says what the contexts are and which types, modes and sectors put an event into
one; ``knowledge/languages/<lang>/contexts.toml`` has the words. Words count in the clause of the event: what another
clause joined to it by "and" says is not about this event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import ahocorasick

from lagebild.errors import KnowledgeError
from lagebild.knowledge.load import toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lagebild.extract.roles import Tree
    from lagebild.records import ActorMatch, EventType

__all__ = ["contexts_of", "named_in"]

_STAR = "*"  # the word may go on here
_CLAUSES = frozenset({"root", "ccomp", "advcl", "acl", "parataxis", "conj", "csubj"})
_ASIDE = frozenset({"conj", "parataxis"})  # clauses beside that of the event
_ANYWHERE = "anywhere"  # key of a language whose words are not parted by blanks


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue found by its first letters: what must follow them, and the context."""

    context: str
    rest: re.Pattern[str] | None


@cache
def _automaton(lang: str) -> Any:  # noqa: ANN401 - the library is untyped
    try:
        data = dict(toml(f"languages/{lang}/contexts.toml"))
    except KnowledgeError:
        return None
    anywhere = bool(data.pop(_ANYWHERE, False))
    found: dict[str, list[_Cue]] = {}
    for context, cues in data.items():
        for cue in cues:
            key, rest = _parts(_plain(cue), anywhere=anywhere)
            found.setdefault(key, []).append(_Cue(context, rest))
    automaton = ahocorasick.Automaton()
    for key, some in found.items():
        automaton.add_word(key, some)
    automaton.make_automaton()
    return automaton


def _plain(text: str) -> str:
    """Return a text in lower case with apostrophes as words of their own, as some parsers have them."""
    return " ".join(text.lower().replace("’", "'").replace("'", " ' ").split())


def _parts(cue: str, *, anywhere: bool) -> tuple[str, re.Pattern[str] | None]:
    """Return the letters by which a cue is found, and a pattern of what follows where it has a star within."""
    left = "" if anywhere or cue.startswith(_STAR) else " "
    right = "" if anywhere or cue.endswith(_STAR) else " "
    first, *others = cue.strip(_STAR).split(_STAR)
    if not others:
        return left + first + right, None
    return left + first, re.compile(r"\w*" + r"\w*".join(re.escape(one) for one in others) + right)


@cache
def _implied() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the contexts of types, or types and modes, and those of sectors."""
    types: dict[str, tuple[str, ...]] = {}
    sectors: dict[str, tuple[str, ...]] = {}
    for name, entry in toml("events/contexts.toml").items():
        for key in entry.get("types", ()):
            types[key] = (*types.get(key, ()), name)
        for key in entry.get("sectors", ()):
            sectors[key] = (*sectors.get(key, ()), name)
    return types, sectors


def named_in(words: Iterable[str], lang: str) -> Iterator[str]:
    """Yield the contexts that words in a row name, one for each cue."""
    automaton = _automaton(lang)
    if automaton is None:
        return
    line = f" {_plain(' '.join(words))} "
    for end, cues in automaton.iter(line):
        for cue in cues:
            if cue.rest is None or cue.rest.match(line, end + 1):
                yield cue.context


def _clause(tree: Tree, anchor: int) -> list[int]:
    """Return the words of the clause that holds the event, without clauses joined to it."""
    at = anchor
    while tree.rel[at] not in _CLAUSES and tree.tokens[at].head != at:
        at = tree.tokens[at].head
    found, open_ = {at, anchor}, [at]
    while open_:
        for child in tree.children[open_.pop()]:
            aside = tree.rel[child] in _ASIDE and tree.tokens[child].upos in {"VERB", "AUX"}
            if child not in found and not aside:
                found.add(child)
                open_.append(child)
    return sorted(found)


def contexts_of(
    tree: Tree, anchor: int, *, kind: EventType, mode: str | None, parties: Iterable[ActorMatch]
) -> tuple[str, ...]:
    """Return the contexts of an event, sorted.

    Args:
        tree: the sentence.
        anchor: the word that the event hangs on.
        kind: its type.
        mode: its mode.
        parties: who takes part, on either side.
    """
    types, sectors = _implied()
    found = {*types.get(kind.value, ()), *types.get(f"{kind.value}/{mode}", ())}
    for party in parties:
        for sector in party.sectors:
            found.update(sectors.get(sector, ()))
    found.update(named_in((tree.tokens[at].text for at in _clause(tree, anchor)), tree.sent.lang))
    return tuple(sorted(found))
