"""Fills the roles of a predicate with actors: who does it, and to whom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lagebild.extract import actors as actor_names
from lagebild.extract.predicates import is_one_of, nominal_types
from lagebild.extract.roles import antecedent, slots, subject
from lagebild.records import ActorMatch, EventType
from lagebild.spans import Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from lagebild.extract.predicates import Predicate
    from lagebild.extract.roles import Slots, Tree
    from lagebild.records import Document

__all__ = ["Resolver", "Roles", "roles_of"]

_DEEP = 3  # how far below an abstract noun its actor is looked for
_INSIDE = ("nmod", "amod", "compound", "appos", "flat", "det", "acl", "obl", "obj", "nsubj", "advmod", "nummod")
_ORDER = {"nmod:poss": 0, "det:poss": 0, "nmod": 1, "amod": 2, "compound": 2, "appos": 3}
_IN_PLACE = frozenset(
    {EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.MOBILIZE, EventType.SANCTION, EventType.AID,
     EventType.CONCEDE, EventType.RETREAT, EventType.SUPPORT}
)  # fmt: skip
_DOMESTIC = frozenset({EventType.COERCE, EventType.PROTEST, EventType.CONCEDE})
_MUTUAL = frozenset({EventType.CONSULT, EventType.COOPERATE, EventType.AGREE, EventType.SUPPORT})
_INNER_ACTOR_FIRST = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.SUPPORT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The actors and recipients of a predicate, and where they were found."""

    actors: tuple[ActorMatch, ...] = ()
    recipients: tuple[ActorMatch, ...] = ()
    actor_slot: str = ""
    recipient_slot: str = ""


@dataclass(slots=True)
class Resolver:
    """Names the actors of nominal phrases in one sentence, and remembers them."""

    tree: Tree
    doc: Document
    on: dt.date
    memory: actor_names.ActorMemory | None = None
    taken: tuple[Span, ...] = ()  # stretches that name no actor: times
    seen: dict[int, tuple[ActorMatch, ...]] = field(default_factory=dict)

    def at(self, head: int) -> tuple[ActorMatch, ...]:
        """The actors that the phrase headed at ``head`` names; a proper name nobody knows stands for itself."""
        if head not in self.seen:
            sent = self.tree.sent
            self.seen[head] = ()  # a pronoun must not look for itself
            found = actor_names.resolve(sent, head, doc=self.doc, on=self.on, memory=self.memory)
            found = self._placed(head, found) or self._pronoun(head) or self._unknown(head)
            self.seen[head] = found + self._conjuncts(head, found) if found else ()
        return self.seen[head]

    def _placed(self, head: int, found: tuple[ActorMatch, ...]) -> tuple[ActorMatch, ...]:
        """Give a role word the country of its adjective or possessor where it has none ("American hostages")."""
        if len(found) != 1 or found[0].country or found[0].id or not found[0].sectors:
            return found
        for child in self.tree.of(head, "amod", "compound", "nmod:poss", "nmod"):
            if self.tree.rel[child] != "nmod" or self.tree.case[child] in {"", *self.tree.args.genitive}:
                country = next((one.country for one in self.at(child) if one.country), None)
                if country:
                    return (replace(found[0], country=country),)
        return found

    def _conjuncts(self, head: int, found: tuple[ActorMatch, ...]) -> tuple[ActorMatch, ...]:
        """Conjuncts of the phrase that its own resolution has left out."""
        more: list[ActorMatch] = []
        named = self.tree.of(head, "appos", "flat")
        for child in [c for at in (head, *named) for c in self.tree.of(at, "conj")]:
            if self.tree.is_nominal(child):
                below = [at for at in self.tree.of(child, "appos") if any(one.country for one in self.at(at))]
                some = self.at(below[0]) if below else self.at(child)
                new = [one for one in some if not any(one.span.overlaps(old.span) for old in (*found, *more))]
                more += [one for one in new if one.country or one.id or one.sectors]
        return tuple(more)

    def _pronoun(self, head: int) -> tuple[ActorMatch, ...]:
        token = self.tree.tokens[head]
        if token.upos not in {"PRON", "DET"} or "Person=3" not in token.feats:
            return ()
        found = antecedent(self.tree, head)
        return self.deep(found) if found is not None else ()

    def _unknown(self, head: int) -> tuple[ActorMatch, ...]:
        token = self.tree.tokens[head]
        if token.upos != "PROPN" or self.tree.rel[head] in {"flat", "amod"} or not token.text[:1].isupper():
            return ()
        span = _name_span(self.tree, head)
        if any(span.overlaps(one) for one in self.taken):
            return ()
        return (ActorMatch(text=span.of(self.doc.text), span=span),)

    def deep(self, head: int, depth: int = _DEEP) -> tuple[ActorMatch, ...]:
        """The actors at ``head``, or those nearest below it ("the decision of the government")."""
        found = self.at(head)
        if found or depth == 0:
            return found
        children = [c for c in self.tree.of(head, *_INSIDE) if self.tree.rel[c] in _INSIDE[:8] or depth == _DEEP]
        for child in sorted(children, key=self._nearness):
            found = self.deep(child, depth - 1)
            if found and not (self.tree.rel[child] == "amod" and _is_vague(found)):
                return found
        return ()

    def _nearness(self, child: int) -> int:
        """The rank of a dependent as the one who acts in what its head names: first "by Serbia"."""
        args = self.tree.args
        if self.tree.rel[child] == "nmod" and self.tree.case[child] in args.agent:
            return -1 if self.tree.case[child] not in args.genitive else 1
        return _ORDER.get(self.tree.tokens[child].deprel, 4)

    def below(self, head: int) -> tuple[ActorMatch, ...]:
        """The first party of a known country in the attributes of a phrase: "troops for a force in Liberia"."""
        for child in self.tree.of(head, "nmod", "acl", "obl"):
            if self.tree.case[child] in self.tree.args.genitive:
                continue
            found = tuple(one for one in self.at(child) if one.country) or self.below(child)
            if found:
                return found
        return ()


def _name_span(tree: Tree, head: int) -> Span:
    near = [head, *tree.of(head, "flat", "compound", "amod", "nmod:poss", "det", "fixed")]
    near += [c for one in list(near) for c in tree.of(one, "flat", "compound", "case") if one != head]
    low, high = min(near), max(near)
    return Span(tree.tokens[low].span.start, tree.tokens[high].span.end)


def roles_of(pred: Predicate, kind: EventType, resolver: Resolver) -> Roles:
    """Return who takes part in a predicate of type ``kind``."""
    found = (_noun_roles if pred.row.pos == "noun" else _verb_roles)(pred, kind, resolver)
    if not found.recipients and kind in _IN_PLACE and pred.row.recipient != ("-",):
        found = _placed(pred, found, resolver)
    found = _parted(found)
    if kind in _MUTUAL and len(found.actors) == 2 and not any(one.country for one in found.recipients):
        found = _sides(found.actors, 1, found.actor_slot)
    headline = None if resolver.memory is None else resolver.memory.home
    return _at_home(found, kind, _spot(pred, resolver), headline)


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
    found = {one.country for at in places for one in resolver.at(at) if one.country and ":" not in one.country}
    return found.pop() if len(found) == 1 else None


def _at_home(roles: Roles, kind: EventType, spot: str | None, headline: str | None) -> Roles:
    """Give role words without a country that of the place, or, between a state and its people, the other's.

    Where nobody has one, it is that of the headline, if it names but one.
    """
    sides = {one.country for one in (*roles.actors, *roles.recipients) if one.country and ":" not in one.country}
    home = spot or (sides.pop() if kind in _DOMESTIC and len(sides) == 1 else None) or (None if sides else headline)
    if home is None:
        return roles

    def settle(one: ActorMatch) -> ActorMatch:
        return replace(one, country=home) if one.country is None and one.id is None and one.sectors else one

    return replace(roles, actors=tuple(map(settle, roles.actors)), recipients=tuple(map(settle, roles.recipients)))


def _parted(roles: Roles) -> Roles:
    """Drop recipients that are the actors over again."""
    taken = [one.span for one in roles.actors]
    left = tuple(one for one in roles.recipients if not any(one.span.overlaps(span) for span in taken))
    return Roles(actors=roles.actors, recipients=left, actor_slot=roles.actor_slot, recipient_slot=roles.recipient_slot)


def _first(
    options: Iterable[tuple[str, int]], resolver: Resolver, avoid: tuple[ActorMatch, ...] = ()
) -> tuple[tuple[ActorMatch, ...], str]:
    """The first option that names somebody who is not yet taken."""
    spans = [one.span for one in avoid]
    second: tuple[tuple[ActorMatch, ...], str] = ((), "")
    for slot, head in options:
        found = tuple(one for one in resolver.deep(head) if not any(one.span.overlaps(span) for span in spans))
        if not found:
            continue
        if not (_is_means(found) or (_is_vague(found) and slot not in _CORE)):
            return found, slot
        below = tuple(one for one in resolver.below(head) if not any(one.span.overlaps(span) for span in spans))
        if below:
            return below, f"{slot}.nmod"
        second = second if second[0] else (found, slot)
    return second


_CORE = frozenset({"obj", "iobj", "subj", "agent", "verb.obj", "verb.iobj", "verb.subj"})


def _is_vague(found: tuple[ActorMatch, ...]) -> bool:
    return all(one.country is None and one.id is None for one in found)


def _is_means(found: tuple[ActorMatch, ...]) -> bool:
    """Tell whether a phrase rather names a means than a party: forces of nobody, a name nobody knows."""
    return all(one.country is None and one.id is None and one.sectors[:1] in {(), ("MIL",)} for one in found)


# ---------------------------------------------------------------------------------------------
# verbs


def _verb_roles(pred: Predicate, kind: EventType, resolver: Resolver) -> Roles:
    tree, row = resolver.tree, pred.row
    actors, actor_slot = _first(_options(tree, pred.index, row.actor or ("agent", "subj")), resolver)
    if row.recipient == ("-",):
        return Roles(actors=actors, actor_slot=actor_slot)
    if row.recipient == ("=",):
        return _together(pred, actors, actor_slot, resolver)
    wanted = row.recipient or ("obj", "iobj", *(f"obl.{case}" for case in tree.args.recipient), "clause")
    recipients, slot = _first(_options(tree, pred.index, wanted, kind), resolver, actors)
    if not recipients and row.recipient:
        rest = ("obj", "iobj", *(f"obl.{case}" for case in tree.args.recipient), "clause")
        recipients, slot = _first(_options(tree, pred.index, rest, kind), resolver, actors)
    if kind is EventType.THREATEN and not recipients:
        recipients, slot = _first(_conditions(tree, pred.index), resolver, actors)
    if all(one.country is None for one in recipients):
        recipients, slot = _from_governor(tree, pred.index, resolver, actors) or (recipients, slot)
    return Roles(actors=actors, recipients=recipients, actor_slot=actor_slot, recipient_slot=slot)


def _conditions(tree: Tree, index: int) -> list[tuple[str, int]]:
    """Who is to meet the condition of a threat: "threatened to stop the talks if the United States goes ahead"."""
    clause = slots(tree, index).clause
    spots = (index, *([] if clause is None else [clause]))
    verbs = [c for at in spots for c in tree.of(at, "advcl") if tree.of(c, "nsubj")]
    return [("condition.subj", head) for verb in verbs if (head := slots(tree, verb).subject) is not None]


def _from_governor(
    tree: Tree, index: int, resolver: Resolver, actors: tuple[ActorMatch, ...]
) -> tuple[tuple[ActorMatch, ...], str] | None:
    """The recipient that an infinitive of purpose shares with its governor ("sent men to Bosnia to investigate")."""
    head = tree.tokens[index].head
    if tree.rel[index] not in {"advcl", "xcomp"} or tree.feature(index, "VerbForm=Fin") or tree.of(index, "nsubj"):
        return None
    wanted = [f"obl.{case}" for case in tree.args.recipient]
    found, slot = _first(_options(tree, head, wanted), resolver, actors)
    return (found, f"governor.{slot}") if found and all(one.country for one in found) else None


def _together(pred: Predicate, actors: tuple[ActorMatch, ...], actor_slot: str, resolver: Resolver) -> Roles:
    """All who take part are actors: "A met B", "talks between A and B"."""
    tree = resolver.tree
    companions = (
        "obj",
        "iobj",
        *(f"obl.{case}" for case in (*tree.args.companion, *tree.args.between, *tree.args.recipient)),
    )
    options = _options(tree, pred.index, companions, EventType.CONSULT)
    filled = slots(tree, pred.index)
    options += [
        ("subj.nmod", at) for case in tree.args.companion for at in _under_object(tree, filled.subject, case, 2)
    ]
    options += _options(tree, pred.index, ("clause",), EventType.CONSULT)
    partners, slot = _first(options, resolver, actors)
    return _sides((*actors, *partners), len(actors) if partners else 1, actor_slot or slot)


def _sides(parties: tuple[ActorMatch, ...], first: int, slot: str) -> Roles:
    """Part those who take part in something mutual: the side named first is the actor, the other the recipient."""
    return Roles(
        actors=parties[:first],
        recipients=parties[first:],
        actor_slot=slot,
        recipient_slot=slot if parties[first:] else "",
    )


def _options(tree: Tree, index: int, wanted: Iterable[str], kind: EventType | None = None) -> list[tuple[str, int]]:
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
            heads = [at for word, at in filled.obliques if word == case or not case]
            heads += _under_object(tree, filled.obj, case)
            found += [(slot, at) for at in heads if not is_one_of(tree, at, "sayings")]
        elif name == "clause" and filled.clause is not None:
            found += _inside(tree, filled.clause, kind)
    return found


def _of_event(tree: Tree, filled: Slots, head: int) -> list[tuple[str, int]]:
    """Who did what an object names, where a parser hangs him on the verb: "condemned the launch by North Korea"."""
    if filled.passive or not nominal_types(tree, head):
        return []
    return [("obj.agent", at) for word, at in filled.obliques if word in tree.args.agent and at > head]


def _under_object(tree: Tree, obj: int | None, case: str, depth: int = 1) -> list[int]:
    """Parsers hang "sanctions on Iran" now on the verb, now on the object."""
    if obj is None or not case or not depth:
        return []
    below = tree.of(obj, "nmod")
    deeper = [at for c in below if not tree.case[c] for at in _under_object(tree, c, case, depth - 1)]
    return [c for c in below if tree.case[c] == case] + deeper


def _inside(tree: Tree, clause: int, kind: EventType | None) -> list[tuple[str, int]]:
    """The people in a complement clause: of a demand first its subject, of a promise or threat first its object."""
    filled = slots(tree, clause)
    own = tree.of(clause, "nsubj")
    subjects = [("clause.subj", filled.subject)] if filled.subject is not None and (own or filled.passive) else []
    objects = [
        (f"clause.{name}", head) for name, head in (("obj", filled.obj), ("iobj", filled.iobj)) if head is not None
    ]
    objects += [(f"clause.obl.{case}", head) for case, head in filled.obliques if case in tree.args.recipient]
    deeper = _inside(tree, filled.clause, kind) if filled.clause is not None and filled.clause != clause else []
    agent = [("clause.agent", filled.agent)] if filled.agent is not None else []
    first = subjects + agent if kind in _INNER_ACTOR_FIRST else agent
    last = [] if kind in _INNER_ACTOR_FIRST else subjects
    return [*first, *objects, *deeper, *last]


# ---------------------------------------------------------------------------------------------
# nouns


def _noun_roles(pred: Predicate, _: EventType, resolver: Resolver) -> Roles:
    tree, row = resolver.tree, pred.row
    inner = _noun_children(tree, pred.index)
    if row.recipient == ("=",):
        return _noun_together(pred, inner, resolver)
    parties = tuple(one for c in inner.get("between", ()) for one in resolver.at(c))
    if len(parties) > 1:
        return _sides(parties, 1, "between")
    recipient_slots = row.recipient or tuple(
        f"obl.{case}" for case in tree.args.recipient if case not in tree.args.genitive
    )
    recipients, slot = _first([(s, c) for s in recipient_slots for c in inner.get(s, ())], resolver)
    from_verb, verb_slot = _carrier_actor(pred, resolver)
    if pred.suffers and from_verb:
        return _suffered(from_verb, verb_slot, inner, pred, resolver)
    own = [
        (s, c)
        for s in ("agent", "poss", "gen", "mod")
        if f"obl.{s}" not in recipient_slots and s not in recipient_slots
        for c in inner.get(s, ())
    ]
    actors, actor_slot = (
        (from_verb, verb_slot) if from_verb and pred.verb is not None else _first(own, resolver, recipients)
    )
    if not actors:
        actors, actor_slot = from_verb, verb_slot
    if not recipients:
        left = [(s, c) for s in ("gen", "mod") for c in inner.get(s, ())]
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
            names.append("agent")
        elif tree.rel[child] in {"nmod", "appos"} and (not case or case in args.genitive):
            names += ["gen", *(f"obl.{one}" for one in args.genitive)]
        elif case:
            names.append(f"obl.{case}")
        for name in names:
            found.setdefault(name, []).append(child)
    return found


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
    if tree.rel[pred.index] in {"obl", "obj", "xcomp", "advmod"} and tree.tokens[head].upos in {"VERB", "AUX", "ADJ"}:
        return head
    return None


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
    return []


def _placed(pred: Predicate, roles: Roles, resolver: Resolver) -> Roles:
    """Without a recipient, the country in which it happens is one ("a curfew in Montenegro")."""
    tree = resolver.tree
    spots = [pred.index, *([] if pred.verb is None else [pred.verb])]
    spots += [h for h in (slots(tree, pred.index).obj,) if h is not None]
    options = [
        ("place", c) for at in spots for c in tree.of(at, "obl", "nmod", "obj") if tree.case[c] in tree.args.place
    ]
    found, slot = _first(
        [(s, c) for s, c in options if any(one.country for one in resolver.at(c))], resolver, roles.actors
    )
    return Roles(actors=roles.actors, recipients=found, actor_slot=roles.actor_slot, recipient_slot=slot)
