"""What is made of events: series, alerts, briefs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lagebild.spans import Span

__all__ = ["Alert", "Brief", "Citation", "Claim", "Point", "Section", "Series", "Source"]


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
    """A document as a brief lists it; ``also`` are the publishers that printed the same text."""

    document: str
    title: str
    publisher: str | None
    published: dt.datetime
    url: str | None
    language: str
    also: tuple[str, ...] = ()


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
