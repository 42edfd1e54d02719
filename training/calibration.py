"""Calibrates the confidence of mentions: writes src/lagebild/models/types/calibration.toml.

    python training/calibration.py --shared ../shared [--dry]

Data: the mentions that the coder finds in our labelled news (``training/labels``; right if a label of the sentence has
the type) and in the sentences of PLV where it finds the parties (right if it has the type; the classifier forgets each
fifth of PLV that it is asked about). Fits Platt's two numbers and the weight of the gate's log odds, and prints area
under the curve, Brier score and reliability in five-fold cross-validation, folds by document. Run it after
``training/gate.py``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import event_rows  # noqa: E402 - found beside the benchmarks
import news_labels  # noqa: E402

from lagebild.extract import coder, confidence  # noqa: E402
from lagebild.extract.gate import likelihood  # noqa: E402

TARGET = ROOT / "src" / "lagebild" / "models" / "types" / "calibration.toml"
FOLDS = 5
PLV_WEIGHT = 0.3  # of a mention in PLV, whose sentences all hold an event; news is what is coded


class Case(NamedTuple):
    """A mention: the classifier's probability, the gate's log odds, whether its type is right, its document, weight."""

    chance: float
    gate: float | None
    right: bool
    document: str
    weight: float


def news() -> list[Case]:
    """Return the mentions found in labelled news."""
    return [
        Case(m.confidence, likelihood(m.evidence.quote, lang), ok, doc, 1.0)
        for lang in ("de", "en")
        for m, ok, doc in news_labels.typed(lang)
    ]


def plv(events: Path) -> list[Case]:
    """Return the mentions of the right parties found in PLV."""
    rows = list(event_rows.lines(events / "plv_train.jsonl"))
    found = []
    for fold in range(FOLDS):
        asked = [index for index, row in enumerate(rows) if int(row["sentence_id"]) % FOLDS == fold]
        with event_rows.unseen(asked):
            for index in asked:
                row = rows[index]
                for one in event_rows.code(row["sentence"], "2020-01-01"):
                    if event_rows._names(one.actors, row["source"]) and event_rows._names(  # noqa: SLF001
                        one.recipients, row["target"]
                    ):
                        right = event_rows.kind_of(one) == row["gold_root"]
                        gate = likelihood(one.evidence.quote, "en")
                        found.append(Case(one.confidence, gate, right, f"plv-{index}", PLV_WEIGHT))
    return found


def logit(chance: Any) -> Any:  # noqa: ANN401 - array
    """Return the log-odds of probabilities."""
    edged = np.clip(chance, 0.002, 0.998)
    return np.log(edged / (1 - edged))


def fit(design: Any, right: Any, weight: Any) -> Any:  # noqa: ANN401 - arrays
    """Return the weights of columns with the least weighted log-loss, by Newton's method."""
    found = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (weight * (right - chance))
        bend = (design * (weight * chance * (1 - chance))[:, None]).T @ design + 1e-6 * np.eye(len(found))
        found = found + np.linalg.solve(bend, slope)
    return found


def auc(chance: Any, right: Any) -> float:  # noqa: ANN401 - arrays
    """Return the probability that a right mention has more confidence than a wrong one."""
    ranks = np.empty(len(chance))
    ranks[np.argsort(chance)] = np.arange(1, len(chance) + 1)
    good = right.sum()
    return float((ranks[right == 1].sum() - good * (good + 1) / 2) / (good * (len(right) - good)))


def main() -> None:
    """Fit, report, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options.add_argument("--dry", action="store_true")
    given = options.parse_args()
    old = confidence.calibration()
    plain = confidence.Calibration(intercept=0.0, slope=1.0, gate=0.0, usual=0.0, abstain=0.0)
    with (
        patch.object(confidence, "calibration", lambda: plain),
        patch.object(coder, "calibration", lambda: plain),
    ):
        cases = news() + plv(given.shared / "data" / "events")
    right = np.array([float(one.right) for one in cases])
    usual = float(np.mean([one.gate for one in cases if one.weight == 1.0 and one.gate is not None]))
    gates = np.array([usual if one.gate is None else one.gate for one in cases])
    design = np.stack([np.ones(len(cases)), logit(np.array([one.chance for one in cases])), gates], 1)
    weight, is_news = np.array([one.weight for one in cases]), np.array([one.weight == 1.0 for one in cases])
    documents = {name: index % FOLDS for index, name in enumerate(sorted({one.document for one in cases}))}
    fold = np.array([documents[one.document] for one in cases])
    crossed = np.zeros(len(cases))
    for number in range(FOLDS):
        train, test = fold != number, fold == number
        crossed[test] = 1 / (1 + np.exp(-design[test] @ fit(design[train], right[train], weight[train])))
    for name, some in (("news", is_news), ("PLV", ~is_news)):
        told = f"{name:5} {some.sum():5} right {right[some].mean():.3f}  AUC {auc(crossed[some], right[some]):.3f}"
        print(f"{told}  Brier, gap:", news_labels.reliability(crossed[some], right[some]))
    intercept, slope, gate = fit(design, right, weight)
    print("intercept", intercept, "slope", slope, "gate", gate)
    if not given.dry:
        head = "".join(
            line
            for line in TARGET.open(encoding="utf-8")
            if not line.startswith(("intercept", "slope", "gate", "usual", "abstain", "# Mentions"))
        )
        TARGET.write_text(
            f"{head}intercept = {intercept:.2f}\nslope = {slope:.2f}\ngate = {gate:.2f}\nusual = {usual:.2f}\n"
            f"# Mentions whose type is less likely right than this are left out.\nabstain = {old.abstain}\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
