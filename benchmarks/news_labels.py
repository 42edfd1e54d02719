"""The mentions that the coder finds in our labelled news, and how far their confidence can be trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import lagebild

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lagebild.records import Mention

BINS = 8
LABELS = Path(__file__).parent.parent / "training" / "labels"


def root(name: str) -> str:
    """Return the type's name with CONCEDE and RETREAT taken together."""
    return "YIELD" if name in {"CONCEDE", "RETREAT"} else name


def coded(lang: str) -> Iterator[tuple[dict[str, Any], list[Mention]]]:
    """Yield every labelled text of a language, and the mentions found in it."""
    for line in (LABELS / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        doc = {"text": one["text"], "title": one["title"], "lang": lang, "published": one["date"]}
        yield one, list(lagebild.code([doc]))


def typed(lang: str) -> Iterator[tuple[Mention, bool, str]]:
    """Yield every mention found, whether a label of its sentence has its type, and the document."""
    for one, mentions in coded(lang):
        labels = {root(label["type"]) for label in one["events"]}
        for mention in mentions:
            yield mention, root(mention.type.value) in labels, one["doc"]


def reliability(chance: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> tuple[float, float]:
    """Return the Brier score, and the mean gap between promise and truth in eight bins of equal size."""
    order = np.argsort(chance)
    gaps = [len(one) * abs(chance[one].mean() - right[one].mean()) for one in np.array_split(order, BINS)]
    return float(np.mean((chance - right) ** 2)), float(sum(gaps) / len(chance))
