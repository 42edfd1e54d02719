"""Measures times and places on the shared development sets; prints one table; fails below the floors."""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lagebild.extract.places import resolve_places
from lagebild.extract.times import find_times
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMES = ("krauts_dolomiten100.de", "timebank.en", "aquaint.en")
PLACES = ("lgl", "geovirus")
NEAR_KM = 161  # 100 miles, the usual limit of the field
SHARED = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data"


def lines(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON-lines file of the shared data."""
    with (SHARED / name).open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def time_scores(name: str, *, show: bool = False) -> dict[str, float]:
    """Return precision, recall and F1 of relaxed matches, strict matches, and relaxed matches with right value."""
    count: Counter[str] = Counter()
    for doc in lines(f"time/{name}.jsonl"):
        found = find_times(doc["text"], published=doc["dct"], lang=doc["lang"])
        _compare(doc, found, count, show=show)
    scores = {}
    for kind in ("relaxed", "value", "strict"):
        precision, recall = count[kind] / max(1, count["found"]), count[kind] / max(1, count["gold"])
        scores[f"{kind} F1"] = 2 * precision * recall / max(1e-9, precision + recall)
    scores["precision"] = count["relaxed"] / max(1, count["found"])
    scores["recall"] = count["relaxed"] / max(1, count["gold"])
    return scores


def _compare(doc: dict[str, Any], found: Any, count: Counter[str], *, show: bool) -> None:  # noqa: ANN401
    gold = doc["timexes"]
    taken: set[int] = set()
    count["found"] += len(found)
    count["gold"] += len(gold)
    for time in gold:
        hits = [
            i for i, f in enumerate(found) if i not in taken and f.span[0] < time["end"] and time["start"] < f.span[1]
        ]
        around = doc["text"][max(0, time["start"] - 40) : time["end"] + 40].replace("\n", " ")
        if not hits:
            if show:
                print(f"MISS  {time['text']!r} {time['value']} | {around}")
            continue
        hit = found[hits[0]]
        taken.add(hits[0])
        count["relaxed"] += 1
        count["strict"] += (hit.span[0], hit.span[1]) == (time["start"], time["end"])
        if hit.value == time["value"]:
            count["value"] += 1
        elif show:
            print(
                f"VALUE {doc['dct'][:10]} {time['text']!r} gold {time['value']} got {hit.text!r} {hit.value} | {around}"
            )
    if show:
        for i, f in enumerate(found):
            if i not in taken:
                around = doc["text"][max(0, f.span[0] - 40) : f.span[1] + 30].replace("\n", " ")
                print(f"EXTRA {f.text!r} {f.value} | {around}")


def place_scores(name: str, *, show: bool = False) -> dict[str, float]:
    """Return the share of toponyms (spans given) that resolve within 161 km, unresolved ones counted as wrong."""
    count: Counter[str] = Counter()
    for doc in lines(f"places/{name}.jsonl"):
        spans = [Span(each["start"], each["end"]) for each in doc["toponyms"]]
        for gold, match in zip(doc["toponyms"], resolve_places(doc["text"], spans, lang=doc["lang"]), strict=True):
            if gold["lat"] is None:
                continue
            count["gold"] += 1
            right = match is not None and kilometres(gold["lat"], gold["lon"], match.lat, match.lon) <= NEAR_KM
            count["right"] += right
            count["found"] += match is not None
            if show and not right:
                print(
                    gold["phrase"],
                    gold.get("name"),
                    gold.get("country"),
                    gold["lat"],
                    gold["lon"],
                    "|",
                    match and (match.name, match.country, match.lat, match.lon),
                )
    return {
        "Acc@161km": count["right"] / count["gold"],
        "found": count["found"] / count["gold"],
        "toponyms": count["gold"],
    }


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
    parser.add_argument("--show", help="print the errors on one set")
    options = parser.parse_args()
    if options.show:
        score = place_scores if options.show in PLACES else time_scores
        print(score(options.show, show=True))
        return 0
    for name in (*TIMES, *PLACES):
        scores = time_scores(name) if name in TIMES else place_scores(name)
        print(f"{name:28}", "  ".join(f"{key} {value:.3f}" for key, value in scores.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
