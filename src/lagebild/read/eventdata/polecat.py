"""POLECAT, coded by NGEC (40 columns, tab-separated, with a header).

Halterman and others, *POLECAT*, Harvard Dataverse, doi:10.7910/DVN/AJGVIT. Events are PLOVER already; a side
with several parties has its cells parted by ``;``.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from lagebild.knowledge import crosswalk, plover
from lagebild.read.eventdata import parts
from lagebild.read.eventdata.columns import Cells, Layout, When, read_table
from lagebild.records import EventType, Fit, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lagebild.records import ActorMatch, Coding, EventBatch, PlaceMatch

__all__ = ["COLUMNS", "read_polecat"]

_SIDE = ("{} Name", "{} Country", "{} COW", "Primary {} Sector", "{} Sectors", "{} Title", "{} Name Raw",
         "Wikipedia {} ID")  # fmt: skip
_ACTOR, _RECIPIENT = (tuple(name.format(who) for name in _SIDE) for who in ("Actor", "Recipient"))
_CODING = ("Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts")
_PLACE = ("Placename", "City", "District", "Province", "Country", "GeoNames ID", "Raw Placename", "Feature Type")
COLUMNS = (
    "Event ID", "Event Date", *_CODING, *_ACTOR, *_RECIPIENT, "Placename", "City", "District", "Province", "Country",
    "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date",
    "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip


def _when(cells: Cells) -> When | None:
    day = parts.day_number(cells.get("Event Date", ""))
    if day is None:
        return None
    published = parts.day_number(cells.get("Publication Date", ""))
    return When(day, lag=0 if published is None else published - day)


def _split(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(";")] if cell else []


def _parties(cells: Cells, who: str) -> tuple[ActorMatch, ...]:
    names = _split(cells.get(f"{who} Name", "") or cells.get(f"{who} Name Raw", ""))
    countries = _split(cells.get(f"{who} Country", ""))
    sectors = _split(cells.get(f"Primary {who} Sector", "") or cells.get(f"{who} Sectors", ""))
    found: list[ActorMatch] = []
    for name, country, sector in zip_longest(names, countries, sectors, fillvalue=""):
        if not name and not country:
            continue
        code = crosswalk.country_of_code(country) or crosswalk.country_of_name(country) or crosswalk.organisation(name)
        found.append(parts.party(name or country, country=code, sectors=(sector,) if sector else ()))
    return tuple(found)


def _coding(cells: Cells) -> Coding | str:
    name, mode = cells.get("Event Type", "").upper(), cells.get("Event Mode", "").lower()
    if name not in EventType.__members__:
        return f"no PLOVER type: '{name}'"
    kind = EventType(name)
    known = mode in plover.info(kind).modes
    fit = Fit.EXACT if known or not mode else Fit.NEAR
    contexts = tuple(one for one in _split(cells.get("Contexts", "")) if one)
    return parts.coding(crosswalk.Reading(kind, mode if known else None, fit), contexts=contexts)


def _place(cells: Cells) -> PlaceMatch | None:
    country = cells.get("Country", "")
    names = ("City", "District", "Province", "Country")
    fine = next((name for name in names if name in cells), "City")
    precision = {"City": PlacePrecision.CITY, "Country": PlacePrecision.COUNTRY}.get(fine, PlacePrecision.REGION)
    return parts.place(
        cells.get("Placename") or cells.get(fine, ""),
        country=crosswalk.country_of_code(country) or crosswalk.country_of_name(country),
        precision=precision,
        geonames=cells.get("GeoNames ID", ""),
    )


_LAYOUT = Layout(
    dataset="polecat",
    columns=COLUMNS,
    id="Event ID",
    dates=("Event Date", "Publication Date"),
    actors=_ACTOR,
    recipients=_RECIPIENT,
    coding=_CODING,
    place=_PLACE,
    read_when=_when,
    read_actors=lambda cells: _parties(cells, "Actor"),
    read_recipients=lambda cells: _parties(cells, "Recipient"),
    read_coding=_coding,
    read_place=_place,
    lat="Latitude",
    lon="Longitude",
    publisher="Source",
    nulls=frozenset({"", "None", "NA"}),
)


def read_polecat(path: Path) -> Iterator[EventBatch]:
    """Yield the rows of a POLECAT file; errors as :func:`lagebild.read.eventdata.columns.read_table`."""
    return read_table(path, _LAYOUT)
