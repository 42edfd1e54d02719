"""Events as FollowTheMoney entities, one a line: Event, its parties, and the articles that prove it by id.

Schemata and properties: https://followthemoney.tech, ``Event`` (an Interval and Thing) and ``LegalEntity``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild import wire
from lagebild.ids import stable_id
from lagebild.knowledge import actorbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lagebild.records import ActorMatch, Event

__all__ = ["events_ftm"]

_FORMER = {"SUN": "suhh", "YUG": "yucs", "SCG": "csxx", "CSK": "cshh", "DDR": "dd"}  # those that FollowTheMoney knows

Properties = dict[str, list[str]]


def events_ftm(events: Iterable[Event]) -> Iterator[str]:
    """Yield the entities; parties stand before the first event that names them."""
    seen: set[str] = set()
    for event in events:
        for match in (*event.actors, *event.recipients):
            key = _key(match)
            if key not in seen:
                seen.add(key)
                yield _line(
                    key, "LegalEntity", {"name": [match.name or match.text], "country": _country(match.country)}
                )
        yield _line(event.id, "Event", _event(event))


def _line(key: str, schema: str, properties: Properties) -> str:
    return wire.dump({"id": key, "schema": schema, "properties": {k: v for k, v in properties.items() if v}}) + "\n"


def _event(event: Event) -> Properties:
    what = " ".join(filter(None, (event.type.value, event.mode)))
    actors, recipients = (", ".join(m.name or m.text for m in side) for side in (event.actors, event.recipients))
    parties = dict.fromkeys(_key(match) for match in (*event.actors, *event.recipients))
    origin = event.origin
    return {
        "name": [f"{what}: {actors or '?'} - {recipients or '?'}"],
        "startDate": [event.start.isoformat()],
        "endDate": [event.end.isoformat()],
        "involved": list(parties),
        "organizer": list(dict.fromkeys(_key(match) for match in event.actors)),
        "country": _country(event.place.country if event.place else None),
        "location": [event.place.name] if event.place and event.place.name else [],
        "keywords": [event.type.value, *([event.mode] if event.mode else []), event.status.value, *event.contexts],
        "publisher": list(event.publishers),
        "sourceUrl": [origin.url] if origin and origin.url else [],
        "recordId": [f"{origin.dataset}:{origin.id}" if origin else event.id],
        "proof": list(event.documents),
    }


def _key(match: ActorMatch) -> str:
    return stable_id("a", match.country or "", match.id or (match.name or match.text).casefold())


def _country(code: str | None) -> list[str]:
    country = actorbook.countries().get(code or "")
    if country is None or country.kind == "former":
        return [_FORMER[country.id]] if country and country.id in _FORMER else []
    return [country.iso2.lower()] if country.iso2 else []
