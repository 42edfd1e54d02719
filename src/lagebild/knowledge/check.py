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
from lagebild.knowledge import actorbook, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


CHECKS: Final[dict[str, Callable[[], Iterator[Fault]]]] = {
    "actors/countries.tsv": countries,
    "actors/names": country_names,
    "actors/cities.tsv, regions.tsv": places,
    "actors/organisations.tsv, groups.tsv": organisations,
    "actors/people.tsv": people,
    "actors/offices.tsv, titles.tsv": offices,
    "roles.toml": roles,
    "actors": readable,
}


def faults() -> list[Fault]:
    """Return every fault of every file."""
    return [fault for check in CHECKS.values() for fault in check()]


if __name__ == "__main__":
    sys.exit("\n".join(str(fault) for fault in faults()) or 0)
