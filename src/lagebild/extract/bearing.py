"""How an event stands to what it hangs on: as known, as words, as a charge, as an occasion; which word governs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.extract.cues import Stance
from lagebild.extract.modality import Finding, own
from lagebild.extract.roles import subtree
from lagebild.extract.stances import ASKED, FINITE, INFINITE, PERFECT, SAYING, THING
from lagebild.records import Status

if TYPE_CHECKING:
    from lagebild.extract.modality import Clauses

__all__ = [
    "case_of", "complement", "governor", "is_charge", "is_gerund", "is_known", "is_occasion", "is_open_infinitive",
    "is_passive", "is_relative", "is_spoken", "is_support", "is_to_be_done", "is_topic", "is_undone", "is_unlinked",
    "is_voided", "measured", "modal_governor", "noun_beside", "placed", "placed_by", "predicated", "readings_of",
    "seeming", "thing_readings",
]  # fmt: skip

_WORDS = frozenset(
    {Stance.REPORT, Stance.CLAIM, Stance.SIGN, Stance.REQUEST, Stance.POSSIBLE, Stance.ENABLE, Stance.DENY}
)
_TURNED = {
    Status.HYPOTHETICAL: Status.DENIED, Status.DENIED: Status.HYPOTHETICAL, Status.ASSERTED: Status.DENIED,
    Status.PLANNED: Status.DENIED,
}  # fmt: skip
_AGREED = frozenset({Stance.PLAN, Stance.REQUEST, Stance.POSSIBLE, Stance.ENABLE})
_ENDING = frozenset({Stance.FAIL, Stance.DENY, Stance.EXCLUDE, Stance.ABSENT})


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
    return not stances.isdisjoint(_WORDS)


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


def predicated(clauses: Clauses, head: int) -> Status | None:
    """What a predicative adjective says of its clause or subject: "möglich", "unlikely", "high time"."""
    beside = [clauses.text(c) for c in clauses.tree.of(head, "amod", "compound")] + [clauses.tree.case[head]]
    forms = clauses.keys(head)
    for form in (*forms, *(f"{word} {form}" for word in beside if word for form in forms)):
        status = clauses.cues.predicates.get(form)
        if status is not None:
            past = any(clauses.tree.feature(c, "Tense=Past") for c in clauses.tree.of(head, "cop"))
            if past and clauses.cues.has("government.managed", form):
                status = Status.ASSERTED  # "were able to": they did
            return _TURNED.get(status, status) if own(clauses, head).status is Status.DENIED else status
    return None


def placed(clauses: Clauses, index: int, head: int) -> Finding | None:
    """What an adjective beside the governor says of the clause: "hält es für denkbar, dass", "made it likely that"."""
    for child in clauses.tree.of(head, "xcomp", "obl", "obj", "amod"):
        found = None if child == index or clauses.is_verb(child) else placed_by(clauses, index, child)
        if found is not None:
            return found
    return None


def placed_by(clauses: Clauses, index: int, adjective: int) -> Finding | None:
    """What an adjective (or "high time") says of a clause with "that" or "whether"."""
    marks = clauses.marks(index)
    status = predicated(clauses, adjective)
    if status is None or not any(
        clauses.is_(name, m) for m in marks for name in ("clauses.complement", "clauses.question")
    ):
        return None
    return Finding(status, (f"'{clauses.text(adjective)}'",))


def readings_of(clauses: Clauses, index: int) -> tuple[Stance, ...]:
    """Which reading of an ambiguous governor comes first: that of clauses that tell, or of infinitives."""
    if any(
        clauses.is_("first.have", aux) and "VerbForm=Fin" not in clauses.tree.tokens[aux].feats
        for aux in clauses.tree.of(index, "aux")
    ):
        return PERFECT
    finite = clauses.is_finite(index) or any(clauses.is_finite(c) for c in clauses.tree.of(index, "aux", "cop"))
    if _is_mandative(clauses, index):
        return ASKED
    if finite or not clauses.is_verb(index):
        return FINITE
    head = clauses.tree.tokens[index].head
    return ASKED if clauses.is_verb(head) and clauses.tree.of(head, "obj", "iobj") else INFINITE


def _is_mandative(clauses: Clauses, index: int) -> bool:
    """Tell whether a clause has the bare form of what is asked for: "insists that he resign", "that it be lifted"."""
    tree = clauses.tree
    if not any(clauses.is_("clauses.mandative", mark) for mark in clauses.marks(index)):
        return False
    first = min((*tree.of(index, "aux", "cop"), index))
    doers = tree.of(index, "nsubj")
    if not doers or tree.feature(first, "Tense=Past"):
        return False
    text = clauses.text(first)
    one = tree.tokens[doers[0]].upos == "PROPN" or tree.feature(doers[0], "Number=Sing")
    bare = one and first == index and text == tree.tokens[index].lemma.lower()
    return clauses.cues.has("government.being", text) or (bare and not clauses.is_("first.pronouns", doers[0]))


def is_open_infinitive(clauses: Clauses, index: int, head: int) -> bool:
    """Tell whether an infinitive hangs on a verb or noun that no list knows: most such are still to come.

    Those that tell of what was done ("managed to") are few and listed; "the first to leave" has left.
    """
    tree = clauses.tree
    if not clauses.is_verb(index) or clauses.is_finite(index) or not clauses.has_infinitive_mark(index):
        return False
    if any(clauses.is_("first.have", aux) for aux in tree.of(index, "aux")):
        return False
    if tree.rel[index] == "acl":
        return tree.tokens[head].upos == "NOUN" and not _is_ranked(clauses, head) and not tree.of(head, "cop")
    settled = clauses.cues.has("verbs.state", *clauses.keys(head))
    return tree.tokens[head].upos == "VERB" and tree.rel[index] in {"xcomp", "ccomp"} and not settled


def _is_ranked(clauses: Clauses, noun: int) -> bool:
    """Tell whether a noun is one of a rank: "the first model to be built", "the only country to sign"."""
    tree = clauses.tree
    beside = tree.of(noun, "amod", "det", "nummod")
    return any(
        tree.feature(c, "NumType=Ord") or tree.feature(c, "Degree=Sup") or clauses.is_("government.ranked", c)
        for c in beside
    )


def is_passive(clauses: Clauses, index: int, head: int) -> bool:
    """Tell whether the verb at ``head`` is a passive, of which the noun at ``index`` may be the subject."""
    tree = clauses.tree
    if tree.tokens[index].deprel.endswith(":pass") or tree.of(head, "aux:pass"):
        return True
    done = tree.tokens[head].upos == "VERB" and tree.feature(head, "VerbForm=Part")
    return done and bool(tree.of(head, "cop"))  # a passive read as a state


def seeming(clauses: Clauses, index: int, head: int) -> Finding | None:
    """What an adjective says of the subject of a verb like "remain": "gilt als möglich", "remains elusive"."""
    if not clauses.cues.has("verbs.seeming", *clauses.keys(head)):
        return None
    for child in clauses.tree.of(head, "xcomp", "obl", "advmod"):
        status = predicated(clauses, child) if child != index and clauses.tree.tokens[child].upos == "ADJ" else None
        if status is not None:
            return Finding(status, (f"'{clauses.text(child)}'",))
    return None


def is_voided(clauses: Clauses, index: int, head: int) -> bool:
    """Tell whether an event is of nothing or nobody: "none of the aid arrived", "has no knowledge of any raid"."""
    tree = clauses.tree
    if clauses.is_("negation.determiners", head) and tree.rel[index] == "nmod":
        return True
    if not any(clauses.is_("negation.any", c) for c in tree.of(index, "det")):
        return False
    for _step in range(4):
        if own(clauses, head).status is Status.DENIED:
            return True
        if tree.tokens[head].head == head:
            break
        head = tree.tokens[head].head
    return False


def _is_allotted(clauses: Clauses, index: int, head: int) -> bool:
    """Tell whether an infinitive is what somebody is given time for: "has until Friday to leave"."""
    tree = clauses.tree
    if tree.rel[index] != "advcl" or not clauses.has_infinitive_mark(index):
        return False
    if not clauses.cues.has("verbs.allot", *clauses.keys(head)):
        return False
    span = any(clauses.is_("nouns.span", c) for c in tree.of(head, "obj", "nsubj", "obl"))
    return span or any(clauses.cues.has("clauses.ahead", tree.case[c]) for c in tree.of(head, "obl"))


def measured(clauses: Clauses, index: int, head: int) -> Finding | None:
    """An infinitive for which something is too much, or time is given: "too weak to attack", "48 hours to leave"."""
    too = any(clauses.is_("negation.too", c) for c in clauses.tree.of(head, "advmod"))
    if too and clauses.has_infinitive_mark(index):
        return Finding(Status.DENIED, (f"too '{clauses.text(head)}'",))
    allotted = _is_allotted(clauses, index, head)
    return Finding(Status.PLANNED, (f"time of '{clauses.text(head)}'",)) if allotted else None


def is_to_be_done(clauses: Clauses, index: int) -> bool:
    """Tell whether a passive infinitive says of its noun what will be done to it: "a vote to be held in May"."""
    tree = clauses.tree
    alone = tree.rel[index] == "acl" and not tree.of(index, "nsubj", "obj") and bool(tree.of(index, "aux"))
    passive = any(tree.tokens[aux].deprel == "aux:pass" for aux in tree.of(index, "aux"))
    if not alone or not passive or _is_ranked(clauses, tree.tokens[index].head):
        return False
    return any(clauses.is_("government.infinitive", m) for m in clauses.marks(index))


def case_of(clauses: Clauses, index: int) -> str:
    """Return the word that marks a complement: the case word of a phrase or its correlate, the first mark of a clause.

    A correlate stands with the governor for a clause to come: "stimmte *dagegen*, … zu", "rechnet *damit*, dass".
    """
    if clauses.tree.case[index]:
        return clauses.tree.case[index]
    known = clauses.cues.correlates
    if known:
        beside = clauses.tree.children[clauses.tree.tokens[index].head]
        found = next((known[clauses.text(c)] for c in beside if clauses.text(c) in known), None)
        if found is not None:
            return found
    marks = clauses.marks(index)
    return clauses.text(marks[0]) if marks else ""


def is_topic(clauses: Clauses, index: int, head: int) -> bool:
    """Tell whether somebody only speaks of an event that readers know: "debated the attack", not "the withdrawal"."""
    forms = clauses.keys(head)
    case = clauses.tree.case[index]
    topic = clauses.cues.has("verbs.topic", *forms, *(f"{form} {case}" for form in forms))
    return topic and is_known(clauses, index) and not clauses.cues.ends("nouns.result", *clauses.keys(index))


def is_relative(clauses: Clauses, index: int, head: int) -> bool:
    """Tell whether a clause is a relative one: by its first word, or by the tree unless a noun takes it with "that"."""
    tree = clauses.tree
    opening = [c for c in subtree(tree, index) if tree.tokens[c].upos not in {"PUNCT", "ADP"}][:1]
    if opening and any(clauses.is_("clauses.complement", m) and tree.tokens[m].upos == "SCONJ" for m in opening):
        takes = clauses.cues.stances(clauses.keys(head), noun=True)
        return tree.tokens[index].deprel == "acl:relcl" and not (takes and tree.of(index, "nsubj"))
    return tree.tokens[index].deprel == "acl:relcl" or any(map(tree.is_relative, opening))


def governor(clauses: Clauses, index: int, head: int) -> int:
    """Of an infinitive beside a noun that takes none, the verb above is the governor: "ordered the army to launch"."""
    tree = clauses.tree
    before = min(subtree(tree, index)) - 1
    if tree.rel[index] == "advcl" and before > head and tree.tokens[before].head == head and clauses.is_verb(before):
        return before  # "stands accused of …"
    above = tree.tokens[head].head
    beside = tree.rel[index] == "acl" and tree.rel[head] in {"obj", "obl", "iobj", "nsubj"} and above != head
    takes = bool(clauses.cues.stances(clauses.keys(head), noun=True))
    return above if beside and not takes and clauses.is_verb(above) else head


def complement(clauses: Clauses, index: int) -> bool:
    """Tell whether an adverbial or adnominal clause may be what its governor asks for."""
    tree = clauses.tree
    if clauses.cues.has("negation.without", clauses.opening(index)):
        return False
    if tree.rel[index] == "acl":
        return bool(clauses.marks(index)) or tree.feature(index, "VerbForm=Inf") or clauses.has_infinitive_mark(index)
    marks = clauses.marks(index)
    if any(clauses.is_(name, m) for m in marks for name in ("clauses.conditional", "clauses.after", "clauses.ahead")):
        return False
    taken = [m for m in marks if clauses.is_("government.infinitive", m) or clauses.is_("government.gerund", m)]
    aims = [m for m in marks if clauses.is_("clauses.purpose", m) and not clauses.is_("government.infinitive", m)]
    return bool(taken) and not aims and not clauses.is_finite(index)


def noun_beside(clauses: Clauses, index: int, head: int) -> int | None:
    """The noun of saying before the phrase, if a parser has hung the phrase on the verb: "Vorwürfe über …".

    Other phrases may stand between where the verb only says that there is such a noun: "calls in Warsaw for …".
    """
    tree = clauses.tree
    start = min(subtree(tree, index, clauses=False))
    far = clauses.cues.has("verbs.light", *clauses.keys(head))
    for noun in reversed(tree.of(head, "nsubj", "obj", "obl")):
        if noun >= start or not tree.case[index] or tree.tokens[noun].upos != "NOUN":
            continue
        if (noun == start - 1 or (far and noun > head)) and clauses.cues.stances(clauses.keys(noun), noun=True) - {
            Stance.REPORT,
            Stance.ACHIEVE,
        }:
            return noun
    return None


def is_undone(clauses: Clauses, noun: int, stance: Stance) -> bool:
    """Tell whether what a noun names is denied or came to nothing: "wies Vorwürfe zurück", "voted down a motion"."""
    return _is_denied_word(clauses, noun) if stance in SAYING else _is_failed_word(clauses, noun, stance)


def _is_denied_word(clauses: Clauses, noun: int) -> bool:
    """Tell whether the claim that a noun names is what a verb denies: "wies Vorwürfe zurück, …"."""
    tree = clauses.tree
    head = tree.tokens[noun].head
    if head == noun:
        return False
    objects = tree.rel[noun] in {"obj", "iobj", "obl"} or tree.tokens[noun].deprel == "nsubj:pass"
    state = tree.rel[noun] == "nsubj" and bool(tree.of(head, "cop"))  # "die Behauptung ist widerlegt"
    if (objects or state) and Stance.DENY in clauses.cues.stances(clauses.keys(head), noun=False):
        return True
    called = tree.of(head, "xcomp", "obl", "obj", "advmod") if tree.rel[noun] == "obj" else []
    if any(_is_untrue(clauses, word) for word in called if word != noun):
        return True  # "nannte die Vorwürfe haltlos"
    words = (head, *tree.of(head, "xcomp", "obl", "advcl"))
    return tree.rel[noun] == "nsubj" and any(_is_untrue(clauses, word) for word in words if word != noun)


def _is_untrue(clauses: Clauses, word: int) -> bool:
    """Tell whether a word calls something untrue: "haltlos", "an invention"."""
    return predicated(clauses, word) is Status.DENIED or clauses.cues.ends("nouns.untrue", *clauses.keys(word))


def _is_failed_word(clauses: Clauses, noun: int, stance: Stance) -> bool:
    """Tell whether the plan, wish or chance that a noun names came to nothing: "voted down a motion to …"."""
    tree = clauses.tree
    head = tree.tokens[noun].head
    if stance not in _AGREED or head == noun or not clauses.is_verb(head):
        return False
    if tree.of(head, "cop"):
        return tree.rel[noun] == "nsubj" and predicated(clauses, head) is Status.DENIED  # "the plan is off the table"
    ending = not clauses.cues.stances(clauses.keys(head), noun=False, case=tree.case[noun]).isdisjoint(_ENDING)
    passive = is_passive(clauses, noun, head)
    beside = [c for c in tree.of(head, "obj", "ccomp", "xcomp") if not clauses.is_("attribution.self", c)]
    mine = tree.rel[noun] == "obj" or (tree.rel[noun] == "nsubj" and (passive or not beside))
    if ending:
        return (mine or tree.rel[noun] == "obl") and own(clauses, head).status is not Status.DENIED
    told = tree.rel[noun] == "nsubj" and clauses.cues.has("verbs.winning", *clauses.keys(head))
    return told and own(clauses, head).status is Status.DENIED  # "found no majority"


def thing_readings(clauses: Clauses, index: int) -> tuple[Stance, ...]:
    """Who speaks of "the attack" or "his support" presupposes it, and who reports a thing does not doubt it."""
    told = is_known(clauses, index) or clauses.is_verb(clauses.tree.tokens[index].head)
    return tuple(one for one in THING if one is not Stance.REPORT) if told else THING


def is_gerund(clauses: Clauses, index: int) -> bool:
    """Tell whether a verb read as an attribute is one behind a case word: "cleared him of bribing judges"."""
    tree = clauses.tree
    if tree.rel[index] != "amod" or tree.tokens[index].upos != "VERB" or index == 0:
        return False
    before = index - 1
    if tree.rel[before] == "case":
        return clauses.is_("government.gerund", before)
    above = tree.tokens[tree.tokens[index].head].head  # "denies smuggling arms"
    return before == above and tree.tokens[above].upos == "VERB" and tree.feature(index, "VerbForm=Ger")


def is_unlinked(clauses: Clauses, index: int) -> bool:
    """Tell whether a conjunct is a marked infinitive without "and": a complement that a parser has misplaced."""
    tree = clauses.tree
    bare = not tree.of(index, "cc", "aux", "nsubj") and not clauses.is_finite(index)
    return bare and clauses.is_verb(index) and clauses.has_infinitive_mark(index)


def modal_governor(clauses: Clauses, index: int, head: int) -> bool:
    """Tell whether the governor is a modal verb, which the clause has read as its own already."""
    return (
        clauses.text(head) in clauses.cues.modals and not clauses.is_finite(index) and not clauses.tree.of(head, "obj")
    )
