"""Finds the words at which the parties of a predicate may stand: its slots, and what hangs on them or in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.extract.predicates import is_one_of, nominal_types
from lagebild.extract.roles import slots
from lagebild.records import EventType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lagebild.extract.roles import Slots, Tree

__all__ = [
    "GIFTS", "authors", "conditions", "inside", "matters", "of_noun", "options", "receivers", "under_object",
]  # fmt: skip

GIFTS = frozenset({EventType.AID, EventType.AGREE, EventType.CONCEDE, EventType.RETREAT})  # go to somebody
_INNER_ACTOR_FIRST = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.SUPPORT})


def options(tree: Tree, index: int, wanted: Iterable[str], kind: EventType | None = None) -> list[tuple[str, int]]:
    """The heads that stand in the ``wanted`` slots of a verb, in that order."""
    filled = slots(tree, index)
    direct = {"subj": filled.subject, "agent": filled.agent, "obj": filled.obj, "iobj": filled.iobj}
    found: list[tuple[str, int]] = []
    for slot in wanted:
        name, _, case = slot.partition(".")
        head = direct.get(name)
        if head is not None:
            found.append((slot, head))
            found += _of_event(tree, filled, head) if name == "obj" else []
        elif name == "obl":
            heads = [
                at for word, at in filled.obliques if (word == case or not case) and not _is_setting(tree, at, index)
            ]
            heads += under_object(tree, filled.obj, case)
            found += [(slot, at) for at in heads if not is_one_of(tree, at, "sayings")]
        elif name == "clause":
            found += inside(tree, filled.clause, kind) if filled.clause is not None else _of_matter(tree, filled, kind)
    return found


def under_object(tree: Tree, obj: int | None, case: str, depth: int = 1) -> list[int]:
    """Parsers hang "sanctions on Iran" now on the verb, now on the object."""
    if obj is None or not case or not depth:
        return []
    below = tree.of(obj, "nmod")
    deeper = [at for c in below if not tree.case[c] for at in under_object(tree, c, case, depth - 1)]
    return [c for c in below if tree.case[c] == case] + deeper


def _is_setting(tree: Tree, head: int, verb: int) -> bool:
    """Tell whether an adjunct before its verb is another event: "on a visit to Zimbabwe, he voiced support"."""
    return head < min([verb, *tree.of(verb, "nsubj")]) and bool(nominal_types(tree, head))


def _of_event(tree: Tree, filled: Slots, head: int) -> list[tuple[str, int]]:
    """Who did what an object names, where a parser hangs him on the verb: "condemned the launch by North Korea"."""
    if filled.passive or not nominal_types(tree, head):
        return []
    return [("obj.agent", at) for word, at in filled.obliques if word in tree.args.agent and at > head]


def receivers(tree: Tree, verb: int, kind: EventType) -> list[int]:
    """Return to whom or what the object of a gift goes, of the verb or of the infinitive that it governs."""
    if kind not in GIFTS:
        return []
    filled, word = slots(tree, verb), tree.args.dative[:1]
    found = [at for case, at in filled.obliques if case in word and at > verb and tree.is_nominal(at)]
    found += [at for case in word for at in under_object(tree, filled.obj, case)]
    clause = filled.clause
    return found or (receivers(tree, clause, kind) if clause is not None and clause > verb else [])


def of_noun(tree: Tree, index: int) -> list[tuple[str, int]]:
    """What hangs on the noun that is part of a trigger: "voiced his support of the president"."""
    obj = slots(tree, index).obj
    cases = (*tree.args.recipient, *tree.args.genitive, *tree.args.between)
    return [] if obj is None else [("obj.nmod", c) for c in tree.of(obj, "nmod") if tree.case[c] in cases]


def authors(tree: Tree, index: int) -> list[tuple[str, int]]:
    """Who is behind a document that does something: "passed a resolution criticizing Iran", "a law that bans"."""
    paper = slots(tree, index).subject
    if paper is None or tree.rel[index] != "acl" or not is_one_of(tree, paper, "document"):
        return []
    verb = tree.tokens[paper].head
    if tree.rel[paper] not in {"obj", "obl", "nsubj"} or slots(tree, verb).subject == paper:
        return []
    filled = slots(tree, verb)
    return [("author", at) for at in (filled.agent, filled.subject) if at is not None and at != paper]


def conditions(tree: Tree, index: int) -> list[tuple[str, int]]:
    """Who is to meet the condition of a threat: "threatened to stop the talks if the United States goes ahead"."""
    spots, clause = [index], slots(tree, index).clause
    while clause is not None and clause not in spots:
        spots.append(clause)
        clause = slots(tree, clause).clause
    found: list[tuple[str, int]] = []
    for verb in (c for at in spots for c in tree.of(at, "advcl") if tree.of(c, "nsubj")):
        filled = slots(tree, verb)
        deeper = None if filled.clause is None else slots(tree, filled.clause).subject  # "until he is sure that Iran"
        doers = (filled.agent, filled.subject, *(at for case, at in filled.obliques if case in tree.args.agent), deeper)
        found += [("condition.subj", head) for head in doers if head is not None]
    return found


def _of_matter(tree: Tree, filled: Slots, kind: EventType | None) -> list[tuple[str, int]]:
    """The people in the clause that an object announces: "repeated its demand that Iran withdraw"."""
    if filled.obj is None or kind is EventType.ACCUSE or not nominal_types(tree, filled.obj):
        return []
    return [one for clause in matters(tree, filled.obj) for one in inside(tree, clause, kind)]


def matters(tree: Tree, noun: int) -> list[int]:
    """The clauses that say what a noun is about: infinitives and content clauses, no relative ones."""
    return [
        c
        for c in tree.of(noun, "acl", "ccomp")
        if any(tree.rel[at] == "mark" or tree.tokens[at].upos == "SCONJ" for at in tree.children[c])
        and not any(tree.is_relative(at) for at in tree.children[c])
    ]


def inside(tree: Tree, clause: int, kind: EventType | None) -> list[tuple[str, int]]:
    """The people in a complement clause: of a demand first its subject, of a promise or threat first its object."""
    filled = slots(tree, clause)
    own = tree.of(clause, "nsubj")
    subjects = [("clause.subj", filled.subject)] if filled.subject is not None and (own or filled.passive) else []
    objects = [
        (f"clause.{name}", head) for name, head in (("iobj", filled.iobj), ("obj", filled.obj)) if head is not None
    ]
    objects += [(f"clause.obl.{case}", head) for case, head in filled.obliques if case in tree.args.recipient]
    deeper = inside(tree, filled.clause, kind) if filled.clause is not None and filled.clause != clause else []
    agent = [("clause.agent", filled.agent)] if filled.agent is not None else []
    first = subjects + agent if kind in _INNER_ACTOR_FIRST else agent
    last = [] if kind in _INNER_ACTOR_FIRST else subjects
    return [*first, *objects, *deeper, *last]
