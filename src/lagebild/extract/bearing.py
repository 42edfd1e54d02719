"""How an event noun stands to its verb: as known, as words, as a charge, as one with the verb, as its occasion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.extract.cues import Stance

if TYPE_CHECKING:
    from lagebild.extract.modality import Clauses

__all__ = ["is_charge", "is_known", "is_occasion", "is_spoken", "is_support"]


def is_charge(clauses: Clauses, index: int, head: int) -> bool:
    """Tell whether somebody is only charged with an event newly named: "wegen Mordes angeklagt", "arrested for …"."""
    name = "verbs.charge" if clauses.is_verb(head) else "nouns.charge"
    charged = clauses.cues.has("government.charge", clauses.tree.case[index]) and not is_known(clauses, index)
    return charged and clauses.cues.ends(name, *clauses.keys(head))


def is_known(clauses: Clauses, index: int) -> bool:
    """Tell whether an article or possessor shows that readers know the event: "der Angriff", "his support"."""
    return any(clauses.is_("government.articles", c) for c in clauses.tree.of(index, "det", "nmod:poss", "det:poss"))


def is_spoken(clauses: Clauses, index: int) -> bool:
    """Tell whether an event noun names words: a demand, an offer, a claim."""
    stances = clauses.cues.stances(clauses.keys(index), noun=True)
    return bool(stances & {Stance.REPORT, Stance.CLAIM, Stance.REQUEST, Stance.POSSIBLE, Stance.DENY})


def is_support(clauses: Clauses, index: int) -> bool:
    """Tell whether a bare noun behind a case word makes one predicate with its verb: "in Brand setzen"."""
    tree = clauses.tree
    bare = not tree.of(index, "det", "amod", "nmod", "nummod", "det:poss", "acl") and tree.tokens[index].upos == "NOUN"
    return bare and clauses.cues.has("government.support", tree.case[index])


def is_occasion(clauses: Clauses, index: int) -> bool:
    """Tell whether a phrase names what happens at the same time: "wird auf der Kundgebung sprechen"."""
    tree = clauses.tree
    both = clauses.cues.has("government.toward", tree.case[index])
    toward = both and any(tree.feature(i, "Case=Acc") for i in tree.of(index, "det"))  # "auf den Angriff antworten"
    return tree.rel[index] == "obl" and not toward and clauses.cues.has("government.occasion", tree.case[index])
