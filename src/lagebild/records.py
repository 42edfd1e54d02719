"""Every record that crosses a stage: frozen, slotted, compared by value.

Spans are half-open character intervals [start, end) into ``Document.text`` unless a docstring says
otherwise; days are proleptic Gregorian; times of day are UTC; intervals of time are half-open too.
``Mention`` and ``Event`` have exactly the fields of their JSON form (see :mod:`lagebild.wire`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lagebild.spans import Span

__all__ = [
    "Actor",
    "ActorKind",
    "ActorMatch",
    "Alert",
    "Brief",
    "Casualty",
    "CasualtyKind",
    "Citation",
    "Claim",
    "Coding",
    "Correction",
    "CorrectionAction",
    "Credit",
    "CreditKind",
    "Disagreement",
    "Document",
    "Event",
    "EventBatch",
    "EventType",
    "Evidence",
    "Fit",
    "Footnote",
    "Hit",
    "Issue",
    "IssueKind",
    "Mention",
    "Office",
    "Origin",
    "PlaceMatch",
    "PlacePrecision",
    "Point",
    "Quad",
    "Quotation",
    "QuotationKind",
    "Reason",
    "Report",
    "Section",
    "Sentence",
    "Series",
    "Side",
    "Source",
    "Speaker",
    "Spot",
    "Status",
    "TimeBasis",
    "TimeMatch",
    "TimePrecision",
    "Token",
    "Trigger",
    "TypeScore",
    "View",
]


# ---------------------------------------------------------------------------------------------
# vocabularies


class EventType(StrEnum):
    """The sixteen event types of PLOVER (Political Language Ontology for Verifiable Event Records)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Quad(StrEnum):
    """The quad class of a PLOVER type: words or deeds, together or against."""

    VERBAL_COOPERATION = "verbal cooperation"
    MATERIAL_COOPERATION = "material cooperation"
    VERBAL_CONFLICT = "verbal conflict"
    MATERIAL_CONFLICT = "material conflict"


class Status(StrEnum):
    """What a report says of the reality of an event."""

    ASSERTED = "asserted"  # reported as having happened or happening
    ALLEGED = "alleged"  # somebody claims it; the report keeps its distance
    PLANNED = "planned"  # announced, ordered, scheduled; not done yet
    REQUESTED = "requested"  # somebody demands that it be done
    HYPOTHETICAL = "hypothetical"  # possible, conditional, feared, hoped for
    DENIED = "denied"  # said not to have happened, or not done


class TimePrecision(StrEnum):
    """How finely the time of a thing is known."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    INTERVAL = "interval"  # a stretch that is none of the above
    VAGUE = "vague"  # "recently", "in the past"


class TimeBasis(StrEnum):
    """Where the time of a mention or event comes from: the fallback, if any, that was taken."""

    STATED = "stated"  # a phrase of the sentence
    CARRIED = "carried"  # a phrase of an earlier sentence that governs this one
    PUBLISHED = "published"  # nothing said: the day of publication


class PlacePrecision(StrEnum):
    """How finely a place is known."""

    SITE = "site"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    SEA = "sea"


class ActorKind(StrEnum):
    """What an actor is."""

    STATE = "state"
    ORGANISATION = "organisation"
    GROUP = "group"  # an armed or political group that is no state
    PERSON = "person"  # a person in office; private persons are never actors
    ROLE = "role"  # a role word without a name: "the army", "workers"


class CasualtyKind(StrEnum):
    """What happened to the people counted."""

    KILLED = "killed"
    WOUNDED = "wounded"
    CAPTURED = "captured"
    MISSING = "missing"


class QuotationKind(StrEnum):
    """How words are reported."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class CreditKind(StrEnum):
    """What a line around the text is: who took the photo, which agency wrote, where and when it was filed."""

    PHOTO = "photo"
    AGENCY = "agency"
    DATELINE = "dateline"


class IssueKind(StrEnum):
    """The doubts that the program can have about text or data."""

    NO_DATE = "no-date"  # publication date missing
    DATE_ASSUMED = "date-assumed"  # publication date taken from the file or the text
    UNKNOWN_LANGUAGE = "unknown-language"
    UNSUPPORTED_LANGUAGE = "unsupported-language"
    UNCERTAIN_LANGUAGE = "uncertain-language"
    EXPERIMENTAL_PARSER = "experimental-parser"
    ENCODING = "encoding"  # bytes that were no text were replaced
    TRUNCATED = "truncated"  # over a limit: the rest was not read
    SKIPPED_RECORD = "skipped-record"  # one record of a file could not be read
    AMBIGUOUS_PLACE = "ambiguous-place"
    AMBIGUOUS_ACTOR = "ambiguous-actor"
    AMBIGUOUS_TIME = "ambiguous-time"


# ---------------------------------------------------------------------------------------------
# read


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A doubt about text or data, kept in the store and shown: never a silent fallback."""

    kind: IssueKind
    message: str
    where: str = ""  # file, line, or field
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A note that gives a source: its marker ("1"), where it stands, and what it cites.

    ``refs`` are the places in the text where the marker is put (the marker's own spans).
    """

    marker: str
    text: str
    url: str | None
    span: Span
    refs: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A photo credit, agency line or dateline; not text to code."""

    kind: CreditKind
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text as it was read.

    ``text`` is never edited; footnotes, credits and datelines are marked by span, and ``body`` gives the
    stretches of running text that are left, in order. ``published`` is UTC; for precision ``day`` only its
    date means anything. ``language`` is an ISO 639-1 code or ``und``.
    """

    id: str
    text: str
    language: str
    published: dt.datetime
    published_precision: TimePrecision = TimePrecision.DAY
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    retrieved: dt.datetime | None = None
    body: tuple[Span, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    credits: tuple[Credit, ...] = ()
    issues: tuple[Issue, ...] = ()
    source: str = ""  # the name it came in under: a file, a feed, a line of an archive


# ---------------------------------------------------------------------------------------------
# parse


@dataclass(frozen=True, slots=True)
class Token:
    """One syntactic word of Universal Dependencies v2.

    ``head`` is the index in the sentence of the word it depends on; the root points to itself with deprel
    ``root``. ``feats`` is UD's ``Key=Value|…`` string. Contractions (zum, im) are one token.
    """

    index: int
    text: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; ``tokens`` is empty where the gate found nothing to code and it was not parsed.

    ``parser`` names model and version; ``experimental`` is set where the model's measured LAS is under 65.
    """

    document: str
    index: int
    span: Span
    text: str
    lang: str
    tokens: tuple[Token, ...] = ()
    parser: str = ""
    experimental: bool = False
    heading: bool = False  # a title or headline
    quoted: bool = False  # lies wholly inside a quotation that spans sentences


# ---------------------------------------------------------------------------------------------
# extract


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


# ---------------------------------------------------------------------------------------------
# link


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A mention with what linking needs to know of its document."""

    mention: Mention
    published: dt.datetime
    publisher: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One value of a field and who holds it: the mentions, and the publishers or speakers behind them."""

    value: str
    mentions: tuple[str, ...]
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A field on which the reports of one event differ, each value with those who say so, commonest first."""

    field: str
    views: tuple[View, ...]


class Fit(StrEnum):
    """How well a data set's own code fits the PLOVER type that it was read as."""

    EXACT = "exact"
    NEAR = "near"  # the nearest type; part of the meaning is lost
    NONE = "none"  # PLOVER has no such type (plain statements): kept as the nearest, with score 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an imported event comes from: the data set, the id there, and the row's own columns.

    The id is unique in the data set only together with the day. ``story`` and ``sentence`` point into the data
    set's texts. ``imported`` is when the workspace learnt of it (UTC).
    """

    dataset: str
    id: str
    fit: Fit
    imported: dt.datetime
    url: str | None = None
    publisher: str | None = None
    story: str | None = None
    sentence: str | None = None
    columns: dict[str, str] = field(default_factory=dict, hash=False)


class CorrectionAction(StrEnum):
    """What an analyst can do to a mention or event."""

    CONFIRM = "confirm"
    REJECT = "reject"
    EDIT = "edit"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An analyst's word on a mention or event: it stands beside what the coder said and never overwrites it.

    ``value`` holds the new fields of an edit, and under ``ids`` the events of a merge or the mentions of a
    split. ``undone`` is when it was taken back.
    """

    id: str
    action: CorrectionAction
    target: str
    value: dict[str, Any] = field(hash=False)
    who: str
    why: str
    made: dt.datetime
    undone: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place where searched words stand: in a document, or (``mention`` set) in the sentence of a mention.

    ``text`` is the stretch around the first of the words; ``span`` is where it lies in the document.
    """

    document: str
    mention: str | None
    title: str | None
    publisher: str | None
    published: dt.datetime
    language: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What several mentions report together; linking adds an id and never rewrites a mention.

    The merged fields hold the value best supported; ``disagreements`` keeps the others. ``start`` and ``end``
    are days [start, end). ``publishers`` counts independent ones. ``first_reported`` and ``last_reported`` are
    publication times (UTC). An imported event has an ``origin`` and neither mentions nor documents.
    ``corrections`` are the analysts' words on it that hold.
    """

    id: str
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
    start: dt.date
    end: dt.date
    time_precision: TimePrecision
    time_basis: TimeBasis
    place: PlaceMatch | None
    casualties: tuple[Casualty, ...]
    confidence: float
    disagreements: tuple[Disagreement, ...]
    mentions: tuple[str, ...]
    documents: tuple[str, ...]
    publishers: tuple[str, ...]
    languages: tuple[str, ...]
    first_reported: dt.datetime
    last_reported: dt.datetime
    origin: Origin | None = None
    corrections: tuple[Correction, ...] = ()


# ---------------------------------------------------------------------------------------------
# event-data files


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Side:
    """One side of imported events: its parties, and the columns they were read from."""

    parties: tuple[ActorMatch, ...]
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Coding:
    """What imported events are: the PLOVER reading of the data set's codes, and the columns it was read from.

    ``score`` is PLOVER's (-10 to +10), 0 where the code has no counterpart (``fit`` none).
    """

    type: EventType
    mode: str | None
    cameo: str | None
    quad: Quad
    score: float
    contexts: tuple[str, ...]
    casualties: tuple[Casualty, ...]
    fit: Fit
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Spot:
    """Where imported events are, and the columns it was read from."""

    place: PlaceMatch | None
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class EventBatch:
    """Some rows of an event-data file, column by column; all columns have one length.

    ``ids`` are the data set's own, unique only together with the day. ``days`` are days since 1970-01-01,
    ``lengths`` how many days an event covers, ``lags`` the days from the event until the data set knew it.
    ``actors`` and ``recipients`` are places in ``sides``, ``codings``, ``places`` and ``publishers`` likewise
    (-1: none); equal values are one object within a file. ``stories`` and ``sentences`` point into the data
    set's own texts. ``rest`` is the JSON of the columns that have no place of their own. ``skipped`` counts
    the rows that were left out, by reason.
    """

    dataset: str
    ids: Sequence[int | str]
    days: Sequence[int]
    lengths: Sequence[int]
    lags: Sequence[int]
    precisions: Sequence[TimePrecision] | None
    sides: Sequence[Side]
    codings: Sequence[Coding]
    spots: Sequence[Spot]
    publishers: Sequence[str]
    actors: Sequence[int]
    recipients: Sequence[int]
    coding: Sequence[int]
    spot: Sequence[int]
    publisher: Sequence[int]
    stories: Sequence[int | str | None] | None = None
    sentences: Sequence[int | str | None] | None = None
    urls: Sequence[str | None] | None = None
    lats: Sequence[float | None] | None = None
    lons: Sequence[float | None] | None = None
    rest: Sequence[str | None] | None = None
    skipped: tuple[tuple[str, int], ...] = ()


# ---------------------------------------------------------------------------------------------
# measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of a series, with the events it rests on."""

    day: dt.date
    value: float
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A measure over time, one point a step of ``step_days`` days, without gaps."""

    name: str
    unit: str
    step_days: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A point that stands out from its own past: value, expected value, and how far out it is."""

    series: str
    day: dt.date
    value: float
    expected: float
    score: float
    events: tuple[str, ...] = ()


# ---------------------------------------------------------------------------------------------
# brief


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A numbered pointer to the exact words that a claim rests on."""

    number: int
    mention: str
    document: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sentence of a brief with the evidence it holds; a claim without citations is refused."""

    text: str
    citations: tuple[Citation, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A headed part of a brief."""

    heading: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document as a brief lists it."""

    document: str
    title: str
    publisher: str | None
    published: dt.datetime
    url: str | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A situation brief: every sentence cites its source."""

    title: str
    lang: str
    start: dt.date
    end: dt.date
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    series: tuple[Series, ...] = ()
    notes: tuple[str, ...] = ()
