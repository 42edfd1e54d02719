"""What is found in a sentence: actors, times, places, quotations, and the mention that holds them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from lagebild.records.vocabulary import (
    ActorKind,
    CasualtyKind,
    EventType,
    PlacePrecision,
    Quad,
    QuotationKind,
    Status,
    TimeBasis,
    TimePrecision,
)
from lagebild.spans import Span

__all__ = [
    "Actor",
    "ActorMatch",
    "Casualty",
    "Evidence",
    "Mention",
    "Office",
    "PlaceMatch",
    "Quotation",
    "Reason",
    "Speaker",
    "TimeMatch",
    "Trigger",
    "TypeScore",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office and its dates: [start, end) in days; ``None`` is open."""

    title: str
    country: str | None
    sectors: tuple[str, ...]
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who can act: a state, organisation, group, or person in office.

    ``country`` is ISO 3166-1 alpha-3, or ``IGO:…`` / ``NSA:…`` for what belongs to none. ``sectors`` are
    PLOVER sector codes (GOV, MIL, …), most specific first.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sectors: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()  # (language, name)
    offices: tuple[Office, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMatch:
    """An actor as a text names it.

    ``id`` and ``name`` are ``None`` where the phrase names no known actor ("demonstrators"); ``country`` is
    ISO3, ``IGO:UN``-like, ``NSA:Hamas``-like, or ``None``.
    """

    text: str
    span: Span
    id: str | None = None
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who a report attributes a claim to."""

    text: str
    span: Span
    id: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMatch:
    """A time expression: TIMEX3 ``value`` and the days [start, end) that it covers.

    ``start`` and ``end`` are ``None`` for durations and sets, which are no place on the calendar. ``type`` is
    TIMEX3's DATE, TIME, DURATION or SET.
    """

    text: str
    span: Span
    value: str
    start: dt.date | None
    end: dt.date | None
    precision: TimePrecision
    type: str = "DATE"
    basis: TimeBasis = TimeBasis.STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMatch:
    """A place named in a text: GeoNames id, WGS 84 degrees, ISO3 country."""

    text: str
    span: Span
    geonames: int | None
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Reported words: what is said, who says it, and the word that reports it."""

    kind: QuotationKind
    content: Span
    speaker: Span | None = None
    cue: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeScore:
    """A PLOVER type (and mode) with its calibrated probability."""

    type: EventType
    mode: str | None
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualty:
    """People killed, wounded, captured or missing: at least ``low``, at most ``high`` (``None``: open)."""

    kind: CasualtyKind
    low: int
    high: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The words that name the event."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The sentence that a mention rests on, quoted to the letter."""

    span: Span
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing a decision rests on: which field, what was seen, how much it weighed."""

    field: str
    why: str
    weight: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One report of one event in one sentence: the unit of evidence.

    ``quad`` and ``score`` (PLOVER, -10 to +10) follow from type and mode. ``time`` and ``place`` are ``None``
    where the sentence gives none. ``background`` marks what the document itself places in the past.
    ``cites`` are the footnotes and links that source the sentence. ``confidence`` is a calibrated probability
    that type, actors and recipients are right. ``versions`` names the rules and models used.
    """

    id: str
    document: str
    lang: str
    type: EventType
    mode: str | None
    cameo: str | None
    quad: Quad
    score: float
    contexts: tuple[str, ...]
    actors: tuple[ActorMatch, ...]
    recipients: tuple[ActorMatch, ...]
    status: Status
    background: bool
    said_by: Speaker | None
    time: TimeMatch | None
    place: PlaceMatch | None
    casualties: tuple[Casualty, ...]
    trigger: Trigger
    evidence: Evidence
    confidence: float
    reasons: tuple[Reason, ...] = ()
    versions: dict[str, str] = field(default_factory=dict, hash=False)
    cites: tuple[str, ...] = ()
