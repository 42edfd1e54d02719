"""ACLED exports (31 columns, comma-separated, with a header; notes may hold line breaks).

Raleigh, Kishi and Linke, "Political instability patterns are obscured by conflict dataset scope conditions",
Humanities and Social Sciences Communications 10, 2023. ``iso`` is ISO 3166-1 numeric; events are told apart by
``sub_event_type``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lagebild.knowledge import crosswalk
from lagebild.read.eventdata import parts
from lagebild.read.eventdata.columns import Cells, Layout, When, read_table
from lagebild.records import PlacePrecision, TimePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lagebild.records import ActorMatch, Coding, EventBatch, PlaceMatch

__all__ = ["COLUMNS", "read_acled"]

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
_SECTORS = {
    "1": "MIL", "2": "REB", "3": "REB", "4": "REB", "5": "OPP", "6": "OPP", "7": "CVL", "8": "MIL",
    "state forces": "MIL", "rebel group": "REB", "political militia": "REB", "identity militia": "REB",
    "rioters": "OPP", "protesters": "OPP", "civilians": "CVL", "external/other forces": "MIL",
}  # fmt: skip  # exports give the code of the kind of actor, or since 2024 its name
_DAYS = {"1": TimePrecision.DAY, "2": TimePrecision.WEEK, "3": TimePrecision.MONTH}
_PLACES = {"1": PlacePrecision.CITY, "2": PlacePrecision.REGION, "3": PlacePrecision.REGION}
_IN_NAME = re.compile(r"(?:Forces|Government) of (?:the )?([^(]+?) *\(|\(([^()0-9]+)\)")
_MONTHS = {name: number for number, name in enumerate(
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"), 1)}  # fmt: skip


def _day(text: str) -> int | None:
    """Read ``2023-01-05`` or, in older exports, ``05 January 2023``."""
    words = text.split()
    if len(words) == 3 and words[1] in _MONTHS:
        text = f"{words[2]}-{_MONTHS[words[1]]:02}-{words[0]:0>2}"
    return parts.day_number(text)


def _when(cells: Cells) -> When | None:
    day = _day(cells.get("event_date", ""))
    return None if day is None else When(day, precision=_DAYS.get(cells.get("time_precision", ""), TimePrecision.DAY))


def _party(cells: Cells, number: int) -> tuple[ActorMatch, ...]:
    name = cells.get(f"actor{number}", "")
    if not name:
        return ()
    sector = _SECTORS.get(cells.get(f"inter{number}", "").lower())
    named = (crosswalk.country_of_name(one) for found in _IN_NAME.findall(name) for one in found if one)
    country = next((one for one in named if one), None)
    return (parts.party(name, country=country or crosswalk.organisation(name), sectors=(sector,) if sector else ()),)


def _coding(cells: Cells) -> Coding | str:
    code = cells.get("sub_event_type", "")
    found = crosswalk.reading("acled", code)
    if found is None:
        return f"no sub-event type: '{code}'"
    deaths = cells.get("fatalities", "")
    return parts.coding(found, casualties=parts.killed(deaths, deaths, deaths))


def _place(cells: Cells) -> PlaceMatch | None:
    return parts.place(
        cells.get("location", ""),
        country=crosswalk.country_of_name(cells.get("country", "")),
        precision=_PLACES.get(cells.get("geo_precision", ""), PlacePrecision.CITY),
    )


_LAYOUT = Layout(
    dataset="acled",
    columns=COLUMNS,
    id="event_id_cnty",
    dates=("event_date", "time_precision"),
    actors=("actor1", "assoc_actor_1", "inter1"),
    recipients=("actor2", "assoc_actor_2", "inter2"),
    coding=("disorder_type", "event_type", "sub_event_type", "fatalities", "interaction", "civilian_targeting"),
    place=("iso", "region", "country", "admin1", "admin2", "admin3", "location", "geo_precision"),
    read_when=_when,
    read_actors=lambda cells: _party(cells, 1),
    read_recipients=lambda cells: _party(cells, 2),
    read_coding=_coding,
    read_place=_place,
    lat="latitude",
    lon="longitude",
    publisher="source",
    delimiter=",",
    quoted=True,
)


def read_acled(path: Path) -> Iterator[EventBatch]:
    """Yield the rows of an ACLED export; errors as :func:`lagebild.read.eventdata.columns.read_table`."""
    return read_table(path, _LAYOUT)
