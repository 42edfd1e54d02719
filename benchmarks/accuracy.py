"""Accuracy of the event coder in one table, with floors that only rise.

    python benchmarks/accuracy.py [--shared ../shared]

Rows: golden files by language; PLOVER gold records (pair of countries, and root, from the raw sentence); PLV sentences
(parties matched and root right, from the raw sentence; the classifier was trained on these, so read it as an upper
bound); PETRARCH unit records (right number of events only, since their countries are invented). What the type
classifier does on sentences it has not seen is printed by ``training/event_types.py --dry``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import golden_update  # noqa: E402 - found beside the tests
import lagebild  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lagebild.records import ActorMatch, Mention

FLOORS = {
    "golden de": 0.88,
    "golden en": 0.88,
    "gsr pair": 0.58,
    "gsr pair and root": 0.52,
    "plv parties and root": 0.50,
}
RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
CODES = {"ITL": "ITA", "JAP": "JPN", "VTN": "VNM"}


def code(text: str, day: str) -> list[Mention]:
    """Return the mentions of one English sentence."""
    return list(lagebild.code([{"id": "x", "text": text, "lang": "en", "published": day}]))


def lines(path: Path) -> Iterable[dict[str, Any]]:
    """Read JSON lines."""
    with path.open(encoding="utf-8") as rows:
        for row in rows:
            yield json.loads(row)


def golden(lang: str) -> float:
    """Share of golden files of ``lang`` that come out right."""
    names = [name for name in golden_update.names() if name.startswith(lang)]
    right = sum(golden_update.same(golden_update.expected(name), golden_update.found(name)) for name in names)
    return right / len(names)


def _countries(parties: Iterable[ActorMatch]) -> set[str]:
    return {"IGO" if (one.country or "").startswith("IGO") else one.country for one in parties if one.country}


def gsr(path: Path) -> tuple[float, float]:
    """Shares of PLOVER's gold records with the right pair, and with pair and root both right in one mention."""
    total = pairs = both = 0
    for row in lines(path):
        found = code(row["sentence"], "2005-01-01")
        for event in row["expected"]:
            sides = [
                {CODES.get(a["code"], a["code"]) for a in event[key] if a.get("code")} for key in ("source", "target")
            ]
            hits = [m for m in found if _is_pair(m, *sides)]
            kind = RENAMED.get(event["event"], event["event"])
            total += 1
            pairs += bool(hits)
            both += any(MERGED.get(m.type.value, m.type.value) == MERGED.get(kind, kind) for m in hits)
    return pairs / total, both / total


def _is_pair(mention: Mention, source: set[str], target: set[str]) -> bool:
    return bool(source & _countries(mention.actors)) and (not target or bool(target & _countries(mention.recipients)))


def _names(parties: Iterable[ActorMatch], phrase: str) -> bool:
    wanted = phrase.lower().strip()
    return any(one.text.lower() in wanted or wanted in one.text.lower() for one in parties)


def plv(path: Path, step: int) -> float:
    """Share of PLV sentences with a mention of the right parties and root; every ``step``-th sentence."""
    rows = list(lines(path))[::step]
    right = 0
    for row in rows:
        right += any(
            MERGED.get(m.type.value, m.type.value) == row["gold_root"]
            and _names(m.actors, row["source"])
            and _names(m.recipients, row["target"])
            for m in code(row["sentence"], "2020-01-01")
        )
    return right / len(rows)


def main() -> int:
    """Print the table; 1 where a figure is under its floor."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options.add_argument("--step", type=int, default=5, help="take every n-th PLV sentence")
    given = options.parse_args()
    langs = sorted({name.partition("/")[0] for name in golden_update.names()})
    figures = {f"golden {lang}": golden(lang) for lang in langs}
    events = given.shared / "data" / "events"
    if events.is_dir():
        figures["gsr pair"], figures["gsr pair and root"] = gsr(events / "plover_gsr_part.jsonl")
        figures["plv parties and root"] = plv(events / "plv_train.jsonl", given.step)
    else:
        print(f"skipped: no data in {events}")
    for name, figure in figures.items():
        floor = FLOORS.get(name)
        print(f"{name:24} {figure:6.3f}   {'floor ' + format(floor, '.2f') if floor else ''}")
    return int(any(figures.get(name, 1.0) < floor for name, floor in FLOORS.items()))


if __name__ == "__main__":
    sys.exit(main())
