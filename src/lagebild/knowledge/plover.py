"""The ontology: the sixteen event types of PLOVER with modes, scores, quad classes and CAMEO codes.

One file a type lies in ``knowledge/events``. PLOVER: Halterman and others, *PLOVER and POLECAT: A New
Political Event Ontology and Dataset* (2023); scores from its manual. CAMEO codes: Schrodt, *CAMEO* (2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from lagebild.errors import KnowledgeError
from lagebild.knowledge.load import toml
from lagebild.records import EventType, Quad

__all__ = ["STATE_SECTORS", "Example", "LookAlike", "Mode", "TypeInfo", "cameo", "info", "quad", "score", "types"]

STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
"""The sector codes of a state's own institutions: what they do, the state does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A mode of a type: what it means, its score (-10 to +10) and CAMEO code."""

    name: str
    meaning: str
    score: float
    cameo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlike:
    """A type that is easily taken for this one, and when it is the right one."""

    type: EventType
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence of the type; actor and recipient as it names them (empty: none). Examples are tests."""

    lang: str
    text: str
    actor: str
    recipient: str
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeInfo:
    """All that is known of one event type; ``recipient`` says who the recipient is."""

    type: EventType
    meaning: str
    quad: Quad
    score: float
    cameo: str
    recipient_required: bool
    recipient: str
    modes: dict[str, Mode]
    look_alikes: tuple[LookAlike, ...]
    examples: tuple[Example, ...]


@cache
def info(event_type: EventType) -> TypeInfo:
    """Return what is known of ``event_type``.

    Raises:
        KnowledgeError: if its file is missing, malformed or lacks a field.
    """
    name = f"events/{event_type.value.lower()}.toml"
    data = toml(name)
    try:
        return _type_info(data)
    except (KeyError, TypeError, ValueError) as error:
        raise KnowledgeError(f"wrong or missing field: {error}", where=name, hint="compare with agree.toml") from error


def _type_info(data: dict[str, Any]) -> TypeInfo:
    modes = {name: Mode(name=name, **values) for name, values in data.get("modes", {}).items()}
    return TypeInfo(
        type=EventType(data["type"]),
        meaning=data["meaning"],
        quad=Quad(data["quad"]),
        score=float(data["score"]),
        cameo=data["cameo"],
        recipient_required=bool(data["recipient_required"]),
        recipient=data["recipient"],
        modes=modes,
        look_alikes=tuple(LookAlike(type=EventType(one["type"]), when=one["when"]) for one in data["look_alikes"]),
        examples=tuple(Example(**one) for one in data["examples"]),
    )


def types() -> tuple[TypeInfo, ...]:
    """Return all types in the order of :class:`lagebild.records.EventType`."""
    return tuple(info(one) for one in EventType)


def _mode(event_type: EventType, mode: str | None) -> Mode | None:
    return info(event_type).modes.get(mode) if mode else None


def score(event_type: EventType, mode: str | None = None) -> float:
    """Return PLOVER's score from -10 (conflict) to +10 (cooperation): the mode's own, else the type's."""
    found = _mode(event_type, mode)
    return found.score if found else info(event_type).score


def cameo(event_type: EventType, mode: str | None = None) -> str:
    """Return the CAMEO code nearest to type and mode."""
    found = _mode(event_type, mode)
    return found.cameo if found else info(event_type).cameo


def quad(event_type: EventType) -> Quad:
    """Return the quad class of the type."""
    return info(event_type).quad
