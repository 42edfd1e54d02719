"""The type classifier, confidence and contexts in one table, with floors that only rise.

    python benchmarks/event_types.py [--fast]

Rows: macro-F1 over PLV's fifteen roots with the parties given, each sentence, then each predicate, left out of the
training (in closed form from the shipped weights: no data are needed); Brier score of the best type's probability
and its mean gap to the truth; the same of the confidence of the mentions that the coder finds in our labelled news;
contexts of the sentences in ``contexts.tsv`` (``--fast`` leaves out what must be parsed). "Brier" and "gap" only fall.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import news_labels
import numpy as np
from floors import told

import lagebild
from lagebild.extract import classifier

ROOT = Path(__file__).parent
Array = np.ndarray[Any, Any]


def _grams(model: classifier.Weights) -> tuple[Array, Array]:
    """Return the kernel of the training views and the targets, won back from the coefficients."""
    rows = classifier.dense(model)
    near = np.where(model.strand[:, None] == model.strand[None, :], 1.0, classifier.ACROSS)
    gram = classifier.kernel(rows @ rows.T + model.embedded @ model.embedded.T, lean=False) * near
    weight = np.where(model.strand == 1, classifier.OWN_WEIGHT, 1.0)
    target = np.sign(gram @ model.full + classifier.RIDGE * model.full / weight[:, None])
    return gram + classifier.RIDGE * np.diag(1.0 / weight), target


def left_out(gram: Array, target: Array, group: Array) -> Array:
    """Return the scores of each view by a model without its group (see ``training/event_types.py``)."""
    inverse = np.linalg.inv(gram)
    dual, scores = inverse @ target, np.zeros_like(target)
    for one in np.unique(group):
        at = np.where(group == one)[0]
        scores[at] = target[at] - np.linalg.solve(inverse[np.ix_(at, at)], dual[at])
    return scores


def macro(truth: list[str], guess: list[str]) -> float:
    """Return macro-F1."""
    parts = []
    for kind in sorted(set(truth)):
        hit = sum(a == b == kind for a, b in zip(truth, guess, strict=True))
        parts.append(2 * hit / (truth.count(kind) + guess.count(kind)))
    return sum(parts) / len(parts)


def types() -> dict[str, float]:
    """Return what the classifier is worth on PLV with sentences or predicates left out."""
    model = classifier.load()
    gram, target = _grams(model)
    at = np.where(model.strand == 0)[0]
    figures: dict[str, float] = {}
    for name, group in zip(("sentence", "predicate"), model.groups, strict=True):
        scores = left_out(gram, target, group)[at]
        names = [news_labels.root(kind) for kind in model.types]
        truth, guess = ([names[i] for i in some.argmax(1)] for some in (target[at], scores))
        figures[f"types, {name} left out: macro-F1"] = macro(truth, guess)
        if name == "sentence":
            odds = np.exp((scores - scores.max(1, keepdims=True)) * model.heat[0])
            chance = (odds / odds.sum(1, keepdims=True)).max(1)
            right = np.array([a == b for a, b in zip(truth, guess, strict=True)], float)
            figures["types: Brier"], figures["types: gap"] = news_labels.reliability(chance, right)
    return figures


def confidence() -> dict[str, float]:
    """Return how far the confidence of mentions in labelled news can be trusted."""
    found = [(m.confidence, float(right)) for lang in ("de", "en") for m, right, _ in news_labels.typed(lang)]
    chance, right = np.array(found).T
    brier, gap = news_labels.reliability(chance, right)
    return {"confidence: Brier": brier, "confidence: gap": gap}


def contexts() -> dict[str, float]:
    """Return precision and recall of contexts on our own sentences in which the coder finds an event."""
    hit = wanted = given = 0
    for line in (ROOT / "contexts.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        lang, names, text = line.split("\t")
        doc = {"text": text, "lang": lang, "published": "2024-01-01"}
        found = {name for mention in lagebild.code([doc]) for name in mention.contexts}
        gold = set(names.split())
        hit, wanted, given = hit + len(found & gold), wanted + len(gold), given + len(found)
    return {"contexts: recall": hit / wanted, "contexts: precision": hit / max(given, 1)}


def main() -> int:
    """Print the table; 1 where a figure is on the wrong side of its floor."""
    floors = tomllib.loads((ROOT / "event_types.toml").read_text(encoding="utf-8"))
    figures = types()
    if "--fast" not in sys.argv:
        figures |= confidence() | contexts()
    fallen = False
    for name, figure in figures.items():
        fallen |= told(name, figure, floors.get(name), most=name.endswith(("Brier", "gap")))
    return int(fallen)


if __name__ == "__main__":
    sys.exit(main())
