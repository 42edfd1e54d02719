"""The gazetteer: names of places in many languages, and what they name.

Two compressed tables, ``places/places.tsv.xz`` and ``places/names.tsv.xz``, written by ``tools/gazetteer.py``. They
are unpacked once, kept as bytes, and searched by bisection, so that a lookup costs some microseconds and the
whole costs the memory of its text.
"""

from __future__ import annotations

import lzma
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from lagebild.errors import KnowledgeError
from lagebild.knowledge.load import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

__all__ = ["FAMOUS", "Gazetteer", "Place", "gazetteer", "place_key"]

FAMOUS = ("country", "continent", "region", "sea", "site")  # kinds that come before all others in the table
_STRIPPED = ("LATIN", "GREEK")  # scripts whose accents are not part of the key
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "ʻ": "'", "`": "'", "´": "'", "-": " ", "‐": " ", "–": " ", ".": None, "ß": "ss", "ё": "е"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place.

    ``kind`` is ``country``, ``adm1`` (first-order division), ``adm2``, ``city``, ``site``, ``sea``, ``region`` or
    ``continent``; ``country`` is ISO 3166-1 alpha-2 and ``division`` the GeoNames code of the first-order division,
    both perhaps empty; ``lat`` and ``lon`` are degrees, WGS 84; ``people`` is the population, 0 where unknown.
    """

    geonames: int | None
    name: str
    kind: str
    country: str
    division: str
    lat: float
    lon: float
    people: int


@lru_cache(maxsize=65536)
def place_key(name: str) -> str:
    """Return ``name`` as the gazetteer keeps it: case-folded, Latin accents, dots and hyphens taken away."""
    folded = name.translate(_SAME).casefold()
    if not folded.isascii():
        parts = unicodedata.normalize("NFD", folded)
        kept = [
            char
            for at, char in enumerate(parts)
            if not (unicodedata.combining(char) and at and unicodedata.name(parts[at - 1], "").startswith(_STRIPPED))
        ]
        folded = unicodedata.normalize("NFC", "".join(kept))
    return " ".join(folded.split())


_BLOCK = 64  # names of which the first is kept at hand, to find the block that holds a name


class Gazetteer:
    """The unpacked tables: ``find`` returns the places that a name may mean."""

    def __init__(self, places: bytes, names: bytes) -> None:
        self._places, self._names = places, names
        self._place_ends = _line_ends(places)
        self._name_ends = _line_ends(names)
        blocks = range(0, len(self._name_ends), _BLOCK)
        self._firsts = [_line(names, self._name_ends, index).partition(b"\t")[0] for index in blocks]

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self._place_ends)

    def place(self, index: int) -> Place:
        """Return the place in row ``index``."""
        return _read_place(_line(self._places, self._place_ends, index))

    def known_names(self, people: int) -> Iterator[str]:
        """Yield the keys of countries, seas, regions, sites, and of places of at least ``people`` inhabitants."""
        first, last = 0, len(self)
        while first < last:
            middle = (first + last) // 2
            place = self.place(middle)
            known = place.kind in FAMOUS or place.people >= people
            first, last = (middle + 1, last) if known else (first, middle)
        for index in range(len(self._name_ends)):
            key, _, row = _line(self._names, self._name_ends, index).partition(b"\t")
            if int(row.partition(b",")[0], 36) < first:
                yield key.decode()

    def find(self, name: str) -> tuple[Place, ...]:
        """Return the places that ``name`` may mean, the most populous first."""
        return self._find(place_key(name))

    def _find(self, key: str) -> tuple[Place, ...]:
        row = self._row(key.encode())
        return tuple(self.place(int(index, 36)) for index in row.split(b",")) if row else ()

    def _row(self, key: bytes) -> bytes:
        block = bisect_right(self._firsts, key) - 1
        if block < 0:
            return b""
        last = min((block + 1) * _BLOCK, len(self._name_ends)) - 1
        start = int(self._name_ends[block * _BLOCK - 1]) if block else -1
        lines = b"\n" + self._names[start + 1 : int(self._name_ends[last])]
        _, found, behind = lines.partition(b"\n" + key + b"\t")
        return behind.partition(b"\n")[0] if found else b""


def _line_ends(table: bytes) -> npt.NDArray[np.int64]:
    return np.flatnonzero(np.frombuffer(table, dtype=np.uint8) == ord("\n"))


def _line(table: bytes, ends: npt.NDArray[np.int64], index: int) -> bytes:
    return table[int(ends[index - 1]) + 1 if index else 0 : int(ends[index])]


@lru_cache(maxsize=16384)
def _read_place(line: bytes) -> Place:
    geonames, name, kind, country, division, lat, lon, people = line.decode().split("\t")
    number = int(geonames) if geonames else None
    return Place(number, name, kind, country, division, float(lat), float(lon), int(people or 0))


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, unpacked on first use.

    Raises:
        KnowledgeError: if a table is missing or damaged.
    """
    tables = []
    for name in ("places/places.tsv.xz", "places/names.tsv.xz"):
        try:
            tables.append(lzma.decompress((ROOT / name).read_bytes()))
        except (OSError, lzma.LZMAError) as error:
            raise KnowledgeError(
                str(error), where=name, hint="reinstall lagebild, or run tools/gazetteer.py"
            ) from error
    return Gazetteer(*tables)
