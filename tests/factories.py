"""Records for tests, with sensible values where a test does not care."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lagebild.ids import mention_id
from lagebild.records import (
    ActorMatch,
    Document,
    Event,
    EventType,
    Evidence,
    Mention,
    Quad,
    Report,
    Status,
    TimeMatch,
    TimePrecision,
    Trigger,
)
from lagebild.spans import Span

__all__ = ["make_actor", "make_document", "make_mention", "make_report", "make_time"]

TEXT = "Nordkorea hat am 2. April 2024 eine Rakete gestartet. Südkorea verurteilte den Start."
DAY = dt.datetime(2024, 4, 2, tzinfo=dt.UTC)


def make_document(text: str = TEXT, **fields: Any) -> Document:
    values: dict[str, Any] = {
        "id": "d-1",
        "text": text,
        "language": "de",
        "published": DAY,
        "publisher": "Bote",
        "body": (Span(0, len(text)),),
        "source": "test.txt",
    }
    return Document(**values | fields)


def make_actor(country: str, text: str = "", at: int = 0) -> ActorMatch:
    name = text or country
    return ActorMatch(text=name, span=Span(at, at + len(name)), id=country, name=name, country=country)


def make_time(day: str, days: int = 1) -> TimeMatch:
    start = dt.date.fromisoformat(day)
    return TimeMatch(
        text=day,
        span=Span(0, 10),
        value=day,
        start=start,
        end=start + dt.timedelta(days=days),
        precision=TimePrecision.DAY,
    )


def make_mention(text: str = TEXT, **fields: Any) -> Mention:
    end = text.index(".", 20) + 1
    values: dict[str, Any] = {
        "document": "d-1",
        "lang": "de",
        "type": EventType.MOBILIZE,
        "mode": "weapons",
        "cameo": "155",
        "quad": Quad.MATERIAL_CONFLICT,
        "score": -6.5,
        "contexts": ("military",),
        "actors": (make_actor("PRK", "Nordkorea"),),
        "recipients": (),
        "status": Status.ASSERTED,
        "background": False,
        "said_by": None,
        "time": make_time("2024-04-02"),
        "place": None,
        "casualties": (),
        "trigger": Trigger(text=text[:9], span=Span(0, 9)),
        "evidence": Evidence(span=Span(0, end), quote=text[:end]),
        "confidence": 0.9,
        **fields,
    }
    key = values.pop("id", None) or mention_id(values["document"], *values["trigger"].span, values["type"].value)
    return Mention(id=key, **values)


def make_report(*, published: str = "2024-04-02", publisher: str | None = "Bote", **fields: Any) -> Report:
    moment = dt.datetime.fromisoformat(published).replace(tzinfo=dt.UTC)
    return Report(mention=make_mention(**fields), published=moment, publisher=publisher)


def only(events: tuple[Event, ...]) -> Event:
    (event,) = events
    return event
