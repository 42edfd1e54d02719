"""Events as a STIX 2.1 bundle.

STIX has no object for political events, so one is defined by an extension (``new-sdo``, OASIS STIX 2.1, 7.3):
``political-event`` with PLOVER's type, mode, quad class and score. Parties are identities, places locations,
and relationships lead from the event to them. Ids are version 5 UUIDs: the same event has the same id in every file.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from lagebild import wire
from lagebild.knowledge import actorbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lagebild.records import ActorMatch, Event, PlaceMatch

__all__ = ["EXTENSION", "events_stix"]

_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "lagebild.political-event")
_MADE = "2024-01-01T00:00:00.000Z"  # of the definition itself and of identities, which have no date of their own


def _id(kind: str, *parts: object) -> str:
    return f"{kind}--{uuid.uuid5(_SPACE, chr(31).join(map(str, (kind, *parts))))}"


_AUTHOR = _id("identity", "lagebild")
EXTENSION = _id("extension-definition", "political-event")
"""The id of the definition of the extension."""


def events_stix(events: Iterable[Event]) -> Iterator[str]:
    """Yield the pieces of one bundle; every object stands in it once."""
    yield f'{{"type":"bundle","id":"{_id("bundle", "events")}","objects":['
    seen: set[str] = set()
    between = "\n"
    for one in _all(events):
        if one["id"] not in seen:
            seen.add(one["id"])
            yield between + wire.dump(one)
            between = ",\n"
    yield "\n]}\n"


def _all(events: Iterable[Event]) -> Iterator[dict[str, Any]]:
    yield _identity("lagebild", "Lagebild", "system")
    yield {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        "created": _MADE,
        "modified": _MADE,
        "created_by_ref": _AUTHOR,
        "name": "political-event",
        "description": "Who did what to whom: a political event in the PLOVER ontology.",
        "schema": "political-event: event_type, event_mode, quad_class, score (-10 to 10), status, start, end",
        "version": "1.0.0",
        "extension_types": ["new-sdo"],
    }
    for event in events:
        yield from _of(event)


def _of(event: Event) -> Iterator[dict[str, Any]]:
    key = _id("political-event", event.id)
    first, last = _time(event.first_reported), _time(event.last_reported)
    origin = event.origin
    yield {
        "type": "political-event",
        "spec_version": "2.1",
        "id": key,
        "created": first,
        "modified": max(first, last),
        "created_by_ref": _AUTHOR,
        "name": " ".join(filter(None, (event.type.value, event.mode))),
        "event_type": event.type.value,
        "quad_class": event.quad.value,
        "score": event.score,
        "status": event.status.value,
        "start": event.start.isoformat(),
        "end": event.end.isoformat(),
        "confidence": round(100 * event.confidence),
        **({"event_mode": event.mode} if event.mode else {}),
        **({"contexts": list(event.contexts)} if event.contexts else {}),
        "external_references": [
            {
                "source_name": origin.dataset if origin else "lagebild",
                "external_id": origin.id if origin else event.id,
                **({"url": origin.url} if origin and origin.url else {}),
            }
        ],
        "extensions": {EXTENSION: {"extension_type": "new-sdo"}},
    }
    sides = (("has-actor", event.actors), ("has-recipient", event.recipients))
    for name, side in sides:
        for match in side:
            identity = _party(match)
            yield identity
            yield _relation(name, key, identity["id"], first)
    if event.place is not None:
        location = _location(event.place)
        yield location
        yield _relation("located-at", key, location["id"], first)


def _identity(key: str, name: str, kind: str) -> dict[str, Any]:
    return {"type": "identity", "spec_version": "2.1", "id": _id("identity", key), "created": _MADE,
            "modified": _MADE, "name": name, "identity_class": kind}  # fmt: skip


def _party(match: ActorMatch) -> dict[str, Any]:
    name = match.name or match.text
    kind = "organization" if match.id or match.country else "group"
    made = _identity(f"{match.country}/{match.id or name}", name, kind)
    return {**made, **({"roles": list(match.sectors)} if match.sectors else {})}


def _location(place: PlaceMatch) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "location",
        "spec_version": "2.1",
        "id": _id("location", place.geonames or place.name, place.country, place.lat, place.lon),
        "created": _MADE,
        "modified": _MADE,
        "name": place.name,
    }
    if place.lat is not None and place.lon is not None:
        made |= {"latitude": place.lat, "longitude": place.lon}
    country = actorbook.countries().get(place.country or "")
    if country and country.iso2:
        made["country"] = country.iso2
    if "country" not in made and "latitude" not in made:
        made["region"] = "world"  # STIX wants one of the three
    return made


def _relation(name: str, source: str, target: str, made: str) -> dict[str, Any]:
    return {"type": "relationship", "spec_version": "2.1", "id": _id("relationship", name, source, target),
            "created": made, "modified": made, "relationship_type": name, "source_ref": source,
            "target_ref": target}  # fmt: skip


def _time(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
