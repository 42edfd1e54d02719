"""Trains the gates: models/gate/<lang>.tsv, which tell from its words whether a sentence is worth parsing.

    python -P training/gate.py de en          about two minutes a language; run it again when triggers or actors change

The teacher is the coder itself without a gate, on raw Wikinews (CC BY 2.5): does a sentence give a mention? What is
learnt is a logistic regression with an L2 penalty over :func:`lagebild.extract.signs.features`, each sentence weighing
as many as its mentions. The threshold is the lowest that keeps all but ``LOSS`` of the mentions of documents that were
left out, in cross-validation by document. Every fourth document is neither trained nor tuned on: benchmarks/gate.py
measures on those.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import json
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import scipy.optimize
import scipy.sparse

from lagebild import extract, models, pipeline, read
from lagebild.extract.gate import Gate
from lagebild.extract.signs import features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from lagebild.records import Document

SHARED = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data"
LOSS = 0.004  # share of the mentions that the gate may lose in cross-validation
PENALTY = 10.0
FOLDS = 5
SEEN = 3  # sentences in which a feature must be seen
MET = 2  # sentences in which a trigger must be seen to be known
TESTED = 4  # every fourth document is kept for the benchmark


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence that the plain rule passes: its document's number, what it shows, and how many mentions it gives."""

    document: int
    shown: frozenset[str]
    mentions: int


def documents(lang: str) -> list[Document]:
    """Return the news of a language, in a fixed order."""
    lines = (SHARED / "news" / f"wikinews.{lang}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [read.build(row["text"], lang=lang, published=row["date"], source=row["id"]) for row in rows if row["date"]]


def cases(lang: str) -> Iterator[Case]:
    """Yield the sentences of the documents to train on."""
    for number, doc in enumerate(documents(lang)):
        if number % TESTED == TESTED - 1:
            continue
        sentences = pipeline.sentences(doc, gated=False)
        given = Counter(mention.evidence.span for mention in extract.extract(doc, sentences))
        for sent in sentences:
            shown = features(sent.text, lang)
            if shown is not None:
                yield Case(number, shown, given[sent.span])
            elif given[sent.span]:
                print("lost to the plain rule:", sent.text[:100])


def fit(some: list[Case]) -> Gate:
    """Return the gate that a set of cases teaches, without a threshold."""
    counts = Counter(name for case in some for name in case.shown)
    names = [name for name, count in sorted(counts.items()) if count >= (MET if name.startswith("row:") else SEEN)]
    place = {name: at for at, name in enumerate(names)}
    pairs = [(row, place[name]) for row, case in enumerate(some) for name in case.shown if name in place]
    rows, columns = zip(*pairs, strict=True)
    shown = scipy.sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(some), len(names)))
    gives = np.array([case.mentions > 0 for case in some], float)
    weight = np.array([max(1, case.mentions) for case in some], float)

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = shown @ at[:-1] + at[-1]
        value = float((weight * (np.logaddexp(0, odds) - gives * odds)).sum() + PENALTY / 2 * at[:-1] @ at[:-1])
        wrong = weight * (1 / (1 + np.exp(-odds)) - gives)
        return value, np.append(shown.T @ wrong + PENALTY * at[:-1], wrong.sum())

    found = scipy.optimize.minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    weights = {name: round(float(one), 3) for name, one in zip(names, found[:-1], strict=True)}
    return Gate(weights | {"": round(float(found[-1]), 3)}, threshold=0.0)


def threshold(some: list[Case]) -> float:
    """Return the score from which all but ``LOSS`` of the mentions pass, scored by gates that did not see them."""
    scored: list[tuple[float, int]] = []
    for fold in range(FOLDS):
        learnt = fit([case for case in some if case.document % FOLDS != fold])
        sure = Gate(learnt.weights, threshold=float("inf"))  # passes only what it does not know
        left = [case for case in some if case.document % FOLDS == fold]
        scored += [(99.0 if sure.passes(case.shown) else learnt.score(case.shown), case.mentions) for case in left]
    scored.sort(reverse=True)
    kept = np.cumsum([mentions for _, mentions in scored])
    last = int(np.searchsorted(kept, (1 - LOSS) * kept[-1]))
    print(f"cross-validation: {(last + 1) / len(scored):.1%} of what the plain rule passes")
    return scored[last][0]


def main() -> None:
    """Train and write the gate of each language named on the command line."""
    for lang in sys.argv[1:]:
        started = time.time()
        some = list(cases(lang))
        learnt = fit(some)
        rows = [("threshold", round(threshold(some) - 0.0005, 3)), *sorted(learnt.weights.items())]
        path = models.ROOT / "gate" / f"{lang}.tsv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"{name}\t{weight}\n" for name, weight in rows), encoding="utf-8")
        gives = sum(case.mentions > 0 for case in some)
        print(f"{lang}: {len(some)} cases, {gives} give mentions; {len(rows)} weights; {time.time() - started:.0f} s")


if __name__ == "__main__":
    main()
