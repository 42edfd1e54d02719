"""The readers on real files: ICEWS of June 2018 and MID 5.0 come in whole, and ICEWS goes out as it came in."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from lagebild import revise, write
from lagebild.knowledge import crosswalk
from lagebild.store import EventQuery, Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
MISSING = {"", "NA"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    Store.create(tmp_path / "w", timeout=1)
    with Store.open(tmp_path / "w", timeout=1) as opened:
        yield opened


def same(one: str, other: str) -> bool:
    """Tell whether two cells mean the same: missing values, and numbers as numbers."""
    if one == other or (one in MISSING and other in MISSING):
        return True
    try:
        return float(one) == float(other)
    except ValueError:
        return False


def test_icews_comes_in_whole_and_goes_out_as_it_came(store: Store, shared: Path) -> None:
    path = shared / "data" / "conflict" / "icews_2018_sample.tab"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    done = revise.import_file(store, path, now=NOW)
    assert (done.dataset, done.new, done.skipped) == ("icews", len(rows) - 1, {})
    assert revise.import_file(store, path, now=NOW).new == 0
    assert list(store.check()) == []
    text = "".join(write.WRITERS["icews"](store.events(EventQuery(dataset="icews"))))
    out = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    by_id = {row[0]: row for row in out}
    assert out[0] == rows[0]
    assert [row for row in rows if not all(map(same, row, by_id[row[0]]))] == []


def test_codes_and_names_of_icews_are_known(shared: Path) -> None:
    """168,419 events of 2011-2015: every CAMEO code has a meaning; countries of role names agree with the ISO codes.

    What is left of the names are groups (Taliban, Boko Haram), which are no countries; measured 99.1 %.
    """
    names = ["cameo", "source", "source_actor"]
    table = pq.read_table(shared / "data" / "conflict" / "icews_2011_2015.parquet", columns=names).to_pydict()
    assert [code for code in set(table["cameo"]) if crosswalk.cameo(code) is None] == []
    agreed: Counter[bool] = Counter()
    for code, actor in zip(table["source"], table["source_actor"], strict=True):
        name = actor.rpartition("(")[2].removesuffix(")") if actor and actor.endswith(")") else ""
        if name:
            agreed[crosswalk.country_of_name(name) == code] += 1
    assert agreed[True] / agreed.total() > 0.985


@pytest.mark.parametrize(("name", "new", "left"), [("midip", 5809, 3810), ("midb", 4437, 1446)])
def test_mid_comes_in_whole(store: Store, shared: Path, name: str, new: int, left: int) -> None:
    done = revise.import_file(store, shared / "data" / "conflict" / f"{name}_5.0.csv", now=NOW)
    assert (done.dataset, done.new, sum(done.skipped.values())) == ("mid", new, left)
    assert list(store.check()) == []
    found = list(store.events(EventQuery(dataset="mid", limit=2000)))
    unknown = {event.actors[0].name for event in found if not event.actors[0].country}
    assert unknown <= {"AUH", "BAD", "BAV", "HAN", "HSE", "HSG", "KOR", "MEC", "MOD", "PAP", "SAX", "SIC", "TUS", "WRT"}
