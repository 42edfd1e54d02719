"""From the codes of other data sets to PLOVER and ISO 3166: the tables below ``knowledge/crosswalks``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lagebild.knowledge import actorbook, load, plover
from lagebild.records import EventType, Fit

__all__ = ["Reading", "cameo", "country_of_code", "country_of_cow", "country_of_fips", "country_of_name", "cow_of",
           "fips_of", "name_of", "organisation", "reading", "sector", "sector_name"]  # fmt: skip

_FOLDER = "crosswalks"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a code of a data set means in PLOVER, and how well that fits."""

    type: EventType
    mode: str | None
    fit: Fit

    @property
    def score(self) -> float:
        """PLOVER's score of type and mode; 0 where PLOVER has no such type."""
        return 0.0 if self.fit is Fit.NONE else plover.score(self.type, self.mode)


@cache
def _readings(table: str) -> dict[str, Reading]:
    rows = load.rows(f"{_FOLDER}/{table}.tsv", ("code", "type", "mode", "fit"))
    return {r["code"]: Reading(EventType(r["type"]), r["mode"] or None, Fit(r["fit"])) for r in rows}


def reading(table: str, code: str) -> Reading | None:
    """Return what ``code`` means by the table ``acled``, ``ucdp`` or ``mid``; ``None`` if it is not there."""
    return _readings(table).get(code.strip())


@cache
def cameo(code: str) -> Reading | None:
    """Return what a CAMEO code means; codes are text, and a lost leading zero is put back.

    >>> cameo("0841").mode, cameo("841").mode, cameo("1411").mode
    ('release', 'release', 'demo')
    """
    table = _readings("cameo")
    digits = code.strip()
    if not digits.isdigit():
        return None
    if len(digits) == 1 or not 1 <= int(digits[:2]) <= 20:
        digits = f"0{digits}"
    for length in range(len(digits), 1, -1):
        if digits[:length] in table:
            return table[digits[:length]]
    return None


@cache
def _names() -> dict[str, str]:
    found = {form.text.casefold(): form.target for form in actorbook.country_forms("en") if form.kind == "name"}
    found |= {one.name.casefold(): one.id for one in actorbook.countries().values() if one.kind != "former"}
    for row in load.rows(f"{_FOLDER}/country_names.tsv", ("name", "country")):
        found[row["name"].casefold()] = row["country"]
    return found


def country_of_name(name: str) -> str | None:
    """Return the ISO3 code of a country by a name that data sets use, ``None`` if it is none."""
    return _names().get(" ".join(name.split()).casefold()) or None


@cache
def _organisations() -> dict[str, str]:
    return {
        name.casefold(): actor.country
        for actor in actorbook.organisations().values()
        for lang, name in actor.names
        if lang == "en" and actor.country
    }


def organisation(name: str) -> str | None:
    """Return ``IGO:…`` or ``NSA:…`` for the English name of a known organisation or group."""
    return _organisations().get(name.strip().casefold())


@cache
def _codes() -> dict[str, str]:
    found = {key: key for key in actorbook.countries()}
    for row in load.rows(f"{_FOLDER}/country_codes.tsv", ("code", "country")):
        found[row["code"]] = row["country"]
    return found


def country_of_code(code: str) -> str | None:
    """Return the ISO3 code for a three-letter code of CAMEO and its kin; ``None`` for regions and unknown ones."""
    return _codes().get(code.strip().upper()) or None


@cache
def _by_fips() -> dict[str, str]:
    return {c.fips: c.id for c in actorbook.countries().values() if c.fips and c.kind != "former"}


def country_of_fips(code: str) -> str | None:
    """Return the ISO3 code for a two-letter FIPS 10-4 code (not ISO 3166: there ``CH`` is China)."""
    return {"GZ": "PSE"}.get(code.strip().upper()) or _by_fips().get(code.strip().upper())


def fips_of(country: str | None) -> str:
    """Return the FIPS 10-4 code of a country, empty if it has none."""
    found = actorbook.countries().get(country or "")
    return found.fips if found else ""


def cow_of(country: str | None) -> int | None:
    """Return the number of a country in the lists of the Correlates of War project."""
    found = actorbook.countries().get(country or "")
    return found.cow if found else None


def name_of(country: str | None) -> str:
    """Return the English name of a country, the code itself if it is none, empty for none."""
    found = actorbook.countries().get(country or "")
    return found.name if found else country or ""


@cache
def country_of_cow(number: int, year: int, *, gleditsch_ward: bool = False) -> str | None:
    """Return the country that a COW (or Gleditsch-Ward) number meant in ``year``."""
    found = [
        country
        for country in actorbook.countries().values()
        if (country.gw if gleditsch_ward else country.cow) == number
    ]
    there = [
        country
        for country in found
        if (country.start is None or country.start.year <= year) and (country.end is None or year <= country.end.year)
    ]
    there.sort(key=lambda country: (country.kind != "former", country.id))
    return there[0].id if there else found[0].id if found else _cow_numbers().get(str(number))


@cache
def _cow_numbers() -> dict[str, str]:
    return {row["number"]: row["country"] for row in load.rows(f"{_FOLDER}/cow_numbers.tsv", ("number", "country"))}


@cache
def _sectors() -> dict[str, str]:
    return {row["name"].casefold(): row["sector"] for row in load.rows(f"{_FOLDER}/sectors.tsv", ("name", "sector"))}


@cache
def _sector_names() -> dict[str, str]:
    rows = load.rows(f"{_FOLDER}/sectors.tsv", ("name", "sector"))
    return {row["sector"]: row["name"] for row in reversed(rows)}


def sector_name(code: str) -> str:
    """Return how ICEWS writes a PLOVER sector, the code itself where it has no word for it."""
    return _sector_names().get(code, code)


def sector(name: str) -> str | None:
    """Return the PLOVER sector code for a sector as ICEWS writes it."""
    return _sectors().get(name.strip().casefold())
