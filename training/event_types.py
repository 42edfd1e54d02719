"""Trains the classifier of event types: writes src/lagebild/models/types/types.npz.

    python training/event_types.py --shared ../shared [--dry] [--axes]

Data: the English sentences of PLV (Zero-Shot PLOVER, ACL 2024; used for training, not copied) and our own in
``training/relations``. ``--axes`` finds the second space of each text anew, from ten thousand sentences of news
(about ten minutes of one core); else those of the present file are kept. Prints macro-F1 in five-fold
cross-validation, folds grouped by sentence and by predicate, and leaving out one sentence or predicate at a time.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import type_axes

from lagebild.extract import classifier
from lagebild.extract.coder import scene_of
from lagebild.extract.drafts import drafts_of
from lagebild.extract.orient import tree_of
from lagebild.extract.views import TEXTS, View, look
from lagebild.records import EventType
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "lagebild" / "models" / "types" / "types.npz"
COMPONENTS = 64
SEEN = 3  # training views that must have a sequence of letters
FOLDS = 5
TYPES = [one.value for one in EventType]
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
            yield Row(path.stem, text, spans[0], spans[1], kind, own=True)


def _bracketed(text: str, pair: str) -> Span:
    start, end = text.index(pair[0]), text.index(pair[1])
    before, inside = (re.sub(r"[\[\]{}]", "", part) for part in (text[:start], text[start:end]))
    return Span(len(before), len(before) + len(inside))


def views(rows: list[Row]) -> list[View]:
    """Return the view on every row."""
    found = []
    for row, (doc, sentences) in zip(rows, type_axes.trees([(row.text, row.lang) for row in rows]), strict=True):
        scene = scene_of(doc, sentences)
        sent = next((one for one in sentences if one.span.overlaps(row.actor)), sentences[0])
        tree = tree_of(sent)
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


def vocabulary_of(seen: list[View]) -> dict[str, int]:
    """Return the features that count, by place: those of two views, of letters those of ``SEEN``."""
    count = Counter(name for view in seen for name in view.features)
    kept = (name for name, n in count.items() if n >= (SEEN if name.startswith("gram:") else 2))
    return {name: index for index, name in enumerate(sorted(kept))}


def embedded(texts: list[str]) -> Any:  # noqa: ANN401 - array
    """Return the embeddings of many texts."""
    return np.concatenate([classifier.embed(texts[at : at + 128]) for at in range(0, len(texts), 128)])


def spaces(seen: list[View], axes: tuple[Any, Any]) -> tuple[Any, Any, Any]:
    """Return centres, projections and the weighted places of the views in all spaces; ``axes`` are the second ones."""
    raw = [embedded([view.texts[index] for view in seen]) for index in range(TEXTS)]
    centres = [some.mean(0) for some in raw]
    mine = [
        np.linalg.svd(some - mid, full_matrices=False)[2][:COMPONENTS].T for some, mid in zip(raw, centres, strict=True)
    ]
    centre, projection = np.concatenate([centres, axes[0]]), np.concatenate([mine, axes[1]])
    parts = []
    for index, (at, weight) in enumerate(classifier.SPACES):
        low = (raw[at] - centre[index]) @ projection[index]
        parts.append(low / np.linalg.norm(low, axis=1, keepdims=True).clip(1e-9) * weight**0.5)
    return centre, projection, np.concatenate(parts, 1).astype(np.float32)


def solve(gram: Any, wanted: Any, weight: Any) -> Any:  # noqa: ANN401 - arrays
    """Return the dual coefficients of weighted kernel ridge regression."""
    return np.linalg.solve(gram + classifier.RIDGE * np.diag(1.0 / weight), wanted)


def folds(keys: list[str]) -> Any:  # noqa: ANN401 - array
    """Return a fold for each row, rows of one key together."""
    names = sorted(set(keys))
    np.random.default_rng(0).shuffle(names)
    place = {name: index % FOLDS for index, name in enumerate(names)}
    return np.array([place[key] for key in keys])


def crossed(gram: Any, target: Any, weight: Any, fold: Any) -> Any:  # noqa: ANN401 - arrays
    """Return the scores of every row by a model that has not seen its fold."""
    scores = np.zeros_like(target)
    for number in sorted(set(fold)):
        train, test = np.where(fold != number)[0], np.where(fold == number)[0]
        dual = solve(gram[np.ix_(train, train)], target[train], weight[train])
        scores[test] = gram[np.ix_(test, train)] @ dual
    return scores


def left_out(gram: Any, target: Any, weight: Any, group: Any) -> Any:  # noqa: ANN401 - arrays
    """Return the scores of every row by a model that has not seen its group, in closed form.

    With ``A`` the inverse of the regularised kernel and ``y`` the targets, those of a group ``g`` are
    ``y_g - A_gg^-1 (A y)_g`` (Rifkin and Lippert 2007, section 5).
    """
    inverse = np.linalg.inv(gram + classifier.RIDGE * np.diag(1.0 / weight))
    dual, scores = inverse @ target, np.zeros_like(target)
    for one in np.unique(group):
        at = np.where(group == one)[0]
        scores[at] = target[at] - np.linalg.solve(inverse[np.ix_(at, at)], dual[at])
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


def numbered(keys: list[str]) -> Any:  # noqa: ANN401 - array
    """Return a number for each key."""
    place = {key: index for index, key in enumerate(dict.fromkeys(keys))}
    return np.array([place[key] for key in keys], np.int16)


def report(name: str, scores: Any, kinds: list[str], strand: Any) -> None:  # noqa: ANN401 - arrays
    """Print macro-F1 on the sentences of PLV and on our own."""
    guess = [TYPES[index] for index in scores.argmax(1)]
    figures = []
    for chosen in (0, 1):
        at = np.where(strand == chosen)[0]
        figures.append(macro([kinds[i] for i in at], [guess[i] for i in at]))
    print(f"{name:28} PLV {figures[0]:.3f}  own {figures[1]:.3f}")


def trained(features: Any, placed: Any, strand: Any, kinds: list[str], groups: Any) -> tuple[Any, list[float]]:  # noqa: ANN401 - arrays
    """Return both sets of coefficients and their inverse temperatures; print what they are worth."""
    near = np.where(strand[:, None] == strand[None, :], 1.0, classifier.ACROSS)
    truth = np.array([TYPES.index(kind) for kind in kinds])
    target = np.where(np.arange(len(TYPES)) == truth[:, None], 1.0, -1.0)
    weight = np.where(strand == 1, classifier.OWN_WEIGHT, 1.0)
    heats, duals = [], []
    for lean in (False, True):
        inner = features @ features.T + (0.0 if lean else placed @ placed.T)
        gram = classifier.kernel(inner, lean=lean) * near
        for name, group in zip(("sentence", "predicate"), groups, strict=True):
            some = "lean" if lean else "full"
            fold = folds([str(one) for one in group])
            report(f"{some}, five folds by {name}", crossed(gram, target, weight, fold), kinds, strand)
            scores = left_out(gram, target, weight, group)
            report(f"{some}, one {name} left out", scores, kinds, strand)
            if name == "sentence":
                heats.append(heat_of(scores, truth))
        duals.append(solve(gram, target, weight))
    return duals, heats


def main() -> None:
    """Train, report, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    options.add_argument("--dry", action="store_true")
    options.add_argument("--axes", action="store_true")
    given = options.parse_args()
    axes = type_axes.found(given.shared / "data" / "news") if given.axes else type_axes.kept(TARGET)
    rows = list(plv(given.shared / "data" / "events" / "plv_train.jsonl"))
    rows += [row for path in sorted((HERE / "relations").glob("??.tsv")) for row in own(path)]
    seen = views(rows)
    kinds = labels(rows, seen)
    vocabulary = vocabulary_of(seen)
    features = np.stack([classifier.grouped(view.features, vocabulary) for view in seen])
    centre, projection, placed = spaces(seen, axes)
    strand = np.array([int(row.own) for row in rows], np.int8)
    by_predicate = [max((w for w in view.features if w.startswith("word:")), default="") for view in seen]
    groups = np.stack([numbered([row.text for row in rows]), numbered(by_predicate)])
    duals, heats = trained(features, placed, strand, kinds, groups)
    print("heat", heats, "views", len(rows), "features", len(vocabulary))
    if given.dry:
        return
    row_at, column_at = np.nonzero(features)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        TARGET, types=np.array(TYPES), vocabulary=np.array(list(vocabulary)), strand=strand, groups=groups,
        row=row_at.astype(np.int16), column=column_at.astype(np.int16),
        value=features[row_at, column_at].astype(np.float16),
        embedded=placed.astype(np.float16), centre=centre.astype(np.float16),
        projection=projection.astype(np.float16),
        full=duals[0].astype(np.float32), lean=duals[1].astype(np.float32), heat=np.array(heats),
    )  # fmt: skip
    print(TARGET.stat().st_size // 1024, "KiB")


if __name__ == "__main__":
    main()
