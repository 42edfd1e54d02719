"""Decides the mode of an event once its type is known: by the trigger, by what it is about, or by cue words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from lagebild.errors import KnowledgeError
from lagebild.extract.predicates import keys
from lagebild.extract.roles import subtree
from lagebild.knowledge import plover
from lagebild.knowledge.load import toml
from lagebild.records import EventType

if TYPE_CHECKING:
    from lagebild.extract.roles import Tree

__all__ = ["about", "ceased", "mode_of", "threatened"]

# What is asked for, refused or threatened decides the mode: the type of the inner event names it.
_ASKED = {
    EventType.AID: "assist", EventType.COOPERATE: "assist", EventType.SUPPORT: "assist", EventType.CONSULT: "meet",
    EventType.AGREE: "meet", EventType.CONCEDE: "yield", EventType.RETREAT: "yield",
}  # fmt: skip
_THREATENED = {
    EventType.ASSAULT: "violence", EventType.MOBILIZE: "violence",
    EventType.SANCTION: "relations", EventType.COERCE: "restrict",
}  # fmt: skip
# What is ended, and as what that counts.
_CEASED: dict[EventType, tuple[EventType, str | None]] = {
    EventType.CONSULT: (EventType.SANCTION, "discontinue"),
    EventType.AID: (EventType.SANCTION, "discontinue"),
    EventType.COOPERATE: (EventType.SANCTION, "discontinue"),
    EventType.SUPPORT: (EventType.SANCTION, "discontinue"),
    EventType.AGREE: (EventType.SANCTION, "discontinue"),
    EventType.SANCTION: (EventType.CONCEDE, None),
    EventType.COERCE: (EventType.CONCEDE, None),
    EventType.ASSAULT: (EventType.RETREAT, "ceasefire"),
    EventType.MOBILIZE: (EventType.CONCEDE, None),
    EventType.PROTEST: (EventType.CONCEDE, None),
    EventType.REQUEST: (EventType.CONCEDE, None),
    EventType.ACCUSE: (EventType.CONCEDE, None),
    EventType.THREATEN: (EventType.CONCEDE, None),
    EventType.RETREAT: (EventType.REJECT, "yield"),
    EventType.CONCEDE: (EventType.REJECT, "yield"),
}


def ceased(kind: EventType) -> tuple[EventType, str | None] | None:
    """Return as what it counts to end an event of ``kind``; ``None`` where ending it is no event."""
    return _CEASED.get(kind)


def about(kind: EventType, inner: EventType | None, inner_mode: str | None) -> str | None:
    """Return the mode of a request, refusal or threat from the type of the event that it is about."""
    if inner is None or (kind is EventType.REJECT and inner is EventType.ACCUSE):
        return None
    if kind is EventType.THREATEN:
        return threatened(inner, inner_mode)
    if kind in {EventType.REQUEST, EventType.REJECT}:
        return _ASKED.get(inner, "change" if inner is not EventType.ASSAULT else None)
    return None


def threatened(inner: EventType, inner_mode: str | None) -> str | None:
    """Return the mode of THREATEN that announces an event of type ``inner``."""
    if inner_mode in {"arrest", "expel"}:
        return inner_mode
    return _THREATENED.get(inner)


@cache
def _cues(lang: str) -> dict[str, dict[str, frozenset[str]]]:
    try:
        data: dict[str, Any] = toml(f"languages/{lang}/modes.toml")
    except KnowledgeError:
        return {}
    return {kind: {mode: frozenset(words) for mode, words in modes.items()} for kind, modes in data.items()}


def mode_of(tree: Tree, kind: EventType, row_mode: str | None, at: tuple[int, ...]) -> str | None:
    """Return the mode: the trigger's own if the type has it, else that of the first cue word near the trigger.

    ``at`` are the words of the predicate; cues are looked for in their phrases without further clauses.
    """
    known = plover.info(kind).modes
    if row_mode in known:
        return row_mode
    cues = _cues(tree.sent.lang).get(kind.value, {})
    if not cues:
        return None
    near = dict.fromkeys(i for one in at for i in subtree(tree, one, clauses=False))
    forms = {form for i in near for form in keys(tree, i)}
    for mode, words in cues.items():
        if mode in known and not words.isdisjoint(forms):
            return mode
    if tree.args.compounds:
        for mode, words in cues.items():
            if mode in known and any(form.startswith(word) for form in forms for word in words if len(word) > 4):
                return mode
    return None
