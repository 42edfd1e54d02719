"""ICEWS Coded Event Data (20 columns, tab-separated, with a header; quotes in it are plain characters).

Boschee and others, *ICEWS Coded Event Data*, Harvard Dataverse, doi:10.7910/DVN/28075. Countries are English
names, events CAMEO codes with a name and an intensity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.knowledge import crosswalk
from lagebild.read.eventdata import parts
from lagebild.read.eventdata.columns import Cells, Layout, When, read_table
from lagebild.records import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lagebild.records import ActorMatch, Coding, EventBatch, PlaceMatch

__all__ = ["COLUMNS", "read_icews"]

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
_PLACE = ("City", "District", "Province", "Country")


def _when(cells: Cells) -> When | None:
    day = parts.day_number(cells.get("Event Date", ""))
    return None if day is None else When(day)


def _party(cells: Cells, role: str) -> tuple[ActorMatch, ...]:
    name, country = cells.get(f"{role} Name", ""), cells.get(f"{role} Country", "")
    if not name:
        return ()
    sectors = (crosswalk.sector(one) for one in cells.get(f"{role} Sectors", "").split(","))
    found = tuple(dict.fromkeys(one for one in sectors if one))
    code = crosswalk.country_of_name(country) or crosswalk.organisation(name)
    return (parts.party(name, country=code, sectors=found),)


def _coding(cells: Cells) -> Coding | str:
    code = cells.get("CAMEO Code", "")
    found = crosswalk.cameo(code)
    return f"no CAMEO code: '{code}'" if found is None else parts.coding(found, cameo=code)


def _place(cells: Cells) -> PlaceMatch | None:
    name = cells.get("City") or cells.get("District") or cells.get("Province") or cells.get("Country", "")
    fine = PlacePrecision.CITY if "City" in cells else PlacePrecision.REGION if "Province" in cells else None
    return parts.place(
        name,
        country=crosswalk.country_of_name(cells.get("Country", "")),
        precision=fine or PlacePrecision.COUNTRY,
    )


_LAYOUT = Layout(
    dataset="icews",
    columns=COLUMNS,
    id="Event ID",
    dates=("Event Date",),
    actors=("Source Name", "Source Sectors", "Source Country"),
    recipients=("Target Name", "Target Sectors", "Target Country"),
    coding=("Event Text", "CAMEO Code", "Intensity"),
    place=_PLACE,
    read_when=_when,
    read_actors=lambda cells: _party(cells, "Source"),
    read_recipients=lambda cells: _party(cells, "Target"),
    read_coding=_coding,
    read_place=_place,
    lat="Latitude",
    lon="Longitude",
    publisher="Publisher",
    story="Story ID",
    sentence="Sentence Number",
)


def read_icews(path: Path) -> Iterator[EventBatch]:
    """Yield the rows of an ICEWS file; errors as :func:`lagebild.read.eventdata.columns.read_table`."""
    return read_table(path, _LAYOUT)
