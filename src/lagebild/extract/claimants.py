"""Finds who speaks in a verb: its subject, the agent of a passive, where words are heard from, who is quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.extract.roles import slots, subject
from lagebild.extract.segments import agrees, nominal_near

if TYPE_CHECKING:
    from lagebild.extract.modality import Clauses

__all__ = ["claimant", "quoter"]


def claimant(clauses: Clauses, verb: int) -> int | None:  # noqa: PLR0911 - a list of decisions
    """Return the head of the phrase that names who speaks in the verb at ``verb``."""
    tree = clauses.tree
    filled = slots(tree, verb)
    if clauses.cues.has("attribution.witness", *clauses.keys(verb)):
        named = None if filled.passive else filled.subject
        let = named is not None and tree.tokens[named].upos in {"NOUN", "PROPN"}  # "ließ der Sprecher verlauten"
        return named if let else _heard(clauses, verb)
    if clauses.cues.has("speech.quoting", *clauses.keys(verb)):
        quoted = next(iter(tree.of(verb, "nsubj")), None) if filled.passive else filled.obj
        if quoted is not None and tree.rel[verb] != "acl":
            return quoted  # "wird der Minister zitiert", "zitiert den Minister mit den Worten"
    if filled.passive:
        return filled.agent if filled.agent is not None else _origin(clauses, verb)
    found = _turned(clauses, _first(clauses, verb), subject(tree, verb))
    behind = _pronoun_behind(clauses, verb)
    if behind is not None and found != behind and (found is None or found < verb):
        return behind
    if (
        found is not None
        and tree.rel[verb] == "acl"
        and tree.tokens[found].upos in {"PRON", "DET"}
        and "PronType=Prs" not in tree.tokens[found].feats
        and tree.tokens[verb].head < found
    ):
        return tree.tokens[verb].head  # a relative pronoun that the tree does not mark as one
    if found is None and not any(clauses.is_finite(i) for i in (verb, *tree.of(verb, "aux"))):
        return None
    if found is not None and tree.is_relative(found) and clauses.is_("attribution.nobody", found):
        return _antecedent(clauses, found)
    if found is None or clauses.is_("attribution.nobody", found):
        return _origin(clauses, verb)
    gone = tree.tokens[found].deprel == "expl" or "Reflex=Yes" in tree.tokens[found].feats
    return None if gone else found


def _first(clauses: Clauses, verb: int) -> int:
    """The first of verbs that share a subject: "Den Plan lehnte er ab und sagte, …"."""
    tree, at = clauses.tree, verb
    while tree.rel[at] == "conj" and not tree.of(at, "nsubj") and clauses.is_verb(tree.tokens[at].head):
        at = tree.tokens[at].head
    return at


def quoter(clauses: Clauses, verb: int) -> int | None:
    """Return who quotes in a verb of quoting, where its object, or the subject of its passive, is who speaks."""
    filled = slots(clauses.tree, verb)
    if filled.passive:
        return filled.agent
    return None if filled.subject is None or filled.subject == claimant(clauses, verb) else filled.subject


def _heard(clauses: Clauses, verb: int) -> int | None:
    """Where words come from that "es" is heard or read to be: "hieß es aus Moskau", "heißt es in dem Bericht"."""
    phrases = clauses.tree.of(verb, "obl")
    for child in phrases:
        if any(clauses.is_("attribution.from", mark) for mark in clauses.marks(child)):
            return child
    return next((c for c in phrases if clauses.cues.has("attribution.medium", clauses.tree.case[c])), None)


def _antecedent(clauses: Clauses, pronoun: int) -> int | None:
    """The noun that stands before the comma before a relative pronoun, where the tree does not tie them."""
    tokens = clauses.tree.tokens
    at = pronoun - 2
    if at < 0 or tokens[pronoun - 1].text != "," or not clauses.tree.is_nominal(at):
        return None
    while clauses.tree.rel[at] in {"flat", "appos", "nmod"} and tokens[at].head < at:
        at = tokens[at].head
    return at


def _turned(clauses: Clauses, verb: int, found: int | None) -> int | None:
    """The subject behind the verb where what stands before it cannot be one: "Die Vorwürfe nannte er …"."""
    tree = clauses.tree
    if found is None or not tree.args.verb_second or agrees(clauses, found, verb):
        return found
    if found > verb:
        return None if clauses.text(found) in tree.args.oblique else found
    inserted = verb > 0 and tree.tokens[verb - 1].text == "," and clauses.cues.has("clauses.inverted", "*")
    if tree.tokens[found].upos == "PRON" or ("Number=Sing" in tree.tokens[found].feats and not inserted):
        return found  # forms that taggers mistake: "sie", and verbs in -te
    behind = nominal_near(clauses, verb, ahead=True)
    return found if behind is None else behind


def _pronoun_behind(clauses: Clauses, verb: int) -> int | None:
    """The pronoun right behind a finite verb that can only be its subject: "Das Angebot lehnt er ab"."""
    finite = next((i for i in (*clauses.tree.of(verb, "aux"), verb) if clauses.is_finite(i)), None)
    if finite is None or finite + 1 >= len(clauses.tree.tokens) or clauses.tree.tokens[finite + 1].upos != "PRON":
        return None
    first = finite > 0 and clauses.tree.tokens[finite - 1].upos == "PUNCT"  # "…“, betont sie"
    text = clauses.text(finite + 1)  # as written: "ihm" is no subject
    sure = clauses.cues.has("attribution.nominative", text)
    return finite + 1 if sure or (first and clauses.cues.has("attribution.pronouns", text)) else None


def _origin(clauses: Clauses, verb: int) -> int | None:
    """Where words come from that have no subject: "geht aus dem Bericht hervor"."""
    tree = clauses.tree
    phrases = [c for c in tree.of(verb, "obl") if clauses.cues.has("attribution.origin", tree.case[c])]
    phrases = [c for c in phrases if tree.tokens[c].upos != "PROPN" or not _is_where(clauses, c)]
    phrases = [c for c in phrases if not clauses.is_("attribution.later", c)]  # "in der letzten Woche"
    return next((c for c in phrases if not _is_where(clauses, c)), next(iter(phrases), None))


def _is_where(clauses: Clauses, noun: int) -> bool:
    """Tell whether a phrase names a place or medium, by its case word: "in Deutschland", "in dem Bericht"."""
    return clauses.cues.has("attribution.medium", clauses.tree.case[noun])
