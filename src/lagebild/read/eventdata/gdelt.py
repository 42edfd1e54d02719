"""GDELT 2.0 events (61 columns, tab-separated, no header).

GDELT Project, *Event Codebook V2.0* (2015). Actors carry CAMEO codes (their first three letters a country),
places FIPS 10-4 countries. ``GLOBALEVENTID`` is the id, ``DATEADDED`` when GDELT knew it.
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

__all__ = ["COLUMNS", "read_gdelt"]

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
          "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
_GEO = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_ACTOR1, _ACTOR2 = (tuple(f"Actor{n}{name}" for name in _ACTOR) for n in (1, 2))
_CODING = ("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale")
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *_ACTOR1, *_ACTOR2, *_CODING,
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
_PRECISION = {"1": PlacePrecision.COUNTRY, "2": PlacePrecision.REGION, "5": PlacePrecision.REGION}


def _when(cells: Cells) -> When | None:
    day = parts.day_number(cells.get("SQLDATE", ""))
    if day is None:
        return None
    added = parts.day_number(cells.get("DATEADDED", "")[:8])
    return When(day, lag=0 if added is None else added - day)


def _party(cells: Cells, number: int) -> tuple[ActorMatch, ...]:
    code = cells.get(f"Actor{number}Code", "")
    name = cells.get(f"Actor{number}Name", code)
    if not name:
        return ()
    country = crosswalk.country_of_code(cells.get(f"Actor{number}CountryCode", ""))
    found = (cells.get(f"Actor{number}Type{n}Code") for n in (1, 2, 3))
    sectors = tuple(dict.fromkeys(one for one in found if one))
    return (parts.party(name, country=country or crosswalk.organisation(name), sectors=sectors, key=None),)


def _coding(cells: Cells) -> Coding | str:
    code = cells.get("EventCode", "")
    found = crosswalk.cameo(code)
    return f"no CAMEO code: '{code}'" if found is None else parts.coding(found, cameo=code)


def _place(cells: Cells) -> PlaceMatch | None:
    return parts.place(
        cells.get("ActionGeo_Fullname", ""),
        country=crosswalk.country_of_fips(cells.get("ActionGeo_CountryCode", "")),
        precision=_PRECISION.get(cells.get("ActionGeo_Type", ""), PlacePrecision.CITY),
    )


_LAYOUT = Layout(
    dataset="gdelt",
    columns=COLUMNS,
    id="GLOBALEVENTID",
    dates=("SQLDATE", "DATEADDED"),
    actors=_ACTOR1,
    recipients=_ACTOR2,
    coding=_CODING,
    place=tuple(f"ActionGeo_{name}" for name in _GEO if name not in {"Lat", "Long"}),
    read_when=_when,
    read_actors=lambda cells: _party(cells, 1),
    read_recipients=lambda cells: _party(cells, 2),
    read_coding=_coding,
    read_place=_place,
    lat="ActionGeo_Lat",
    lon="ActionGeo_Long",
    url="SOURCEURL",
    header=False,
    derived=frozenset({"MonthYear", "Year", "FractionDate"}),
    nulls=frozenset({""}),
)


def read_gdelt(path: Path) -> Iterator[EventBatch]:
    """Yield the rows of a GDELT 2.0 file; errors as :func:`lagebild.read.eventdata.columns.read_table`."""
    return read_table(path, _LAYOUT)
