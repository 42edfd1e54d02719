"""Conventions of a treebank that a parser learned otherwise: the same analysis in the words of PUD.

A relation so renamed keeps its old name as a subtype, and a word that moved hung on the head of its head before:
``conj:obl`` was an ``obl`` of the head's head, ``conj:nmod`` an ``nmod`` where it is; ``:state`` marks what was
``:pass``. Who wants the plain analysis reads the subtype.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.parse.draft import words

if TYPE_CHECKING:
    from lagebild.parse.draft import Draft

__all__ = ["german", "romance", "slavic"]

_OBLIQUE = frozenset({"es", "pt", "it"})  # whose PUD has no object with a preposition
_ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "obl:arg")


def german(draft: Draft, lang: str) -> None:
    """Put a German tree in the terms of PUD."""
    _names(draft, lang)
    _titles(draft, lang)
    _states(draft, lang)
    _compared(draft, lang)
    _stacked(draft)
    _nouns(draft)


def _states(draft: Draft, lang: str) -> None:
    """Make "sein" with a participle ("ist gesperrt") a copula, its subject plain: PUD knows no passive of states."""
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True), 1):
        if rel != "aux:pass" or draft.form(i) not in words(lang, "being") or len(draft.of(head, "aux:pass")) > 1:
            continue
        draft.deprels[i - 1] = "cop:state"
        for child in draft.of(head, "nsubj:pass", "csubj:pass"):
            draft.deprels[child - 1] = draft.deprels[child - 1].replace(":pass", ":state")


def _compared(draft: Draft, lang: str) -> None:
    """Make "als" and "wie" with a noun conjunction and conjunct of what is compared or named."""
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True), 1):
        if rel != "case" or draft.form(i) not in words(lang, "compare") or len(draft.of(head, "case")) > 1:
            continue
        if draft.rel(head) not in {"nmod", "obl", "conj", "xcomp"}:
            continue
        draft.deprels[i - 1] = "cc:case"
        above = draft.heads[head - 1]
        if draft.rel(head) == "nmod" or (draft.rel(head) == "obl" and draft.upos[above - 1] in {"ADJ", "ADV", "DET"}):
            draft.deprels[head - 1] = "conj:nmod"
        elif draft.rel(head) == "obl":
            named = [c for c in draft.of(above, *_ARGUMENTS) if c < i]
            objects = [c for c in named if draft.rel(c) == "obj"]
            if named:
                draft.move(head, (objects or named)[-1], "conj:obl")


def _stacked(draft: Draft) -> None:
    """Make the second of two adjectives before a noun a conjunct of the first."""
    for noun in {h for h, rel in zip(draft.heads, draft.deprels, strict=True) if rel == "amod"}:
        before = [c for c in draft.of(noun, "amod") if c < noun]
        for other in before[1:]:
            draft.move(other, before[0], "conj:amod")


def _nouns(draft: Draft) -> None:
    """Name infinitives with "zu" of a noun xcomp, and a year after a noun nummod."""
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True), 1):
        if rel == "acl" and draft.upos[head - 1] == "NOUN" and "VerbForm=Inf" in draft.feats[i - 1]:
            if not draft.of(i, "nsubj", "cop"):
                draft.deprels[i - 1] = "xcomp:acl"
        elif rel == "nmod" and draft.upos[head - 1] == "NOUN" and i == head + 1:
            year = draft.forms[i - 1]
            if len(year) == 4 and year.isdigit():
                draft.deprels[i - 1] = "nummod:nmod"


def romance(draft: Draft, lang: str) -> None:
    """Put a French, Spanish, Portuguese or Italian tree in the terms of PUD, as far as the language differs there.

    Prepositions of infinitives are ``case``, the infinitives ``xcomp``; an object with a preposition is ``obl``; a
    conjunction that opens the sentence is ``discourse``.
    """
    before, opening, reflexive = (words(lang, name) for name in ("infinitive_case", "opening", "reflexive_object"))
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True), 1):
        if rel == "mark" and draft.form(i) in before:
            draft.deprels[i - 1] = "case:mark"
            if draft.rel(head) in {"advcl", "acl"} and "VerbForm=Inf" in draft.feats[head - 1]:
                draft.deprels[head - 1] = f"xcomp:{draft.rel(head)}"
        elif rel in {"obj", "iobj"} and draft.of(i, "case") and lang in _OBLIQUE:
            draft.deprels[i - 1] = f"obl:{rel}"
        elif rel in {"cc", "advmod"} and i == 1 and draft.form(i) in opening:
            draft.deprels[i - 1] = f"discourse:{rel}"
        elif rel == "expl" and draft.form(i) in reflexive:
            draft.deprels[i - 1] = "obj:expl"


def slavic(draft: Draft, lang: str) -> None:
    """Put a Polish tree in the terms of PUD: się is ``expl``, jego and ich are ``nmod``, jako and niż ``mark``."""
    for i, rel in enumerate(draft.deprels, 1):
        if rel == "obj" and draft.form(i) in words(lang, "reflexive"):
            draft.deprels[i - 1] = "expl"
        elif rel == "det" and draft.form(i) in words(lang, "possessive"):
            draft.deprels[i - 1] = "nmod:det"
        elif rel == "case" and draft.form(i) in words(lang, "compare"):
            draft.deprels[i - 1] = "mark:case"


def _names(draft: Draft, lang: str) -> None:
    """Let an English name end in its head where that is a common noun ("Metropolitan Club", "University of Art")."""
    kinds = words(lang, "kinds")
    for first in range(1, len(draft.forms) + 1):
        parts = [first, *draft.of(first, "flat")]
        if len(parts) < 2 or parts != list(range(first, first + len(parts))):
            continue
        end = next((at for at in parts if draft.form(at) in {"of", "and", "for"}), parts[-1] + 1)
        last = end - 1
        if last > first and draft.forms[last - 1] in kinds:
            _turn(draft, parts[: parts.index(last) + 1])


def _titles(draft: Draft, lang: str) -> None:
    """Make a title the head of the name behind it ("Frau Merkel")."""
    titles = words(lang, "titles")
    for title, name in enumerate(draft.heads, 1):
        if draft.form(title) not in titles or name != title + 1 or draft.upos[name - 1] not in {"PROPN", "NOUN"}:
            continue
        for child in draft.children(name).copy():
            if draft.rel(child) not in {"flat", "compound"}:
                draft.heads[child - 1] = title
        draft.move(title, draft.heads[name - 1], draft.rel(name))
        draft.move(name, title, "appos")


def _turn(draft: Draft, parts: list[int]) -> None:
    """Make the last word of a name its head; each word before depends on the next."""
    first, last = parts[0], parts[-1]
    for child in draft.children(first).copy():
        if child not in parts:
            draft.heads[child - 1] = last
    draft.move(last, draft.heads[first - 1], draft.rel(first))
    for part in parts[:-1]:
        adjective = draft.upos[part - 1] == "ADJ"
        draft.move(part, last if adjective else part + 1, "amod" if adjective else "compound")
