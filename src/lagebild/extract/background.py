"""Tells whether a document itself places an event in the past: pluperfect, "zuvor", what the news follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.extract.attribution import is_speech
from lagebild.extract.cues import Stance
from lagebild.extract.roles import subtree
from lagebild.extract.when import long_ago

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.extract.modality import Clauses
    from lagebild.records import Document, TimeMatch

__all__ = ["past", "presupposed"]


def past(clauses: Clauses, index: int, *, doc: Document, times: Sequence[TimeMatch]) -> str:
    """Return why the event at ``index`` lies in the past for the document, or nothing; ``times`` are the sentence's."""
    anchor = index
    for _step in range(2):
        why = _pluperfect(clauses, anchor) or _adverb(clauses, anchor)
        why = why or long_ago(clauses, anchor, doc, times)
        if why:
            return why
        why = _after(clauses, anchor)
        if why:
            return why
        head = clauses.tree.tokens[anchor].head
        if clauses.tree.rel[anchor] not in {"obj", "nsubj"} or not clauses.cues.has("verbs.light", *clauses.keys(head)):
            break
        anchor = head
    return _followed(clauses, index)


def presupposed(clauses: Clauses, index: int) -> str:
    """Return the word that a fact readers know is only named beside, as in "die Folgen der Proteste", or nothing."""
    tree = clauses.tree
    if tree.rel[index] == "conj":
        index = tree.tokens[index].head
    if tree.rel[index] != "nmod" or tree.tokens[index].upos != "NOUN" or tree.tokens[index].head == index:
        return ""
    head = tree.tokens[index].head
    if tree.tokens[head].upos == "ADJ" or clauses.cues.stances(clauses.keys(head), noun=True) - {Stance.KNOWN}:
        return ""
    known = (c for c in tree.of(index, "det", "nmod:poss", "det:poss") if clauses.is_("government.articles", c))
    return next((f"'{clauses.text(head)}' of what is known" for _ in known), "")


def _pluperfect(clauses: Clauses, index: int) -> str:
    for aux in clauses.auxiliaries(index):
        token = clauses.tree.tokens[aux]
        if (
            clauses.is_("first.have", aux)
            and "Tense=Past" in token.feats
            and "Mood=Sub" not in token.feats
            and not clauses.is_reported_form(aux)
            and clauses.text(aux) not in clauses.cues.words.get("irreal.forms", ())
            and not _reported(clauses, index)
        ):
            return f"pluperfect '{clauses.text(aux)}'"
    return ""


def _after(clauses: Clauses, index: int) -> str:
    """The clause says after what the news came: "nachdem …", "after …"."""
    if clauses.tree.rel[index] == "advcl":
        for mark in clauses.marks(index):
            if clauses.is_("background.marks", mark):
                return f"'{clauses.text(mark)}'"
    return ""


def _reported(clauses: Clauses, index: int) -> bool:
    """Tell whether the clause is reported, so that its pluperfect is only the past of a past report."""
    head = clauses.tree.tokens[index].head
    return clauses.tree.rel[index] in {"ccomp", "acl"} and is_speech(clauses, head)


def _adverb(clauses: Clauses, index: int) -> str:
    for child in clauses.tree.of(index, "advmod", "obl", "nmod", "amod"):
        if clauses.is_("background.strong", child):
            return f"'{clauses.text(child)}'"
    return ""


def _followed(clauses: Clauses, index: int) -> str:
    """The event is what the news follows: "folgt auf den Start", "since the invasion"."""
    tree = clauses.tree
    head, rel = tree.tokens[index].head, tree.rel[index]
    if rel in {"obl", "obj", "nmod"} and clauses.cues.has("background.verbs", *clauses.keys(head)) and head != index:
        return f"'{clauses.text(head)}'"
    if rel in {"obl", "nmod"} and (
        clauses.cues.has("background.cases", tree.case[index])
        or any(clauses.is_("background.cases", m) for m in clauses.marks(index))
    ):
        return f"'{tree.case[index]}'" if len(subtree(tree, index)) > 1 else ""
    return ""
