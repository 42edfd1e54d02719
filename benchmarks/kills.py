"""Kills a process that fills a workspace at random moments, and looks whether anything is lost or half there.

    python benchmarks/kills.py              200 kills
    python benchmarks/kills.py --count 1000

Each round starts a process that adds documents, each with a mention and its event, and imports rows of event
data in between; it says of each document that it is finished. The process is killed with
SIGKILL after a random time at work. Then every finished document must be there whole, the check of the store must find
nothing, and the next round goes on.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import shutil
import signal
import tempfile
import time
from pathlib import Path

from lagebild import link
from lagebild.ids import mention_id
from lagebild.read.eventdata.icews import COLUMNS, read_icews
from lagebild.records import (
    ActorMatch,
    Document,
    EventType,
    Evidence,
    Mention,
    Quad,
    Report,
    Status,
    Trigger,
)
from lagebild.spans import Span
from lagebild.store import EventQuery, Store

_TEXT = "Nordkorea hat eine Rakete gestartet. "
_ROW = (
    "{id}\t2018-06-{day:02}\tPolice (Japan)\tPolice\tJapan\tConsult\t040\t1"
    "\tCitizen (India)\tSocial\tIndia\t7\t1\tX\t\t\t\tJapan\t1\t2\n"
)
_SLOWEST = 0.25  # seconds until the kill, at most


def document(number: int) -> tuple[Document, Mention]:
    """Return a document, long enough to fill several pages, and its mention."""
    text = _TEXT + f"Bericht {number}. " * 400
    key = f"d-{number:06}"
    doc = Document(id=key, text=text, language="de", published=dt.datetime(2024, 4, 1 + number % 28, tzinfo=dt.UTC),
                   publisher="Bote", body=(Span(0, len(text)),))  # fmt: skip
    match = ActorMatch(text="Nordkorea", span=Span(0, 9), id="PRK", name="North Korea", country="PRK")
    mention = Mention(
        id=mention_id(key, 0, 9, "MOBILIZE"), document=key, lang="de", type=EventType.MOBILIZE, mode="weapons",
        cameo="155", quad=Quad.MATERIAL_CONFLICT, score=-6.5, contexts=(), actors=(match,), recipients=(),
        status=Status.ASSERTED, background=False, said_by=None, time=None, place=None, casualties=(),
        trigger=Trigger(text="Nordkorea", span=Span(0, 9)), evidence=Evidence(span=Span(0, 36), quote=_TEXT.strip()),
        confidence=0.9,
    )  # fmt: skip
    return doc, mention


def ingest(folder: Path, table: Path, numbers: range, said: int) -> None:
    """Add what is not there yet, and say on the file descriptor ``said`` what is finished."""
    with Store.open(folder, timeout=30) as store:
        os.write(said, b"ready\n")
        for number in numbers:
            doc, mention = document(number)
            if not store.has(doc.id):
                now = dt.datetime.now(tz=dt.UTC)
                report = Report(mention=mention, published=doc.published, publisher=doc.publisher)
                with store.writing():
                    store.put_document(doc, [mention], now=now)
                    for event in link.link([report]):
                        store.put_event(event, now=now)
            os.write(said, f"{doc.id}\n".encode())
            if number % 50 == 0:
                now = dt.datetime.now(tz=dt.UTC)
                expected = 300_000 if number % 100 == 0 else 0  # with the indexes down, and with them up
                store.import_events(read_icews(table), dataset="icews", file=table.name, now=now, expected=expected)


def one_round(folder: Path, table: Path, numbers: range, *, after: float) -> set[str]:
    """Start a process, kill it ``after`` seconds of work, and return what it said was finished."""
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ear)
        try:
            ingest(folder, table, numbers, mouth)
        finally:
            os._exit(0)
    os.close(mouth)
    with os.fdopen(ear, "rb") as said:
        said.readline()  # it has opened the workspace
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return set(said.read().decode().split())


def inspect(folder: Path, finished: set[str]) -> list[str]:
    """Return what is wrong after a kill."""
    with Store.open(folder, timeout=30) as store:
        wrong = [line for line in store.check() if "an import was cut off" not in line]
        there = {doc.id for doc in store.documents()}
        wrong += [f"{key} was finished and is lost" for key in finished - there]
        wrong += [f"{key} is half there" for key in there if len(list(store.mentions(key))) != 1]
        wrong += [] if store.counts()["event"] == len(there) else ["events and documents differ in number"]
    return wrong


def run(count: int, *, seed: int = 1, rows: int = 2000) -> list[str]:
    """Kill ``count`` times and return everything that was wrong; nothing is right."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    folder = Path(tempfile.mkdtemp())
    table = folder / "events.tab"
    table.write_text("\t".join(COLUMNS) + "\n" + "".join(_ROW.format(id=n, day=1 + n % 28) for n in range(rows)))
    finished: set[str] = set()
    wrong: list[str] = []
    try:
        Store.create(folder, timeout=30)
        for number in range(count):
            first = 30 * number
            finished |= one_round(folder, table, range(first, first + 5000), after=chance.uniform(0.005, _SLOWEST))
            wrong += inspect(folder, finished)
        ingest(folder, table, range(30), os.open(os.devnull, os.O_WRONLY))  # a run that is not killed completes
        wrong += inspect(folder, finished | {f"d-{n:06}" for n in range(30)})
        with Store.open(folder, timeout=30) as store:
            store.build_indexes()
            wrong += list(store.check())
            imported = len(list(store.events(EventQuery(dataset="icews"))))
            wrong += [] if imported == rows else [f"{imported} of {rows} rows imported"]
        print(f"{count} kills, {len(finished)} documents finished before one, {len(wrong)} faults")
    finally:
        shutil.rmtree(folder)
    return wrong


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=200)
    faults = run(options.parse_args().count)
    print(*faults[:20], sep="\n")
    raise SystemExit(1 if faults else 0)
