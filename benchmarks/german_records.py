"""Measures the coder on event records in German and the same in English (``training/labels/de_records.jsonl``).

A mention is right if a label of the same sentence has one of its types (CONCEDE and RETREAT taken together, as PLV has
them) and both sides match: a country is shared, and, for the stricter figure, the first sector where the label names
one. International organisations count as one country, armed groups as another. Where the label is reciprocal, all its
parties must be there, on whichever side. Mentions that meet an optional label count neither for nor against.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lagebild

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lagebild.records import ActorMatch, Mention

RECORDS = Path(__file__).parent.parent / "training" / "labels" / "de_records.jsonl"
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


@dataclass(slots=True)
class _Tally:
    gold: int = 0
    found: int = 0
    right: int = 0

    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing is right."""
        return 2 * self.right / max(self.gold + self.found, 1)


def _kind(name: str) -> str:
    return MERGED.get(name, name)


def _country(code: str | None) -> str | None:
    return code if code is None or ":" not in code else code.partition(":")[0]


def _meets(party: dict[str, str | None], found: Iterable[ActorMatch], *, sectors: bool) -> bool:
    """Tell whether one of ``found`` is the labelled party."""
    for one in found:
        same = _country(one.country) == party["country"]
        kind = party["sector"] if party["country"] != "IGO" and (sectors or party["country"] is None) else None
        if same and (kind is None or one.sectors[:1] == (kind,)):
            return True
    return False


def _side(wanted: list[dict[str, str | None]], found: tuple[ActorMatch, ...], *, sectors: bool) -> bool:
    if not wanted:
        return not any(one.country for one in found)
    return any(_meets(party, found, sectors=sectors) for party in wanted)


def is_right(label: dict[str, Any], mention: Mention, *, sectors: bool = False) -> bool:
    """Tell whether a mention has type and parties of a label."""
    if _kind(mention.type) not in {_kind(name) for name in label["types"]}:
        return False
    if label["reciprocal"]:
        parties = (*mention.actors, *mention.recipients)
        return all(_meets(party, parties, sectors=sectors) for party in (*label["actors"], *label["recipients"]))
    return all(_side(label[key], getattr(mention, key), sectors=sectors) for key in ("actors", "recipients"))


def _count(tally: _Tally, labels: list[dict[str, Any]], mentions: list[Mention], *, sectors: bool) -> None:
    left = list(mentions)
    tally.gold += sum(not label["optional"] for label in labels)
    for label in sorted(labels, key=lambda one: one["optional"]):
        hit = next((m for m in left if is_right(label, m, sectors=sectors)), None)
        if hit is not None:
            left.remove(hit)
            tally.right += not label["optional"]
            tally.found += not label["optional"]
    tally.found += len(left)


def records(half: str | None = None) -> list[dict[str, Any]]:
    """Return the records of a half, ``tune`` or ``report``; all where none is given."""
    rows = [json.loads(line) for line in RECORDS.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if half in {None, row["half"]}]


def mentions(row: dict[str, Any], lang: str) -> list[Mention]:
    """Return what the coder finds in the sentence of a record."""
    return list(lagebild.code([{"text": row[lang], "lang": lang, "published": row["date"]}]))


def german(_: Path) -> dict[str, float]:
    """Mention F1 of both halves in German, that of all in German and English, and their ratio."""
    groups = [("de", "tune"), ("de", "report"), ("de", None), ("en", None)]
    figures: dict[str, float] = {}
    for lang, half in groups:
        countries, strict = _Tally(), _Tally()
        for row in records(half):
            found = mentions(row, lang)
            _count(countries, row["events"], found, sectors=False)
            _count(strict, row["events"], found, sectors=True)
        name = f"records {lang}{'' if half is None else ' ' + half}"
        figures[f"{name} mention F1"] = countries.f1()
        figures[f"{name} with sector"] = strict.f1()
    figures["records de / en"] = figures["records de mention F1"] / max(figures["records en mention F1"], 1e-9)
    return figures
