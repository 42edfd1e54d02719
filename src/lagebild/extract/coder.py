"""Puts mentions together: predicates, roles, status, type rules, time, place, speaker, casualties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lagebild.extract import actors as actor_names
from lagebild.extract import modes
from lagebild.extract.casualties import casualties_of
from lagebild.extract.contexts import contexts_of
from lagebild.extract.fillers import Resolver, Roles, roles_of
from lagebild.extract.places import find_places, place_of
from lagebild.extract.predicates import Predicate, find
from lagebild.extract.roles import Tree
from lagebild.extract.speakers import said_by
from lagebild.extract.status import status_of
from lagebild.extract.times import find_times, time_of
from lagebild.ids import mention_id
from lagebild.knowledge import plover
from lagebild.records import ActorMatch, EventType, Evidence, Mention, Reason, Status, Trigger
from lagebild.spans import Span, covering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.extract.status import StatusCall
    from lagebild.records import Document, PlaceMatch, Sentence, TimeMatch

__all__ = ["VERSION", "extract"]

VERSION = "1"

_OUTER = frozenset({EventType.AGREE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.CONCEDE})
_FUTURE_AGREE = frozenset({EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE, EventType.AID})
_FUTURE_THREAT = frozenset({EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A mention in the making."""

    pred: Predicate
    kind: EventType
    mode: str | None
    roles: Roles
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What is known of the document while its sentences are coded."""

    doc: Document
    sentences: Sequence[Sentence]
    times: Sequence[TimeMatch]
    places: Sequence[PlaceMatch]
    memory: actor_names.ActorMemory


def extract(doc: Document, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """Return the mentions of events in the parsed ``sentences`` of ``doc``, in text order.

    Sentences without tokens were not parsed and hold nothing.
    """
    scene = _Scene(
        doc=doc,
        sentences=sentences,
        times=find_times(doc.text, published=doc.published, lang=doc.language),
        places=find_places(doc.text, lang=doc.language),
        memory=actor_names.ActorMemory(),
    )
    found: list[Mention] = []
    for sent in sentences:
        if sent.tokens:
            found += _sentence_mentions(sent, scene)
    return tuple(sorted(found, key=lambda one: (one.trigger.span, one.id)))


def _sentence_mentions(sent: Sentence, scene: _Scene) -> list[Mention]:
    tree = Tree(sent)
    taken = tuple(one.span for one in scene.times if one.span.overlaps(sent.span))
    resolver = Resolver(tree, scene.doc, scene.doc.published.date(), scene.memory, taken)
    predicates = find(tree)
    if not predicates:
        return []
    drafts = [draft for pred in predicates if (draft := _draft(pred, tree, resolver)) is not None]
    drafts = _merged(_without_inner(drafts, tree), tree)
    contexts = contexts_of(tree)
    found: dict[tuple[object, ...], Mention] = {}
    for draft in drafts:
        mention = _mention(draft, tree, scene, contexts)
        if mention is not None:
            key = (mention.type, _who(mention.actors), _who(mention.recipients), mention.status)
            found.setdefault(key, mention)
    return list(found.values())


def _who(parties: tuple[ActorMatch, ...]) -> tuple[object, ...]:
    return tuple((one.id, one.country, one.sectors, one.span) for one in parties)


def _draft(pred: Predicate, tree: Tree, resolver: Resolver) -> _Draft | None:
    kind, mode = _kind(pred)
    if kind is None:
        return None
    roles = roles_of(pred, kind, resolver)
    mode = modes.mode_of(tree, kind, mode, tuple(dict.fromkeys((pred.index, *pred.consumed))))
    reason = Reason(field="type", why=f"trigger '{pred.row.lemma}' ({pred.row.pos})")
    return _Draft(pred=pred, kind=kind, mode=mode, roles=roles, reasons=(reason,))


def _kind(pred: Predicate) -> tuple[EventType | None, str | None]:
    if pred.ceases is None:
        return EventType(pred.row.type), pred.row.mode
    return modes.ceased(EventType(pred.ceases)) or (None, None)


# ---------------------------------------------------------------------------------------------
# an event inside another: what is promised, demanded, refused, threatened


def _without_inner(drafts: list[_Draft], tree: Tree) -> list[_Draft]:
    """Fold events that another one is about into it: they give it its mode, and are no mentions of their own."""
    kept: list[_Draft] = []
    for draft in drafts:
        inner = [one for one in drafts if one is not draft and _is_about(draft, one, tree)]
        if inner and draft.mode is None:
            draft = replace(draft, mode=modes.about(draft.kind, inner[0].kind, inner[0].mode))  # noqa: PLW2901
        kept.append(draft)
    return [one for one in kept if not any(_folds(other, one, tree) for other in kept if other is not one)]


def _folds(outer: _Draft, inner: _Draft, tree: Tree) -> bool:
    if inner.pred.index in outer.pred.consumed:
        return True
    if outer.kind is inner.kind and outer.pred.index != inner.pred.index and _is_about(outer, inner, tree):
        return True
    return outer.kind in _OUTER and _is_about(outer, inner, tree)


def _merged(drafts: list[_Draft], tree: Tree) -> list[_Draft]:
    """Join an event noun with the verb of its type that it is subject or adjunct of ("airstrikes killed")."""
    gone: set[int] = set()
    found = list(drafts)
    for at, verb in enumerate(found):
        for number, noun in enumerate(found):
            if number == at or noun.kind is not verb.kind or noun.pred.row.pos != "noun" or verb.pred.row.pos == "noun":
                continue
            if tree.tokens[noun.pred.index].head == verb.pred.index and tree.rel[noun.pred.index] in {"nsubj", "obl", "obj"}:
                found[at] = verb = _joined(verb, noun)  # noqa: PLW2901
                gone.add(number)
    return [one for number, one in enumerate(found) if number not in gone]


def _joined(verb: _Draft, noun: _Draft) -> _Draft:
    taken = [one.span for one in verb.roles.recipients]
    actors = verb.roles.actors or tuple(one for one in noun.roles.actors if not any(one.span.overlaps(s) for s in taken))
    used = [one.span for one in actors]
    rest = verb.roles.recipients or tuple(one for one in noun.roles.recipients if not any(one.span.overlaps(s) for s in used))
    roles = replace(verb.roles, actors=actors, recipients=rest)
    mode = noun.mode if verb.mode is None else verb.mode
    return replace(verb, roles=roles, mode=mode, reasons=(*verb.reasons, *noun.reasons))


def _is_about(outer: _Draft, inner: _Draft, tree: Tree) -> bool:
    """Tell whether ``inner`` is a complement of ``outer``: an object, infinitive or content clause, at any depth."""
    at, goal = inner.pred.anchor, outer.pred.anchor
    if at == goal:
        return inner.pred.index in outer.pred.consumed
    while at != goal:
        head = tree.tokens[at].head
        if head == at or not _is_complement(tree, at):
            return False
        at = head
    return True


def _is_complement(tree: Tree, index: int) -> bool:
    rel = tree.rel[index]
    if rel in {"obj", "xcomp", "ccomp", "conj", "csubj"} or tree.tokens[index].deprel == "nsubj:pass":
        return True
    if rel == "acl":
        return tree.feature(index, "VerbForm=Inf")
    return rel in {"obl", "nmod"} and tree.case[index] in tree.args.recipient and tree.case[index] not in tree.args.place


# ---------------------------------------------------------------------------------------------
# rules of PLOVER that need the status


def _by_status(draft: _Draft, call: StatusCall, speaker: ActorMatch | None) -> tuple[EventType, str | None, Roles, Status, str]:
    """Apply PLOVER's rules on future and demanded acts; the last value says which was applied."""
    kind, mode, roles = draft.kind, draft.mode, draft.roles
    if call.status is Status.PLANNED:
        if kind in _FUTURE_AGREE:
            return EventType.AGREE, None, roles, Status.ASSERTED, f"announced {kind.value} is AGREE"
        if kind is EventType.RETREAT and mode != "resign":
            return EventType.CONCEDE, None, roles, Status.ASSERTED, "announced RETREAT is CONCEDE"
        if kind in _FUTURE_THREAT and roles.actors:
            return EventType.THREATEN, modes.threatened(kind, mode), roles, Status.ASSERTED, f"announced {kind.value} is THREATEN"
    if call.status is Status.REQUESTED and speaker is not None and kind is not EventType.REQUEST:
        asked = Roles(actors=(speaker,), recipients=roles.actors or roles.recipients)
        return EventType.REQUEST, modes.about(EventType.REQUEST, kind, mode), asked, Status.ASSERTED, f"demanded {kind.value} is REQUEST"
    return kind, mode, roles, call.status, ""


# ---------------------------------------------------------------------------------------------
# the mention


def _mention(draft: _Draft, tree: Tree, scene: _Scene, contexts: tuple[str, ...]) -> Mention | None:
    sent, anchor = tree.sent, draft.pred.anchor
    call = status_of(sent, anchor, doc=scene.doc)
    speaker = said_by(sent, anchor, doc=scene.doc, sentences=scene.sentences)
    voice = None
    if speaker is not None and speaker.country is not None:
        voice = ActorMatch(text=speaker.text, span=speaker.span, id=speaker.id, country=speaker.country)
    kind, mode, roles, status, rule = _by_status(draft, call, voice)
    if not _complete(kind, roles):
        return None
    span = _trigger_span(draft, tree)
    reasons = (*draft.reasons, *_role_reasons(roles), *call.reasons)
    reasons += (Reason(field="type", why=rule),) if rule else ()
    key = "|".join(f"{one.span.start}" for one in (*roles.actors, *roles.recipients))
    return Mention(
        id=mention_id(scene.doc.id, span.start, span.end, kind.value, key),
        document=scene.doc.id, lang=sent.lang, type=kind, mode=mode, cameo=plover.cameo(kind, mode),
        quad=plover.quad(kind), score=plover.score(kind, mode), contexts=contexts,
        actors=roles.actors, recipients=roles.recipients, status=status, background=call.background, said_by=speaker,
        time=time_of(sent, anchor, scene.times), place=place_of(sent, anchor, scene.places),
        casualties=casualties_of(sent, anchor),
        trigger=Trigger(text=span.of(scene.doc.text), span=span),
        evidence=Evidence(span=sent.span, quote=sent.span.of(scene.doc.text)),
        confidence=_confidence(roles), reasons=reasons, versions={"rules": VERSION, "parser": sent.parser},
    )  # fmt: skip


def _role_reasons(roles: Roles) -> tuple[Reason, ...]:
    pairs = (("actors", roles.actors, roles.actor_slot), ("recipients", roles.recipients, roles.recipient_slot))
    return tuple(Reason(field=name, why=f"found as {slot}") for name, some, slot in pairs if some and slot)


def _complete(kind: EventType, roles: Roles) -> bool:
    """An event needs somebody that is known to be an actor, and a recipient where PLOVER requires one."""
    parties = (*roles.actors, *roles.recipients)
    if not any(one.country or one.id or one.sectors for one in parties):
        return False
    if plover.info(kind).recipient_required and not roles.recipients and len(roles.actors) < 2:  # noqa: PLR2004
        return False
    return not (kind is EventType.CONSULT and len(parties) < 2)  # noqa: PLR2004 - a meeting takes two


def _trigger_span(draft: _Draft, tree: Tree) -> Span:
    """The trigger's words: one stretch, so a particle at the other end of the clause is left out."""
    here = tree.tokens[draft.pred.index].span
    near = [tree.tokens[i].span for i in draft.pred.consumed if abs(i - draft.pred.index) == 1]
    near += [tree.tokens[c].span for c in tree.of(draft.pred.index, "compound:prt") if abs(c - draft.pred.index) == 1]
    return covering([here, *near])


def _confidence(roles: Roles) -> float:
    filled = bool(roles.actors) + bool(roles.recipients)
    return 0.5 + 0.2 * filled
