"""Events as PLOVER records in JSON lines.

The fields are those of the PLOVER manual (Open Event Data Alliance, 2018) with its words actor and recipient of
2023: id, date, type, mode, context, actor, recipient, location; what it has no field for has its own name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild import wire
from lagebild.knowledge import crosswalk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lagebild.records import ActorMatch, Event

__all__ = ["events_plover"]


def events_plover(events: Iterable[Event]) -> Iterator[str]:
    """Yield one PLOVER record a line."""
    for event in events:
        yield wire.dump(_record(event)) + "\n"


def _record(event: Event) -> dict[str, object]:
    place, origin = event.place, event.origin
    return {
        "id": event.id,
        "date": event.start.isoformat(),
        "end": event.end.isoformat(),
        "type": event.type.value,
        "mode": event.mode,
        "context": list(event.contexts),
        "quad": event.quad.value,
        "score": event.score,
        "cameo": event.cameo,
        "actor": [_party(match) for match in event.actors],
        "recipient": [_party(match) for match in event.recipients],
        "location": None
        if place is None
        else {
            "name": place.name,
            "country": place.country,
            "lat": place.lat,
            "lon": place.lon,
            "geonames": place.geonames,
            "precision": place.precision.value,
        },
        "status": event.status.value,
        "casualties": [{"kind": c.kind.value, "low": c.low, "high": c.high} for c in event.casualties],
        "confidence": event.confidence,
        "publishers": list(event.publishers),
        "dataset": origin.dataset if origin else "lagebild",
        "dataset_id": origin.id if origin else event.id,
        "url": origin.url if origin else None,
        "mentions": list(event.mentions),
    }


def _party(match: ActorMatch) -> dict[str, object]:
    return {
        "name": match.name or match.text,
        "country": match.country,
        "cow": crosswalk.cow_of(match.country),
        "fips": crosswalk.fips_of(match.country) or None,
        "sector": list(match.sectors),
    }
