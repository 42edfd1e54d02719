"""The rows of ``time_place.py``: each a function that returns figures by name, ``None`` where its data are not here."""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from lagebild import parse
from lagebild.extract.casualties import find_casualties
from lagebild.extract.mend import mended
from lagebild.extract.places import resolve_places
from lagebild.extract.times import find_times, time_of
from lagebild.records import Sentence
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.records import TimeMatch

    class Row(Protocol):
        """What a row is."""

        def __call__(self, *, show: bool) -> dict[str, float] | None:
            """Return the figures of the row."""


LABELS = Path(__file__).parents[1] / "training" / "labels"
SHARED = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data"
NEAR_KM = 161  # 100 miles, the usual limit of the field
# figures that have floors
HELD_TO = {"value F1", "Acc@161km", "right", "right, held out", "none where none", "F1", "F1, held out"}
SPECS = {
    "de": "German", "en": "English", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "tr": "Turkish", "ar": "Arabic", "ko": "Korean", "ja": "Japanese", "zh": "Chinese",
}  # fmt: skip


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n")]


def times(name: str, *, show: bool) -> dict[str, float] | None:
    """Return F1 of relaxed matches, of those with the right value, and of strict matches; precision and recall."""
    path = SHARED / "time" / f"{name}.jsonl"
    if not path.is_file():
        return None
    count: Counter[str] = Counter()
    for doc in lines(path):
        _compare(doc, find_times(doc["text"], published=doc["dct"], lang=doc["lang"]), count, show=show)
    total = count["found"] + count["gold"]
    scores = {f"{kind} F1": 2 * count[kind] / total for kind in ("relaxed", "value", "strict")}
    return scores | {"precision": count["relaxed"] / count["found"], "recall": count["relaxed"] / count["gold"]}


def _compare(doc: dict[str, Any], found: Sequence[TimeMatch], count: Counter[str], *, show: bool) -> None:
    left = list(found)
    count.update(found=len(found), gold=len(doc["timexes"]))
    for gold in doc["timexes"]:
        hit = next((one for one in left if one.span.start < gold["end"] and gold["start"] < one.span.end), None)
        if hit is None:
            _tell(f"MISS  {gold['text']!r} {gold['value']}", doc["text"], gold["start"], show=show)
            continue
        left.remove(hit)
        right = hit.value == gold["value"]
        count.update(relaxed=1, strict=hit.span == (gold["start"], gold["end"]), value=right)
        if not right:
            _tell(f"VALUE {gold['text']!r} is {gold['value']}, not {hit.value}", doc["text"], gold["start"], show=show)
    for one in left:
        _tell(f"EXTRA {one.text!r} {one.value}", doc["text"], one.span.start, show=show)


def _tell(what: str, text: str, at: int, *, show: bool) -> None:
    if show:
        print(what, "|", " ".join(text[max(0, at - 40) : at + 60].split()))


def specs(lang: str, *, show: bool) -> dict[str, float] | None:
    """Return the share of the single dates of Recognizers-Text (MIT) that are found, and that are the right day."""
    path = SHARED / "time" / "recognizers_date_specs.jsonl"
    if not path.is_file():
        return None
    count: Counter[str] = Counter()
    for case in lines(path):
        if case["lang"] != SPECS[lang] or len(case["results"]) != 1 or not case["reference"]:
            continue
        gold = case["results"][0]
        values = gold.get("values") or []
        days = {str(day)[:10] for value in values if isinstance(value, dict) for day in _days(value)}
        if not gold["type"].endswith("date") or not days:
            continue
        found = find_times(case["input"], published=case["reference"], lang=lang)
        right = any(
            str(one.start) in days and (one.end - one.start).days == 1 for one in found if one.start and one.end
        )
        count.update(all=1, found=bool(found), right=right)
        if not right:
            _tell(f"{case['id']} {sorted(days)} {[one.value for one in found]}", case["input"], 0, show=show)
    return {
        "right": count["right"] / count["all"],
        "found": count["found"] / count["all"],
        "cases": float(count["all"]),
    }


def _days(value: dict[str, Any]) -> list[str]:
    """Return the days that a specification allows."""
    if value.get("type") == "date" and "value" in value:
        return [value["value"]]
    both = (value.get("PastResolution") or {}, value.get("FutureResolution") or {})
    return [one["date"] for one in both if "date" in one]


def parsed(texts: Sequence[str], lang: str) -> dict[str, tuple[Sentence, ...]]:
    """Return the trees of the sentences of each text."""
    whole = [
        Sentence(document="", index=at, span=span, text=span.of(text), lang=lang)
        for text in texts
        for at, span in enumerate(parse.split(text, lang))
    ]
    trees = iter([mended(sent) for sent in parse.parse(whole)])
    return {text: tuple(next(trees) for _ in parse.split(text, lang)) for text in texts}


def event_dates(lang: str, *, show: bool) -> dict[str, float] | None:
    """Return the share of predicates with a stated date that get exactly its days, and of others that get none."""
    labels = lines(LABELS / f"dates_{lang}.jsonl")
    trees = parsed(list(dict.fromkeys(label["text"] for label in labels)), lang)
    count: Counter[str] = Counter()
    for label in labels:
        at = label["span"][0]
        sent = next(one for one in trees[label["text"]] if one.span.start <= at < one.span.end)
        trigger = next(token.index for token in sent.tokens if token.span.end > at)
        time = time_of(sent, trigger, find_times(label["text"], published=label["published"], lang=lang))
        right = (time and str(time.start), time and str(time.end)) == (label["start"], label["end"])
        kind = label["part"] if label["start"] else "none"
        count.update({kind: 1, f"{kind} right": right})
        if not right and label["part"] == "seen":
            _tell(f"{label['predicate']}: {label['start']}, not {time and time.text}", label["text"], 0, show=show)
    both = count["seen"] + count["held"]
    return {
        "right": (count["seen right"] + count["held right"]) / both,
        "right, held out": count["held right"] / count["held"],
        "none where none": count["none right"] / count["none"],
        "predicates": float(both),
    }


def toponyms(name: str, *, show: bool) -> dict[str, float] | None:
    """Return the share of toponyms (spans given) that resolve within 161 km, unresolved ones counted as wrong."""
    path = SHARED / "places" / f"{name}.jsonl"
    if not path.is_file():
        return None
    count: Counter[str] = Counter()
    for doc in lines(path):
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


def casualties(lang: str, *, show: bool) -> dict[str, float] | None:
    """Return F1 of counts of killed, wounded, captured and missing: right where kind, low and high are."""
    count: Counter[str] = Counter()
    for label in lines(LABELS / f"casualties_{lang}.jsonl"):
        (trees,) = parsed([label["text"]], lang).values()
        found = [(one.kind.value, one.low, one.high) for sent in trees for one in find_casualties(sent)]
        gold = [(one["kind"], one["low"], one["high"]) for one in label["casualties"]]
        right = sum((Counter(found) & Counter(gold)).values())
        count.update(right=right, total=len(found) + len(gold))
        if label["part"] == "held":
            count.update({"held right": right, "held total": len(found) + len(gold)})
        elif right < max(len(found), len(gold)):
            _tell(f"{gold}, not {found}", label["text"], 0, show=show)
    held = 2 * count["held right"] / count["held total"]
    return {"F1": 2 * count["right"] / count["total"], "F1, held out": held}


ROWS: dict[str, Row] = {
    "times de KRAUTS": partial(times, "krauts_dolomiten100.de"),
    "times en TimeBank": partial(times, "timebank.en"),
    "times en AQUAINT": partial(times, "aquaint.en"),
    **{f"dates {lang} specs": partial(specs, lang) for lang in SPECS},
    "event dates de": partial(event_dates, "de"),
    "event dates en": partial(event_dates, "en"),
    "toponyms LGL": partial(toponyms, "lgl"),
    "toponyms GeoVirus": partial(toponyms, "geovirus"),
    "casualties de": partial(casualties, "de"),
    "casualties en": partial(casualties, "en"),
}
