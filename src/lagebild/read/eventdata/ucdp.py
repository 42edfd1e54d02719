"""UCDP Georeferenced Event Dataset and its monthly Candidate releases (49 columns, comma-separated, with a header).

Sundberg and Melander, "Introducing the UCDP Georeferenced Event Dataset", Journal of Peace Research 50(4), 2013.
Governments carry Gleditsch-Ward numbers; ``best``, ``high``, ``low`` count deaths.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lagebild.knowledge import crosswalk
from lagebild.read.eventdata import parts
from lagebild.read.eventdata.columns import Cells, Layout, When, read_table
from lagebild.records import PlacePrecision, TimePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lagebild.records import ActorMatch, Coding, EventBatch, PlaceMatch

__all__ = ["COLUMNS", "read_ucdp", "read_ucdp_candidate"]

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
_DAYS = {"1": TimePrecision.DAY, "3": TimePrecision.WEEK, "4": TimePrecision.MONTH, "5": TimePrecision.YEAR}
_PLACES = {"1": PlacePrecision.SITE, "2": PlacePrecision.CITY, "6": PlacePrecision.COUNTRY}


def _when(cells: Cells) -> When | None:
    start = parts.day_number(cells.get("date_start", ""))
    end = parts.day_number(cells.get("date_end", cells.get("date_start", "")))
    if start is None or end is None or end < start:
        return None
    length = end - start + 1
    coarse = TimePrecision.DAY if length == 1 else TimePrecision.INTERVAL
    return When(start, length, length - 1, _DAYS.get(cells.get("date_prec", ""), coarse))


def _party(cells: Cells, side: str) -> tuple[ActorMatch, ...]:
    name = cells.get(f"side_{side}", "")
    if not name:
        return ()
    number, year = cells.get(f"gwno{side}", "").split(",")[0].strip(), cells.get("year", "")
    state = number.isdigit() and year.isdigit()
    country = crosswalk.country_of_cow(int(number), int(year), gleditsch_ward=True) if state else None
    sectors = ("GOV",) if name.startswith("Government of ") else ("CVL",) if name == "Civilians" else ("REB",)
    if country is None and name == "Civilians":
        country = crosswalk.country_of_name(cells.get("country", ""))
    return (parts.party(name, country=country or crosswalk.organisation(name), sectors=sectors),)


def _coding(cells: Cells) -> Coding | str:
    found = crosswalk.reading("ucdp", cells.get("type_of_violence", ""))
    if found is None:
        return f"no type of violence: '{cells.get('type_of_violence', '')}'"
    low, high = cells.get("low", ""), cells.get("high", "")
    return parts.coding(found, casualties=parts.killed(low, high, cells.get("best", "")))


def _place(cells: Cells) -> PlaceMatch | None:
    return parts.place(
        cells.get("where_coordinates", ""),
        country=crosswalk.country_of_name(cells.get("country", "")),
        precision=_PLACES.get(cells.get("where_prec", ""), PlacePrecision.REGION),
    )


_LAYOUT = Layout(
    dataset="ucdp",
    columns=COLUMNS,
    id="id",
    dates=("date_start", "date_end", "date_prec"),
    actors=("side_a", "side_a_dset_id", "side_a_new_id", "gwnoa", "year"),
    recipients=("side_b", "side_b_dset_id", "side_b_new_id", "gwnob", "year", "country"),
    coding=("type_of_violence", "best", "high", "low"),
    place=("where_prec", "where_coordinates", "adm_1", "adm_2", "country", "country_id", "region"),
    read_when=_when,
    read_actors=lambda cells: _party(cells, "a"),
    read_recipients=lambda cells: _party(cells, "b"),
    read_coding=_coding,
    read_place=_place,
    lat="latitude",
    lon="longitude",
    delimiter=",",
    quoted=True,
)


def read_ucdp(path: Path) -> Iterator[EventBatch]:
    """Yield the rows of a UCDP GED file; errors as :func:`lagebild.read.eventdata.columns.read_table`."""
    return read_table(path, _LAYOUT)


def read_ucdp_candidate(path: Path) -> Iterator[EventBatch]:
    """Yield the rows of a Candidate file, a data set of its own: its events come again, revised, in the yearly one."""
    return read_table(path, replace(_LAYOUT, dataset="ucdp_candidate"))
