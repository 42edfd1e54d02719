"""Events in the shapes of other event-data sets: ICEWS, GDELT 2.0 and POLECAT tables.

An event that was imported from the same data set is written as its row was; any other is put into the shape as
far as it goes: one row a pair of actor and recipient for ICEWS and GDELT, which know one of each. The scores of
events coded here are PLOVER's, on the same scale from -10 to +10 as the columns of Goldstein scores.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from lagebild.ids import stable_id
from lagebild.knowledge import crosswalk
from lagebild.records import PlacePrecision, Quad
from lagebild.write.cells import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lagebild.records import ActorMatch, Event

__all__ = ["GDELT_COLUMNS", "ICEWS_COLUMNS", "POLECAT_COLUMNS", "events_gdelt", "events_icews", "events_polecat"]

ICEWS_COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
          "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
_GEO = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
GDELT_COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip

_SIDE = ("{} Name", "{} Country", "{} COW", "Primary {} Sector", "{} Sectors", "{} Title", "{} Name Raw",
         "Wikipedia {} ID")  # fmt: skip
POLECAT_COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(name.format(who) for who in ("Actor", "Recipient") for name in _SIDE),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip

_QUADS = {one: number for number, one in enumerate(Quad, 1)}
_GEO_TYPES = {PlacePrecision.COUNTRY: "1", PlacePrecision.REGION: "5", PlacePrecision.SEA: "5"}
_NUMBER_BITS = 62
Row = dict[str, object]


def events_icews(events: Iterable[Event]) -> Iterator[str]:
    """Yield an ICEWS table: tab-separated, 20 columns, with a header."""
    yield _line(ICEWS_COLUMNS)
    for event in events:
        own = event.origin is not None and event.origin.dataset == "icews"
        for row in [_own_icews(event)] if own else _icews(event):
            yield _line(_guarded(row.get(name, "")) for name in ICEWS_COLUMNS)


def events_gdelt(events: Iterable[Event]) -> Iterator[str]:
    """Yield a GDELT 2.0 table: tab-separated, 61 columns, no header."""
    for event in events:
        own = event.origin is not None and event.origin.dataset == "gdelt"
        for row in [_own_gdelt(event)] if own else _gdelt(event):
            yield _line(_guarded(row.get(name, "")) for name in GDELT_COLUMNS)


def events_polecat(events: Iterable[Event]) -> Iterator[str]:
    """Yield a POLECAT table: tab-separated, 40 columns, with a header; several parties are parted by ``;``."""
    yield _line(POLECAT_COLUMNS)
    for event in events:
        row = _polecat(event)
        yield _line(_guarded(row.get(name, "")) for name in POLECAT_COLUMNS)


def _line(cells: Iterable[str]) -> str:
    return "\t".join(" ".join(one.split()) if set(one) & set("\t\r\n") else one for one in cells) + "\n"


def _guarded(value: object) -> str:
    """Return a cell as text; what a spreadsheet would run as a formula is guarded, numbers are not."""
    text = "" if value is None else str(value)
    try:
        float(text)
    except ValueError:
        return cell(text)
    return text


def _degrees(value: float | None) -> str:
    return "" if value is None else repr(value).removesuffix(".0")


def _number(event: Event, at: int) -> int:
    """Return a whole number that stands for one row of an event, the same in every run."""
    return int.from_bytes(bytes.fromhex(stable_id("n", event.id, at)[2:])) >> (64 - _NUMBER_BITS)


def _pairs(event: Event) -> list[tuple[ActorMatch | None, ActorMatch | None]]:
    return list(product(event.actors or (None,), event.recipients or (None,)))


def _coordinates(event: Event, lat: str, lon: str) -> Row:
    place = event.place
    return {lat: _degrees(place.lat), lon: _degrees(place.lon)} if place else {}


def _own_icews(event: Event) -> Row:
    origin = event.origin
    if origin is None:
        return {}
    return {
        **origin.columns,
        **_coordinates(event, "Latitude", "Longitude"),
        "Event ID": origin.id,
        "Event Date": event.start.isoformat(),
        "Story ID": origin.story,
        "Sentence Number": origin.sentence,
        "Publisher": origin.publisher,
    }


def _icews(event: Event) -> Iterator[Row]:
    for at, (actor, recipient) in enumerate(_pairs(event)):
        row: Row = {
            "Event ID": _number(event, at),
            "Event Date": event.start.isoformat(),
            "Event Text": " ".join(filter(None, (event.type.value, event.mode))),
            "CAMEO Code": event.cameo,
            "Intensity": event.score,
            "Story ID": event.documents[0] if event.documents else "",
            "Publisher": event.publishers[0] if event.publishers else "",
            "City": event.place.name if event.place else "",
            "Country": crosswalk.name_of(event.place.country) if event.place else "",
            **_coordinates(event, "Latitude", "Longitude"),
        }
        for who, match in (("Source", actor), ("Target", recipient)):
            if match is not None:
                row[f"{who} Name"] = match.name or match.text
                row[f"{who} Sectors"] = ",".join(crosswalk.sector_name(one) for one in match.sectors)
                row[f"{who} Country"] = crosswalk.name_of(match.country)
        yield row


def _own_gdelt(event: Event) -> Row:
    origin = event.origin
    if origin is None:
        return {}
    return {
        **_dates(event),
        **origin.columns,
        **_coordinates(event, "ActionGeo_Lat", "ActionGeo_Long"),
        "GLOBALEVENTID": origin.id,
        "DATEADDED": origin.columns.get("DATEADDED", f"{event.first_reported:%Y%m%d%H%M%S}"),
        "SOURCEURL": origin.url,
    }


def _dates(event: Event) -> Row:
    day = event.start
    fraction = day.year + (day.month - 1) / 12 + (day.day - 1) / 365
    return {"SQLDATE": f"{day:%Y%m%d}", "MonthYear": f"{day:%Y%m}", "Year": day.year, "FractionDate": f"{fraction:.4f}"}


def _gdelt(event: Event) -> Iterator[Row]:
    cameo, place = event.cameo or "", event.place
    for at, (actor, recipient) in enumerate(_pairs(event)):
        row: Row = {
            **_dates(event),
            "GLOBALEVENTID": _number(event, at),
            "IsRootEvent": 1,
            "EventCode": cameo,
            "EventBaseCode": cameo[:3],
            "EventRootCode": cameo[:2],
            "QuadClass": _QUADS[event.quad],
            "GoldsteinScale": event.score,
            "NumMentions": max(1, len(event.mentions)),
            "NumSources": max(1, len(event.publishers)),
            "NumArticles": max(1, len(event.documents)),
            "DATEADDED": f"{event.first_reported:%Y%m%d%H%M%S}",
            "SOURCEURL": event.origin.url if event.origin else "",
        }
        if place is not None:
            row |= {
                "ActionGeo_Type": _GEO_TYPES.get(place.precision, "4"),
                "ActionGeo_Fullname": place.name,
                "ActionGeo_CountryCode": crosswalk.fips_of(place.country),
                "ActionGeo_FeatureID": place.geonames or "",
                **_coordinates(event, "ActionGeo_Lat", "ActionGeo_Long"),
            }
        for number, match in ((1, actor), (2, recipient)):
            row |= _gdelt_actor(number, match)
        yield row


def _gdelt_actor(number: int, match: ActorMatch | None) -> Row:
    if match is None:
        return {}
    country = match.country if match.country and ":" not in match.country else ""
    code = (country or "") + "".join(match.sectors[:1])
    types = {f"Actor{number}Type{at}Code": one for at, one in enumerate(match.sectors[:3], 1)}
    name = (match.name or match.text).upper()
    return {f"Actor{number}Code": code or name[:3], f"Actor{number}Name": name,
            f"Actor{number}CountryCode": country, **types}  # fmt: skip


def _polecat(event: Event) -> Row:
    place, origin = event.place, event.origin
    row: Row = {
        "Event ID": event.id,
        "Event Type": event.type.value,
        "Event Mode": event.mode,
        "Intensity": event.score,
        "Quad Code": event.quad.value.upper(),
        "Contexts": ";".join(event.contexts),
        **_polecat_side("Actor", event.actors),
        **_polecat_side("Recipient", event.recipients),
        "Source": "; ".join(event.publishers),
        "Publication Date": event.first_reported.date().isoformat(),
        "Language": ";".join(event.languages),
        "Version": "PLOVER",
    }
    if place is not None:
        fine = {PlacePrecision.COUNTRY: "Country", PlacePrecision.REGION: "Province"}.get(place.precision, "City")
        row |= {"Placename": place.name, fine: place.name, "Country": place.country, "GeoNames ID": place.geonames}
    if origin is not None and origin.dataset == "polecat":
        row = {**origin.columns, "Event ID": origin.id, "Source": origin.publisher}
        row.setdefault("Publication Date", event.first_reported.date().isoformat())
    return {**row, "Event Date": event.start.isoformat(), **_coordinates(event, "Latitude", "Longitude")}


def _polecat_side(who: str, side: Sequence[ActorMatch]) -> Row:
    cow = [crosswalk.cow_of(match.country) for match in side]
    return {
        f"{who} Name": ";".join(match.name or match.text for match in side),
        f"{who} Country": ";".join(match.country or "" for match in side),
        f"{who} COW": ";".join(str(one) if one is not None else "" for one in cow),
        f"Primary {who} Sector": ";".join(match.sectors[0] if match.sectors else "" for match in side),
        f"{who} Sectors": ";".join(",".join(match.sectors) for match in side),
        f"{who} Name Raw": ";".join(match.text for match in side),
    }
