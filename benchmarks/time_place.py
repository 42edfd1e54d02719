"""Measures times and places on the shared development sets; prints one table; fails below the floors.

Usage: ``python benchmarks/time_place.py [--show SET]``; the data lie in ``$LAGEBILD_SHARED/data`` (default
``../shared/data``). Where they are absent the benchmark says so and passes.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lagebild.extract.places import resolve_places
from lagebild.extract.times import find_times
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lagebild.records import TimeMatch

TIMES = ("krauts_dolomiten100.de", "timebank.en", "aquaint.en")
PLACES = ("lgl", "geovirus")
FLOORS = {  # they only rise
    "krauts_dolomiten100.de": ("value F1", 0.815),
    "timebank.en": ("value F1", 0.785),
    "aquaint.en": ("value F1", 0.74),
    "lgl": ("Acc@161km", 0.88),
    "geovirus": ("Acc@161km", 0.878),
}
NEAR_KM = 161  # 100 miles, the usual limit of the field
SHARED = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data"


def lines(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON-lines file of the shared data."""
    with (SHARED / name).open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def time_scores(name: str, *, show: bool = False) -> dict[str, float]:
    """Return F1 of relaxed matches, of those with the right value, and of strict matches; precision and recall."""
    count: Counter[str] = Counter()
    for doc in lines(f"time/{name}.jsonl"):
        _compare(doc, find_times(doc["text"], published=doc["dct"], lang=doc["lang"]), count, show=show)
    total = count["found"] + count["gold"]
    scores = {f"{kind} F1": 2 * count[kind] / total for kind in ("relaxed", "value", "strict")}
    return scores | {"precision": count["relaxed"] / count["found"], "recall": count["relaxed"] / count["gold"]}


def _compare(doc: dict[str, Any], found: Sequence[TimeMatch], count: Counter[str], *, show: bool) -> None:
    left = list(found)
    count["found"] += len(found)
    count["gold"] += len(doc["timexes"])
    for gold in doc["timexes"]:
        hit = next((one for one in left if one.span.start < gold["end"] and gold["start"] < one.span.end), None)
        if hit is None:
            _tell(show, f"MISS  {gold['text']!r} {gold['value']}", doc["text"], gold["start"])
            continue
        left.remove(hit)
        count["relaxed"] += 1
        count["strict"] += hit.span == (gold["start"], gold["end"])
        count["value"] += hit.value == gold["value"]
        if hit.value != gold["value"]:
            _tell(show, f"VALUE {gold['text']!r} is {gold['value']}, not {hit.value}", doc["text"], gold["start"])
    for one in left:
        _tell(show, f"EXTRA {one.text!r} {one.value}", doc["text"], one.span.start)


def _tell(show: bool, what: str, text: str, at: int) -> None:  # noqa: FBT001 - a private switch
    if show:
        print(what, "|", " ".join(text[max(0, at - 40) : at + 60].split()))


def place_scores(name: str, *, show: bool = False) -> dict[str, float]:
    """Return the share of toponyms (spans given) that resolve within 161 km, unresolved ones counted as wrong."""
    count: Counter[str] = Counter()
    for doc in lines(f"places/{name}.jsonl"):
        spans = [Span(each["start"], each["end"]) for each in doc["toponyms"]]
        for gold, match in zip(doc["toponyms"], resolve_places(doc["text"], spans, lang=doc["lang"]), strict=True):
            if gold["lat"] is None:
                continue
            right = match is not None and kilometres(gold["lat"], gold["lon"], match.lat, match.lon) <= NEAR_KM
            count.update(gold=1, right=right, found=match is not None)
            if show and not right:
                print(gold["phrase"], gold["lat"], gold["lon"], "|", match and (match.name, match.country))
    return {"Acc@161km": count["right"] / count["gold"], "found": count["found"] / count["gold"]}


def kilometres(lat_a: float, lon_a: float, lat_b: float | None, lon_b: float | None) -> float:
    """Return the great-circle distance in kilometres; infinite where a coordinate is missing."""
    if lat_b is None or lon_b is None:
        return math.inf
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (lat_a, lon_a, lat_b, lon_b))
    h = math.sin((lat_a - lat_b) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_a - lon_b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def main() -> int:
    """Run the benchmark; the exit code is 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", choices=(*TIMES, *PLACES), help="print the errors on one set")
    options = parser.parse_args()
    if not (SHARED / "time").is_dir():
        print(f"skipped: no development data in {SHARED}")
        return 0
    failed = False
    for name in [options.show] if options.show else [*TIMES, *PLACES]:
        started = time.process_time()
        scores = (time_scores if name in TIMES else place_scores)(name, show=bool(options.show))
        spent = time.process_time() - started
        key, floor = FLOORS[name]
        failed |= scores[key] < floor
        mark = "" if scores[key] >= floor else f"  BELOW {floor}"
        print(f"{name:24}", "  ".join(f"{k} {v:.3f}" for k, v in scores.items()), f" {spent:.1f} s CPU{mark}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
