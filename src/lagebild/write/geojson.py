"""Events as GeoJSON (RFC 7946): one point a event, longitude first; without coordinates the geometry is null."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild import wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lagebild.records import ActorMatch, Event

__all__ = ["events_geojson"]


def events_geojson(events: Iterable[Event]) -> Iterator[str]:
    """Yield the pieces of one FeatureCollection."""
    yield '{"type":"FeatureCollection","features":['
    between = "\n"
    for event in events:
        yield between + wire.dump(_feature(event))
        between = ",\n"
    yield "\n]}\n"


def _feature(event: Event) -> dict[str, object]:
    place = event.place
    there = place is not None and place.lat is not None and place.lon is not None
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if place and there else None,
        "properties": {
            "start": event.start.isoformat(),
            "end": event.end.isoformat(),
            "type": event.type.value,
            "mode": event.mode,
            "quad": event.quad.value,
            "score": event.score,
            "status": event.status.value,
            "actors": _names(event.actors),
            "recipients": _names(event.recipients),
            "place": place.name if place else None,
            "country": place.country if place else None,
            "precision": place.precision.value if place else None,
            "casualties": [{"kind": c.kind.value, "low": c.low, "high": c.high} for c in event.casualties],
            "publishers": list(event.publishers),
            "dataset": event.origin.dataset if event.origin else "lagebild",
        },
    }


def _names(side: tuple[ActorMatch, ...]) -> list[str]:
    return list(dict.fromkeys(match.country or match.name or match.text for match in side))
