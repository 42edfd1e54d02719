"""Drafts of mentions: each predicate of a sentence with type, mode, roles and status, by rules alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lagebild.extract import modes
from lagebild.extract.cues import cues
from lagebild.extract.fillers import Resolver, Roles, conditioned, roles_of
from lagebild.extract.predicates import Predicate, find, is_one_of, nominal_types
from lagebild.extract.roles import is_charge, slots
from lagebild.extract.speakers import said_by
from lagebild.extract.status import status_of
from lagebild.records import ActorMatch, EventType, Reason, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.extract.actors import ActorMemory
    from lagebild.extract.roles import Tree
    from lagebild.extract.status import StatusCall
    from lagebild.records import Document, Sentence, Speaker, TimeMatch

__all__ = ["Draft", "Scene", "drafts_of", "judged", "kind_of", "resolver_of"]

_OUTER = frozenset({EventType.AGREE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.CONCEDE})
_JUDGING = frozenset({EventType.ACCUSE, EventType.SUPPORT})  # fold what they judge where somebody does the judging
_YIELDING = frozenset({EventType.CONCEDE, EventType.RETREAT})
_FUTURE_AGREE = frozenset({EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE, EventType.AID})
_CONDITIONAL = frozenset(
    {EventType.SANCTION, EventType.COERCE, EventType.ASSAULT, EventType.RETREAT, EventType.REJECT, EventType.PROTEST}
)  # threats, where they are announced on a condition
_WILLING = frozenset({EventType.AGREE, EventType.SUPPORT})
_GIVING = frozenset(
    {EventType.CONSULT, EventType.COOPERATE, EventType.AID, EventType.CONCEDE, EventType.RETREAT}
)  # what can be refused
_FUTURE_THREAT = frozenset({EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mention in the making; ``kind`` and ``status`` are those after PLOVER's rules."""

    pred: Predicate
    kind: EventType
    mode: str | None
    roles: Roles
    status: Status = Status.ASSERTED
    background: bool = False
    speaker: Speaker | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is known of the document while its sentences are coded."""

    doc: Document
    sentences: Sequence[Sentence]
    times: Sequence[TimeMatch]
    memory: ActorMemory


def drafts_of(tree: Tree, scene: Scene, *, lean: bool = False) -> list[Draft]:
    """Return the drafts of one sentence, in the order of their triggers.

    ``lean`` leaves out the sentences in which nobody is found who could make a mention of any of them: what is said
    of their reality need not be read.
    """
    predicates = find(tree)
    if not predicates:
        return []
    resolver = resolver_of(tree, scene)
    found = [draft for pred in predicates if (draft := _draft(pred, tree, resolver)) is not None]
    found = [draft for draft in found if _has_doer(draft, tree) and _is_told(draft, tree)]
    found = _merged(_without_inner(found, tree), tree)
    if lean and not any(_has_somebody(draft, resolver, scene) for draft in found):
        return []
    return [whole for draft in found if (whole := judged(draft, resolver, scene)) is not None]


def resolver_of(tree: Tree, scene: Scene) -> Resolver:
    """Return what names the actors of a sentence."""
    taken = tuple(one.span for one in _times_in(tree, scene))
    return Resolver(tree, scene.doc, scene.doc.published.date(), scene.memory, taken)


def _times_in(tree: Tree, scene: Scene) -> list[TimeMatch]:
    return [one for one in scene.times if one.span.overlaps(tree.sent.span)]


def _has_somebody(draft: Draft, resolver: Resolver, scene: Scene) -> bool:
    """Tell whether anybody takes part, may be taken up from before, or says that it is to be done."""
    roles = draft.roles
    if roles.actors or any(one.country or one.id or one.sectors for one in roles.recipients):
        return True
    if draft.kind is EventType.MOBILIZE and draft.pred.row.pos == "noun":
        return True
    if draft.kind is EventType.REQUEST:
        return False  # is asked by its actor, whoever tells of it
    speaker = said_by(resolver.tree.sent, draft.pred.anchor, doc=scene.doc, sentences=scene.sentences)
    return speaker is not None and speaker.country is not None


def _draft(pred: Predicate, tree: Tree, resolver: Resolver) -> Draft | None:
    kind, mode = kind_of(pred)
    if kind is None:
        return None
    roles = roles_of(pred, kind, resolver)
    if kind is EventType.PROTEST and mode in {None, "demo"} and _is_state_protest(pred, roles, tree):
        kind, mode = EventType.ACCUSE, "disapprove"  # a government that protests complains
    mode = modes.mode_of(tree, kind, mode, tuple(dict.fromkeys((pred.index, *pred.consumed))))
    reason = Reason(field="type", why=f"trigger '{pred.row.lemma}' ({pred.row.pos})")
    return Draft(pred=pred, kind=kind, mode=mode, roles=roles, reasons=(reason,))


def _is_state_protest(pred: Predicate, roles: Roles, tree: Tree) -> bool:
    """Tell whether all who protest are states or their governments, no people ("Serbians")."""
    who = slots(tree, pred.index).subject if pred.row.pos == "verb" else None
    if who is None or tree.feature(who, "Number=Plur"):
        return False
    named = tree.tokens[who].upos == "PROPN"
    some = [
        one.sectors[:1] == ("GOV",) or (named and one.id is not None and one.id == one.country) for one in roles.actors
    ]
    return bool(some) and all(some)


def _is_told(draft: Draft, tree: Tree) -> bool:
    """Tell whether a verb tells what happens: not as a bare attribute before its noun ("convicted murderers")."""
    at = draft.pred.index
    before = tree.rel[at] == "amod" and tree.tokens[at].head > at
    if before and draft.kind is EventType.SUPPORT:
        return False  # "von den UN unterstützte Regierung" says who it is
    return not before or slots(tree, at).agent is not None or bool(tree.of(at, "obl", "obj", "advmod"))


def _has_doer(draft: Draft, tree: Tree) -> bool:
    """Tell whether the subject of an active verb can act: "a storm destroyed", "the report accuses" cannot.

    Pronouns, weapons and events can; so can whatever names an actor.
    """
    pred = draft.pred
    if pred.row.pos == "noun" or draft.roles.actors or "subj" not in (pred.row.actor or ("subj",)):
        return True
    head = slots(tree, pred.index).subject
    if head is None or tree.tokens[head].upos not in {"NOUN", "PROPN"}:
        return True
    if draft.kind is EventType.PROTEST and is_one_of(tree, head, "many"):
        return True
    if draft.kind not in _FUTURE_THREAT:
        return False
    return is_one_of(tree, head, "weapon") or is_one_of(tree, head, "troops") or bool(nominal_types(tree, head))


def kind_of(pred: Predicate) -> tuple[EventType | None, str | None]:
    """Return type and mode of a predicate by its row; of what ends something, by what it ends."""
    if pred.ceases is None:
        return EventType(pred.row.type), pred.row.mode
    return modes.ceased(EventType(pred.ceases)) or (None, None)


# ---------------------------------------------------------------------------------------------
# an event inside another: what is promised, demanded, refused, threatened


def _without_inner(drafts: list[Draft], tree: Tree) -> list[Draft]:
    """Fold events that another one is about into it: they give it its mode, and are no mentions of their own."""
    kept: list[Draft] = []
    for draft in drafts:
        inner = [one for one in drafts if one is not draft and _is_about(draft, one, tree)]
        if inner and draft.mode is None:
            draft = replace(draft, mode=modes.about(draft.kind, inner[0].kind, inner[0].mode))  # noqa: PLW2901
        aims = [one for one in drafts if one.kind is draft.kind and one is not draft and _is_purpose(draft, one, tree)]
        kept.append(_joined(draft, aims[0]) if aims and not draft.roles.recipients else draft)
    return [one for one in kept if not any(_folds(other, one, tree) for other in kept if other is not one)]


def _folds(outer: Draft, inner: Draft, tree: Tree) -> bool:
    if inner.pred.index in outer.pred.consumed:
        return True
    nested = _is_about(outer, inner, tree) or _is_purpose(outer, inner, tree)
    if outer.kind is inner.kind and outer.pred.index != inner.pred.index and nested:
        return True
    if outer.kind in _JUDGING and not outer.roles.actors:
        return False
    return outer.kind in (_OUTER | _JUDGING) and _is_about(outer, inner, tree)


def _merged(drafts: list[Draft], tree: Tree) -> list[Draft]:
    """Join an event noun with the verb of its type that it is subject or adjunct of ("airstrikes killed")."""
    gone: set[int] = set()
    found = list(drafts)
    for at, verb in enumerate(found):
        for number, noun in enumerate(found):
            if number == at or noun.kind is not verb.kind or noun.pred.row.pos != "noun" or verb.pred.row.pos == "noun":
                continue
            if tree.tokens[noun.pred.index].head == verb.pred.index and tree.rel[noun.pred.index] in {
                "nsubj",
                "obl",
                "obj",
            }:
                found[at] = verb = _joined(verb, noun)  # noqa: PLW2901
                gone.add(number)
    return [one for number, one in enumerate(found) if number not in gone]


def _joined(verb: Draft, noun: Draft) -> Draft:
    taken = [one.span for one in verb.roles.recipients]
    actors = verb.roles.actors or tuple(
        one for one in noun.roles.actors if not any(one.span.overlaps(s) for s in taken)
    )
    used = [one.span for one in actors]
    rest = verb.roles.recipients or tuple(
        one for one in noun.roles.recipients if not any(one.span.overlaps(s) for s in used)
    )
    homes = {one.country for one in noun.roles.recipients if one.country and ":" not in one.country}
    if len(homes) == 1:  # "five people were killed in an attack on the Kenyan coast"
        home = homes.pop()
        rest = tuple(replace(one, country=home) if one.sectors and not one.country else one for one in rest)
    roles = replace(verb.roles, actors=actors, recipients=rest)
    mode = noun.mode if verb.mode is None else verb.mode
    return replace(verb, roles=roles, mode=mode, reasons=(*verb.reasons, *noun.reasons))


def _is_about(outer: Draft, inner: Draft, tree: Tree) -> bool:
    """Tell whether ``inner`` is a complement of ``outer``: an object, infinitive or content clause, at any depth."""
    at, goal = inner.pred.anchor, outer.pred.anchor
    if at == goal:
        return inner.pred.index in outer.pred.consumed
    while at != goal:
        head = tree.tokens[at].head
        if head == at or not _is_complement(tree, at) or (head == goal and tree.rel[at] == "conj"):
            return False
        at = head
    return True


def _is_purpose(outer: Draft, inner: Draft, tree: Tree) -> bool:
    """Tell whether ``inner`` is an infinitive that says what ``outer`` is done for: "summoned him to complain"."""
    at = inner.pred.anchor
    return (
        tree.tokens[at].head == outer.pred.anchor
        and tree.rel[at] in {"advcl", "xcomp"}
        and tree.feature(at, "VerbForm=Inf")
    )


def _is_complement(tree: Tree, index: int) -> bool:
    rel = tree.rel[index]
    if rel in {"obj", "xcomp", "ccomp", "conj", "csubj"} or tree.tokens[index].deprel == "nsubj:pass":
        return True
    if rel == "acl":
        return tree.feature(index, "VerbForm=Inf")
    if is_charge(tree, index):
        return True
    return (
        rel in {"obl", "nmod"} and tree.case[index] in tree.args.recipient and tree.case[index] not in tree.args.place
    )


# ---------------------------------------------------------------------------------------------
# rules of PLOVER that need the status


def judged(draft: Draft, resolver: Resolver, scene: Scene) -> Draft | None:
    """Give a draft its status and speaker, and the type that PLOVER's rules make of both; what is asked is none."""
    tree, anchor = resolver.tree, draft.pred.anchor
    call = status_of(tree.sent, anchor, doc=scene.doc, times=_times_in(tree, scene) if scene.times else None)
    if any(reason.why == "question" for reason in call.reasons):
        return None
    speaker = said_by(tree.sent, anchor, doc=scene.doc, sentences=scene.sentences)
    voice = None
    if speaker is not None and speaker.country is not None:
        voice = ActorMatch(text=speaker.text, span=speaker.span, id=speaker.id, country=speaker.country)
    kind, mode, roles, status, rule = _by_status(draft, call, voice, tree)
    if kind is EventType.REJECT and kind is not draft.kind:
        roles = conditioned(roles, anchor, resolver)
    reasons = (*draft.reasons, *call.reasons, *((Reason(field="type", why=rule),) if rule else ()))
    return replace(
        draft,
        kind=kind,
        mode=mode,
        roles=roles,
        status=status,
        background=call.background,
        speaker=speaker,
        reasons=reasons,
    )


def _is_conditional(draft: Draft, call: StatusCall, tree: Tree) -> bool:
    """Tell whether an act is announced for the case that something happens: "will strike if", "will leave unless"."""
    future = call.status is Status.HYPOTHETICAL and any(reason.why == "future" for reason in call.reasons)
    return future and bool(tree.of(draft.pred.anchor, "advcl"))


def _is_decided(draft: Draft, tree: Tree) -> bool:
    """Tell whether an act is what somebody has decided: "decided to lift the ban", "the decision to ease the rules"."""
    at = draft.pred.anchor
    head = tree.tokens[at].head
    return tree.rel[at] in {"xcomp", "ccomp", "acl", "advcl"} and is_one_of(tree, head, "deciding")


def _is_refused(draft: Draft, tree: Tree) -> bool:
    """Tell whether what is denied is refused: agreement at any time, what is or could be done in the future."""
    if draft.kind in _WILLING:
        return True
    anchor, book = draft.pred.anchor, cues(tree.sent.lang)
    modal = any(
        book.has("future.forms", tree.tokens[aux].text.lower()) or tree.tokens[aux].text.lower() in book.modals
        for aux in tree.of(anchor, "aux")
    )
    return draft.kind in _GIVING and (modal or tree.feature(anchor, "Tense=Fut"))


def _by_status(
    draft: Draft, call: StatusCall, speaker: ActorMatch | None, tree: Tree
) -> tuple[EventType, str | None, Roles, Status, str]:
    """Apply PLOVER's rules on future and demanded acts; the last value says which was applied.

    What is only announced changes its type and stays planned: what it announces must not count as done.
    """
    kind, mode, roles = draft.kind, draft.mode, draft.roles
    if call.status is Status.PLANNED:
        if kind in _FUTURE_AGREE or (kind in _YIELDING and mode != "resign" and roles.actors):
            made = EventType.CONCEDE if kind in _YIELDING and _is_decided(draft, tree) else EventType.AGREE
            return made, None, roles, Status.PLANNED, f"announced {kind.value} is {made.value}"
        if kind in (_FUTURE_THREAT | {EventType.PROTEST}) and roles.actors:
            return (
                EventType.THREATEN,
                modes.threatened(kind, mode),
                roles,
                Status.PLANNED,
                f"announced {kind.value} is THREATEN",
            )
    if roles.actors and kind in _CONDITIONAL and _is_conditional(draft, call, tree):
        why = f"{kind.value} on a condition is THREATEN"
        return EventType.THREATEN, modes.threatened(kind, mode), roles, Status.ASSERTED, why
    if call.status is Status.DENIED and roles.actors and _is_refused(draft, tree):
        mode = modes.about(EventType.REJECT, kind, mode)
        return EventType.REJECT, mode, roles, Status.ASSERTED, f"refused {kind.value} is REJECT"
    if call.status is Status.REQUESTED and speaker is not None and kind is not EventType.REQUEST:
        asked = Roles(actors=(speaker,), recipients=roles.actors or roles.recipients)
        return (
            EventType.REQUEST,
            modes.about(EventType.REQUEST, kind, mode),
            asked,
            Status.ASSERTED,
            f"demanded {kind.value} is REQUEST",
        )
    return kind, mode, roles, call.status, ""
