"""What governs a predicate says of its reality: verbs, nouns and adjectives that take it, and who is quoted.

Verbs and nouns fall into classes (:class:`~lagebild.extract.cues.Stance`) that each say what becomes of their
complement when they are affirmed and when they are negated. Method: implicative signatures and factuality
profiles, Nairn, Condoravdi and Karttunen (2006), "Computing relative polarity for textual inference"; Saurí and
Pustejovsky (2012), "Are you sure that this happened? Assessing the factuality degree of events in text",
Computational Linguistics 38.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.extract.attribution import adjunct, as_clause, distance, interrupted, opens_quote
from lagebild.extract.bearing import (
    case_of,
    complement,
    governor,
    is_charge,
    is_gerund,
    is_known,
    is_occasion,
    is_open_infinitive,
    is_passive,
    is_relative,
    is_spoken,
    is_support,
    is_to_be_done,
    is_topic,
    is_undone,
    is_unlinked,
    is_voided,
    measured,
    modal_governor,
    noun_beside,
    placed,
    placed_by,
    predicated,
    readings_of,
    seeming,
    thing_readings,
)  # fmt: skip
from lagebild.extract.claimants import claimant
from lagebild.extract.cues import Stance
from lagebild.extract.modality import Finding, own
from lagebild.extract.readings import Predicate, in_contact
from lagebild.extract.roles import subject, subtree
from lagebild.extract.stances import ASKED, FINITE, HOPED, INFINITE, OPEN, THING, combined, outcome
from lagebild.records import Status

if TYPE_CHECKING:
    from lagebild.extract.modality import Clauses

__all__ = ["judge"]

_DEPTH = 16
_CLAUSAL = frozenset({"ccomp", "xcomp", "csubj"})
_NOMINAL = frozenset({"obj", "nsubj", "obl", "iobj", "nmod", "compound", "amod"})
_TELLING = (Stance.CONFIRM, Stance.CLAIM, Stance.REPORT)  # "as X said"; not "as X had demanded"
_QUOTED = tuple(one for one in FINITE if one not in {Stance.DENY, Stance.FAIL, Stance.EXCLUDE})
_FACTS = (FINITE, _TELLING, _QUOTED)


def judge(clauses: Clauses, index: int, depth: int = 0) -> Finding:
    """Return the status of the predicate at ``index``: what its clause says, within what governs it."""
    if index not in clauses.found:
        clauses.found[index] = own(clauses, index)  # stands while a loop of conjuncts is being read
        inner = _combine(own(clauses, index), _told(clauses, index))
        clauses.found[index] = _combine(inner, _context(clauses, index, depth))
    return clauses.found[index]


def _combine(inner: Finding, outer: Finding | None) -> Finding:
    """Put what a clause says of itself into what is said of the clause."""
    if outer is None or outer.status is Status.ASSERTED:
        return inner
    why = inner.why + outer.why
    if inner.status is outer.status and set(inner.why) & set(outer.why):
        return inner  # the same word told both: "es gab keine Gespräche" denies once
    return Finding(combined(inner.status, outer.status), why)


def _context(clauses: Clauses, index: int, depth: int) -> Finding | None:
    """What is said of the clause or phrase of ``index`` by what it hangs on; ``None``: nothing."""
    if depth > _DEPTH:
        return None
    here = _source(clauses, index)
    head = clauses.tree.tokens[index].head
    above = judge(clauses, head, depth + 1) if in_contact(clauses, index) else _above(clauses, index, depth)
    if here is None:
        return above
    return here if above is None else _combine(here, above)


def _told(clauses: Clauses, index: int) -> Finding | None:
    """What words are about that a sentence calls by their name: "the first reports were of an attack"."""
    tree = clauses.tree
    if not clauses.cues.has("government.told", tree.case[index]):
        return None
    head = tree.tokens[index].head
    being = tree.rel[index] == "obl" and clauses.cues.has("government.being", *clauses.keys(head))
    place = index if tree.of(index, "cop") else head if being else None
    nouns = () if place is None else tree.of(place, "nsubj")
    noun = next((c for c in nouns if tree.tokens[c].upos == "NOUN"), None)
    return None if noun is None else _effect(clauses, noun, THING, depth=_DEPTH)


def _source(clauses: Clauses, index: int) -> Finding | None:
    """A source named beside the predicate: "laut …", "…, sagte X, …", "the accusation is that …"."""
    tree = clauses.tree
    if tree.of(index, "cop") and tree.of(index, "mark"):
        for noun in tree.of(index, "nsubj"):
            if tree.tokens[noun].upos == "NOUN" and noun < min(tree.of(index, "mark")):
                return _effect(clauses, noun, readings_of(clauses, index), depth=_DEPTH)
    found = adjunct(clauses, index)
    if found is not None:
        why = distance(clauses, found.source, index)
        return Finding(Status.ALLEGED, (why,)) if why else None
    verb = interrupted(clauses, index)
    if verb is not None:
        return _effect(clauses, verb, FINITE, depth=_DEPTH, content=index)
    verb = as_clause(clauses, index)
    return None if verb is None else _effect(clauses, verb, _TELLING, depth=_DEPTH, content=index)


def _above(clauses: Clauses, index: int, depth: int) -> Finding | None:  # noqa: PLR0911 - a list of decisions
    tree = clauses.tree
    head, rel = tree.tokens[index].head, tree.rel[index]
    if head == index:
        return None
    if rel == "conj" and is_unlinked(clauses, index):
        rel = "xcomp"
    if rel == "conj":
        return _shared(clauses, index, head, depth)
    early = rel in _CLAUSAL and any(clauses.is_("clauses.ahead", m) for m in clauses.marks(index))
    if rel in _CLAUSAL and not early:
        return _clause(clauses, index, head, depth)
    if early or rel in {"advcl", "acl"}:
        return _adjunct_clause(clauses, index, head, depth)
    if rel == "parataxis":
        return _set_beside(clauses, index, head, depth)
    if is_gerund(clauses, index):
        return _context(clauses, head, depth + 1)
    if rel in _NOMINAL:
        if is_voided(clauses, index, head):
            return Finding(Status.DENIED, (f"'{clauses.text(head)}'",))
        return _unknown(clauses, index, head, _thing(clauses, index, head, depth))
    return _voice(clauses, head, depth) if rel in {"appos", "dislocated"} else None


def _unknown(clauses: Clauses, index: int, head: int, found: Finding | None) -> Finding | None:
    """What somebody does not know or see, and is only now named, is denied: "wisse nichts von einem Angriff"."""
    if found is None or found.status is not Status.ASSERTED or is_known(clauses, index):
        return found
    known = Stance.KNOWN in clauses.cues.stances(clauses.keys(head), noun=not clauses.is_verb(head))
    denied = known and own(clauses, head).status is Status.DENIED
    return Finding(Status.DENIED, found.why) if denied else found


def _set_beside(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    """A clause set beside another: words quoted behind a colon, what "reports" before it tell, or one of its own."""
    if opens_quote(clauses, index, head):
        return _effect(clauses, head, _QUOTED, depth, content=index)
    told = own(clauses, index).status is Status.ALLEGED
    found = _of_argument(clauses, index, head, depth) if told else None
    return found or _voice(clauses, head, depth)


def _shared(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    """A conjunct stands in what its first member stands in, unless its mood shows that it stands outside."""
    finite = [i for i in (head, *clauses.tree.of(head, "aux", "cop")) if clauses.is_finite(i)]
    own_verbs = [i for i in (index, *clauses.tree.of(index, "aux", "cop")) if clauses.is_finite(i)]
    if own_verbs and any(map(clauses.is_reported_form, finite)) and not any(map(clauses.is_reported_form, own_verbs)):
        return None
    if (
        clauses.is_finite(index)
        and not clauses.is_finite(head)
        and not any(clauses.is_finite(i) for i in clauses.tree.of(head, "aux", "cop"))
    ):
        return None
    found = _context(clauses, head, depth + 1)
    if clauses.is_verb(index):
        return found
    first = own(clauses, head)
    return _combine(first, found) if first.status is not Status.ASSERTED and not clauses.is_verb(head) else found


def _voice(clauses: Clauses, head: int, depth: int) -> Finding | None:
    """What a clause beside or inside another takes from it: only whose voice it is in."""
    found = _context(clauses, head, depth + 1)
    return found if found is not None and found.status is Status.ALLEGED else None


def _clause(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    if modal_governor(clauses, index, head):
        return _context(clauses, head, depth + 1)
    tells = clauses.cues.has("verbs.true", *clauses.keys(head)) and not clauses.has_infinitive_mark(index)
    if tells or not clauses.is_verb(head) or clauses.tree.of(head, "cop"):
        status = predicated(clauses, head)
        if status is not None:
            return _combine(Finding(status, (f"'{clauses.text(head)}'",)), _voice(clauses, head, depth))
    found = placed(clauses, index, head)
    if found is None:
        order = _QUOTED if opens_quote(clauses, index, head) else readings_of(clauses, index)
        found = _effect(clauses, head, order, depth, content=index, case=case_of(clauses, index))
    if found is None or found.status is Status.ASSERTED:
        found = _of_argument(clauses, index, head, depth) or found
    if found is None and is_open_infinitive(clauses, index, head):
        return _unlisted(clauses, head, depth)
    if found is None and not clauses.is_finite(index) and clauses.tree.rel[index] == "xcomp":
        return judge(clauses, head, depth + 1)
    return found


def _unlisted(clauses: Clauses, head: int, depth: int) -> Finding:
    """The infinitive of a governor that no list knows is still to come; who is to do it is asked for it."""
    outer = judge(clauses, head, depth + 1)
    if outer.status in {Status.DENIED, Status.HYPOTHETICAL}:
        return outer
    asked = any(not clauses.is_("attribution.self", c) for c in clauses.tree.of(head, "obj", "iobj"))
    return outer.because(f"infinitive of '{clauses.text(head)}'", status=Status.REQUESTED if asked else Status.PLANNED)


def _of_argument(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    """What a noun beside an unlisted verb says of a clause: "fears are growing that …", "pressure grows to …"."""
    tree = clauses.tree
    marked = any(
        clauses.is_("clauses.complement", m) or clauses.is_("government.infinitive", m) for m in clauses.marks(index)
    )
    if not marked and tree.rel[index] != "parataxis" and not clauses.has_infinitive_mark(index):
        return None
    first = min(subtree(tree, index))
    for noun in reversed(tree.of(head, "nsubj", "obj", "obl")):
        near = tree.rel[noun] != "obl" or all(t.upos in {"PUNCT", "VERB", "AUX"} for t in tree.tokens[noun + 1 : first])
        if noun < index and near and tree.tokens[noun].upos == "NOUN":
            found = _effect(clauses, noun, readings_of(clauses, index), depth, case=case_of(clauses, index))
            if found is not None:
                return found
    return None


def _adjunct_clause(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    """Adverbial and adnominal clauses: some are complements, the others stand for themselves."""
    tree = clauses.tree
    found = measured(clauses, index, head)
    if found is not None:
        return found
    relative = is_relative(clauses, index, head)
    if any(clauses.is_("clauses.according", c) for c in tree.children[index]):
        outer = _effect(clauses, head, FINITE, depth)
        return outer or Finding(Status.ALLEGED, ("source of a noun",))
    if tree.rel[index] == "acl" and tree.of(head, "cop") and placed_by(clauses, index, head) is not None:
        return placed_by(clauses, index, head)
    if relative and not clauses.has_infinitive_mark(index):
        return _cleft(clauses, head) or _voice(clauses, head, depth)
    if any(clauses.is_("clauses.ahead", m) for m in clauses.marks(index)):
        return _ahead(clauses, index, head, depth)
    found = _complement(clauses, index, head, depth) if complement(clauses, index) else None
    return found or _manner(clauses, index, head, depth)


def _of_predicate(clauses: Clauses, head: int, case: str, depth: int) -> Finding | None:
    """What an adjective says of a gerund or infinitive: "incapable of doing so", "far from winning"."""
    status = predicated(clauses, head)
    if status is None and clauses.cues.governs(clauses.keys(head), case):
        return _effect(clauses, head, THING, depth, case=case)
    return None if status is None else Finding(status, (f"'{clauses.text(head)}'",))


def _cleft(clauses: Clauses, head: int) -> Finding | None:
    """What is denied of who did it: "it was not the rebels who shelled the convoy"."""
    tree = clauses.tree
    empty = any(clauses.is_("clauses.empty", c) for c in tree.of(head, "nsubj", "expl"))
    if not tree.of(head, "cop") or not empty or own(clauses, head).status is not Status.DENIED:
        return None
    return Finding(Status.DENIED, own(clauses, head).why)


def _complement(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    """A clause beside a word that may ask for it: "the plan to leave", "put pressure on X to go"."""
    case = case_of(clauses, index)
    placing = clauses.tree.tokens[head].upos in {"ADJ", "ADV"} or (
        bool(clauses.tree.case[head]) and predicated(clauses, head) is not None
    )
    if placing and clauses.tree.of(head, "cop"):
        return _of_predicate(clauses, head, case, depth)
    if clauses.is_("negation.words", head) or clauses.is_("negation.determiners", head):
        return Finding(Status.DENIED, (f"'{clauses.text(head)}'",))  # "did nothing to stop it"
    if clauses.cues.has("government.charge", case) and clauses.cues.ends("verbs.charge", *clauses.keys(head)):
        return Finding(Status.ALLEGED, (f"'{clauses.text(head)}' '{case}'",))  # "arrested for taking bribes"
    if is_to_be_done(clauses, index):
        return Finding(Status.PLANNED, (f"infinitive of '{clauses.text(head)}'",))
    found = _effect(clauses, governor(clauses, index, head), readings_of(clauses, index), depth, case=case)
    if found is None and clauses.tree.rel[index] == "advcl" and clauses.is_verb(head):
        found = _of_argument(clauses, index, head, depth)
    if found is None and clauses.tree.rel[index] == "acl" and is_open_infinitive(clauses, index, head):
        found = Finding(Status.HYPOTHETICAL, (f"infinitive of '{clauses.text(head)}'",))
    return found


def _ahead(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    """What is to come after something that is not so itself may never come: "will not leave until …"."""
    outer = judge(clauses, head, depth + 1)
    if outer.status in OPEN or (outer.status is Status.DENIED and not clauses.tree.feature(index, "Tense=Past")):
        return Finding(Status.HYPOTHETICAL, (*outer.why, f"'{clauses.opening(index)}'"))
    if outer.status is Status.ASSERTED and Predicate(clauses, index).modal() is not None:
        return Finding(Status.DENIED, (f"'{clauses.opening(index)}' with a modal",))  # "left before it could be seized"
    return _voice(clauses, head, depth)


def _manner(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    """A clause without a tense of its own shares that of the clause it modifies: "could start it by attacking X"."""
    tree = clauses.tree
    bare = not clauses.is_finite(index) and not tree.of(index, "nsubj", "aux", "cop")
    past = any(clauses.is_(name, m) for m in clauses.marks(index) for name in ("clauses.after", "background.marks"))
    if tree.rel[index] == "advcl" and bare and not past and not tree.feature(index, "Tense=Past"):
        outer = judge(clauses, head, depth + 1)
        if outer.status in OPEN:
            return outer
    return _voice(clauses, head, depth)


def _thing(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:  # noqa: PLR0911 - as above
    """An event noun as subject, object, oblique or modifier of another word."""
    tree, rel = clauses.tree, clauses.tree.rel[index]
    if not clauses.is_verb(head) or (rel != "nsubj" and tree.tokens[head].upos == "NOUN"):
        return _noun(clauses, index, head, depth)
    joined = _joined(clauses, index, head, depth)
    if joined is not None:
        return joined
    if is_charge(clauses, index, head):
        return Finding(Status.ALLEGED, (f"'{clauses.text(head)}' '{tree.case[index]}'",))
    if tree.of(head, "cop") and tree.tokens[head].upos != "VERB":
        return _of_copula(clauses, index, head, depth)
    passive = is_passive(clauses, index, head)
    if rel == "nsubj" and (not passive or tree.of(head, "xcomp")):
        return _subject(clauses, index, head, depth)
    if rel == "obl":
        beside = noun_beside(clauses, index, head)
        if beside is not None:
            return _noun(clauses, index, beside, depth)
        takes = clauses.cues.has("government.verb_cases", tree.case[index])
        if not takes and not clauses.cues.governs(clauses.keys(head), tree.case[index]):
            return _by_way(clauses, index, head, depth)
        if passive and tree.case[index] in tree.args.agent:
            return _voice(clauses, head, depth)
    return _object(clauses, index, head, depth)


def _of_copula(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    """What a predicate says of its subject or the thing it takes: "is unlikely", "off", "afraid of an attack"."""
    status = predicated(clauses, head)
    if clauses.tree.rel[index] != "nsubj":
        takes = clauses.cues.has("government.verb_cases", clauses.tree.case[index])
        known = is_known(clauses, index) and not clauses.cues.ends("nouns.result", *clauses.keys(index))
        status = status if takes and not known else None
        if status is None and takes:
            cased = clauses.cues.governs(clauses.keys(head), clauses.tree.case[index])
            return _effect(clauses, head, THING, depth, case=clauses.tree.case[index]) if cased else None
    if status is None:
        return _voice(clauses, head, depth)
    return Finding(status, (f"'{clauses.text(head)}'",))


def _joined(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    """The status of a noun that makes one predicate with its verb: in a set phrase, or bare behind a case word."""
    if clauses.is_idiom(index, head):
        return judge(clauses, head, depth + 1)
    if clauses.tree.rel[index] == "obl" and is_support(clauses, index) and not is_charge(clauses, index, head):
        return _effect(clauses, head, thing_readings(clauses, index), depth) or judge(clauses, head, depth + 1)
    return None


def _object(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    known = {Stance.DENY, Stance.FAIL, *((Stance.POSSIBLE,) if is_known(clauses, index) else ())}
    if is_known(clauses, index):
        known |= {Stance.REQUEST} & clauses.cues.stances(clauses.keys(index), noun=True)
    if is_spoken(clauses, index) and clauses.cues.stances(clauses.keys(head), noun=False) & known:
        return None  # whoever rejects or debates a demand or denies a report has got one
    if is_topic(clauses, index, head):
        return _voice(clauses, head, depth)
    bare = not clauses.tree.case[index]
    if bare:
        for child in clauses.tree.of(head, "xcomp", "obl"):  # "hält einen Angriff für möglich"
            status = predicated(clauses, child) if clauses.tree.tokens[child].upos == "ADJ" else None
            if status is not None:
                return Finding(status, (f"'{clauses.text(child)}'",))
    found = None
    if not (bare and clauses.cues.has("verbs.clausal", clauses.verb_form(head))):
        found = _effect(clauses, head, thing_readings(clauses, index), depth, case=clauses.tree.case[index])
    return found if found is not None else _carried(clauses, index, head, depth)


def _by_way(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    """A thing newly named in a phrase of manner is as real as the clause: "could start it through an attack"."""
    outer = judge(clauses, head, depth + 1)
    if outer.status is Status.PLANNED and is_occasion(clauses, index):
        return outer
    manner = clauses.cues.has("government.manner", clauses.tree.case[index]) and not is_known(clauses, index)
    return outer if manner and outer.status in {*OPEN, Status.ALLEGED} else _voice(clauses, head, depth)


def _subject(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    stances = clauses.cues.stances(clauses.keys(head), noun=False)
    beside = clauses.tree.of(head, "obj", "ccomp", "xcomp")
    bare = all(clauses.is_("attribution.self", c) for c in beside)
    if Stance.ABSENT in stances and bare:
        return _effect(clauses, head, (Stance.ABSENT,), depth)
    placing = seeming(clauses, index, head)
    if placing is not None:
        return placing
    ends = clauses.cues.ends("nouns.result", *clauses.keys(index))
    if bare and Stance.FAIL in stances and (ends or own(clauses, index).status in OPEN):
        return _effect(clauses, head, (Stance.FAIL,), depth)
    for inner in clauses.tree.of(head, "xcomp"):
        if clauses.cues.has("verbs.light", *clauses.keys(inner)) and not clauses.tree.of(inner, "obj"):
            return judge(clauses, inner, depth + 1)
    if bare and clauses.cues.has("verbs.looming", *clauses.keys(head)):
        return _effect(clauses, head, (Stance.ENABLE, Stance.POSSIBLE, Stance.PLAN), depth)
    return _carried(clauses, index, head, depth)


def _carried(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    """Light verbs lend their reality to their noun; others do so to what is newly named, not to "the attack"."""
    outer = judge(clauses, head, depth + 1)
    if clauses.cues.has("verbs.light", *clauses.keys(head)):
        return outer
    if outer.status is Status.PLANNED and is_occasion(clauses, index):
        return outer
    if is_known(clauses, index) or (
        clauses.tree.rel[index] == "obl" and clauses.tree.case[index] and outer.status not in OPEN
    ):
        return outer if outer.status is Status.ALLEGED else None
    return outer


def _noun(clauses: Clauses, index: int, head: int, depth: int) -> Finding | None:
    """An event noun under another noun: "Vorwürfe über …", "die Gefahr eines Angriffs"."""
    case, above = clauses.tree.case[index], clauses.tree.tokens[head].head
    if is_charge(clauses, index, head):
        return Finding(Status.ALLEGED, (f"'{clauses.text(head)}' '{case}'",))
    if clauses.tree.rel[index] == "compound" and own(clauses, head).status is Status.ALLEGED:
        return own(clauses, head)
    if above != head and clauses.is_verb(above) and clauses.is_idiom(head, above):
        return _effect(clauses, above, THING, depth)
    if not clauses.cues.has("government.cases", clauses.tree.case[index]):
        return _voice(clauses, head, depth)
    if clauses.cues.has("nouns.part", *clauses.keys(head)):
        return judge(clauses, head, depth + 1)  # "plans a series of strikes"
    found = _effect(clauses, head, thing_readings(clauses, index), depth, case=case)
    if found is None and clauses.tree.rel[head] == "obj" and clauses.cues.governs(clauses.keys(above), case):
        found = _effect(clauses, above, THING, depth, case=case)  # "cleared the minister of bribery"
    if found is None and clauses.tree.of(head, "cop"):
        nouns = (c for c in clauses.tree.of(head, "nsubj") if clauses.tree.tokens[c].upos == "NOUN")
        found = next((_effect(clauses, c, thing_readings(clauses, index), depth, case=case) for c in nouns), None)
    return found if found is not None else _voice(clauses, head, depth)


def _effect(
    clauses: Clauses, head: int, order: tuple[Stance, ...], depth: int, *, content: int | None = None, case: str = ""
) -> Finding | None:
    """What the governor at ``head`` makes of its complement, or ``None`` where it is no known governor.

    ``content`` is the head of the complement where that is a clause that a verb reports; ``case`` the word that marks
    the complement.
    """
    noun = not clauses.is_verb(head) or clauses.tree.tokens[head].upos == "NOUN"
    stances = clauses.cues.stances(clauses.keys(head), noun=noun, case=case)
    stance = next((one for one in order if one in stances), None)
    if stance is None or (stance is Stance.FAIL and Predicate(clauses, head).missed()):
        return None  # "might have been prevented": it was not
    matrix = judge(clauses, head, depth + 1)
    if noun and is_undone(clauses, head, stance):
        return Finding(Status.DENIED, (*matrix.why, f"'{clauses.text(head)}' denied"))
    tells = stance is Stance.REPORT and not noun
    if tells and order in _FACTS and content is not None and matrix.status is Status.ASSERTED:
        who = claimant(clauses, head)
        own_doer = who is None or who in clauses.tree.of(content, "nsubj")  # not of "prosecutors say he …"
        why = distance(clauses, subject(clauses.tree, head) if own_doer else who, content)
        return Finding(Status.ALLEGED, (why,)) if why else None
    if tells and order in {INFINITE, ASKED}:
        told = [c for c in clauses.tree.of(head, "obj", "iobj") if not clauses.is_("attribution.self", c)]
        return Finding(
            Status.REQUESTED if told else Status.PLANNED, (*matrix.why, f"'{clauses.text(head)}' with an infinitive")
        )
    status = outcome(stance, matrix.status)
    if stance in HOPED and any(clauses.is_("negation.vain", c) for c in clauses.tree.of(head, "advmod", "obl")):
        status = Status.DENIED  # "hoped in vain for …"
    seen = stance is Stance.KNOWN and clauses.cues.has("verbs.evidence", *clauses.keys(head))
    if seen and matrix.status in {Status.ALLEGED, Status.HYPOTHETICAL}:
        status = Status.ALLEGED  # "a video appears to show …"
    return Finding(status, (*matrix.why, f"'{clauses.text(head)}' ({stance})"))
