"""Finds events named by verbs that the lexicon does not list, or not as they stand here, by the classifier alone.

Where a verb has one known political actor for its subject and another for its object, something has passed between the
two ("resolve the rift between Qatar and its neighbours"); the type classifier, which has read what the verb, the path
and the clause say, tells what. It must be fairly sure, and nothing else may have been found between the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.extract import classifier
from lagebild.extract.confidence import confidence
from lagebild.extract.cues import Stance, cues
from lagebild.extract.drafts import Draft, judged, resolver_of
from lagebild.extract.fillers import Roles
from lagebild.extract.gate import likelihood
from lagebild.extract.heads import options
from lagebild.extract.modes import mode_of
from lagebild.extract.naming import names_actor
from lagebild.extract.predicates import Predicate, Row, find, is_idle, keys
from lagebild.extract.roles import slots, subtree
from lagebild.extract.views import look
from lagebild.records import EventType, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from lagebild.extract.drafts import Scene
    from lagebild.extract.fillers import Resolver
    from lagebild.extract.roles import Tree
    from lagebild.records import ActorMatch

__all__ = ["unlisted"]

_OPEN = "OPEN"  # in place of the type that a row of the lexicon has
_SURE = 0.4  # least probability of the best type
_TRUST = 0.5  # and least confidence: a new word is trusted where the sentence looks like an event
_BELOW = frozenset({"xcomp", "advcl", "acl", "nsubj", "obj", "obl", "nmod", "conj", "appos"})
_SAYING = frozenset({Stance.REPORT, Stance.CLAIM})


def unlisted(
    tree: Tree, scene: Scene, drafts: Sequence[Draft], complete: Sequence[Draft]
) -> Iterator[tuple[Draft, float]]:
    """Yield drafts of what the classifier finds between two parties, with their confidence.

    Args:
        tree: the sentence.
        scene: what is known of the document.
        drafts: what the lexicon has found in the sentence.
        complete: those of them that are mentions.
    """
    known = {_pair(one.roles.actors, one.roles.recipients) for one in drafts}
    resolver: Resolver | None = None
    for verb in _verbs(tree, {at for one in complete for at in (one.pred.index, one.pred.anchor)}):
        resolver = resolver or resolver_of(tree, scene)
        roles = _roles(tree, verb, resolver)
        if roles is None or _pair(roles.actors, roles.recipients) in known:
            continue
        known.add(_pair(roles.actors, roles.recipients))
        view = look(tree, roles.actors[0].span, roles.recipients[0].span, drafts)
        chances = classifier.probabilities(view, lang=tree.sent.lang, lean=True)
        best = max(chances, key=lambda name: chances[name])
        trust = confidence(chances[best], likelihood(tree.sent.text, tree.sent.lang))
        if chances[best] >= _SURE and trust >= _TRUST:
            found = judged(_draft(tree, verb, EventType(best), chances[best], roles), resolver, scene)
            if found is not None:
                yield found, trust


def _draft(tree: Tree, verb: int, kind: EventType, chance: float, roles: Roles) -> Draft:
    lemma = keys(tree, verb)[0]
    row = Row(lemma=lemma, pos="verb", type=_OPEN, mode=None, needs=(), recipient=(), actor=())
    reason = Reason(field="type", why=f"classifier: {kind.value} by '{lemma}'", weight=round(chance, 3))
    mode = mode_of(tree, kind, None, (verb,))
    return Draft(pred=Predicate(index=verb, row=row), kind=kind, mode=mode, roles=roles, reasons=(reason,))


def _pair(actors: Sequence[ActorMatch], recipients: Sequence[ActorMatch]) -> frozenset[object]:
    """Who takes part, whoever does it: by country or id, else by where the name stands."""
    return frozenset(one.country or one.id or one.span for one in (*actors, *recipients))


def _verbs(tree: Tree, told: AbstractSet[int]) -> Iterator[int]:
    """Yield the verbs that are part of no predicate nor of what one is about, that are not idle, and say nothing.

    ``told`` are the words of mentions: "refuses to grant it the status" has been told with the refusal, "remain
    detained" with the detention.
    """
    taken = {at for one in find(tree) for at in (one.index, one.anchor, *one.consumed)}
    said = cues(tree.sent.lang)
    for token in tree.tokens:
        at = token.index
        below = not told.isdisjoint(tree.of(at, "xcomp", "ccomp"))
        if token.upos != "VERB" or at in taken or below or _governor(tree, at) in told or is_idle(tree, at):
            continue
        if _SAYING.isdisjoint(said.stances(keys(tree, at), noun=False)):
            yield at


def _governor(tree: Tree, verb: int) -> int:
    """Return the verb or noun whose clause a verb without a subject of its own completes."""
    at = verb
    while tree.rel[at] in _BELOW or (tree.rel[at] == "ccomp" and not tree.of(at, "nsubj")):
        at = tree.tokens[at].head
    return at


def _roles(tree: Tree, verb: int, resolver: Resolver) -> Roles | None:
    """Return who does something to whom, where both are known and not of the same country."""
    filled = slots(tree, verb)
    who = filled.agent if filled.passive else filled.subject
    if who is None or not _may_name(tree, who):
        return None
    actors = resolver.deep(who, placed=False)
    if not any(one.country or one.id for one in actors):
        return None
    aside = (*tree.args.genitive, *tree.args.place)
    wanted = ("iobj", "obj", *(f"obl.{case}" for case in tree.args.recipient if case not in aside))
    second: Roles | None = None
    for slot, head in options(tree, verb, wanted):
        spans = [one.span for one in actors]
        found = tuple(one for one in resolver.deep(head) if not any(one.span.overlaps(span) for span in spans))
        if not found or (found[0].country and found[0].country == actors[0].country):
            continue
        roles = Roles(actors=actors, recipients=found, actor_slot="subj", recipient_slot=slot)
        if any(one.country or one.id for one in found):
            return roles
        second = second or (roles if any(one.sectors for one in found) else None)
    return second


def _may_name(tree: Tree, head: int) -> bool:
    """Tell whether anybody is named below a word, or a pronoun stands there."""
    return any(names_actor(tree, at) or tree.tokens[at].upos in {"PRON", "PROPN"} for at in subtree(tree, head))
