from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from typing import TYPE_CHECKING

import pytest

from lagebild import revise, write
from lagebild.errors import InputError, UnknownFormatError
from lagebild.knowledge import crosswalk
from lagebild.read.eventdata import EVENT_READERS, acled, gdelt, icews, polecat, recognise, ucdp
from lagebild.records import Event, EventType, Fit
from lagebild.store import EventQuery, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    Store.create(tmp_path / "w", timeout=1)
    with Store.open(tmp_path / "w", timeout=1) as opened:
        yield opened


def table(columns: tuple[str, ...], *rows: dict[str, str], delimiter: str = "\t", header: bool = True) -> str:
    out = io.StringIO()
    quoting = csv.QUOTE_MINIMAL if delimiter == "," else csv.QUOTE_NONE
    quote = '"' if delimiter == "," else None
    writer = csv.DictWriter(out, columns, delimiter=delimiter, quoting=quoting, quotechar=quote,
                            restval="", lineterminator="\n")  # fmt: skip
    if header:
        writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


ICEWS = table(
    icews.COLUMNS,
    {
        "Event ID": "20718170", "Event Date": "2014-01-01", "Source Name": 'Police "special" (Turkey)',
        "Source Sectors": "Government,Police", "Source Country": "Turkey", "Event Text": "Return, release person(s)",
        "CAMEO Code": "0841", "Intensity": "7.0", "Target Name": "Citizen (Cote d'Ivoire)",
        "Target Sectors": "General Population / Civilian / Social,Social", "Target Country": "Cote d'Ivoire",
        "Story ID": "32557640", "Sentence Number": "4", "Publisher": "Xinhua", "City": "Ankara",
        "Province": "Ankara", "Country": "Turkey", "Latitude": "39.9199", "Longitude": "32.8543",
    },
    {
        "Event ID": "20718170", "Event Date": "2014-01-02", "Source Name": "European Union",
        "Event Text": "Make statement", "CAMEO Code": "010", "Intensity": "0.0",
    },
)  # fmt: skip
GDELT = table(
    gdelt.COLUMNS,
    {
        "GLOBALEVENTID": "410412347", "SQLDATE": "20150218", "MonthYear": "201502", "Year": "2015",
        "FractionDate": "2015.1315", "Actor1Code": "AUSGOV", "Actor1Name": "AUSTRALIA", "Actor1CountryCode": "AUS",
        "Actor1Type1Code": "GOV", "Actor2Code": "CHN", "Actor2Name": "CHINA", "Actor2CountryCode": "CHN",
        "IsRootEvent": "1", "EventCode": "0211", "EventBaseCode": "021", "EventRootCode": "02", "QuadClass": "1",
        "GoldsteinScale": "3.4", "NumMentions": "10", "NumSources": "1", "NumArticles": "10", "AvgTone": "-2.5",
        "ActionGeo_Type": "1", "ActionGeo_Fullname": "Australia", "ActionGeo_CountryCode": "AS", "ActionGeo_Lat": "-27",
        "ActionGeo_Long": "133", "ActionGeo_FeatureID": "AS", "DATEADDED": "20150220230000",
        "SOURCEURL": "http://example.org/a",
    },
    header=False,
)  # fmt: skip
POLECAT = table(
    polecat.COLUMNS,
    {
        "Event ID": "20230101-1-abc", "Event Date": "2023-01-01", "Event Type": "CONSULT", "Event Mode": "visit",
        "Intensity": "4.0", "Quad Code": "VERBAL COOPERATION", "Contexts": "military;diplomatic",
        "Actor Name": "Government;Army", "Actor Country": "DEU;FRA", "Primary Actor Sector": "GOV;MIL",
        "Recipient Name": "Poland", "Recipient Country": "POL", "Placename": "Warsaw", "City": "Warsaw",
        "Country": "POL", "Latitude": "52.23", "Longitude": "21.01", "GeoNames ID": "756135",
        "Source": "Bote", "Publication Date": "2023-01-02", "Story People": "x; y", "Language": "eng", "Version": "1.2",
    },
    {"Event ID": "20230101-2-abc", "Event Date": "2023-01-01", "Event Type": "PARTY"},
)  # fmt: skip
UCDP = table(
    ucdp.COLUMNS,
    {
        "id": "244657", "relid": "IRQ-2017-1-524-322", "year": "2017", "type_of_violence": "1",
        "dyad_name": "Government of Iraq - IS", "side_a": "Government of Iraq", "side_b": "IS",
        "where_coordinates": "Mosul, city", "where_prec": "1", "latitude": "36.335", "longitude": "43.118",
        "country": "Iraq", "date_prec": "4", "date_start": "2017-07-01 00:00:00.000",
        "date_end": "2017-07-31 00:00:00.000",
        "best": "12", "high": "15", "low": "10", "gwnoa": "645", "source_article": 'A "quoted", cell',
    },
    delimiter=",",
)  # fmt: skip
ACLED = table(
    acled.COLUMNS,
    {
        "event_id_cnty": "UKR12345", "event_date": "05 January 2023", "year": "2023", "time_precision": "1",
        "event_type": "Explosions/Remote violence", "sub_event_type": "Shelling/artillery/missile attack",
        "actor1": "Military Forces of Russia (2000-)", "inter1": "8", "actor2": "Civilians (Ukraine)", "inter2": "7",
        "iso": "804", "country": "Ukraine", "location": "Kherson", "latitude": "46.6", "longitude": "32.6",
        "geo_precision": "1", "source": "Suspilne", "notes": "On 5 January,\nshelling.", "fatalities": "2",
    },
    delimiter=",",
)  # fmt: skip
MID = (
    "dispnum,incidnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,insidea,sidea,fatality,fatalpre,action,"
    "hostlev,revtype1,revtype2,version\n"
    '4,4001,"PRK",731,-9,4,2010,-9,4,2010,1,1,0,0,16,4,0,0,5\n4,4001,"ROK",732,-9,4,2010,-9,4,2010,0,0,0,0,0,1,0,0,5\n'
)
SAMPLES = {"icews": ICEWS, "gdelt": GDELT, "polecat": POLECAT, "ucdp": UCDP, "acled": ACLED, "mid": MID}


def load(store: Store, folder: Path, dataset: str, text: str = "") -> list[Event]:
    path = folder / f"{dataset}.csv"
    path.write_text(text or SAMPLES[dataset], encoding="utf-8")
    done = revise.import_file(store, path, now=NOW)
    assert done.dataset == dataset
    assert revise.import_file(store, path, now=NOW).new == 0
    assert list(store.check()) == []
    found = list(store.events(EventQuery(dataset=dataset)))
    assert len(found) == done.new
    return found


def test_the_registry_is_complete() -> None:
    assert list(EVENT_READERS) == ["acled", "gdelt", "icews", "mid", "polecat", "ucdp", "ucdp_candidate"]
    assert [len(one.COLUMNS) for one in (gdelt, icews, polecat, ucdp, acled)] == [61, 20, 40, 49, 31]


def test_icews(store: Store, tmp_path: Path) -> None:
    one, other = load(store, tmp_path, "icews")
    assert (one.type, one.mode, one.cameo, one.score) == (EventType.RETREAT, "release", "0841", 6.5)
    assert one.actors[0].name == 'Police "special" (Turkey)'
    assert (one.actors[0].country, one.actors[0].sectors) == ("TUR", ("GOV", "COP"))
    assert one.recipients[0].country == "CIV"
    assert one.place is not None
    assert (one.place.name, one.place.lat, one.place.country) == ("Ankara", 39.9199, "TUR")
    assert one.id == "e-icews-20140101-20718170"  # the same number on another day is another event
    assert other.origin is not None
    assert (other.origin.fit, other.score) == (Fit.NONE, 0.0)
    assert store.event(one.id) == one
    assert [day.events for day in store.by_day(EventQuery(actor="TUR", recipient="CIV"))] == [1]


def test_gdelt(store: Store, tmp_path: Path) -> None:
    (one,) = load(store, tmp_path, "gdelt")
    assert (one.type, one.mode) == (EventType.REQUEST, "assist")
    assert (one.actors[0].country, one.actors[0].sectors, one.recipients[0].country) == ("AUS", ("GOV",), "CHN")
    assert one.place is not None
    assert (one.place.country, one.place.lat) == ("AUS", -27.0)  # FIPS AS is Australia, ISO AS is American Samoa
    assert one.first_reported.date() == dt.date(2015, 2, 20)
    assert one.origin is not None
    assert one.origin.url == "http://example.org/a"
    assert list(store.events(EventQuery(dataset="gdelt", as_of=dt.date(2015, 2, 19)))) == []


def test_polecat(store: Store, tmp_path: Path) -> None:
    (one,) = load(store, tmp_path, "polecat")
    assert (one.type, one.mode, one.contexts) == (EventType.CONSULT, "visit", ("military", "diplomatic"))
    assert [match.country for match in one.actors] == ["DEU", "FRA"]
    assert one.place is not None
    assert one.place.geonames == 756135
    assert {row.country for row in store.by_year()} == {"DEU", "FRA", "POL"}


def test_ucdp(store: Store, tmp_path: Path) -> None:
    (one,) = load(store, tmp_path, "ucdp")
    assert (one.type, one.actors[0].country, one.actors[0].sectors) == (EventType.ASSAULT, "IRQ", ("GOV",))
    assert (one.start, one.end, one.time_precision.value) == (dt.date(2017, 7, 1), dt.date(2017, 8, 1), "month")
    assert [(c.kind.value, c.low, c.high) for c in one.casualties] == [("killed", 10, 15)]
    assert one.origin is not None
    assert one.origin.columns["source_article"] == 'A "quoted", cell'


def test_candidates_are_a_set_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "GEDEvent_v24_0_3.csv"
    path.write_text(UCDP, encoding="utf-8")
    assert recognise(path) == "ucdp_candidate"


def test_acled(store: Store, tmp_path: Path) -> None:
    (one,) = load(store, tmp_path, "acled")
    assert (one.type, one.mode, one.start) == (EventType.ASSAULT, "heavy-weapons", dt.date(2023, 1, 5))
    assert (one.actors[0].country, one.recipients[0].country) == ("RUS", "UKR")
    assert one.origin is not None
    assert one.origin.columns["notes"] == "On 5 January,\nshelling."
    assert one.id == "e-acled-20230105-UKR12345"


def test_mid(store: Store, tmp_path: Path) -> None:
    (one,) = load(store, tmp_path, "mid")
    assert (one.actors[0].country, one.recipients[0].country, one.type) == ("PRK", "KOR", EventType.ASSAULT)
    assert (one.start, one.end, one.time_precision.value) == (dt.date(2010, 4, 1), dt.date(2010, 5, 1), "month")


def test_what_is_left_out_is_counted(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.tab"
    path.write_text(
        ICEWS + "a\tshort row\n" + ICEWS.split("\n")[1].replace("2014-01-01", "no day").replace("20718170", "5") + "\n"
    )
    done = revise.import_file(store, path, now=NOW)
    assert done.new == 2
    assert done.skipped == {"another number of cells than columns": 1, "no readable date": 1}


def test_packed_files_and_broken_ones(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.tab.gz"
    path.write_bytes(gzip.compress(ICEWS.encode()))
    assert revise.import_file(store, path, now=NOW).new == 2
    path.write_bytes(gzip.compress(ICEWS.encode())[:60])
    with pytest.raises(InputError):
        revise.import_file(store, path, dataset="icews", now=NOW)
    for text in ("", "a,b\n1,2\n", "\x00\xff"):
        other = tmp_path / "other.csv"
        other.write_text(text, encoding="latin-1")
        with pytest.raises(UnknownFormatError):
            revise.import_file(store, other, now=NOW)


@pytest.mark.parametrize(
    ("code", "type_", "mode"),
    [("010", "CONSULT", None), ("841", "RETREAT", "release"), ("20", "ASSAULT", None), ("190", "ASSAULT", None),
     ("1411", "PROTEST", "demo"), ("6", "COOPERATE", None), ("116", "SANCTION", "convict")],
)  # fmt: skip
def test_cameo_codes_are_text(code: str, type_: str, mode: str | None) -> None:
    found = crosswalk.cameo(code)
    assert found is not None
    assert (found.type.value, found.mode) == (type_, mode)


@pytest.mark.parametrize("code", ["", "2x", "abc", "000"])
def test_no_code_is_guessed(code: str) -> None:
    assert crosswalk.cameo(code) is None


def test_country_codes_of_many_kinds() -> None:
    assert (crosswalk.country_of_fips("CH"), crosswalk.country_of_fips("GM")) == ("CHN", "DEU")
    assert (crosswalk.country_of_code("ROM"), crosswalk.country_of_code("AFR")) == ("ROU", None)
    assert (crosswalk.country_of_cow(255, 2000), crosswalk.country_of_cow(365, 1950)) == ("DEU", "SUN")
    assert crosswalk.country_of_name("Occupied Palestinian Territory") == "PSE"


def _rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("dataset", "writer"),
    [("icews", write.events_icews), ("gdelt", write.events_gdelt), ("polecat", write.events_polecat)],
)
def test_round_trip(store: Store, tmp_path: Path, dataset: str, writer: Callable[[list[Event]], Iterator[str]]) -> None:
    events = load(store, tmp_path, dataset)
    text = "".join(writer(events))
    given = _rows(SAMPLES[dataset])[: len(events) + (dataset != "gdelt")]
    derived = {4} if dataset == "gdelt" else set()  # FractionDate is reckoned anew
    for row, back in zip(given, _rows(text), strict=True):
        assert [cell for at, cell in enumerate(row) if at not in derived] == [
            cell for at, cell in enumerate(back) if at not in derived
        ]
    Store.create(tmp_path / "again", timeout=1)
    with Store.open(tmp_path / "again", timeout=1) as again:
        (tmp_path / "back.tab").write_text(text)
        revise.import_file(again, tmp_path / "back.tab", now=NOW)
        assert list(again.events(EventQuery())) == events


def _plain(line: str) -> list[str]:
    """Return the cells of a line: NA as empty, degrees to ten digits."""
    cells = ["" if cell == "NA" else cell for cell in line.split("\t")]
    return [
        f"{float(cell):.10f}" if at > 17 and cell[:1] in "-0123456789" and cell else cell
        for at, cell in enumerate(cells)
    ]


def test_icews_sample_whole(store: Store, shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / "conflict" / "icews_2018_sample.tab"
    done = revise.import_file(store, path, now=NOW)
    assert (done.new, done.skipped) == (3705, {})
    text = "".join(write.events_icews(store.events(EventQuery())))
    assert sorted(map(_plain, text.splitlines())) == sorted(map(_plain, path.read_text().splitlines()))
    again = tmp_path / "back.tab"
    again.write_text(text)
    assert revise.import_file(store, again, now=NOW).new == 0


def test_mid_sample_whole(store: Store, shared: Path) -> None:
    done = revise.import_file(store, shared / "data" / "conflict" / "midip_5.0.csv", now=NOW)
    assert done.new == 5809
    assert done.new + sum(done.skipped.values()) == 9619
