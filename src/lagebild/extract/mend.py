"""Puts trees in plain terms, and mends those that cannot be right: a sentence with a full stop has a finite verb.

Small parsers take a past tense for a participle ("Sweden suspended aid" as a noun phrase). Where the root is a
nominal without copula and a verb hangs on it as an attribute, the verb is made the root and the nominal its argument.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lagebild.extract.roles import arguments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.records import Sentence, Token

__all__ = ["mended", "plain"]

_PLAIN = {
    "cc:case": "case",
    "conj:nmod": "nmod",
    "conj:obl": "obl",
    "conj:amod": "amod",
    "xcomp:acl": "acl",
    "nummod:nmod": "nmod",
    "case:mark": "mark",
    "cop:state": "aux:pass",
    "mark:case": "case",
    "nmod:det": "det",
    "nsubj:state": "nsubj:pass",
    "csubj:state": "csubj:pass",
    "discourse:advmod": "advmod",
    "discourse:cc": "cc",
    "obj:expl": "expl",
    "obl:iobj": "iobj",
    "obl:obj": "obj",
    "xcomp:advcl": "advcl",
}

_ATTRIBUTE = frozenset({"amod", "acl", "nmod", "advcl", "parataxis"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_LEFT = frozenset({"nsubj", "compound", "nmod", "nmod:poss", "dep", "appos"})


_ARGUMENT = ("nsubj", "csubj", "expl", "obj", "obl", "xcomp", "ccomp", "advcl")

_OUTWARD = frozenset({"conj:obl", "conj:amod"})  # hung on the head of their head before they were renamed


def plain(sent: Sentence) -> Sentence:
    """Return the sentence in the terms of UD where the parser followed a treebank's own (``parse.conventions``).

    "als Botschafter" is an oblique again, no conjunct; "ist gesperrt" is a passive again; a second adjective hangs on
    its noun.
    """
    if _PLAIN.keys().isdisjoint([token.deprel for token in sent.tokens]):
        return sent
    tokens = tuple(
        replace(
            token,
            deprel=_PLAIN[token.deprel],
            head=sent.tokens[token.head].head if token.deprel in _OUTWARD else token.head,
        )
        if token.deprel in _PLAIN
        else token
        for token in sent.tokens
    )
    return replace(sent, tokens=tokens)


def mended(sent: Sentence) -> Sentence:
    """Return the sentence in plain terms, its root mended where it cannot be right."""
    sent = _due(_particles(_copulas(plain(sent))))
    tokens = sent.tokens
    root = next((token for token in tokens if token.head == token.index), None)
    if root is None:
        return sent
    conjunct = _conjunct(tokens, root)
    if conjunct is not None:
        return replace(sent, tokens=tuple(conjunct.get(token.index, token) for token in tokens))
    if not sent.text.rstrip("\"'»”“ ").endswith((".", "!")):
        return sent
    moved = _aux_root(tokens, root) if root.upos == "AUX" else _nominal_root(tokens, root)
    if moved is None:
        return sent
    return replace(sent, tokens=tuple(moved.get(token.index, token) for token in tokens))


def _particles(sent: Sentence) -> Sentence:
    """Return the sentence with the particles that a parser has hung on the object: "handed over its weapons"."""
    if arguments(sent.lang).object or arguments(sent.lang).postpositions:
        return sent
    tokens = sent.tokens
    loose = {
        token.index
        for token in tokens
        if token.deprel == "case"
        and tokens[token.head].deprel == "obj"
        and tokens[token.head].head == token.index - 1
        and tokens[token.index - 1].upos == "VERB"
    }
    if not loose:
        return sent
    made = [replace(t, deprel="compound:prt", head=t.index - 1) if t.index in loose else t for t in tokens]
    return replace(sent, tokens=tuple(made))


def _copulas(sent: Sentence) -> Sentence:
    """Return the sentence with what hangs on a copula hung on its predicate: copulas have no arguments."""
    tokens = sent.tokens
    small = {t.index for t in tokens if t.deprel == "cop" and tokens[t.head].deprel != "cop"}
    if not any(t.head in small and t.deprel.startswith(_ARGUMENT) for t in tokens):
        return sent
    made = [
        replace(t, head=tokens[t.head].head) if t.head in small and t.deprel.startswith(_ARGUMENT) else t
        for t in tokens
    ]
    return replace(sent, tokens=tuple(made))


def _due(sent: Sentence) -> Sentence:
    """Return the sentence with "due to" before a verb read as "due" with an infinitive, not as "because of"."""
    tokens = sent.tokens
    for one in tokens:
        if one.deprel != "fixed" or one.index + 1 >= len(tokens) or tokens[one.head].upos != "ADJ":
            continue
        verb, above = tokens[one.index + 1], tokens[one.head]
        if verb.upos != "VERB" or "VerbForm=Inf" not in verb.feats or not _cop(tokens, above.index):
            continue
        moved = {one.index: replace(one, head=verb.index, deprel="mark", upos="PART")}
        if verb.head != above.index and tokens[verb.head].head == above.index:  # "stand trial" read as a compound
            noun = tokens[verb.head]
            moved[noun.index] = replace(noun, head=verb.index, deprel="obj")
        moved[verb.index] = replace(verb, head=above.index, deprel="xcomp")
        return replace(sent, tokens=tuple(moved.get(token.index, token) for token in tokens))
    return sent


def _cop(tokens: Sequence[Token], head: int) -> bool:
    return any(child.deprel == "cop" for child in _children(tokens, head))


def _children(tokens: Sequence[Token], head: int) -> list[Token]:
    return [token for token in tokens if token.head == head and token.index != head]


def _conjunct(tokens: Sequence[Token], root: Token) -> dict[int, Token] | None:
    """Mend "condemned X and threatened retaliation": a participle with a conjunction of its own is a second verb."""
    for verb in tokens:
        if verb.upos != "VERB" or verb.deprel != "amod" or root.upos != "VERB" or verb.index < root.index:
            continue
        noun = tokens[verb.head]
        joined = [child for child in _children(tokens, verb.index) if child.deprel == "cc"]
        if joined and noun.index > verb.index:
            return {
                verb.index: replace(verb, head=root.index, deprel="conj", feats=_finite(verb.feats)),
                noun.index: replace(noun, head=verb.index, deprel="obj"),
            }
    return None


def _aux_root(tokens: Sequence[Token], root: Token) -> dict[int, Token] | None:
    """Mend "have bombed targets" read as "have [bombed targets]": the verb after the auxiliary is the root."""
    for obj in _children(tokens, root.index):
        if not obj.deprel.startswith("obj"):
            continue
        for verb in _children(tokens, obj.index):
            if verb.upos == "VERB" and verb.deprel == "amod" and verb.index == root.index + 1:
                moved = {verb.index: replace(verb, head=verb.index, deprel="root")}
                moved[root.index] = replace(root, head=verb.index, deprel="aux")
                moved[obj.index] = replace(obj, head=verb.index)
                for child in _children(tokens, root.index):
                    moved.setdefault(child.index, replace(child, head=verb.index))
                return moved
    return None


def _nominal_root(tokens: Sequence[Token], root: Token) -> dict[int, Token] | None:
    if root.upos not in _NOMINAL:
        return None
    children = _children(tokens, root.index)
    if any(child.deprel in {"cop", "aux", "aux:pass"} for child in children):
        return None
    verbs = [child for child in children if child.deprel in _ATTRIBUTE and _is_verbal(tokens, child)]
    verbs = [verb for verb in verbs if "VerbForm=Inf" not in verb.feats and not _has_marker(tokens, verb)]
    if len(verbs) != 1:
        return None
    verb = verbs[0]
    before = verb.index < root.index
    left = [child for child in children if child.index < verb.index and child.deprel in _LEFT]
    if before and not left:
        return None
    moved = {verb.index: replace(verb, head=verb.index, deprel="root", feats=_finite(verb.feats))}
    moved[root.index] = replace(root, head=verb.index, deprel="obj" if before else "nsubj")
    if before:
        moved[left[-1].index] = replace(left[-1], head=verb.index, deprel="nsubj")
        for child in left[:-1]:
            moved[child.index] = replace(child, head=left[-1].index)
    for child in children:
        if child.deprel == "punct":
            moved[child.index] = replace(child, head=verb.index)
    return moved


def _is_verbal(tokens: Sequence[Token], child: Token) -> bool:
    """Tell whether an attribute is a verb, or a past tense read as a participle: "Die UNO entsandte Truppen"."""
    if child.upos == "VERB":
        return True
    verbal = child.upos == "ADJ" and not child.text.lower().startswith(child.lemma.lower())
    return verbal and child.index > 0 and tokens[child.index - 1].upos == "PROPN" and child.text[:1].islower()


def _has_marker(tokens: Sequence[Token], verb: Token) -> bool:
    """Tell whether the verb heads a clause of its own: with a subject, a conjunction or an auxiliary."""
    marks = ("nsubj", "mark", "aux", "cop", "obl:agent")
    return any(child.deprel.startswith(marks) for child in _children(tokens, verb.index))


def _finite(feats: str) -> str:
    return "|".join(sorted(one for one in feats.split("|") if one and not one.startswith(("VerbForm", "Voice"))))
