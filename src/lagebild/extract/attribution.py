"""Finds the words by which a sentence names the source of what it says: "laut", "according to", "so der Minister"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lagebild.extract.cues import Stance
from lagebild.extract.roles import subtree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lagebild.extract.modality import Clauses

__all__ = ["Adjunct", "adjunct", "interrupted", "is_neutral", "is_speech", "opens_quote"]

_SAYING = frozenset({Stance.REPORT, Stance.CLAIM, Stance.DENY, Stance.CONFIRM})


@dataclass(frozen=True, slots=True)
class Adjunct:
    """A source beside a clause: the head of the phrase that names it, and the words that mark it."""

    source: int
    cue: tuple[int, ...]


def adjunct(clauses: Clauses, index: int) -> Adjunct | None:
    """Return the source that hangs on the clause of ``index``."""
    tree = clauses.tree
    for child in tree.children[index]:
        if tree.rel[child] in {"obl", "nmod", "advmod", "advcl", "parataxis", "dislocated", "discourse", "case", "dep", "obj"}:
            found = _of_phrase(clauses, child)
            if found is not None:
                return found
    return None


def _of_phrase(clauses: Clauses, head: int) -> Adjunct | None:
    tree = clauses.tree
    marks = clauses.marks(head)
    for mark in marks:
        if clauses.is_("attribution.direct", mark) or clauses.cues.has("attribution.direct", tree.case[head]):
            return Adjunct(head, (mark,))
        if clauses.is_("attribution.noun", mark) and clauses.cues.ends("attribution.nouns", *clauses.keys(head)):
            return Adjunct(head, (mark,))
    so = [c for c in tree.of(head, "advmod", "mark", "case", "cc") if clauses.is_("attribution.so", c)]
    if so and tree.is_nominal(head) and not tree.of(head, "cop"):
        return Adjunct(head, tuple(so))
    return None


def is_speech(clauses: Clauses, index: int) -> bool:
    """Tell whether the word at ``index`` is a verb that reports words."""
    forms = clauses.keys(index)
    return bool(clauses.cues.stances(forms, noun=False) & _SAYING) or clauses.cues.has("speech.verbs", *forms)


def interrupted(clauses: Clauses, index: int) -> int | None:
    """Return the verb of saying that stands beside or inside the clause: "…, sagte er, …"."""
    tree = clauses.tree
    for child in tree.of(index, "parataxis"):
        if clauses.is_verb(child) and is_speech(clauses, child) and not tree.of(child, "ccomp", "obj"):
            return child
    return None


def opens_quote(clauses: Clauses, index: int, head: int) -> bool:
    """Tell whether the clause at ``index`` is what the verb at ``head`` reports, set beside it after a colon or in quotes."""
    if head > index or not is_speech(clauses, head):
        return False
    first = min(subtree(clauses.tree, index))
    return any(clauses.tree.tokens[i].text in {":", "„", "“", "”", '"', "«", "»", "``"} for i in range(head, min(first + 1, index + 1)))


def is_neutral(clauses: Clauses, heads: int | Iterable[int]) -> bool:
    """Tell whether a source is one whose account news takes for fact: the police on arrests, a court on its ruling."""
    some = [heads] if isinstance(heads, int) else list(heads)
    for head in some:
        words = [head, *(c for c in clauses.tree.children[head] if clauses.tree.rel[c] in {"nmod", "compound", "amod"})]
        if any(clauses.cues.ends("attribution.neutral", *clauses.keys(word)) for word in words):
            return True
    return False
