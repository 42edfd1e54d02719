"""Fills the roles of a predicate with actors: who does it, and to whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lagebild.extract.heads import (
    GIFTS,
    authors,
    conditions,
    inside,
    matters,
    of_noun,
    options,
    receivers,
    under_object,
)  # fmt: skip
from lagebild.extract.predicates import find, is_one_of, nominal_types
from lagebild.extract.resolver import Resolver, Roles, is_vague
from lagebild.extract.roles import antecedent, slots, subject, subtree
from lagebild.records import ActorMatch, EventType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lagebild.extract.predicates import Predicate
    from lagebild.extract.roles import Tree

__all__ = ["Resolver", "Roles", "conditioned", "roles_of"]

_IN_PLACE = frozenset(
    {EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.MOBILIZE, EventType.SANCTION, EventType.AID,
     EventType.CONCEDE, EventType.RETREAT, EventType.SUPPORT}
)  # fmt: skip
_DOMESTIC = frozenset({EventType.COERCE, EventType.PROTEST, EventType.CONCEDE})
_MUTUAL = frozenset({EventType.CONSULT, EventType.COOPERATE, EventType.AGREE, EventType.SUPPORT})
_AT_OWN = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.ACCUSE, EventType.SANCTION})
_FROM = frozenset(
    {EventType.ACCUSE, EventType.REJECT, EventType.REQUEST, EventType.SUPPORT, EventType.THREATEN, EventType.AID,
     EventType.PROTEST}
)  # fmt: skip  # as nouns these come from somebody: "criticism from Iran"
_BEHOLDING = frozenset({EventType.ACCUSE, EventType.REJECT, EventType.REQUEST, EventType.SUPPORT})


def roles_of(pred: Predicate, kind: EventType, resolver: Resolver) -> Roles:
    """Return who takes part in a predicate of type ``kind``."""
    found = (_noun_roles if pred.row.pos == "noun" else _verb_roles)(pred, kind, resolver)
    if not found.recipients and kind in (_IN_PLACE | {EventType.AGREE}) and pred.row.recipient != ("-",):
        found = _placed(pred, found, resolver)
    found = _parted(found)
    named = any(one.country for one in found.recipients) and not _is_topic(found.recipient_slot, resolver)
    if kind in _MUTUAL and len(found.actors) == 2 and not named:
        found = _sides(found.actors, 1, found.actor_slot)
    headline = None if resolver.memory is None else resolver.memory.home
    return _at_home(found, kind, _spot(pred, resolver) or _scene(resolver), headline)


def _scene(resolver: Resolver) -> str | None:
    """The one country in which the sentence as a whole places what it tells."""
    memo = resolver.tree.memo
    if "scene" not in memo:
        tree = resolver.tree
        spots = [
            i for i, case in enumerate(tree.case) if case in tree.args.place[:1] and tree.rel[i] in {"obl", "nmod"}
        ]
        found = {one.country for at in spots for one in resolver.at(at) if one.country and ":" not in one.country}
        memo["scene"] = found.pop() if len(found) == 1 else None
    known: str | None = memo["scene"]
    return known


def _spot(pred: Predicate, resolver: Resolver) -> str | None:
    """The one country in which the clause places its event."""
    tree = resolver.tree
    spots = dict.fromkeys((pred.index, pred.anchor))
    places = [c for at in spots for c in tree.of(at, "obl", "nmod") if tree.case[c] in tree.args.place]
    places += [
        c
        for at in tree.of(pred.anchor, "obj", "nsubj", "obl")
        for c in tree.of(at, "nmod")
        if tree.case[c] in tree.args.place
    ]
    deeper = [c for c in subtree(tree, pred.anchor, clauses=False) if tree.rel[c] in {"obl", "nmod"}]
    for some in (places, [c for c in deeper if tree.case[c] in tree.args.place]):
        found = {one.country for at in some for one in resolver.at(at) if one.country and ":" not in one.country}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _at_home(roles: Roles, kind: EventType, spot: str | None, headline: str | None) -> Roles:
    """Give role words without a country that of the place, or, between a state and its people, the other's.

    Where nobody has one, it is that of the headline, if it names but one.
    """
    sides = {one.country for one in (*roles.actors, *roles.recipients) if one.country and ":" not in one.country}
    home = (
        spot
        or (sides.pop() if kind in _DOMESTIC and len(sides) == 1 else None)
        or (headline if sides <= {headline} else None)
    )
    if home is None:
        return roles

    def settle(one: ActorMatch) -> ActorMatch:
        known = one.country or one.id or one.sectors[:1] in {(), ("UNK",)}
        return one if known else replace(one, country=home)

    return replace(roles, actors=tuple(map(settle, roles.actors)), recipients=tuple(map(settle, roles.recipients)))


def _parted(roles: Roles) -> Roles:
    """Drop recipients that are the actors over again."""
    taken = [one.span for one in roles.actors]
    left = tuple(one for one in roles.recipients if not any(one.span.overlaps(span) for span in taken))
    return Roles(actors=roles.actors, recipients=left, actor_slot=roles.actor_slot, recipient_slot=roles.recipient_slot)


def _first(
    places: Iterable[tuple[str, int]], resolver: Resolver, avoid: tuple[ActorMatch, ...] = (), *, placed: bool = True
) -> tuple[tuple[ActorMatch, ...], str]:
    """The first option that names somebody who is not yet taken."""
    spans = [one.span for one in avoid]
    second: tuple[tuple[ActorMatch, ...], str] = ((), "")
    for slot, head in places:
        found = tuple(
            one for one in resolver.deep(head, placed=placed) if not any(one.span.overlaps(span) for span in spans)
        )
        if not found:
            continue
        if not (_is_means(found) or (is_vague(found) and slot not in _CORE)):
            return found, slot
        if _is_named_in(slot, found, resolver):
            if slot not in _CORE:
                return found, slot
            second = second if second[0] else (found, slot)
            continue
        below = tuple(one for one in resolver.below(head) if not any(one.span.overlaps(span) for span in spans))
        if below:
            return below, f"{slot}.nmod"
        second = second if second[0] else (found, slot)
    return second


_CORE = frozenset({"obj", "iobj", "subj", "agent", "verb.obj", "verb.iobj", "verb.subj"})


def _is_named_in(slot: str, found: tuple[ActorMatch, ...], resolver: Resolver) -> bool:
    """Tell whether a name that nobody knows stands where only a party can: "ICE in Miami returned", "joined with X"."""
    if any(one.sectors or one.country or one.id for one in found):
        return False
    return slot in {"subj", "agent"} or slot.rpartition("obl.")[2] in resolver.tree.args.companion


def _is_means(found: tuple[ActorMatch, ...]) -> bool:
    """Tell whether a phrase rather names a means than a party: forces of nobody, a name nobody knows."""
    return all(one.country is None and one.id is None and one.sectors[:1] in {(), ("MIL",)} for one in found)


# ---------------------------------------------------------------------------------------------
# verbs


def _verb_roles(pred: Predicate, kind: EventType, resolver: Resolver) -> Roles:
    tree, row = resolver.tree, pred.row
    who = options(tree, pred.index, row.actor or ("agent", "subj"))
    actors, actor_slot = _first([*authors(tree, pred.index), *who], resolver, placed=False)
    if row.recipient == ("-",):
        return Roles(actors=actors, actor_slot=actor_slot)
    if row.recipient == ("=",):
        return _together(pred, actors, actor_slot, resolver)
    wanted = row.recipient or ("iobj", "obj", *(f"obl.{case}" for case in tree.args.recipient), "clause")
    if row.recipient:
        wanted = (*wanted, "obj", "iobj", *(f"obl.{case}" for case in tree.args.recipient), "clause")
    heads = options(tree, pred.index, wanted, kind)
    if slots(tree, pred.index).obj in pred.consumed:
        heads = [*heads, *of_noun(tree, pred.index)] if row.recipient else [*of_noun(tree, pred.index), *heads]
    own = [one for one in heads if _is_own(one[1], actors, kind, resolver)]
    heads = [one for one in heads if one not in own] + _with(own, tree)
    recipients, slot = _first(heads, resolver, actors)
    if kind in GIFTS and is_vague(recipients) and slot.endswith("obj"):
        recipients, slot = _receiver(pred, kind, resolver, (*actors, *recipients)) or (recipients, slot)
    if kind is EventType.THREATEN and not recipients:
        recipients, slot = _first(conditions(tree, pred.index), resolver, actors)
    if all(one.country is None for one in recipients):
        recipients, slot = _from_governor(tree, pred.index, resolver, actors) or (recipients, slot)
    return Roles(actors=actors, recipients=recipients, actor_slot=actor_slot, recipient_slot=slot)


def _receiver(
    pred: Predicate, kind: EventType, resolver: Resolver, taken: tuple[ActorMatch, ...]
) -> tuple[tuple[ActorMatch, ...], str] | None:
    """Who gets what is given, where that has been taken for the recipient: "sent a team of doctors to the hospital".

    A thing that gets it is no actor: then nobody is the recipient, so that the thing can be.
    """
    heads = receivers(resolver.tree, pred.index, kind)
    return _first([("obl", at) for at in heads], resolver, taken) if heads else None


def conditioned(roles: Roles, index: int, resolver: Resolver) -> Roles:
    """Return the roles of a refusal, towards who is to meet its condition: "will not end the strike until Iran pays".

    Only where it names nobody else. ``index`` is the verb that carries the condition.
    """
    if any(one.country or one.id or one.sectors for one in roles.recipients):
        return roles
    heads = conditions(resolver.tree, index)
    known = {one.id for one in roles.actors if one.id}
    heads = [one for one in heads if known.isdisjoint(party.id for party in resolver.at(one[1]))]  # "until he is sure"
    found, slot = _first(heads, resolver, roles.actors)
    return replace(roles, recipients=found, recipient_slot=slot) if found else roles


def _is_own(head: int, actors: tuple[ActorMatch, ...], kind: EventType, resolver: Resolver) -> bool:
    """Tell whether a phrase names what is the actor's own: "its troops", "Egypt's solidarity"."""
    if kind in _AT_OWN:
        return False
    tree = resolver.tree
    for owner in tree.of(head, "nmod:poss", "det:poss", "compound"):
        if tree.tokens[owner].upos in {"PRON", "DET"}:
            whom = antecedent(tree, owner)
            spans = [one.span for one in resolver.at(whom)] if whom is not None else []
            if any(one.span in spans or one.span.overlaps(span) for one in actors for span in spans):
                return True
        elif any(one.id is not None and one.id == party.country for one in resolver.at(owner) for party in actors):
            return True  # the state that the actor speaks for
    return False


def _with(own: list[tuple[str, int]], tree: Tree) -> list[tuple[str, int]]:
    """Who is named with what is the actor's own: "its border with Belarus"."""
    return [(f"{slot}.nmod", c) for slot, at in own for c in tree.of(at, "nmod") if tree.case[c] in tree.args.companion]


def _from_governor(
    tree: Tree, index: int, resolver: Resolver, actors: tuple[ActorMatch, ...]
) -> tuple[tuple[ActorMatch, ...], str] | None:
    """The recipient that an infinitive of purpose shares with its governor ("sent men to Bosnia to investigate")."""
    head = tree.tokens[index].head
    if tree.rel[index] not in {"advcl", "xcomp"} or tree.feature(index, "VerbForm=Fin") or tree.of(index, "nsubj"):
        return None
    wanted = [f"obl.{case}" for case in tree.args.recipient]
    found, slot = _first(options(tree, head, wanted), resolver, actors)
    return (found, f"governor.{slot}") if found and all(one.country for one in found) else None


def _together(pred: Predicate, actors: tuple[ActorMatch, ...], actor_slot: str, resolver: Resolver) -> Roles:
    """All who take part are actors: "A met B", "talks between A and B"."""
    tree = resolver.tree
    companions = (
        *(f"obl.{case}" for case in tree.args.companion[:1]),
        "obj",
        "iobj",
        *(f"obl.{case}" for case in (*tree.args.companion[1:], *tree.args.between)),
        *(f"obl.{case}" for case in tree.args.recipient if case not in tree.args.place),
    )
    needed = tuple(need.slot for need in pred.row.needs if need.slot.startswith("obl.") and not need.negated)
    if pred.consumed and slots(tree, pred.index).obj in pred.consumed:
        needed = (*needed, *(f"obl.{case}" for case in (*tree.args.companion, *tree.args.between)))
    several = len({one.country or one.id or one.span for one in actors}) > 1  # "A and B met to discuss C"
    heads = options(tree, pred.index, (*needed, *companions), EventType.CONSULT)
    heads = [one for one in heads if not (several and _is_topic(one[0], resolver))]
    filled = slots(tree, pred.index)
    beside = (filled.subject, *(head for _, head in filled.obliques))  # parsers hang "with" too low
    low = [at for case in tree.args.companion for one in beside for at in under_object(tree, one, case, 2)]
    heads += [("subj.nmod", at) for at in low]
    heads += [] if several else options(tree, pred.index, ("clause",), EventType.CONSULT)
    partners, slot = _first(heads, resolver, actors)
    return _sides((*actors, *partners), len(actors) if partners else 1, actor_slot or slot)


def _is_topic(slot: str, resolver: Resolver) -> bool:
    """Tell whether a slot says what it is about, not with whom: "agreed on", "talks over"."""
    return slot.rpartition("obl.")[2] in resolver.tree.args.topic


def _sides(parties: tuple[ActorMatch, ...], first: int, slot: str) -> Roles:
    """Part those who take part in something mutual: the side named first is the actor, the other the recipient."""
    return Roles(
        actors=parties[:first],
        recipients=parties[first:],
        actor_slot=slot,
        recipient_slot=slot if parties[first:] else "",
    )


# ---------------------------------------------------------------------------------------------
# nouns


def _noun_roles(pred: Predicate, kind: EventType, resolver: Resolver) -> Roles:
    tree, row = resolver.tree, pred.row
    inner = _noun_children(tree, pred.index)
    if row.recipient == ("=",):
        return _noun_together(pred, inner, resolver)
    parties = tuple(one for c in inner.get("between", ()) for one in resolver.at(c))
    if len(parties) > 1:
        return _sides(parties, 1, "between")
    given = tree.args.source if kind in _FROM else ()
    recipient_slots = row.recipient or tuple(
        f"obl.{case}" for case in tree.args.recipient if case not in (*tree.args.genitive, *given)
    )
    recipients, slot = _first([(s, c) for s in recipient_slots for c in inner.get(s, ())], resolver)
    from_verb, verb_slot = _carrier_actor(pred, resolver)
    if pred.suffers and from_verb:
        return _suffered(from_verb, verb_slot, inner, pred, resolver)
    sources = tuple(f"obl.{case}" for case in given)
    own = [
        (s, c)
        for s in ("agent", *sources, "poss", "gen", "mod")
        if f"obl.{s}" not in recipient_slots and s not in row.recipient
        for c in inner.get(s, ())
    ]
    actors, actor_slot = (
        (from_verb, verb_slot) if from_verb and pred.verb is not None else _first(own, resolver, recipients)
    )
    if not actors:
        actors, actor_slot = from_verb, verb_slot
    if not recipients:
        left = [one for clause in matters(tree, pred.index) for one in inside(tree, clause, kind)]
        left += [(s, c) for s in ("gen", "mod") for c in inner.get(s, ())]
        recipients, slot = _first([*_carrier_recipients(pred, resolver), *left], resolver, actors)
    return Roles(actors=actors, recipients=recipients, actor_slot=actor_slot, recipient_slot=slot)


def _suffered(
    who: tuple[ActorMatch, ...], slot: str, inner: dict[str, list[int]], pred: Predicate, resolver: Resolver
) -> Roles:
    """The roles where the subject of the light verb is who it is done to: "Iran faced criticism from France"."""
    tree = resolver.tree
    doers = [(s, c) for s in ("agent", "obl.from", "gen", "poss", "mod") for c in inner.get(s, ())]
    carried = slots(tree, pred.anchor).obliques
    doers += [("verb.obl", at) for case, at in carried if case in (*tree.args.agent, "from")]
    actors, actor_slot = _first(doers, resolver, who)
    return Roles(actors=actors, recipients=who, actor_slot=actor_slot, recipient_slot=slot)


def _noun_children(tree: Tree, index: int) -> dict[str, list[int]]:
    """The dependents of an event noun by the slot they stand in."""
    args = tree.args
    found: dict[str, list[int]] = {}
    children = tree.of(index, "nmod", "amod", "compound", "det", "obl", "appos", "nsubj", "flat")
    frame = tree.tokens[index].head
    if tree.rel[index] in {"compound", "nmod"} and is_one_of(tree, frame, "transparent"):
        children += [c for c in tree.of(frame, "nmod", "amod", "compound", "nmod:poss", "acl") if c != index]
    plain = [at for at in children if not nominal_types(tree, at)]
    nested = [c for at in plain for c in tree.of(at, "nmod") if tree.case[c] and tree.case[c] not in args.genitive]
    for child in (*children, *nested):
        case, token = tree.case[child], tree.tokens[child]
        names: list[str] = []
        if token.deprel in {"nmod:poss", "det:poss"} or (tree.rel[child] == "nmod" and not case and child < index):
            names.append("poss")
        elif tree.rel[child] in {"amod", "compound", "flat"}:
            names.append("mod")
        elif case in args.between:
            names.append("between")
        elif case in args.agent and case not in args.genitive:
            names += [] if _is_inner(tree, index) else ["agent"]
        elif tree.rel[child] in {"nmod", "appos"} and (not case or case in args.genitive):
            names += ["gen", *(f"obl.{one}" for one in args.genitive)]
        elif case:
            names.append(f"obl.{case}")
        for name in names:
            found.setdefault(name, []).append(child)
    return found


def _is_inner(tree: Tree, index: int) -> bool:
    """Tell whether an event is what another one is done to: "suppression of the protests by the army"."""
    own = tree.rel[index] == "nmod" and tree.case[index] in {"", *tree.args.genitive}
    return own and bool(nominal_types(tree, tree.tokens[index].head))


def _noun_together(pred: Predicate, inner: dict[str, list[int]], resolver: Resolver) -> Roles:
    tree = resolver.tree
    order = (
        "between",
        "agent",
        "poss",
        "gen",
        *(f"obl.{case}" for case in (*tree.args.companion, *tree.args.recipient)),
        "mod",
    )
    found: tuple[ActorMatch, ...] = ()
    slot = ""
    for name in order:
        for child in inner.get(name, ()):
            new = tuple(one for one in resolver.deep(child) if not any(one.span.overlaps(old.span) for old in found))
            found, slot = (*found, *new), slot or name
    if pred.verb is not None or len(found) < 2:
        carrier, verb_slot = _carrier_actor(pred, resolver)
        new = tuple(one for one in carrier if not any(one.span.overlaps(old.span) for old in found))
        partners, _ = (
            _first(_carrier_recipients(pred, resolver), resolver, (*found, *new)) if pred.verb is not None else ((), "")
        )
        found, slot = (*new, *found, *partners), slot or verb_slot
    return _sides(found, 1, slot)


def _carrier(pred: Predicate, tree: Tree) -> int | None:
    """The verb that an event noun hangs on: a light verb, or one that it is an argument or adjunct of."""
    if pred.verb is not None:
        return pred.verb
    head = tree.tokens[pred.index].head
    mutual = pred.row.recipient == ("=",)
    if (tree.case[pred.index] in tree.args.aside and not mutual) or _is_beheld(pred, tree):
        return None
    if tree.rel[pred.index] in {"obl", "obj", "xcomp", "advmod"} and tree.tokens[head].upos in {"VERB", "AUX", "ADJ"}:
        return head
    return None


def _is_beheld(pred: Predicate, tree: Tree) -> bool:
    """Tell whether the verb of an event noun is another's view of it: "condemned the attack", "monitors sanctions"."""
    head = tree.tokens[pred.index].head
    if tree.rel[pred.index] != "obj" or tree.tokens[head].upos != "VERB":
        return False
    judging = any(one.index == head and one.row.type in _BEHOLDING for one in find(tree))
    return judging or is_one_of(tree, head, "beholder")


def _carrier_actor(pred: Predicate, resolver: Resolver) -> tuple[tuple[ActorMatch, ...], str]:
    verb = _carrier(pred, resolver.tree)
    if verb is None:
        return (), ""
    filled = slots(resolver.tree, verb)
    head = filled.agent if filled.passive else subject(resolver.tree, verb)
    return (resolver.deep(head), "verb.subj") if head is not None and head != pred.index else ((), "")


def _carrier_recipients(pred: Predicate, resolver: Resolver) -> list[tuple[str, int]]:
    """What the verb of an event noun gives: obliques of a light verb, the object of a verb it is subject of."""
    tree = resolver.tree
    if pred.verb is not None:
        filled = slots(tree, pred.verb)
        found = [("verb.iobj", filled.iobj)] if filled.iobj is not None else []
        return found + [
            (f"verb.obl.{c}", h) for w in tree.args.recipient for c, h in filled.obliques if c == w and h != pred.index
        ]
    head = tree.tokens[pred.index].head
    if tree.rel[pred.index] == "nsubj":
        obj = slots(tree, head).obj
        return [("verb.obj", obj)] if obj is not None and obj != pred.index else []
    if tree.rel[pred.index] == "obj" and _carrier(pred, tree) is not None:  # parsers hang "strikes on" on the verb
        behind = [(f"obl.{case}", at) for case, at in slots(tree, head).obliques if at > pred.index]
        return [(f"verb.{slot}", at) for wanted in pred.row.recipient for slot, at in behind if slot == wanted]
    return []


def _placed(pred: Predicate, roles: Roles, resolver: Resolver) -> Roles:
    """Without a recipient, the country in which it happens is one ("a curfew in Montenegro")."""
    tree = resolver.tree
    spots = [pred.index, *([] if pred.verb is None else [pred.verb])]
    clause = slots(tree, pred.index).clause if pred.row.pos != "noun" else None
    spots += [clause] if clause is not None else []
    spots += [h for at in (pred.index, clause) if at is not None for h in (slots(tree, at).obj,) if h is not None]
    spotted = [
        ("place", c) for at in spots for c in tree.of(at, "obl", "nmod", "obj") if tree.case[c] in tree.args.place
    ]
    if pred.row.type == EventType.AID:
        below = [c for at in spots for c in subtree(tree, at) if tree.rel[c] in {"obl", "nmod"}]
        spotted += [("place", c) for c in below if tree.case[c] in tree.args.place]
    found, slot = _first(
        [(s, c) for s, c in spotted if any(one.country for one in resolver.at(c))], resolver, roles.actors
    )
    if pred.row.type in {EventType.ASSAULT, EventType.COERCE} and len(found) == 1:
        found = _object_there(pred, found, resolver)
    return Roles(actors=roles.actors, recipients=found, actor_slot=roles.actor_slot, recipient_slot=slot)


def _object_there(pred: Predicate, place: tuple[ActorMatch, ...], resolver: Resolver) -> tuple[ActorMatch, ...]:
    """Return what is attacked or seized in a place, with the country of the place; the place where nothing is named."""
    tree, obj = resolver.tree, slots(resolver.tree, pred.index).obj
    if pred.row.pos == "noun" or obj is None or obj in pred.consumed or tree.tokens[obj].upos != "NOUN":
        return place
    return place if nominal_types(tree, obj) else (resolver.thing(obj, place[0]),)
