"""Decides types with the classifier: of the relation between two named parties, and of the rules' drafts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from lagebild.extract import classifier
from lagebild.extract.actors import ActorMemory
from lagebild.extract.confidence import confidence
from lagebild.extract.drafts import Draft, Scene, drafts_of
from lagebild.extract.gate import likelihood
from lagebild.extract.modes import mode_of
from lagebild.extract.orient import tree_of
from lagebild.extract.views import View, look
from lagebild.ids import document_id
from lagebild.records import Document, EventType, Reason, Status, TypeScore
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.extract.roles import Tree
    from lagebild.records import Sentence

__all__ = ["locate", "relation", "reviewed"]

_DOUBT = 0.05  # a rule's type that the classifier thinks less likely than this
_TRUST = 0.70  # gives way to one that it thinks likelier than this
_OURS = {EventType.SANCTION: ("COERCE",)}  # PLV's labels take new economic sanctions for the other type
_JUDGED = ("COERCE", "ACCUSE")  # and convictions for these
_FACTS = frozenset({Status.ASSERTED, Status.ALLEGED})
_LEAST = 0.005  # types less likely are not listed


def locate(text: str, party: str | Span) -> Span | None:
    """Return where ``party`` stands in ``text``: a span as it is, a string at its first occurrence."""
    if isinstance(party, str):
        at = text.find(party.strip())
        return Span(at, at + len(party.strip())) if at >= 0 and party.strip() else None
    return Span(*party)


def relation(
    text: str, sentences: Sequence[Sentence], actor: str | Span, recipient: str | Span
) -> tuple[TypeScore, ...]:
    """Return the PLOVER types of what ``actor`` does to ``recipient`` in a parsed text, best first.

    Args:
        text: the text.
        sentences: its sentences, parsed; spans are offsets into ``text``.
        actor: the words that name the actor, or their span in ``text``.
        recipient: likewise for the recipient.
    """
    spans = [locate(text, actor), locate(text, recipient)]
    parsed = [sent for sent in sentences if sent.tokens]
    if not parsed:
        return ()
    sent = max(parsed, key=lambda one: sum(span is not None and one.span.overlaps(span) for span in spans))
    doc = Document(
        id=document_id("", text), text=text, language=sent.lang, published=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    )
    scene = Scene(doc=doc, sentences=sentences, times=(), memory=ActorMemory())
    tree = tree_of(sent)
    drafts = drafts_of(tree, scene)
    view = look(tree, spans[0], spans[1], drafts)
    chances = classifier.probabilities(view, lang=sent.lang)
    ranked = sorted(chances.items(), key=lambda one: -one[1])
    return tuple(
        TypeScore(type=EventType(name), mode=_mode(tree, view, EventType(name), drafts), probability=chance)
        for name, chance in ranked
        if chance >= _LEAST
    )


def _mode(tree: Tree, view: View, kind: EventType, drafts: Sequence[Draft]) -> str | None:
    """The mode that the rules gave the type near the relation, else that of cue words."""
    near = [draft for draft in drafts if draft.kind is kind and draft.mode]
    near.sort(key=lambda draft: draft.pred.index not in view.core)
    return near[0].mode if near else mode_of(tree, kind, None, view.core)


def reviewed(draft: Draft, drafts: Sequence[Draft], tree: Tree) -> tuple[Draft, float]:
    """Return a draft with the type that the classifier is sure of if the rules' is unlikely, and its confidence.

    What is not reported as a fact keeps the type that PLOVER's rules on future and demanded acts gave it.
    """
    actors, recipients = draft.roles.actors, draft.roles.recipients
    first = actors[0].span if actors else None
    second = recipients[0].span if recipients else actors[1].span if len(actors) > 1 else None
    view = look(tree, first, second, drafts, lean=True)
    chances = classifier.probabilities(view, lang=tree.sent.lang, lean=True)
    best = max(chances, key=lambda name: chances[name])
    expected = likelihood(tree.sent.text, tree.sent.lang)
    others = _JUDGED if draft.mode == "convict" else _OURS.get(draft.kind, ())
    mine = sum(chances[name] for name in (draft.kind.value, *others))
    aside = draft.pred.index not in view.core and draft.pred.anchor not in view.core  # something else is between them
    if aside or mine >= _DOUBT or chances[best] < _TRUST or draft.kind in _OURS or draft.status not in _FACTS:
        return draft, confidence(max(mine, _DOUBT) if aside else mine, expected)
    reason = Reason(
        field="type", why=f"classifier: {best} rather than {draft.kind.value}", weight=round(chances[best], 3)
    )
    kind = EventType(best)
    mode = mode_of(tree, kind, None, (draft.pred.index,))
    return replace(draft, kind=kind, mode=mode, reasons=(*draft.reasons, reason)), confidence(chances[best], expected)
