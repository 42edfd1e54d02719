"""Trains the classifier of event types: writes src/lagebild/models/types/types.npz.

    python -P training/event_types.py --shared ../shared [--dry]

Data: the English sentences of PLV (Zero-Shot PLOVER, ACL 2024; used for training, not copied) and our own in
``training/relations``. Prints macro-F1 in five-fold cross-validation, folds grouped by sentence and by predicate.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from lagebild import parse
from lagebild.extract import classifier
from lagebild.extract.coder import scene_of
from lagebild.extract.drafts import drafts_of
from lagebild.extract.roles import Tree
from lagebild.extract.views import TEXTS, View, look
from lagebild.ids import document_id
from lagebild.records import Document, EventType, Sentence
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "lagebild" / "models" / "types" / "types.npz"
RIDGE = 0.3
OWN_WEIGHT = 0.5
COMPONENTS = 128
FOLDS = 5
DAY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


class Row(NamedTuple):
    """A labelled sentence: what ``actor`` does to ``recipient`` is of type ``kind`` (YIELD: CONCEDE or RETREAT)."""

    lang: str
    text: str
    actor: Span
    recipient: Span
    kind: str
    own: bool


def plv(path: Path) -> Iterator[Row]:
    """Read the PLV file."""
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        text, marked = row["sentence"], row["marked_sentence"]
        actor, recipient = (_marked(marked, tag) for tag in "st")
        if re.sub(r"</?[st]>", "", marked) != text or actor is None or recipient is None:
            actor, recipient = (_found(text, row[name].strip()) for name in ("source", "target"))
        yield Row("en", text, actor, recipient, row["gold_root"], own=False)


def _marked(text: str, tag: str) -> Span | None:
    start, end = text.find(f"<{tag}>"), text.find(f"</{tag}>")
    if start < 0 or end < start:
        return None
    before, inside = (re.sub(r"</?[st]>", "", part) for part in (text[:start], text[start:end]))
    return Span(len(before), len(before) + len(inside))


def _found(text: str, part: str) -> Span:
    at = max(text.find(part), 0)
    return Span(at, at + len(part))


def own(path: Path) -> Iterator[Row]:
    """Read a file of our own: type, mode, text with [actor] and {recipient}."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, marked = line.split("\t")
            text = re.sub(r"[\[\]{}]", "", marked)
            spans = [_bracketed(marked, pair) for pair in ("[]", "{}")]
            yield Row(path.stem, text, *spans, kind, own=True)


def _bracketed(text: str, pair: str) -> Span:
    start, end = text.index(pair[0]), text.index(pair[1])
    before, inside = (re.sub(r"[\[\]{}]", "", part) for part in (text[:start], text[start:end]))
    return Span(len(before), len(before) + len(inside))


def trees(rows: list[Row]) -> list[tuple[Document, list[Sentence]]]:
    """Parse every row as a document of its own."""
    docs = [Document(id=document_id("", r.text), text=r.text, language=r.lang, published=DAY) for r in rows]
    plain = [
        Sentence(document=doc.id, index=index, span=span, text=span.of(doc.text), lang=doc.language)
        for doc in docs
        for index, span in enumerate(parse.split(doc.text, doc.language))
    ]
    found: dict[str, list[Sentence]] = {}
    for sent in parse.parse(plain):
        found.setdefault(sent.document, []).append(sent)
    return [(doc, list(dict.fromkeys(found[doc.id]))) for doc in docs]


def views(rows: list[Row]) -> list[View]:
    """Return the view on every row."""
    found = []
    for row, (doc, sentences) in zip(rows, trees(rows), strict=True):
        scene = scene_of(doc, sentences)
        sent = next((one for one in sentences if one.span.overlaps(row.actor)), sentences[0])
        tree = Tree(sent)
        found.append(look(tree, row.actor, row.recipient, drafts_of(tree, scene)))
    return found


def labels(rows: list[Row], seen: list[View]) -> list[str]:
    """Return the sixteen-type labels: where a row only says YIELD, the rules decide between its halves."""
    found = []
    for row, view in zip(rows, seen, strict=True):
        kind = row.kind
        if kind == "YIELD":
            weight = {
                t: sum(v for k, v in view.features.items() if k.endswith(f":{t}")) for t in ("CONCEDE", "RETREAT")
            }
            kind = "RETREAT" if weight["RETREAT"] > weight["CONCEDE"] else "CONCEDE"
        found.append(kind)
    return found


def components(texts: list[View]) -> tuple[Any, Any, Any]:
    """Return centres, projections and the projected, weighted embeddings of the five texts."""
    centres, projections, parts = [], [], []
    for index in range(TEXTS):
        some = [view.texts[index] for view in texts]
        raw = np.concatenate([classifier.embed(some[at : at + 128]) for at in range(0, len(some), 128)])
        centre = raw.mean(0)
        _, _, axes = np.linalg.svd(raw - centre, full_matrices=False)
        low = (raw - centre) @ axes[:COMPONENTS].T
        low /= np.linalg.norm(low, axis=1, keepdims=True).clip(1e-9)
        centres.append(centre)
        projections.append(axes[:COMPONENTS].T)
        parts.append(low * classifier.EMBED_WEIGHTS[index] ** 0.5)
    return np.stack(centres), np.stack(projections), np.concatenate(parts, 1).astype(np.float32)


def solve(gram: Any, wanted: Any, weight: Any) -> Any:  # noqa: ANN401 - arrays
    """Return the dual coefficients of weighted kernel ridge regression."""
    return np.linalg.solve(gram + RIDGE * np.diag(1.0 / weight), wanted)


def folds(keys: list[str]) -> Any:  # noqa: ANN401 - array
    """Return a fold for each row, rows of one key together."""
    names = sorted(set(keys))
    np.random.default_rng(0).shuffle(names)
    place = {name: index % FOLDS for index, name in enumerate(names)}
    return np.array([place[key] for key in keys])


def crossed(gram: Any, target: Any, weight: Any, fold: Any) -> Any:  # noqa: ANN401 - arrays
    """Return the scores of every row by a model that has not seen its fold."""
    scores = np.zeros_like(target)
    for number in range(FOLDS):
        train, test = np.where(fold != number)[0], np.where(fold == number)[0]
        dual = solve(gram[np.ix_(train, train)], target[train], weight[train])
        scores[test] = gram[np.ix_(test, train)] @ dual
    return scores


def heat_of(scores: Any, truth: Any) -> float:  # noqa: ANN401 - arrays
    """Return the inverse temperature with the least negative log-likelihood."""

    def loss(heat: float) -> float:
        scaled = scores * heat
        scaled = scaled - scaled.max(1, keepdims=True)
        return float(-(scaled[np.arange(len(truth)), truth] - np.log(np.exp(scaled).sum(1))).mean())

    return min((loss(heat), heat) for heat in np.arange(1.0, 8.0, 0.25))[1]


def macro(truth: list[str], guess: list[str]) -> float:
    """Return macro-F1 over the fifteen types of PLV."""
    truth, guess = ([MERGED.get(one, one) for one in some] for some in (truth, guess))
    parts = []
    for kind in sorted(set(truth)):
        hit = sum(a == b == kind for a, b in zip(truth, guess, strict=True))
        parts.append(2 * hit / (truth.count(kind) + guess.count(kind)))
    return sum(parts) / len(parts)


def main() -> None:
    """Train, report, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    options.add_argument("--dry", action="store_true")
    given = options.parse_args()
    rows = list(plv(given.shared / "data" / "events" / "plv_train.jsonl"))
    rows += [row for path in sorted((HERE / "relations").glob("??.tsv")) for row in own(path)]
    seen = views(rows)
    kinds = labels(rows, seen)
    types = [one.value for one in EventType]
    count = Counter(name for view in seen for name in view.features)
    vocabulary = {name: index for index, name in enumerate(sorted(n for n, c in count.items() if c > 1))}
    features = np.stack([classifier.grouped(view.features, vocabulary) for view in seen])
    centre, projection, embedded = components(seen)
    strand = np.array([int(row.own) for row in rows], np.int8)
    near = np.where(strand[:, None] == strand[None, :], 1.0, classifier.ACROSS)
    truth = np.array([types.index(kind) for kind in kinds])
    target = -np.ones((len(rows), len(types)))
    target[np.arange(len(rows)), truth] = 1.0
    weight = np.where(strand == 1, OWN_WEIGHT, 1.0)
    heats, duals = [], []
    by_predicate = [max((w for w in view.features if w.startswith("word:")), default="") for view in seen]
    for lean in (False, True):
        inner = features @ features.T + (0.0 if lean else embedded @ embedded.T)
        gram = classifier.kernel(inner, lean=lean) * near
        for name, keys in (("sentence", [row.text for row in rows]), ("predicate", by_predicate)):
            scores = crossed(gram, target, weight, folds(keys))
            guess = [types[index] for index in scores.argmax(1)]
            for part, chosen in (("PLV", 0), ("own", 1)):
                at = np.where(strand == chosen)[0]
                figure = macro([kinds[i] for i in at], [guess[i] for i in at])
                print(f"{'lean' if lean else 'full'} by {name:9} {part}: macro-F1 {figure:.3f}")
            if name == "sentence":
                heats.append(heat_of(scores, truth))
        duals.append(solve(gram, target, weight))
    print("heat", heats, "views", len(rows), "features", len(vocabulary))
    if given.dry:
        return
    row_at, column_at = np.nonzero(features)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        TARGET, types=np.array(types), vocabulary=np.array(list(vocabulary)), strand=strand,
        row=row_at.astype(np.int16), column=column_at.astype(np.int16),
        value=features[row_at, column_at].astype(np.float16),
        embedded=embedded.astype(np.float16), centre=centre.astype(np.float16),
        projection=projection.astype(np.float16),
        full=duals[0].astype(np.float32), lean=duals[1].astype(np.float32), heat=np.array(heats),
    )  # fmt: skip
    print(TARGET.stat().st_size // 1024, "KiB")


if __name__ == "__main__":
    main()
