"""Trains the gates: models/gate/<lang>.tsv, which tell from its words whether a sentence is worth parsing.

    python -P training/gate.py de en          some minutes a language; run it again when triggers or actors change

The teacher is the coder itself without a gate, on raw text that may be used so: which words of a sentence are triggers
of mentions? Wikinews (CC BY 2.5) in both languages; besides, in English Wikipedia's current events (CC BY-SA), in
German speeches of the Austrian parliament (ParlaMint-AT, CC BY 4.0). What is learnt is a logistic regression with an L2
penalty over :mod:`lagebild.extract.vicinity`, both of single triggers and of sentences (whose odds are the sum of those
of their triggers); what gives mentions weighs more, since few may be lost. The threshold is the lowest that keeps all
but ``LOSS`` of the mentions of news documents that were left out, in cross-validation by document; from these the coder
then abstains. Every fourth article of Wikinews is neither trained nor tuned on: benchmarks/gate.py measures on those.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import gzip
import json
import math
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np
import scipy.optimize
import scipy.sparse

from lagebild import extract, models, pipeline, read
from lagebild.extract import coder
from lagebild.extract.signs import shown
from lagebild.extract.vicinity import Words, named, of_sentence, of_triggers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from lagebild.extract.signs import Shown
    from lagebild.records import Document

    Floats = NDArray[np.float64]

SHARED = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data"
LOSS = {"de": 0.03, "en": 0.05}  # share of mentions held back: dear, and rarely right (docs/explanation/speed.md)
TOLD = (0.002, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.03, 0.05)  # losses for which the share passed is printed
PENALTY = 20.0
POSITIVE = 8.0  # weight of what gives a mention
OTHER = 0.5  # weight of text that is no Wikinews
FOLDS = 5
SEEN = 3  # triggers at which a feature must be seen
FREQUENT = 300  # words that are told by themselves
TESTED = 4  # every fourth document is kept for the benchmark
MORE = 8000  # texts that are no Wikinews
SMALLEST = 0.02  # weight below which a feature is left out


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence that the plain rule passes: its article's number (-1: no Wikinews), and what it gives.

    ``given`` tells for each possible trigger whether it is one of a mention.
    """

    document: int
    shown: Shown
    given: tuple[bool, ...]
    mentions: int


def wikinews(lang: str) -> list[Document]:
    """Return the articles of a language, in a fixed order."""
    lines = (SHARED / "news" / f"wikinews.{lang}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["date"]]
    return [read.build(row["text"], lang=lang, published=row["date"], source=row["id"]) for row in rows]


def others(lang: str) -> list[Document]:
    """Return a sample of other text, the same every time."""
    if lang == "en":
        with gzip.open(SHARED / "news" / "current_events_2002_2023.en.jsonl.gz", "rt", encoding="utf-8") as file:
            rows = [(row["id"], row["date"], row["text"]) for row in map(json.loads, file)]
    elif lang == "de":
        rows = list(_speeches(SHARED / "ud" / "de_silver.conllu.gz"))
    else:
        return []
    some = random.Random(0).sample(rows, MORE)  # noqa: S311 - a sample, no secret
    return [read.build(text, lang=lang, published=day, source=key) for key, day, text in some]


def _speeches(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the sentences of parliament: id, some day, text."""
    key = ""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("# sent_id = "):
                key = line.removeprefix("# sent_id = ").strip()
            elif line.startswith("# text = ") and key.startswith("parlament"):
                yield key, "2015-01-01", line.removeprefix("# text = ").strip()


def cases(docs: Iterable[tuple[int, Document]], lang: str) -> Iterator[Case | int]:
    """Yield the sentences of numbered documents: the cases, and of other sentences the number of words."""
    for number, doc in docs:
        sentences = pipeline.sentences(doc, gated=False)
        given = [(mention.evidence.span, mention.trigger.span) for mention in extract.extract(doc, sentences)]
        for sent in sentences:
            found = shown(sent.text, lang)
            here = [trigger.shift(-sent.span.start) for span, trigger in given if span == sent.span]
            if found is None:
                yield len(sent.tokens)
                if here:
                    print("lost to the plain rule:", sent.text[:100])
                continue
            starts = [found.starts[one.at] for one in found.triggers]
            hits = tuple(any(one.start <= start < one.end for one in here) for start in starts)
            yield Case(number, found, hits, len(here))


def frequent(some: Sequence[Case]) -> frozenset[str]:
    """Return the commonest words that are no triggers, in small letters."""
    count: Counter[str] = Counter()
    for case in some:
        count.update(word.lower() for word in case.shown.words if word.isalpha())
        for one in case.shown.triggers:
            count[case.shown.words[one.at].lower()] -= 2
    return frozenset(word for word, _ in sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))[:FREQUENT])


class Table:
    """The cases as numbers: a row of ``matrix`` for each possible trigger, a column for each feature."""

    def __init__(self, some: Sequence[Case], common: frozenset[str], lang: str) -> None:
        """Number the features that are seen often enough."""
        told, read_as = Words(lang, common), cache(named)
        wholes = [of_sentence(case.shown, lang) for case in some]
        parts = [of_triggers(case.shown, told) for case in some]
        clues = [whole + one for whole, many in zip(wholes, parts, strict=True) for one in many]
        listed = [[name for clue in one for name in read_as(clue)] for one in clues]
        count = Counter(name for one in listed for name in one)
        self.names = sorted(name for name, times in count.items() if times >= SEEN)
        place = {name: at for at, name in enumerate(self.names)}
        columns = [[place[name] for name in one if name in place] for one in listed]
        ends = np.cumsum([0, *map(len, columns)])
        flat = np.array([at for one in columns for at in one])
        self.matrix = scipy.sparse.csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(listed), len(self.names)))
        self.size = np.array([len(many) for many in parts])
        self.given = np.array([hit for case in some for hit in case.given], float)
        self.mentions = np.array([case.mentions for case in some])
        self.document = np.array([case.document for case in some])
        self.words = np.array([len(case.shown.words) for case in some])

    def rows(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which rows belong to the chosen cases."""
        return np.repeat(chosen, self.size)


def fit(table: Table, chosen: NDArray[np.bool_]) -> Floats:
    """Return the weights that the chosen cases teach, that of the bias last."""
    rows = table.rows(chosen)
    shows, size = table.matrix[rows], table.size[chosen]
    first = np.cumsum(size) - size
    given, gives = table.given[rows], table.mentions[chosen] > 0
    base = np.where(table.document[chosen] < 0, OTHER, 1.0)
    single = np.repeat(base, size) * np.where(given > 0, POSITIVE, 1.0)
    whole = base * np.where(gives, POSITIVE * table.mentions[chosen], 1.0)

    def loss(at: Floats) -> tuple[float, Floats]:
        odds = shows @ at[:-1] + at[-1]
        top = np.repeat(np.maximum.reduceat(odds, first), size)
        parts = np.exp(odds - top)
        sums = np.add.reduceat(parts, first)
        summed = top[first] + np.log(sums)
        value = single @ (np.logaddexp(0, odds) - given * odds) + whole @ (np.logaddexp(0, summed) - gives * summed)
        wrong = single * (_chance(odds) - given)
        wrong += np.repeat(whole * (_chance(summed) - gives) / sums, size) * parts
        gradient = np.append(shows.T @ wrong + PENALTY * at[:-1], wrong.sum())
        return float(value + PENALTY / 2 * at[:-1] @ at[:-1]), gradient

    start = np.zeros(len(table.names) + 1)
    found: Floats = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    return found


def _chance(odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-odds))


def scores(table: Table, chosen: NDArray[np.bool_], weights: Floats) -> Floats:
    """Return the scores of the chosen cases, as the gate reckons them."""
    odds = table.matrix[table.rows(chosen)] @ weights[:-1] + weights[-1]
    size = table.size[chosen]
    best: Floats = np.maximum.reduceat(odds, np.cumsum(size) - size)
    return best - np.log(table.words[chosen])


def threshold(table: Table, unseen: int, goal: float) -> float:
    """Return the score from which all but ``goal`` of the mentions pass, scored by weights that did not see them.

    ``unseen`` is the number of words in the sentences that the plain rule holds back, for the figures printed.
    """
    scored = np.full(len(table.mentions), -math.inf)
    for fold in range(FOLDS):
        left = (table.document >= 0) & (table.document % FOLDS == fold)
        scored[left] = scores(table, left, fit(table, ~left))
    order = np.argsort(-scored)[: (table.document >= 0).sum()]
    kept, words = np.cumsum(table.mentions[order]), np.cumsum(table.words[order])
    for loss in (*TOLD, goal):
        last = int(np.searchsorted(kept, (1 - loss) * kept[-1]))
        share = words[last] / (words[-1] + unseen)
        print(f"{loss:.1%} lost with {share:.1%} of the words parsed, from {scored[order[last]]:.2f} on")
    return float(scored[order[last]])


def gathered(lang: str) -> tuple[list[Case], int]:
    """Return the cases to train on, and the number of words in the other sentences of Wikinews."""
    news = [pair for pair in enumerate(wikinews(lang)) if pair[0] % TESTED != TESTED - 1]
    with patch.object(coder, "holds", lambda *_: True):
        found = list(cases(news, lang))
        more = [case for case in cases(((-1, doc) for doc in others(lang)), lang) if isinstance(case, Case)]
    return [one for one in found if isinstance(one, Case)] + more, sum(one for one in found if isinstance(one, int))


def main() -> None:
    """Train and write the gate of each language named on the command line."""
    for lang in sys.argv[1:]:
        started = time.time()
        some, unseen = gathered(lang)
        common = frequent(some)
        table = Table(some, common, lang)
        weights = fit(table, np.full(len(some), fill_value=True))
        least = round(threshold(table, unseen, LOSS.get(lang, min(LOSS.values()))) - 0.0005, 3)
        named = {name: round(float(one), 2) for name, one in zip(table.names, weights, strict=False)}
        rows: list[tuple[Any, ...]] = [("threshold", least), ("words", " ".join(sorted(common)))]
        rows += [("", round(float(weights[-1]), 3))]
        rows += [(name, one) for name, one in named.items() if abs(one) >= SMALLEST]
        path = models.ROOT / "gate" / f"{lang}.tsv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"{name}\t{one}\n" for name, one in rows), encoding="utf-8")
        gives = sum(case.mentions > 0 for case in some)
        print(f"{lang}: {len(some)} cases, {gives} give mentions; {len(rows)} weights; {time.time() - started:.0f} s")


if __name__ == "__main__":
    main()
