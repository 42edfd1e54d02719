"""Puts mentions together: drafts, their types, time, place, casualties, contexts, evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lagebild.extract.actors import ActorMemory, match
from lagebild.extract.casualties import casualties_of
from lagebild.extract.confidence import calibration
from lagebild.extract.contexts import contexts_of
from lagebild.extract.drafts import Draft, Scene, drafts_of
from lagebild.extract.gate import holds
from lagebild.extract.orient import tree_of
from lagebild.extract.places import find_places, place_of
from lagebild.extract.predicates import is_one_of
from lagebild.extract.things import with_thing
from lagebild.extract.times import carried, find_times, time_of
from lagebild.extract.types import reviewed
from lagebild.extract.unlisted import unlisted
from lagebild.ids import mention_id
from lagebild.knowledge import plover
from lagebild.records import ActorMatch, EventType, Evidence, Mention, Reason, Status, Trigger
from lagebild.spans import Span, covering

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from lagebild.extract.fillers import Roles
    from lagebild.extract.roles import Tree
    from lagebild.records import Document, PlaceMatch, Sentence, TimeMatch

__all__ = ["VERSION", "extract", "scene_of"]

VERSION = "1"
_BACK = 2  # sentences before one in which what its times lean on is looked for


def scene_of(doc: Document, sentences: Sequence[Sentence], *, told: AbstractSet[int] | None = None) -> Scene:
    """Return what is known of ``doc`` as a whole: its times, and an empty memory of actors.

    ``told`` are the numbers of the sentences whose times are needed; theirs and those of the two before are looked for,
    which they may lean on ("the same day"). Without it all are.
    """
    near = None
    if told is not None:
        wanted = {index - back for index in told for back in range(_BACK + 1)}
        near = [one.span for one in sentences if one.index in wanted]
    times = find_times(doc.text, published=doc.published, lang=doc.language, within=near)
    memory = ActorMemory()
    memory.begin(match(doc.title, lang=doc.language, on=doc.published.date()) if doc.title else (), doc)
    return Scene(doc=doc, sentences=sentences, times=times, memory=memory)


def extract(doc: Document, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """Return the mentions of events in the parsed ``sentences`` of ``doc``, in text order.

    Sentences without tokens were not parsed and hold nothing; from what the gate would have held back the coder
    abstains, so that parsing more does not find more.
    """
    trees = [tree_of(sent) for sent in sentences if sent.tokens]
    if not trees:
        return ()
    scene = scene_of(doc, sentences, told={tree.sent.index for tree in trees})
    found: list[Mention] = []
    for tree in trees:
        found += _sentence_mentions(tree, scene, earlier=found)
    return tuple(sorted(found, key=lambda one: (one.trigger.span, one.id)))


def _sentence_mentions(tree: Tree, scene: Scene, *, earlier: Sequence[Mention]) -> list[Mention]:
    sent = tree.sent
    drafts = [_taken_up(draft, tree, earlier) for draft in drafts_of(tree, scene, lean=True)]
    drafts = [_with_required(one, tree, scene) for one in drafts]
    complete = [draft for draft in drafts if _complete(draft, tree)]
    if not holds(sent.text, sent.lang):
        return []
    sure = [reviewed(with_thing(one, tree, scene.doc.text, scene.times), drafts, tree) for one in complete]
    sure += [(one, chance) for one, chance in unlisted(tree, scene, drafts, complete) if _complete(one, tree)]
    if not sure:
        return []
    places = [_moved(one, sent.span.start) for one in find_places(sent.text, lang=sent.lang)]
    found: dict[tuple[object, ...], Mention] = {}
    for draft, chance in sure:
        if chance < calibration().abstain:
            continue
        mention = _mention(draft, chance, tree, scene, places=places)
        key = (mention.type, _who(mention.actors), _who(mention.recipients), mention.status)
        found.setdefault(key, mention)
    return list(found.values())


def _with_required(draft: Draft, tree: Tree, scene: Scene) -> Draft:
    """Give what a known state does the thing it is done to where PLOVER asks for a recipient: "cut aid to allies"."""
    states = any(one.country and one.country == one.id for one in draft.roles.actors)
    if draft.roles.recipients or not states or not plover.info(draft.kind).recipient_required:
        return draft
    return with_thing(draft, tree, scene.doc.text, scene.times)


def _taken_up(draft: Draft, tree: Tree, earlier: Sequence[Mention]) -> Draft:
    """Give a weapons test that names nobody ("the launch of a missile") the actor of the document's last one."""
    known = [one for one in draft.roles.actors if not _is_means(one)]
    if draft.kind is not EventType.MOBILIZE or known or draft.roles.recipients or draft.pred.row.pos != "noun":
        return draft
    article = any(
        tree.feature(c, "Definite=Def") or tree.feature(c, "PronType=Dem") for c in tree.of(draft.pred.index, "det")
    )
    last = next((one for one in reversed(earlier) if one.type is draft.kind and one.actors), None)
    if last is None or not article:
        return draft
    reason = Reason(field="actors", why=f"taken up from '{last.trigger.text}'")
    return replace(draft, roles=replace(draft.roles, actors=last.actors), reasons=(*draft.reasons, reason))


def _who(parties: tuple[ActorMatch, ...]) -> tuple[object, ...]:
    return tuple((one.id, one.country, one.sectors, one.span) for one in parties)


def _mention(draft: Draft, chance: float, tree: Tree, scene: Scene, *, places: Sequence[PlaceMatch]) -> Mention:
    sent, anchor, roles = tree.sent, draft.pred.anchor, draft.roles
    parties = (*roles.actors, *roles.recipients)
    span = _trigger_span(draft, tree)
    key = "|".join(f"{one.span.start}" for one in parties)
    return Mention(
        id=mention_id(scene.doc.id, span.start, span.end, draft.kind.value, key),
        document=scene.doc.id, lang=sent.lang, type=draft.kind, mode=draft.mode,
        cameo=plover.cameo(draft.kind, draft.mode),
        quad=plover.quad(draft.kind), score=plover.score(draft.kind, draft.mode),
        contexts=contexts_of(tree, anchor, kind=draft.kind, mode=draft.mode, parties=parties),
        actors=roles.actors, recipients=roles.recipients,
        status=draft.status, background=draft.background, said_by=draft.speaker,
        time=_time(draft, sent, scene), place=place_of(sent, anchor, places),
        casualties=casualties_of(sent, anchor),
        trigger=Trigger(text=span.of(scene.doc.text), span=span),
        evidence=Evidence(span=sent.span, quote=sent.span.of(scene.doc.text)),
        confidence=round(chance, 3), reasons=(*draft.reasons, *_role_reasons(roles)),
        versions={"rules": VERSION, "parser": sent.parser},
    )  # fmt: skip


def _time(draft: Draft, sent: Sentence, scene: Scene) -> TimeMatch | None:
    """The time that governs the event; of what is told as a fact perhaps that of the sentence before."""
    stated = time_of(sent, draft.pred.anchor, scene.times)
    if stated is not None or draft.background or draft.status is not Status.ASSERTED:
        return stated
    return carried(scene.sentences, sent, draft.pred.anchor, scene.times)


def _role_reasons(roles: Roles) -> tuple[Reason, ...]:
    pairs = (("actors", roles.actors, roles.actor_slot), ("recipients", roles.recipients, roles.recipient_slot))
    return tuple(Reason(field=name, why=f"found as {slot}") for name, some, slot in pairs if some and slot)


_OFFICIAL = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG", "REB", "OPP", "UAF", "PRM", "PTY", "IGO"})
_BY_FORCE = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.RETREAT})
_SPOKEN = frozenset(EventType) - {
    EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.RETREAT, EventType.SANCTION, EventType.MOBILIZE,
}  # fmt: skip  # what private persons do to one another daily: no event between them
_EARNEST = frozenset({EventType.PROTEST, EventType.SANCTION, EventType.COERCE})  # no words of sport
_PAIRED = frozenset({EventType.AGREE, EventType.COOPERATE, EventType.CONSULT})  # as a noun these name two parties


def _complete(draft: Draft, tree: Tree) -> bool:
    """An event needs somebody that is known to be an actor, and a recipient where PLOVER requires one."""
    kind, roles = draft.kind, draft.roles
    parties = (*roles.actors, *roles.recipients)
    if not any(one.country or one.id or (one.sectors and not _is_means(one)) for one in parties):
        return False
    if not roles.actors and not _is_telling(draft):
        return False
    if kind in _SPOKEN and not any(one.country or one.id or _OFFICIAL.intersection(one.sectors) for one in parties):
        return False
    if plover.info(kind).recipient_required and not roles.recipients and len(roles.actors) < 2:
        return False
    if len(parties) < 2 and (kind is EventType.CONSULT or (draft.pred.row.pos == "noun" and kind in _PAIRED)):
        return False
    return kind in _EARNEST or not (
        _is_off_topic(tree) and not any(_OFFICIAL.intersection(one.sectors) for one in parties)
    )


def _is_telling(draft: Draft) -> bool:
    """Tell whether what nobody known does to private persons of nowhere can be news: an arrest, not an injury."""
    known = any(one.country or one.id or _OFFICIAL.intersection(one.sectors) for one in draft.roles.recipients)
    return known or (draft.kind in _BY_FORCE and draft.mode is not None)


def _is_means(one: ActorMatch) -> bool:
    return one.sectors == ("MIL",) and one.country is None and one.id is None


def _is_off_topic(tree: Tree) -> bool:
    """Tell whether a sentence is about sport or the arts, where people attack, meet and defend in other senses."""
    known: bool | None = tree.memo.get("offtopic")
    if known is None:
        known = tree.memo["offtopic"] = _names_sport(tree)
    return known


def _names_sport(tree: Tree) -> bool:
    return any(token.upos in {"NOUN", "PROPN"} and is_one_of(tree, token.index, "offtopic") for token in tree.tokens)


def _trigger_span(draft: Draft, tree: Tree) -> Span:
    """The trigger's words: one stretch, so a particle at the other end of the clause is left out."""
    here = tree.tokens[draft.pred.index].span
    near = [tree.tokens[i].span for i in draft.pred.consumed if abs(i - draft.pred.index) == 1]
    near += [tree.tokens[c].span for c in tree.of(draft.pred.index, "compound:prt") if abs(c - draft.pred.index) == 1]
    return covering([here, *near])


def _moved(place: PlaceMatch, by: int) -> PlaceMatch:
    return replace(place, span=place.span.shift(by))
