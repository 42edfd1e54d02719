"""Measures the coder on real news sentences labelled by hand (``training/labels``), as mentions with roles and status.

A mention is right if a label of the same sentence has its type (CONCEDE and RETREAT taken together, as PLV has
them) and both sides match: the countries overlap, or, where the label has none, the phrases do; a side that the
label leaves empty must be empty. Prints one table; exits 1 if a figure falls below its floor (``news.toml``).
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floors import told
from news_labels import coded, root

if TYPE_CHECKING:
    from lagebild.records import ActorMatch, Mention

ROOT = Path(__file__).parent


@dataclass(slots=True)
class Tally:
    """Counts over one language."""

    gold: int = 0
    found: int = 0
    right: int = 0
    typed: int = 0
    empty: int = 0
    false: int = 0

    def rows(self) -> dict[str, float]:
        """Return the figures, each in [0, 1]; higher is better but for ``false alarms``."""
        precision, recall = self.right / max(self.found, 1), self.right / max(self.gold, 1)
        return {
            "mention F1": 2 * precision * recall / max(precision + recall, 1e-9),
            "precision": precision,
            "recall": recall,
            "type recall": self.typed / max(self.gold, 1),
            "false alarms": self.false / max(self.empty, 1),
        }


def _side(label: dict[str, Any], name: str, found: tuple[ActorMatch, ...]) -> bool:
    wanted, phrases = set(label[f"{name}_countries"]) - {None}, label[f"{name}s"]
    if not phrases:
        return not any(match.country for match in found)
    if wanted:
        return bool(wanted & {match.country for match in found})
    return any(a.lower() in m.text.lower() or m.text.lower() in a.lower() for a in phrases for m in found)


def _is_right(label: dict[str, Any], mention: Mention) -> bool:
    sides = (("actor", mention.actors), ("recipient", mention.recipients))
    return root(mention.type) == root(label["type"]) and all(_side(label, name, found) for name, found in sides)


def _count(tally: Tally, labels: list[dict[str, Any]], mentions: list[Mention]) -> None:
    tally.gold += len(labels)
    tally.found += len(mentions)
    if not labels:
        tally.empty += 1
        tally.false += bool(mentions)
    left = list(mentions)
    for label in labels:
        tally.typed += any(root(m.type) == root(label["type"]) for m in mentions)
        hit = next((m for m in left if _is_right(label, m)), None)
        if hit is not None:
            left.remove(hit)
            tally.right += 1


def measure(lang: str) -> dict[str, float]:
    """Return the figures of one language."""
    tally = Tally()
    for one, mentions in coded(lang):
        _count(tally, one["events"], mentions)
    return tally.rows()


def main() -> int:
    """Print the table and compare it with its floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--langs", nargs="+", default=["de", "en"])
    langs = parser.parse_args().langs
    floors = tomllib.loads((ROOT / "news.toml").read_text(encoding="utf-8"))
    fallen = False
    for lang in langs:
        for name, value in measure(lang).items():
            fallen |= told(f"{lang}: {name}", value, floors[lang].get(name), most=name == "false alarms")
    return int(fallen)


if __name__ == "__main__":
    sys.exit(main())
