"""Events as JSON lines and as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from lagebild import wire
from lagebild.write.cells import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lagebild.records import ActorMatch, Event

__all__ = ["CSV_COLUMNS", "events_csv", "events_jsonl"]

CSV_COLUMNS = (
    "id",
    "start",
    "end",
    "time_precision",
    "time_basis",
    "type",
    "mode",
    "cameo",
    "quad",
    "score",
    "status",
    "background",
    "actors",
    "actor_countries",
    "recipients",
    "recipient_countries",
    "place",
    "place_country",
    "lat",
    "lon",
    "casualties",
    "contexts",
    "confidence",
    "disagreements",
    "mentions",
    "documents",
    "publishers",
    "languages",
    "first_reported",
    "last_reported",
)
"""One row an event; several values in a cell are parted by "; "; ``end`` is exclusive."""


def events_jsonl(events: Iterable[Event]) -> Iterator[str]:
    """Yield one line of JSON an event."""
    for event in events:
        yield wire.dump(event) + "\n"


def events_csv(events: Iterable[Event]) -> Iterator[str]:
    """Yield the header and one row an event (RFC 4180, cells guarded against formulas)."""
    yield _row(CSV_COLUMNS)
    for event in events:
        values = _values(event)
        yield _row([cell(values[column]) for column in CSV_COLUMNS])


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _values(event: Event) -> dict[str, object]:
    place = event.place
    return {
        **{name: getattr(event, name) for name in CSV_COLUMNS if hasattr(event, name)},
        "actors": _join(match.name or match.text for match in event.actors),
        "actor_countries": _countries(event.actors),
        "recipients": _join(match.name or match.text for match in event.recipients),
        "recipient_countries": _countries(event.recipients),
        "place": place.name if place else None,
        "place_country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "casualties": _join(f"{c.kind} {c.low}-{'' if c.high is None else c.high}" for c in event.casualties),
        "contexts": _join(event.contexts),
        "disagreements": _join(one.field for one in event.disagreements),
        "mentions": _join(event.mentions),
        "documents": _join(event.documents),
        "publishers": _join(event.publishers),
        "languages": _join(event.languages),
        "first_reported": event.first_reported.isoformat(),
        "last_reported": event.last_reported.isoformat(),
    }


def _join(values: Iterable[str]) -> str:
    return "; ".join(values)


def _countries(side: tuple[ActorMatch, ...]) -> str:
    return _join(dict.fromkeys(match.country for match in side if match.country))
