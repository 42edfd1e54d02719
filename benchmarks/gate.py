"""Measures the gate: how much of plain news is parsed, and which mentions of the coder without a gate are lost by it.

    python benchmarks/gate.py               Wikinews, German and English; fails where a figure leaves its bound

Read are the articles that ``training/gate.py`` leaves out. A mention counts as lost if no mention of its type stands at
its trigger, whatever the reason: what the coder knows of earlier sentences counts too. ``changed`` are those that have
other actors or recipients. ``withheld`` are those that the coder would find where the gate holds sentences back, if it
did not abstain there; of all mentions with them.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import json
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from floors import told

from lagebild import extract, pipeline, read
from lagebild.extract import coder

if TYPE_CHECKING:
    from lagebild.records import ActorMatch, Document, Mention

NEWS = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data" / "news"
BOUNDS = Path(__file__).with_name("gate.toml")
TESTED = 4  # as in training/gate.py


def documents(lang: str) -> list[Document]:
    """Return every fourth article of a language: those that the gate was not trained on."""
    lines = (NEWS / f"wikinews.{lang}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["date"]][TESTED - 1 :: TESTED]
    return [read.build(row["text"], lang=lang, published=row["date"], source=row["id"]) for row in rows]


def _parties(some: tuple[ActorMatch, ...]) -> tuple[str, ...]:
    return tuple(one.id or one.country or one.text for one in some)


def _by_trigger(found: tuple[Mention, ...]) -> dict[object, object]:
    return {(m.trigger.span, m.type): (_parties(m.actors), _parties(m.recipients)) for m in found}


def measure(lang: str) -> dict[str, float]:
    """Return the figures of one language, in percent."""
    count = dict.fromkeys(("sentences", "passed", "words", "parsed", "all", "mentions", "lost", "changed"), 0)
    for doc in documents(lang):
        whole, gated = pipeline.sentences(doc, gated=False), pipeline.sentences(doc)
        wanted, got = (_by_trigger(extract.extract(doc, some)) for some in (whole, gated))
        with patch.object(coder, "holds", lambda *_: True):
            count["all"] += len(_by_trigger(extract.extract(doc, whole)))
        count["sentences"] += len(whole)
        count["passed"] += sum(bool(sent.tokens) for sent in gated)
        count["words"] += sum(len(sent.tokens) for sent in whole)
        count["parsed"] += sum(len(sent.tokens) for sent in gated)
        count["mentions"] += len(wanted)
        count["lost"] += len(wanted.keys() - got.keys())
        count["changed"] += sum(wanted[key] != got[key] for key in wanted.keys() & got.keys())
    return {
        "sentences passed": 100 * count["passed"] / count["sentences"],
        "words parsed": 100 * count["parsed"] / count["words"],
        "mentions lost": 100 * count["lost"] / count["mentions"],
        "mentions changed": 100 * count["changed"] / count["mentions"],
        "mentions withheld": 100 * (count["all"] - count["mentions"]) / count["all"],
        "mentions": count["mentions"],
    }


def main() -> int:
    """Print the table and compare it with its bounds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--langs", nargs="+", default=["de", "en"])
    langs = options.parse_args().langs
    if not NEWS.exists():
        print(f"skipped: no news at {NEWS}")
        return 0
    bounds = tomllib.loads(BOUNDS.read_text(encoding="utf-8"))
    above = False
    for lang in langs:
        for name, value in measure(lang).items():
            above |= told(f"{lang}: {name}", value, bounds.get(lang, {}).get(name), most=True, digits=2)
    return int(above)


if __name__ == "__main__":
    sys.exit(main())
