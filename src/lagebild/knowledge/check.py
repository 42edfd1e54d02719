"""Validates the data files of this folder: every error names the file, the line and the fix.

``CHECKS`` holds one function for each kind of file; each yields the faults it finds. Run
``python -m lagebild.knowledge.check`` or call :func:`faults`.
"""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lagebild.errors import LagebildError
from lagebild.knowledge import actorbook, gazetteer, load
from lagebild.records import EventType, Fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["CHECKS", "Fault", "faults"]

_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_COUNTRY: Final = re.compile(r"[A-Z]{3}|IGO:[A-Za-z0-9_]+|NSA:[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a data file, where, and what to do about it."""

    file: str
    line: int
    message: str
    fix: str

    def __str__(self) -> str:
        """Render as ``file:line: message (fix)``."""
        return f"{self.file}:{self.line}: {self.message} ({self.fix})"


def _lines(file: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a TSV file with their line numbers."""
    header: list[str] = []
    with (load.ROOT / file).open(encoding="utf-8", newline="") as lines:
        for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if not cells or cells[0].startswith("#"):
                continue
            if header:
                yield number, dict(zip(header, cells, strict=False))
            else:
                header = cells


def _codes() -> frozenset[str]:
    return frozenset(row["code"] for row in load.rows("actors/sectors.tsv", ("code", "meaning")))


def _dates(file: str, number: int, row: dict[str, str]) -> Iterator[Fault]:
    for key in ("start", "end"):
        if row[key] and not _DATE.fullmatch(row[key]):
            yield Fault(file, number, f"{key} {row[key]!r} is no date", "write YYYY, YYYY-MM or YYYY-MM-DD")
            return
    if row["start"] and row["end"] and row["start"] >= row["end"]:
        yield Fault(file, number, f"it ends ({row['end']}) before it starts ({row['start']})", "swap or mend the dates")


def _place(file: str, number: int, code: str) -> Iterator[Fault]:
    if not code:
        return
    if not _COUNTRY.fullmatch(code):
        yield Fault(file, number, f"{code!r} is no country", "write an ISO3 code, IGO:… or NSA:…")
    elif ":" not in code and code not in actorbook.countries():
        yield Fault(file, number, f"the country {code} is unknown", "use an id of actors/countries.tsv")


def _sectors(file: str, number: int, cell: str) -> Iterator[Fault]:
    for code in cell.split():
        if code not in _codes():
            yield Fault(file, number, f"the sector {code} is unknown", "use a code of actors/sectors.tsv")


def countries() -> Iterator[Fault]:
    """Check the list of countries: unique ids, known kinds, sound dates."""
    file = "actors/countries.tsv"
    seen: set[str] = set()
    for number, row in _lines(file):
        if row["id"] in seen:
            yield Fault(file, number, f"the id {row['id']} stands twice", "remove one of the rows")
        seen.add(row["id"])
        if row["kind"] not in {"state", "partial", "dependency", "region", "former"}:
            yield Fault(
                file, number, f"the kind {row['kind']!r} is unknown", "write state, partial, dependency or former"
            )
        yield from _dates(file, number, row)


def country_names() -> Iterator[Fault]:
    """Check the names of countries in every language."""
    for path in sorted((load.ROOT / "actors" / "names").glob("*.tsv")):
        file = f"actors/names/{path.name}"
        for number, row in _lines(file):
            yield from _place(file, number, row["country"])
            for entry in row.get("name", "").split("|"):
                yield from _sectors(file, number, entry.partition("=")[2])


def places() -> Iterator[Fault]:
    """Check that every city and region lies in a known country."""
    for file in ("actors/cities.tsv", "actors/regions.tsv"):
        for number, row in _lines(file):
            yield from _place(file, number, row["country"])
    file = "actors/sets.tsv"
    for number, row in _lines(file):
        for member in row["members"].split("|"):
            yield from _place(file, number, member)


def organisations() -> Iterator[Fault]:
    """Check organisations and groups: country, sectors, dates, a name for every id."""
    for file in actorbook.ORGANISATION_FILES:
        named: set[str] = set()
        for number, row in _lines(file):
            yield from _place(file, number, row["country"])
            yield from _sectors(file, number, row["sectors"])
            yield from _dates(file, number, row)
            if row["id"] in named and not (row["start"] or row["end"]):
                yield Fault(file, number, f"the id {row['id']} stands twice without dates", "date the row or rename it")
            if row["id"] not in named and not row["en"]:
                yield Fault(file, number, f"{row['id']} has no English name", "fill the column en of its first row")
            named.add(row["id"])


def people() -> Iterator[Fault]:
    """Check people in office: office, country, dates, one name for every id."""
    file = "actors/people.tsv"
    last = ""
    seen: set[str] = set()
    for number, row in _lines(file):
        yield from _place(file, number, row["country"])
        yield from _dates(file, number, row)
        if row["office"] not in actorbook.offices():
            yield Fault(file, number, f"the office {row['office']!r} is unknown", "use one of actors/offices.tsv")
        if row["id"] != last:
            if row["id"] in seen:
                yield Fault(file, number, f"the rows of {row['id']} are apart", "put them one below the other")
            if not row["name"]:
                yield Fault(file, number, f"{row['id']} has no name", "fill the column name of its first row")
        seen.add(row["id"])
        last = row["id"]


def offices() -> Iterator[Fault]:
    """Check the kinds of office and the titles that name them."""
    file = "actors/offices.tsv"
    for number, row in _lines(file):
        yield from _sectors(file, number, f"{row['sectors']} {row['former']}")
    for lang in load.languages("titles.tsv"):
        file = f"languages/{lang}/titles.tsv"
        for number, row in _lines(file):
            for office in row["offices"].split(","):
                if office not in actorbook.offices():
                    yield Fault(file, number, f"the office {office!r} is unknown", "use one of actors/offices.tsv")


def roles() -> Iterator[Fault]:
    """Check the role words of every language: known sectors, no word twice among the strong ones."""
    for lang in load.languages("roles.toml"):
        file = f"languages/{lang}/roles.toml"
        text = (load.ROOT / file).read_text(encoding="utf-8").splitlines()
        tables = actorbook.roles(lang)
        seen: dict[str, str] = {}
        for table in ("roles", "weak", "things", "unknown"):
            for codes, words in tables.get(table, {}).items():
                number = next((n for n, line in enumerate(text, 1) if line.lstrip('"').startswith(codes)), 0)
                yield from _sectors(file, number, codes)
                for word in words:
                    if table == "roles" and seen.setdefault(word.lower(), codes) != codes:
                        message = f"{word!r} stands for {seen[word.lower()]} and {codes}"
                        yield Fault(file, number, message, "keep one of them")


def readable() -> Iterator[Fault]:
    """Check that the book of actors can be read as a whole."""
    try:
        actorbook.people()
        actorbook.organisations()
        actorbook.cities()
        actorbook.homographs()
        actorbook.given_names()
    except LagebildError as error:
        yield Fault("actors", 0, str(error), "mend the file named")


def _whereabouts(file: str, what: str) -> int:
    """Return the line of a TOML file that holds ``what``, 0 where it stands nowhere."""
    text = (load.ROOT / file).read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(text, 1) if what in line), 0)


def dates() -> Iterator[Fault]:
    """Check the times of every language: whole calendars, rules with known classes, sound expressions."""
    for lang in load.languages("dates.toml"):
        file = f"languages/{lang}/dates.toml"
        data = load.toml(file)
        classes = data.get("class", {})
        for kind, wanted in _CALENDAR.items():
            gone = sorted(set(map(str, range(1, wanted + 1))) - set(classes.get(kind, {})), key=int)
            if gone and data.get("spaced", True):
                yield Fault(file, 0, f"class.{kind} lacks {', '.join(gone)}", "add its words")
        known = {*classes, *_BUILT_IN_CLASSES}
        for rule in data.get("rule", ()):
            find = str(rule.get("find", ""))
            line = _whereabouts(file, find.replace("\\", "\\\\"))
            if not find or not rule.get("make"):
                yield Fault(file, line, "a rule lacks find or make", "write both")
            for slot in sorted(set(_SLOT.findall(find)) - known):
                yield Fault(file, line, f"<{slot}> is no class", "define [class.…] for it or mend its name")
        for kind, meanings in classes.items():
            yield from _word_lists(file, f"class.{kind}", meanings)
        for name, value in data.get("options", {}).items():
            yield from _word_lists(file, "options", {name: value} if isinstance(value, list) else {})


def _word_lists(file: str, table: str, lists: Mapping[str, object]) -> Iterator[Fault]:
    """Check that every entry of a table is a list of words or of numbers."""
    for name, words in lists.items():
        if not isinstance(words, list) or any(not isinstance(word, (str, int)) or word == "" for word in words):
            line = _whereabouts(file, name)
            yield Fault(file, line, f"{table}.{name} is no list of words", 'write ["…", "…"]')


def casualties() -> Iterator[Fault]:
    """Check the words of harm: known kinds, numbers as [low, high], the qualifiers that the program asks for."""
    for lang in load.languages("casualties.toml"):
        file = f"languages/{lang}/casualties.toml"
        data = load.toml(file)
        for kind, table in data.get("kind", {}).items():
            if kind not in _HARMS:
                yield Fault(
                    file, _whereabouts(file, f"kind.{kind}"), f"the kind {kind!r} is unknown", f"use one of {_HARMS}"
                )
            yield from _word_lists(file, f"kind.{kind}", table)
        for word, pair in data.get("numbers", {}).items():
            low, high = pair if isinstance(pair, list) and len(pair) == len(("low", "high")) else (0, -2)
            if not (high == -1 or 0 <= low <= high):
                yield Fault(
                    file, _whereabouts(file, word), f"{word!r} is no [low, high]", "write high -1 where it is open"
                )
        for name in sorted(_QUALIFIERS - set(data.get("qualifiers", {}))):
            yield Fault(
                file, _whereabouts(file, "qualifiers"), f"qualifiers.{name} is missing", "add it, perhaps empty"
            )


def place_words() -> Iterator[Fault]:
    """Check the place words of every language: lists of words, costs of adpositions, names that the gazetteer has."""
    for lang in load.languages("places.toml"):
        file = f"languages/{lang}/places.toml"
        data = load.toml(file)
        yield from _word_lists(
            file, "it", {key: words for key, words in data.items() if isinstance(words, list)} | {"endings": []}
        )
        for word, cost in data.get("locative", {}).items():
            if not isinstance(cost, (int, float)) or not 0 <= cost <= _DEAREST:
                yield Fault(
                    file, _whereabouts(file, word), f"locative.{word} is {cost!r}", f"write a cost of 0 to {_DEAREST}"
                )
        for table in ("abbreviations", "nations"):
            for word, full in data.get(table, {}).items():
                if not gazetteer.gazetteer().find(str(full).partition("@")[0]):
                    yield Fault(
                        file,
                        _whereabouts(file, f'"{word}"'),
                        f"no place is named {full!r}",
                        "use a name of the gazetteer",
                    )


def place_tables() -> Iterator[Fault]:
    """Check our own regions, seas and sites: degrees, countries, names that stand once."""
    seen: dict[str, str] = {}
    iso2 = {row["iso2"] for row in load.rows("actors/countries.tsv", ("id", "iso2"))}
    for file in ("places/regions.tsv", "places/sites.tsv"):
        for number, row in _lines(file):
            try:
                inside = abs(float(row["lat"])) <= _POLE and abs(float(row["lon"])) <= 2 * _POLE
            except ValueError:
                inside = False
            if not inside:
                yield Fault(file, number, f"{row['lat']}, {row['lon']} is no place on Earth", "write degrees, WGS 84")
            if row["country"] and row["country"] not in iso2:
                yield Fault(
                    file, number, f"the country {row['country']} is unknown", "write ISO 3166 alpha-2, or nothing"
                )
            for name in row["names"].split("|"):
                if not name.strip():
                    yield Fault(file, number, "a name is empty", "take the extra | away")
                elif seen.setdefault(name, f"{file}:{number}") != f"{file}:{number}":
                    yield Fault(file, number, f"{name!r} stands in {seen[name]} too", "keep one of them")


def crosswalks() -> Iterator[Fault]:
    """Check the tables to other data sets: PLOVER types and modes that there are, known fits and countries."""
    for table in ("acled", "cameo", "mid", "ucdp"):
        file = f"crosswalks/{table}.tsv"
        for number, row in _lines(file):
            if row["type"] not in set(EventType):
                yield Fault(file, number, f"the type {row['type']!r} is unknown", "use one of PLOVER's sixteen")
            if row["fit"] not in set(Fit):
                yield Fault(file, number, f"the fit {row['fit']!r} is unknown", f"use one of {', '.join(Fit)}")
    for file in ("crosswalks/country_codes.tsv", "crosswalks/country_names.tsv", "crosswalks/cow_numbers.tsv"):
        for number, row in _lines(file):
            yield from _place(file, number, row["country"])


_CALENDAR: Final = {"month": 12, "weekday": 7}
_BUILT_IN_CLASSES: Final = {
    "day",
    "monthnumber",
    "year",
    "shortyear",
    "decade",
    "hour",
    "minute",
    "digits",
    "n",
    "number",
}
_SLOT: Final = re.compile(r"(?<!\?P)<(?![=!])(?:\w+=)?(\w+)>")
_HARMS: Final = ("killed", "wounded", "captured", "missing")
_QUALIFIERS: Final = {"low", "high", "both", "between", "join"}
_DEAREST: Final = 5
_POLE: Final = 90


CHECKS: Final[dict[str, Callable[[], Iterator[Fault]]]] = {
    "actors/countries.tsv": countries,
    "actors/names": country_names,
    "actors/cities.tsv, regions.tsv": places,
    "actors/organisations.tsv, groups.tsv": organisations,
    "actors/people.tsv": people,
    "actors/offices.tsv, titles.tsv": offices,
    "roles.toml": roles,
    "actors": readable,
    "dates.toml": dates,
    "casualties.toml": casualties,
    "places.toml": place_words,
    "places/regions.tsv, sites.tsv": place_tables,
    "crosswalks": crosswalks,
}


def faults() -> list[Fault]:
    """Return every fault of every file."""
    return [fault for check in CHECKS.values() for fault in check()]


if __name__ == "__main__":
    sys.exit("\n".join(str(fault) for fault in faults()) or 0)
