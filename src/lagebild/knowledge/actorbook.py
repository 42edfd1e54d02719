"""The book of actors: states, organisations, groups and people in office, as typed records.

Everything here is read from the files below ``knowledge/actors`` and ``knowledge/languages``; nothing is
matched. Names come as :class:`Form`, one spelling of one actor in one language.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from lagebild.errors import KnowledgeError
from lagebild.knowledge import load
from lagebild.records import Actor, ActorKind, Office

__all__ = [
    "ORGANISATION_FILES",
    "City",
    "Country",
    "Form",
    "cities",
    "countries",
    "country_forms",
    "day",
    "given_names",
    "homographs",
    "offices",
    "organisations",
    "people",
    "regions",
    "roles",
    "sets",
    "titles",
]

ORGANISATION_FILES = ("actors/organisations.tsv", "actors/groups.tsv")
_COUNTRY = ("id", "iso2", "cow", "gw", "fips", "kind", "start", "end", "name", "capital")
_ORGANISATION = ("id", "country", "sectors", "start", "end", "en", "de", "other")
_PERSON = ("id", "name", "alone", "country", "office", "start", "end", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A state, past or present, or a territory, with the codes that data sets use for it.

    ``kind`` is ``state``, ``partial`` (partially recognised), ``dependency``, ``region`` or ``former``.
    ``start`` is inclusive, ``end`` exclusive; ``None`` is open. ``cow`` and ``gw`` are ``None`` where the
    Correlates of War and Gleditsch-Ward lists have no entry.
    """

    id: str
    iso2: str
    cow: int | None
    gw: int | None
    fips: str
    kind: str
    start: dt.date | None
    end: dt.date | None
    name: str
    capital: str


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling: what it names, as what (``name adjective demonym capital seat region``), with which sectors."""

    text: str
    kind: str
    target: str
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class City:
    """A city or region of note: its names and the country it lies in."""

    names: tuple[str, ...]
    country: str


def day(text: str, *, where: str) -> dt.date | None:
    """Return the day that ``text`` (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``) begins on; ``None`` if it is empty."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat((text + "-01-01")[:10] if len(text) == len("2000") else (text + "-01")[:10])
    except ValueError as error:
        raise KnowledgeError(f"{text!r} is no date", where=where, hint="write YYYY, YYYY-MM or YYYY-MM-DD") from error


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _number(text: str) -> int | None:
    return int(text) if text else None


@cache
def countries() -> dict[str, Country]:
    """Return every country by its id (ISO 3166-1 alpha-3, or the code it had when it was dissolved)."""
    where = "actors/countries.tsv"
    return {
        row["id"]: Country(
            id=row["id"],
            iso2=row["iso2"],
            cow=_number(row["cow"]),
            gw=_number(row["gw"]),
            fips=row["fips"],
            kind=row["kind"],
            start=day(row["start"], where=where),
            end=day(row["end"], where=where),
            name=row["name"],
            capital=row["capital"],
        )
        for row in load.rows(where, _COUNTRY)
    }


def _seat(cell: str, country: str) -> Form:
    """Return the form of one entry of a ``name`` cell: ``Kreml=GOV`` is a seat, ``Krim=`` a region, else a name."""
    text, mark, sectors = cell.partition("=")
    if not mark:
        return Form(text, "name", country)
    if not sectors:
        return Form(text, "region", country)
    return Form(text, "seat", country, tuple(sectors.split()))


@cache
def country_forms(lang: str) -> tuple[Form, ...]:
    """Return every name, adjective, demonym, capital, seat of government and region of the states in ``lang``."""
    found: dict[Form, None] = {}
    for row in load.rows("actors/names/cldr.tsv", ("country", "en", "de")):
        found.update(dict.fromkeys(Form(text, "name", row["country"]) for text in _split(row.get(lang, ""))))
    if lang == "en":
        found.update(dict.fromkeys(Form(country.name, "name", country.id) for country in countries().values()))
    if (load.ROOT / "actors" / "names" / f"{lang}.tsv").is_file():
        for row in load.rows(f"actors/names/{lang}.tsv", ("country", "adjective", "demonym", "capital", "name")):
            found.update(dict.fromkeys(_forms(row)))
    return tuple(found)


def _forms(row: dict[str, str]) -> list[Form]:
    """Return the forms of one row of ``names/<lang>.tsv``; without a demonym the adjective serves."""
    country = row["country"]
    cells = {"adjective": row["adjective"], "demonym": row["demonym"] or row["adjective"], "capital": row["capital"]}
    found = [Form(text, kind, country) for kind, cell in cells.items() for text in _split(cell)]
    return found + [_seat(text, country) for text in _split(row["name"])]


@cache
def offices() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the sectors in office and afterwards, by kind of office."""
    rows = load.rows("actors/offices.tsv", ("office", "sectors", "former"))
    return {row["office"]: (tuple(row["sectors"].split()), tuple(row["former"].split())) for row in rows}


def _other(cell: str) -> list[tuple[str, str]]:
    """Return the names of a cell such as ``fr:OTAN|ru:НАТО`` with their languages."""
    return [(part[:2], part[3:].strip()) for part in _split(cell)]


def _organisation(rows: list[dict[str, str]], *, kind: ActorKind, where: str) -> Actor:
    """Return one actor from its rows: the first names it, the others (with dates) say what it was when."""
    first = rows[0]
    names = [("en", text) for text in _split(first["en"])] + [("de", text) for text in _split(first["de"])]
    spells = tuple(
        Office(
            title="",
            country=row["country"] or None,
            sectors=tuple(row["sectors"].split()),
            start=day(row["start"], where=where),
            end=day(row["end"], where=where),
        )
        for row in rows[1:]
    )
    return Actor(
        id=first["id"],
        name=names[0][1],
        kind=kind,
        country=first["country"] or None,
        sectors=tuple(first["sectors"].split()),
        names=tuple(dict.fromkeys(names + _other(first["other"]))),
        offices=spells,
        start=day(first["start"], where=where),
        end=day(first["end"], where=where),
    )


@cache
def organisations() -> dict[str, Actor]:
    """Return every organisation and group by id; ``offices`` holds what it was in particular times."""
    found: dict[str, Actor] = {}
    for where, kind in zip(ORGANISATION_FILES, (ActorKind.ORGANISATION, ActorKind.GROUP), strict=True):
        by_id: dict[str, list[dict[str, str]]] = {}
        for row in load.rows(where, _ORGANISATION):
            by_id.setdefault(row["id"], []).append(row)
        found.update({key: _organisation(rows, kind=kind, where=where) for key, rows in by_id.items()})
    return found


def _person(rows: list[dict[str, str]], *, where: str) -> Actor:
    first = rows[0]
    held = tuple(
        Office(
            title=row["office"],
            country=row["country"] or None,
            sectors=offices()[row["office"]][0],
            start=day(row["start"], where=where),
            end=day(row["end"], where=where),
        )
        for row in rows
    )
    names = [("", first["name"]), *(("*", text) for text in _split(first["alone"])), *_other(first["other"])]
    return Actor(
        id=first["id"],
        name=first["name"],
        kind=ActorKind.PERSON,
        country=held[-1].country,
        sectors=held[-1].sectors,
        names=tuple(dict.fromkeys(names)),
        offices=held,
    )


@cache
def people() -> dict[str, Actor]:
    """Return every person in office by id.

    Among ``names``, the language ``""`` marks the full name, ``la`` a further spelling in Latin script, ``*`` a
    name that stands alone ("Merkel"), and any other a name in that language.
    """
    where = "actors/people.tsv"
    by_id: dict[str, list[dict[str, str]]] = {}
    for row in load.rows(where, _PERSON):
        by_id.setdefault(row["id"], []).append(row)
    return {key: _person(rows, where=where) for key, rows in by_id.items()}


@cache
def roles(lang: str) -> dict[str, Any]:
    """Return ``roles.toml`` of a language: tables ``grammar``, ``roles``, ``weak`` and ``unknown``."""
    return load.toml(f"languages/{lang}/roles.toml")


@cache
def titles(lang: str) -> dict[str, tuple[str, ...]]:
    """Return the kinds of office that each title (lower case) of a language names."""
    rows = load.rows(f"languages/{lang}/titles.tsv", ("form", "offices"))
    return {row["form"].lower(): tuple(row["offices"].split(",")) for row in rows}


@cache
def cities() -> tuple[City, ...]:
    """Return the cities of note (generated from GeoNames), largest first."""
    rows = load.rows("actors/cities.tsv", ("names", "country"))
    return tuple(City(_split(row["names"]), row["country"]) for row in rows)


@cache
def sets(lang: str) -> dict[str, tuple[str, ...]]:
    """Return the phrases of ``lang`` that name several states at once, with the states."""
    rows = load.rows("actors/sets.tsv", ("form", "lang", "members"))
    return {row["form"]: _split(row["members"]) for row in rows if row["lang"] == lang}


@cache
def regions() -> tuple[City, ...]:
    """Return the regions of note of each state."""
    rows = load.rows("actors/regions.tsv", ("names", "country"))
    return tuple(City(_split(row["names"]), row["country"]) for row in rows)


@cache
def homographs() -> dict[str, tuple[str, ...]]:
    """Return, for each country name that is also a person's name, the words beside it that make it one."""
    rows = load.rows("actors/homographs.tsv", ("form", "beside"))
    return {row["form"].lower(): _split(row["beside"].lower()) for row in rows}


@cache
def given_names() -> frozenset[str]:
    """Return common first names (lower case): a state's name after one of them is a surname."""
    return frozenset(row["name"].lower() for row in load.rows("actors/given.tsv", ("name",)))
