"""Which of its possible places each name of a document means.

Every candidate gets a prior (its kind and population) and what the rest of the document says for it: a
container named right behind it ("Paris, Texas"), names that may lie in the same country or division, and how
close it lies to what the others may mean. A name means one place throughout a document. The scores are settled
in a few rounds, each weighing the candidates of the other names by the scores of the round before (after
Leidner, "Toponym Resolution in Text", 2007, and Speriosu and Baldridge, "Text-driven toponym resolution using
indirect supervision", ACL 2013).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lagebild.extract.toponyms.candidates import candidates
from lagebild.knowledge.gazetteer import Place, place_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from lagebild.spans import Span

    Floats = npt.NDArray[np.float64]

__all__ = ["Weights", "distance", "resolve"]

_KM = 12742.0  # twice the radius of the Earth
_BEHIND = re.compile(r"\s*(?:,|\(|,? in|,? in the|,? of)\s*")
_WIDE = ("country", "continent", "region", "sea")  # their points say little about what lies near


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each reason counts, in units of a tenfold population; found on LGL and GeoVirus."""

    people: float = 1.0
    division_people: float = 0.3
    country: float = 13.0
    continent: float = 13.0
    region: float = 12.0
    sea: float = 12.0
    site: float = 6.5
    adm1: float = 6.0
    adm2: float = 3.0
    city: float = 0.0
    foreign_name: float = -2.0
    contained: float = 8.0
    same_country: float = 2.0
    same_division: float = 3.0
    near: float = 4.0
    reach_km: float = 120.0
    floor: float = 0.15
    rounds: int = 3
    most: int = 40


WEIGHTS = Weights()


def distance(a: Place, b: Place) -> float:
    """Return the great-circle distance of two places in kilometres (haversine)."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lat_a - lat_b) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_a - lon_b) / 2) ** 2
    return _KM * math.asin(math.sqrt(min(1.0, h)))


def prior(place: Place, key: str, weights: Weights) -> float:
    """Return how likely the name ``key`` means ``place``, all else unknown."""
    size = math.log10(place.people + 10)
    base: float = getattr(weights, place.kind)
    if place.kind in ("city", "adm2"):
        foreign = place_key(place.name) != key and place.people < _WELL_KNOWN
        return base + weights.people * size + weights.foreign_name * foreign
    return base + weights.division_people * size


_WELL_KNOWN = 200_000  # people from which a city is as well known by its other names


class _Name:
    """One name of a document with its candidates, as arrays."""

    def __init__(self, key: str, places: Sequence[Place], weights: Weights) -> None:
        ranked = sorted(places, key=lambda place: -prior(place, key, weights))[: weights.most]
        self.key, self.places = key, ranked
        self.prior = np.array([prior(place, key, weights) for place in ranked])
        self.said = np.zeros(len(ranked))
        self.score = self.prior.copy()
        self.lat = np.radians([place.lat for place in ranked])
        self.lon = np.radians([place.lon for place in ranked])
        self.narrow = np.array([place.kind not in _WIDE for place in ranked], dtype=np.float64)
        self.country = np.array([place.country or f"?{key}" for place in ranked])
        self.division = np.array([f"{place.country}.{place.division}" if place.division else f"?{key}" for place in ranked])

    def belief(self, floor: float) -> Floats:
        """Return how likely each candidate is by now; none less than ``floor`` of the likeliest."""
        likely = np.exp(self.score - self.score.max())
        return np.asarray(np.maximum(likely, floor))


def resolve(text: str, spans: Sequence[Span], lang: str, weights: Weights = WEIGHTS) -> list[Place | None]:
    """Return for each of ``spans`` (in text order) the place it means, ``None`` where the gazetteer has none."""
    keys = [place_key(span.of(text)) for span in spans]
    names: dict[str, _Name] = {}
    for key, span in zip(keys, spans, strict=True):
        if key not in names:
            found = candidates(span.of(text), lang)
            if found:
                names[key] = _Name(key, found, weights)
    _contain(text, spans, keys, names, weights)
    _settle(list(names.values()), weights)
    return [_choice(names.get(key)) for key in keys]


def _choice(name: _Name | None) -> Place | None:
    return None if name is None else name.places[int(name.score.argmax())]


def _contain(text: str, spans: Sequence[Span], keys: list[str], names: dict[str, _Name], weights: Weights) -> None:
    """Note what a container named right behind a name says for both."""
    for at in range(len(spans) - 1):
        inner, outer = names.get(keys[at]), names.get(keys[at + 1])
        if inner is None or outer is None or not _BEHIND.fullmatch(text[spans[at].end : spans[at + 1].start]):
            continue
        for i, place in enumerate(inner.places):
            for j, container in enumerate(outer.places):
                if _holds(container, place):
                    inner.said[i] = outer.said[j] = weights.contained


def _holds(outer: Place, inner: Place) -> bool:
    if outer == inner or outer.country != inner.country or not outer.country:
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    if outer.kind == "adm1":
        return inner.kind in ("city", "adm2", "site") and outer.division == inner.division
    return outer.kind == "adm2" and inner.kind == "city" and outer.division == inner.division and distance(outer, inner) < _COUNTY


_COUNTY = 80  # km from the middle of a second-order division to its farthest town


def _settle(names: list[_Name], weights: Weights) -> None:
    """Score all candidates in a few rounds."""
    for name in names:
        name.score = name.prior + name.said
    pairs = {(a, b): _ties(names[a], names[b], weights) for a in range(len(names)) for b in range(len(names)) if a != b}
    for _ in range(weights.rounds):
        beliefs = [name.belief(weights.floor) for name in names]
        for a, name in enumerate(names):
            gains = [ties.gain(beliefs[b]) for b in range(len(names)) if b != a for ties in (pairs[a, b],)]
            support = _saturate(gains, weights) if gains else 0.0
            name.score = name.prior + name.said + support


@dataclass(frozen=True, slots=True)
class _Ties:
    """How the candidates of one name (rows) hang together with those of another (columns)."""

    near: Floats
    country: Floats
    division: Floats

    def gain(self, belief: Floats) -> Floats:
        """Return the best tie of each row by kind (3 x rows), each column weighed by ``belief``."""
        return np.stack([(ties * belief).max(axis=1) for ties in (self.near, self.country, self.division)])


def _ties(a: _Name, b: _Name, weights: Weights) -> _Ties:
    h = np.sin((a.lat[:, None] - b.lat) / 2) ** 2
    h = h + np.cos(a.lat)[:, None] * np.cos(b.lat) * np.sin((a.lon[:, None] - b.lon) / 2) ** 2
    kilometres = _KM * np.arcsin(np.sqrt(np.minimum(h, 1.0)))
    near = np.exp(-kilometres / weights.reach_km) * a.narrow[:, None] * b.narrow
    country = (a.country[:, None] == b.country).astype(np.float64)
    division = (a.division[:, None] == b.division).astype(np.float64)
    return _Ties(near, country, division)


def _saturate(gains: list[Floats], weights: Weights) -> Floats:
    """Return the support of each candidate: the sum of its ties, each kind with falling returns."""
    near, country, division = np.sum(gains, axis=0)
    return np.asarray(
        weights.near * (1 - np.exp(-near)) * 1.5
        + weights.same_country * (1 - np.exp(-country / 2)) * 1.5
        + weights.same_division * (1 - np.exp(-division / 2)) * 1.5
    )
