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
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from lagebild.extract.toponyms.candidates import candidates, lexicon, scene
from lagebild.knowledge.gazetteer import Place, gazetteer, place_key
from lagebild.knowledge.load import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from lagebild.spans import Span

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

__all__ = ["Weights", "distance", "resolve"]

_KM = 12742.0  # twice the radius of the Earth
_BEHIND = re.compile(r"\s*(?:,|\(|,? in|,? in the|,? of)\s*")
_LIST = re.compile(r"\s*,\s*(?:and |und )?|\s+(?:and|und)\s+")
_WIDE = ("country", "continent", "region", "sea")  # their points say little about what lies near


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each reason counts, in units of a tenfold population; found on LGL and GeoVirus."""

    people: float = 0.75
    famous: float = 2.0
    local: float = 0.1
    worldly: float = 3.0
    division_people: float = 0.6
    country: float = 10.0
    continent: float = 13.0
    region: float = 12.0
    sea: float = 12.0
    site: float = 6.5
    adm1: float = 7.5
    adm2: float = 2.6
    city: float = 0.0
    foreign_name: float = -3.6
    contained: float = 8.0
    same_country: float = 3.0
    same_division: float = 1.5
    near: float = 4.0
    reach_km: float = 120.0
    floor: float = 0.01
    unknown_people: float = 3.0  # logarithm of the people of a division whose people are unknown
    unlisted: float = 0.6
    scene: float = 2.0
    scene_half: float = 2.0
    listed: float = 7.0
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
        size += _CAPITAL * (place.geonames in _capitals())
        foreign = place_key(place.name) != key and place.people < _WELL_KNOWN
        return base + weights.people * size + weights.foreign_name * foreign + weights.unlisted * (not place.people)
    if place.kind == "adm1" and not place.people:
        size = weights.unknown_people
    return base + weights.division_people * size


@cache
def _capitals() -> frozenset[int]:
    """Return the GeoNames ids of the capitals of countries: the largest place of the capital's name in the country."""
    found = set()
    for row in rows("actors/countries.tsv", ("iso2", "capital")):
        namesakes = [
            place for place in gazetteer().find(row["capital"]) if place.country == row["iso2"] and place.kind == "city"
        ]
        if row["capital"] and namesakes:
            found.add(max(namesakes, key=lambda place: place.people).geonames or 0)
    return frozenset(found)


_FAMOUS = 4.0  # the logarithm of the people from which a city is known far from it
_CAPITAL = 1.0  # a capital counts as ten times as large
_WELL_KNOWN = 200_000  # people from which a city is as well known by its other names


class _Name:
    """One name of a document with its candidates, and what is said for each of them by a container behind it."""

    __slots__ = ("key", "places", "prior", "said")

    def __init__(self, key: str, places: Sequence[Place], weights: Weights) -> None:
        ranked = sorted(_distinct(places), key=lambda place: -prior(place, key, weights))[: weights.most]
        shadowed = _shadowed(key, ranked)
        self.key, self.places = key, ranked
        self.prior = [prior(place, key, weights) - _SHADOW * (place in shadowed) for place in ranked]
        self.said = [0.0] * len(ranked)


def resolve(text: str, spans: Sequence[Span], lang: str, weights: Weights = WEIGHTS) -> list[Place | None]:
    """Return for each of ``spans`` (in text order) the place it means, ``None`` where the gazetteer has none."""
    keys = [place_key(span.of(text)) for span in spans]
    names: dict[str, _Name] = {}
    for key, span in zip(keys, spans, strict=True):
        if key not in names:
            found = candidates(span.of(text), lang)
            if found:
                names[key] = _Name(key, found, weights)
    if not names:
        return [None] * len(keys)
    _contain(text, spans, keys, names, weights)
    _name_types(text, spans, keys, names, lang)
    _listed(text, spans, keys, names, weights)
    _at_the_scene(text, names, lang, weights)
    chosen = _settle(list(names.values()), weights)
    return [chosen.get(key) for key in keys]


def _distinct(places: Sequence[Place]) -> list[Place]:
    """Return ``places`` without divisions that are little more than a city of the same name (Berlin, Pyongyang).

    Nor with cities that share the name of their country (Mexico).
    """
    cities = [place for place in places if place.kind == "city" and place.people > _TOWN]
    states = [place for place in places if place.kind == "country"]
    return [
        place
        for place in places
        if (place.kind != "city" or all(place.country != state.country for state in states))
        and (place.kind != "adm1" or all(distance(place, state) > _STATE for state in states))
        and (
            place.kind not in ("adm1", "adm2")
            or not any(city.country == place.country and distance(city, place) < _CITY_STATE for city in cities)
        )
    ]


def _shadowed(key: str, places: Sequence[Place]) -> set[Place]:
    """Return the divisions that share their name with a metropolis: "New York" means the city first."""
    cities = [place for place in places if place.kind == "city" and place.people > _METROPOLIS]
    seats = {place.country for place in places if place.geonames in _capitals()}
    world = max((place.people for place in cities if _named(key, place)), default=0)
    world = world if world > _WORLD_CITY else 0
    return {
        place
        for place in places
        if place.kind == "adm1"
        and (place.country in seats or place.people < world or any(_seat(key, city, place) for city in cities))
    }


def _seat(key: str, city: Place, division: Place) -> bool:
    """Tell whether ``city`` is the one that ``division`` is named after: by its own name, or close to its middle."""
    inside = city.country == division.country and city.division == division.division
    return inside and (_named(key, city) or distance(city, division) < _SEAT)


_SEAT = 150  # km


def _named(key: str, place: Place) -> bool:
    """Tell whether ``key`` is the name of ``place``, perhaps without the word for city, or only one of its others."""
    return place_key(place.name).removesuffix(" city") == key


_METROPOLIS, _WORLD_CITY, _SHADOW = 200_000, 1_000_000, 6.0
_STATE = 300  # km: a division of the same name so near to a state is the state as another counts it
_TOWN, _CITY_STATE = 100_000, 40  # people; km


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


def _name_types(text: str, spans: Sequence[Span], keys: list[str], names: dict[str, _Name], lang: str) -> None:
    """Note where a word beside a name says that it is a division: "Kandahar province", "Oblast Charkiw"."""
    types = lexicon(lang).divisions
    for key, span in zip(keys, spans, strict=True):
        before, behind = (
            text[max(0, span.start - _WORD) : span.start].split()[-1:],
            text[span.end : span.end + _WORD].split()[:1],
        )
        name = names.get(key)
        if name is not None and any(word.strip(".,;:)") in types for word in (*before, *behind)):
            for i, place in enumerate(name.places):
                name.said[i] += _SHADOW * (place.kind in ("adm1", "adm2"))


def _listed(text: str, spans: Sequence[Span], keys: list[str], names: dict[str, _Name], weights: Weights) -> None:
    """Note that of a name in a list of divisions ("California, New York and Texas") the division is meant."""
    for at, key in enumerate(keys):
        name = names.get(key)
        if name is None or not any(place.kind == "adm1" for place in name.places):
            continue
        beside = [
            names.get(keys[other])
            for other, first, last in ((at - 1, at - 1, at), (at + 1, at, at + 1))
            if 0 <= other < len(keys) and _LIST.fullmatch(text[spans[first].end : spans[last].start])
        ]
        nations = {one.places[0].country for one in beside if one is not None and one.places[0].kind == "adm1"}
        for i, place in enumerate(name.places):
            if place.kind == "adm1" and place.country in nations and not name.said[i]:
                name.said[i] = weights.listed


def _at_the_scene(text: str, names: dict[str, _Name], lang: str, weights: Weights) -> None:
    """Note what the words of the text say of the country that it is about: its people, offices and coins."""
    seen = scene(text, lang)
    for name in names.values() if seen else ():
        for i, place in enumerate(name.places):
            if place.country in seen:
                name.said[i] += weights.scene * (1 - math.exp(-seen[place.country] / weights.scene_half))


_WORD = 20  # characters that the next word may take


def _holds(outer: Place, inner: Place) -> bool:
    if outer == inner or outer.country != inner.country or not outer.country:
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    if outer.kind == "adm1":
        return inner.kind in ("city", "adm2", "site") and outer.division == inner.division
    return (
        outer.kind == "adm2"
        and inner.kind == "city"
        and outer.division == inner.division
        and distance(outer, inner) < _COUNTY
    )


_COUNTY = 80  # km from the middle of a second-order division to its farthest town


def _settle(names: list[_Name], weights: Weights) -> dict[str, Place]:
    """Return the place that each name means, by its key."""
    if not names:
        return {}
    most = max(_FEWEST, _TOTAL // len(names))
    places = [place for name in names for place in name.places[:most]]
    base = np.array(
        [own + said for name in names for own, said in zip(name.prior[:most], name.said[:most], strict=True)]
    )
    base += _scope(names, weights) * np.array([fame(place) for place in places])
    starts = np.cumsum([0, *(len(name.places[:most]) for name in names[:-1])])
    score = base if len(names) == 1 else _supported(base, places, starts, weights)
    ends = [*starts[1:], len(places)]
    return {
        name.key: places[start + int(score[start:end].argmax())]
        for name, start, end in zip(names, starts, ends, strict=True)
    }


def _supported(base: Floats, places: Sequence[Place], starts: Ints, weights: Weights) -> Floats:
    """Return the scores of all candidates with what the other names say for each."""
    ties = _Ties.of(places, starts, weights)
    score = base
    for _ in range(weights.rounds):
        score = base + ties.support(_belief(score, starts, weights.floor), weights)
    return score


def fame(place: Place) -> float:
    """Return how far a city is known: the logarithm of its people over 10,000; a capital counts tenfold."""
    if place.kind != "city":
        return 0.0
    return max(0.0, math.log10(place.people + 10) + _CAPITAL * (place.geonames in _capitals()) - _FAMOUS)


def _scope(names: list[_Name], weights: Weights) -> float:
    """Return how much fame counts in the document: little in local news, much where several countries are named."""
    tops = [name.places[0] for name in names]
    nations = {place.country for place in tops if place.kind == "country"}
    seats = {place.country for place in tops if place.geonames in _capitals()} - nations
    worldly = len(nations) + len(seats) / 2 - 1
    return weights.famous * min(1.0, max(weights.local, worldly / weights.worldly))


_FEWEST, _TOTAL = 4, 900  # candidates kept of each name, and of all together


def _belief(score: Floats, starts: Ints, floor: float) -> Floats:
    """Return how likely each candidate of a name is by now, none less than ``floor`` of the likeliest."""
    best = np.maximum.reduceat(score, starts)
    counts = np.diff(np.append(starts, len(score)))
    return np.asarray(np.maximum(np.exp(score - np.repeat(best, counts)), floor))


@dataclass(frozen=True, slots=True)
class _Ties:
    """How all candidates (rows) hang together with those of other names (columns): three square matrices."""

    near: Floats
    country: Floats
    division: Floats
    starts: Ints

    @classmethod
    def of(cls, places: Sequence[Place], starts: Ints, weights: Weights) -> _Ties:
        """Work out the ties of the candidates of all names; ``starts`` are the first candidates of each name."""
        lat, lon = np.radians([place.lat for place in places]), np.radians([place.lon for place in places])
        h = np.sin((lat[:, None] - lat) / 2) ** 2
        h += np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
        near = np.exp(-_KM * np.arcsin(np.sqrt(np.minimum(h, 1.0))) / weights.reach_km)
        narrow = np.array([place.kind not in _WIDE for place in places], dtype=np.float64)
        counts = np.diff(np.append(starts, len(places)))
        owner = np.repeat(np.arange(len(starts)), counts)
        other = (owner[:, None] != owner).astype(np.float64)
        country = _same([place.country for place in places])
        division = _same([f"{place.country}.{place.division}" if place.division else "" for place in places])
        return cls(near * narrow[:, None] * narrow * other, country * other, division * other, starts)

    def support(self, belief: Floats, weights: Weights) -> Floats:
        """Return what the other names say for each candidate: the best tie with each, with falling returns."""
        near, country, division = (
            np.maximum.reduceat(ties * belief, self.starts, axis=1).sum(axis=1)
            for ties in (self.near, self.country, self.division)
        )
        return np.asarray(
            _STEEP * weights.near * (1 - np.exp(-near))
            + _STEEP * weights.same_country * (1 - np.exp(-country / 2))
            + _STEEP * weights.same_division * (1 - np.exp(-division / 2))
        )


_STEEP = 1.5


def _same(labels: list[str]) -> Floats:
    """Return 1.0 where two labels are the same and not empty."""
    _, codes = np.unique(labels, return_inverse=True)
    named = np.array([bool(label) for label in labels])
    same: Floats = ((codes[:, None] == codes) & named[:, None]).astype(np.float64)
    return same
