"""What several mentions report together, what analysts correct, and rows of event-data files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lagebild.records.mentions import ActorMatch, Casualty, Mention, PlaceMatch
from lagebild.records.vocabulary import EventType, Quad, Status, TimeBasis, TimePrecision
from lagebild.spans import Span

__all__ = [
    "Coding",
    "Correction",
    "CorrectionAction",
    "Disagreement",
    "Event",
    "EventBatch",
    "Fit",
    "Hit",
    "Origin",
    "Report",
    "Side",
    "Spot",
    "View",
]


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
