"""Which of its possible places each name of a document means.

Every candidate gets a prior (its kind and population) and what the rest of the document says for it: a
container named right behind it ("Paris, Texas"), names nearby that lie in the same country or division, and how
close it lies to what the others mean. A name means one place throughout a document. The scores are settled in a
few rounds, each using the choices of the one before (after Leidner, "Toponym Resolution in Text", 2007, and
Speriosu and Baldridge, "Text-driven toponym resolution", ACL 2013).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lagebild.extract.toponyms.candidates import candidates
from lagebild.knowledge.gazetteer import Place, place_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.spans import Span

__all__ = ["Weights", "distance", "resolve"]

_KM = 12742.0
_BEHIND = re.compile(r"\s*(?:,|\(|in|in the|, in)\s*")
_CODE = re.compile(r"\s*,\s*")
_SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each reason counts, in units of a tenfold population; found on LGL and GeoVirus."""

    people: float = 1.0
    country: float = 7.0
    continent: float = 7.0
    region: float = 6.5
    sea: float = 6.5
    site: float = 4.5
    adm1: float = 1.5
    adm2: float = -1.0
    city: float = 0.0
    contained: float = 8.0
    same_country: float = 1.5
    same_division: float = 3.0
    near: float = 3.0
    reach_km: float = 150.0
    rounds: int = 3
    most: int = 40


WEIGHTS = Weights()


def distance(a: Place, b: Place) -> float:
    """Return the great-circle distance of two places in kilometres (haversine)."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lat_a - lat_b) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_a - lon_b) / 2) ** 2
    return _KM * math.asin(math.sqrt(min(1.0, h)))


def prior(place: Place, weights: Weights) -> float:
    """Return how likely a name means ``place``, all else unknown."""
    people = weights.people * math.log10(place.people + 10)
    base: float = getattr(weights, place.kind)
    return base + people


def resolve(text: str, spans: Sequence[Span], lang: str, weights: Weights = WEIGHTS) -> list[Place | None]:
    """Return for each of ``spans`` (in text order) the place it means, ``None`` where the gazetteer has none."""
    keys = [place_key(span.of(text)) for span in spans]
    options: dict[str, list[Place]] = {}
    for key, span in zip(keys, spans, strict=True):
        if key not in options:
            found = candidates(span.of(text), lang)
            options[key] = sorted(found, key=lambda place: -prior(place, weights))[: weights.most]
    fixed = _contained(text, spans, keys, options, weights)
    chosen = {key: found[0] for key, found in options.items() if found}
    for _ in range(weights.rounds):
        chosen = _round(options, chosen, fixed, weights)
    return [chosen.get(key) for key in keys]


def _contained(
    text: str, spans: Sequence[Span], keys: list[str], options: dict[str, list[Place]], weights: Weights
) -> dict[tuple[str, Place], float]:
    """Return what is said for a candidate by a container named right behind it, and for that container."""
    said: dict[tuple[str, Place], float] = defaultdict(float)
    for at in range(len(spans) - 1):
        if not _BEHIND.fullmatch(text[spans[at].end : spans[at + 1].start]):
            continue
        for inner in options[keys[at]]:
            for outer in options[keys[at + 1]]:
                if _holds(outer, inner):
                    said[keys[at], inner] = weights.contained
                    said[keys[at + 1], outer] = weights.contained
    return said


def _holds(outer: Place, inner: Place) -> bool:
    if outer == inner or outer.country != inner.country or not outer.country:
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    if outer.kind == "adm1":
        return inner.kind in ("city", "adm2", "site") and outer.division == inner.division
    return outer.kind == "adm2" and inner.kind == "city" and outer.division == inner.division and distance(outer, inner) < 80  # noqa: PLR2004 - km


def _round(
    options: dict[str, list[Place]], chosen: dict[str, Place], fixed: dict[tuple[str, Place], float], weights: Weights
) -> dict[str, Place]:
    """Choose again for every name, given what the others mean now."""
    settled: dict[str, Place] = {}
    for key, found in options.items():
        if not found:
            continue
        others = [place for other, place in chosen.items() if other != key and place.kind != "continent"]
        settled[key] = max(
            found, key=lambda place: prior(place, weights) + fixed.get((key, place), 0.0) + _support(place, others, weights)
        )
    return settled


def _support(place: Place, others: list[Place], weights: Weights) -> float:
    """Return what the other places of the document say for ``place``: each kind of support saturates."""
    country = division = near = 0.0
    for other in others:
        if other.country and other.country == place.country:
            country += 1
            division += bool(place.division) and other.division == place.division
        if other.kind in ("city", "adm2", "site", "adm1"):
            near += math.exp(-distance(place, other) / weights.reach_km)
    total = max(len(others), 1)
    return (
        weights.same_country * (country / total + min(country, 3) / 3)
        + weights.same_division * (division / total + min(division, 3) / 3)
        + weights.near * min(near, 3) / 3
    )
