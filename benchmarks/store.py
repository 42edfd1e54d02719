"""Speed of the store: bulk import against bare sqlite3, counts, series and search, as ratios in one run.

    python benchmarks/store.py                   a million events, a hundred thousand sentences
    python benchmarks/store.py --events 10000000 --sentences 1000000

The events are generated in the shape of ICEWS (20 columns, tab-separated) from a fixed seed: countries and pairs
of countries are as unevenly frequent as in real data. Bare sqlite3 reads the same file with the csv module's
plain split and inserts the 20 columns as text with ``executemany`` in one transaction.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path

import numpy as np

from lagebild.knowledge import actorbook
from lagebild.read.eventdata.icews import COLUMNS, read_icews
from lagebild.records import Document
from lagebild.spans import Span
from lagebild.store import EventQuery, Store

FLOORS = {"import": 0.35, "counts": 1.0, "series": 0.05, "search": 0.05}
YEARS = 10
START = dt.date(2010, 1, 1)
CAMEO = [
    "010", "020", "036", "040", "042", "043", "046", "051", "057", "070", "073", "0841", "0871", "090", "100", "111",
    "112", "120", "130", "138", "141", "145", "154", "160", "163", "173", "182", "190", "193", "195",
]  # fmt: skip
ROLES = ["Police", "Citizen", "Government", "Military", "Protester", "Foreign Affairs", "Head of Government", "Media"]
QUERIES = {
    "a rare word": "word20000",
    "a common word": "word30",
    "three words": "word3 word50 word900",
    "two characters": "东京",
}
BLOCK = 200_000


def generate(path: Path, rows: int) -> None:
    """Write ``rows`` events in order of time."""
    random = np.random.default_rng(7)
    countries = [c.name for c in actorbook.countries().values() if c.kind == "state"]
    weights = 1 / np.arange(1, len(countries) + 1)
    weights /= weights.sum()
    roles = ROLES
    days = [(START + dt.timedelta(days=n)).isoformat() for n in range(365 * YEARS)]
    cities = [(f"City {n}", f"Province {n % 600}", countries[n * 7 % 190]) for n in range(6000)]
    with path.open("w", encoding="utf-8") as out:
        out.write("\t".join(COLUMNS) + "\n")
        for first in range(0, rows, BLOCK):
            number = min(BLOCK, rows - first)
            pick = lambda top: random.integers(0, top, number).tolist()  # noqa: B023, E731
            pairs = random.choice(len(countries), (number, 2), p=weights).tolist()
            columns = zip(pairs, pick(len(roles)), pick(len(roles)), pick(len(CAMEO)), pick(len(cities)), strict=True)
            lines = []
            for at, ((a, b), role_a, role_b, code, city) in enumerate(columns, first):
                one, two, (name, province, land) = countries[a], countries[b], cities[city]
                lines.append(
                    f"{20_000_000 + at}\t{days[at * len(days) // rows]}"
                    f"\t{roles[role_a]} ({one})\tGovernment,Social\t{one}"
                    f"\tEvent {CAMEO[code]}\t{CAMEO[code]}\t{code % 20 - 10}"
                    f"\t{roles[role_b]} ({two})\tGovernment\t{two}"
                    f"\t{30_000_000 + at // 3}\t{at % 6 + 1}\tAgency {city % 200}\t{name}\t\t{province}\t{land}"
                    f"\t{city % 90}.{at % 997}\t{city % 180}.{at % 991}\n"
                )
            out.writelines(lines)


def bare(path: Path, folder: Path) -> float:
    """Return the seconds that a plain bulk insert of the same rows takes."""
    target = folder / "bare.db"
    with sqlite3.connect(target) as connection, path.open(encoding="utf-8") as lines:
        names = ", ".join(f'"{name}" TEXT' for name in COLUMNS)
        connection.execute(f"CREATE TABLE event ({names})")
        next(lines)
        began = time.perf_counter()
        rows = (line.rstrip("\n").split("\t") for line in lines)
        connection.executemany(f"INSERT INTO event VALUES ({', '.join('?' * len(COLUMNS))})", rows)  # noqa: S608
        connection.commit()
        spent = time.perf_counter() - began
    connection.close()
    target.unlink()
    return spent


def fill(store: Store, path: Path, rows: int) -> float:
    """Return the seconds that our import takes, with its indexes and counts."""
    began = time.perf_counter()
    now = dt.datetime.now(tz=dt.UTC)
    new = store.import_events(read_icews(path), dataset="icews", file=path.name, now=now, expected=rows)
    assert new == rows, (new, rows)
    return time.perf_counter() - began


def best(question: object, times: int = 5) -> float:
    """Return the seconds of the fastest of some runs, the answer read to its end."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        assert list(question())  # type: ignore[operator]
        spent.append(time.perf_counter() - began)
    return min(spent)


def add_sentences(store: Store, number: int) -> None:
    """Add documents of one sentence each, made of words as unevenly frequent as in a language, some Chinese."""
    random = np.random.default_rng(11)
    words = [f"word{n}" for n in range(50_000)]
    weights = 1 / np.arange(10, len(words) + 10)
    weights /= weights.sum()
    now = dt.datetime.now(tz=dt.UTC)
    for first in range(0, number, 50_000):
        count = min(50_000, number - first)
        chosen = random.choice(len(words), (count, 15), p=weights).tolist()
        with store.writing():
            for at, row in enumerate(chosen, first):
                text = " ".join(words[one] for one in row) + (" 北京和东京会谈" if at % 100 == 0 else "")
                doc = Document(id=f"d-{at}", text=text, language="en", published=now, body=(Span(0, len(text)),))
                store.put_document(doc, (), now=now)


def main() -> None:
    """Run everything and print one table."""
    options = argparse.ArgumentParser()
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--sentences", type=int, default=100_000)
    options.add_argument("--folder", type=Path)
    given = options.parse_args()
    folder = Path(tempfile.mkdtemp(dir=given.folder))
    try:
        rows = measure(folder, given.events, given.sentences)
    finally:
        shutil.rmtree(folder)
    print(f"{'what':<52}{'measured':>12}{'reach':>10}")
    for name, value, floor, more in rows:
        print(f"{name:<52}{value:>12.4f}{floor:>10.2f}  {'ok' if (value >= floor) == more else 'SHORT'}")


def measure(folder: Path, events: int, sentences: int) -> list[tuple[str, float, float, bool]]:
    """Return rows of (what, measured, floor, whether more is better)."""
    source = folder / "events.tab"
    generate(source, events)
    plain = [bare(source, folder)]
    Store.create(folder, timeout=10)
    dyad = EventQuery(actor="AGO", recipient="ALB", start=START, end=START.replace(year=START.year + YEARS))
    with Store.open(folder, timeout=10) as store:
        ours = fill(store, source, events)
        plain.append(bare(source, folder))  # before and after: the machine may have become busier or quieter meanwhile
        rates = " and ".join(f"{events / one:,.0f}" for one in plain)
        print(f"{events:,} events: bare {rates} rows/s, ours {events / ours:,.0f} rows/s")
        size = sum(file.stat().st_size for file in folder.glob("lagebild.db*"))
        print(f"database {size / 1e6:,.0f} MB, file {source.stat().st_size / 1e6:,.0f} MB")
        counts = best(store.by_year)
        series = best(lambda: store.by_day(dyad))
        print(f"dyad: {sum(day.events for day in store.by_day(dyad)):,} events")
        add_sentences(store, sentences)
        found = {name: best(lambda q=query: store.search(q)) for name, query in QUERIES.items()}
    rows = [
        (f"import of {events:,} events, rate against bare sqlite3", sum(plain) / 2 / ours, FLOORS["import"], True),
        (f"country-by-year counts of {events:,} events, s", counts, FLOORS["counts"], False),
        ("a dyad's daily series over 10 years, s", series, FLOORS["series"], False),
    ]
    for name, spent in found.items():
        rows.append((f"search of {sentences:,} sentences, {name}, s", spent, FLOORS["search"], False))
    return rows


if __name__ == "__main__":
    main()
