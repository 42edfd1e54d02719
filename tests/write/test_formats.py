from __future__ import annotations

import csv
import io
import json

import pytest
from pyarrow import parquet

from factories import make_actor, make_report
from lagebild import link, wire, write
from lagebild.records import Event, PlaceMatch, PlacePrecision
from lagebild.spans import Span

PLACE = PlaceMatch(
    text="Seoul",
    span=Span(0, 5),
    geonames=1835848,
    name="Seoul",
    country="KOR",
    lat=37.566,
    lon=126.978,
    precision=PlacePrecision.CITY,
)


def event(name: str = "Nordkorea") -> Event:
    actors = (make_actor("PRK", name), make_actor("RUS"))
    (found,) = link.link([make_report(actors=actors, recipients=(make_actor("KOR"),), place=PLACE)])
    return found


def test_the_registries_are_complete() -> None:
    assert list(write.WRITERS) == ["jsonl", "csv", "plover", "icews", "gdelt", "polecat", "geojson", "stix", "ftm"]
    assert list(write.BINARY_WRITERS) == ["parquet"]


@pytest.mark.parametrize("form", ["icews", "gdelt", "polecat"])
def test_shapes_have_their_width(form: str) -> None:
    width = {"icews": 20, "gdelt": 61, "polecat": 40}[form]
    rows = "".join(write.WRITERS[form]([event()])).splitlines()
    assert {len(row.split("\t")) for row in rows} == {width}
    assert len(rows) == {"icews": 3, "gdelt": 2, "polecat": 2}[form]  # ICEWS and GDELT: a row a pair


@pytest.mark.parametrize("form", ["csv", "icews", "gdelt", "polecat"])
@pytest.mark.parametrize("evil", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(form: str, evil: str) -> None:
    text = "".join(write.WRITERS[form]([event(evil)]))
    rows = csv.reader(io.StringIO(text), delimiter="," if form == "csv" else "\t")
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "@", "+", "\t"} or cell.startswith("-x")]


def test_plover_names_both_sides() -> None:
    record = json.loads("".join(write.WRITERS["plover"]([event()])))
    assert (record["type"], record["actor"][0]["cow"], record["recipient"][0]["fips"]) == ("MOBILIZE", 731, "KS")


def test_geojson_puts_longitude_first() -> None:
    made = json.loads("".join(write.WRITERS["geojson"]([event(), event()])))
    assert made["features"][0]["geometry"] == {"type": "Point", "coordinates": [126.978, 37.566]}
    assert json.loads("".join(write.WRITERS["geojson"]([])))["features"] == []


def test_stix_refers_only_to_what_is_in_the_bundle() -> None:
    bundle = json.loads("".join(write.WRITERS["stix"]([event(), event()])))
    keys = [one["id"] for one in bundle["objects"]]
    assert len(keys) == len(set(keys))
    refs = {value for one in bundle["objects"] for name, value in one.items() if name.endswith("_ref")}
    assert refs <= set(keys)
    (made,) = [one for one in bundle["objects"] if one["type"] == "political-event"]
    assert list(made["extensions"].values()) == [{"extension_type": "new-sdo"}]
    assert made["created"] == "2024-04-02T00:00:00.000Z"


def test_stix_is_read_by_the_reference_library() -> None:
    stix2 = pytest.importorskip("stix2")
    bundle = stix2.parse("".join(write.WRITERS["stix"]([event()])), allow_custom=True, version="2.1")
    kinds = [one["type"] for one in bundle.objects]
    assert (kinds.count("political-event"), kinds.count("extension-definition"), kinds.count("location")) == (1, 1, 1)


def test_ftm_names_former_states_as_it_knows_them() -> None:
    actors = tuple(make_actor(code) for code in ("SUN", "DDR", "VDR"))
    (found,) = link.link([make_report(actors=actors)])
    lines = [json.loads(line) for line in "".join(write.WRITERS["ftm"]([found])).splitlines()]
    codes = [one["properties"].get("country") for one in lines if one["schema"] == "LegalEntity"][:3]
    assert codes == [["suhh"], ["dd"], None]


def test_ftm_parties_stand_before_their_event() -> None:
    lines = [json.loads(line) for line in "".join(write.WRITERS["ftm"]([event()])).splitlines()]
    assert [one["schema"] for one in lines] == ["LegalEntity"] * 3 + ["Event"]
    assert lines[-1]["properties"]["involved"] == [one["id"] for one in lines[:-1]]
    assert lines[-1]["properties"]["country"] == ["kr"]


def test_parquet_can_be_read_back() -> None:
    table = parquet.read_table(io.BytesIO(b"".join(write.BINARY_WRITERS["parquet"]([event()]))))
    (row,) = table.to_pylist()
    assert row["actor_countries"] == ["PRK", "RUS"]
    assert wire.load(row["record"], Event) == event()
    assert parquet.read_table(io.BytesIO(b"".join(write.BINARY_WRITERS["parquet"]([])))).num_rows == 0
