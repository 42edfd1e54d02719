"""What teacher and student share: trees as numbers, the loss, prediction, scores.

Both models take a batch and return tag scores, arc scores and two relation inputs; word 0 stands above the root.
"""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from treebank import Row, Tree, collapse

from lagebild.parse.labels import FEATURES, RELATIONS, UPOS, feature_values, relation
from lagebild.parse.trees import best_tree

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

SLOTS = [len(values) + 1 for values in FEATURES.values()]
_REL = {name: i for i, name in enumerate(RELATIONS)}
_POS = {name: i for i, name in enumerate(UPOS)}
_UNKNOWN = (-100,) * len(SLOTS)
F1 = ("nsubj", "obj", "obl", "nsubj:pass", "conj", "ccomp")


class Parser(Protocol):
    """What is trained here."""

    def __call__(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return tag scores, arc scores [b, dep, head] and the two relation inputs."""

    def relations(self, dep: Tensor, head: Tensor, heads: Tensor) -> Tensor:
        """Score the relations of every word to its given head."""

    def eval(self) -> Parser:
        """Switch dropout off."""


class Item:
    """The answers of one sentence as numbers; its kinds add what their model sees."""

    __slots__ = ("feats", "heads", "lang", "pos", "rels", "tree", "weight")

    def __init__(self, tree: Tree, lang: int, weight: float) -> None:
        """Number a tree; "?" stands for a tag or features not known."""
        self.tree, self.lang, self.weight = tree, lang, weight
        self.heads = [0] + [row.head for row in tree.rows]
        self.rels = [0] + [_REL[relation(row.deprel)] for row in tree.rows]
        self.pos = [-100] + [_POS.get(row.upos, -100) for row in tree.rows]
        self.feats = [_UNKNOWN] + [_UNKNOWN if r.feats == "?" else feature_values(r.feats) for r in tree.rows]

    def __len__(self) -> int:
        """Return how much room the sentence takes in a batch."""
        return len(self.heads)


def pad(rows: Sequence[Sequence[object]], size: int, fill: object) -> Tensor:
    """Return rows of unequal length as one tensor."""
    return torch.tensor([[*row, *[fill] * (size - len(row))] for row in rows])


def answers(items: Sequence[Item]) -> dict[str, Tensor]:
    """Pad the answers of a batch into tensors."""
    m = max(len(i.heads) for i in items)
    return {
        "words": pad([[True] * len(i.heads) for i in items], m, fill=False),
        "lang": torch.tensor([i.lang for i in items]),
        "heads": pad([i.heads for i in items], m, 0),
        "rels": pad([i.rels for i in items], m, 0),
        "pos": pad([i.pos for i in items], m, -100),
        "feats": pad([i.feats for i in items], m, _UNKNOWN),
        "weight": torch.tensor([i.weight for i in items]),
    }


def batches(items: Sequence[Item], size: int, rng: random.Random | None) -> list[list[Item]]:
    """Cut items of like length into batches of about ``size`` padded words or pieces."""
    key = (lambda i: len(i) + rng.random() * 5) if rng else len
    out: list[list[Item]] = []
    for item in sorted(items, key=key):
        if not out or len(item) * (len(out[-1]) + 1) > size:
            out.append([])
        out[-1].append(item)
    if rng:
        rng.shuffle(out)
    return out


def loss_of(model: Parser, batch: dict[str, Tensor]) -> Tensor:
    """Return the loss of a batch: arcs, relations, tags and features."""
    tags, arcs, dep, head = model(batch)
    real = batch["words"].clone()
    real[:, 0] = False
    weight = batch["weight"][:, None].expand_as(real)[real]
    rels = model.relations(dep, head, batch["heads"])
    each = functional.cross_entropy(arcs[real], batch["heads"][real], reduction="none")
    each = each + functional.cross_entropy(rels[real], batch["rels"][real], reduction="none")
    loss = (each * weight).sum() / weight.sum()
    picked = tags[real]
    pos = functional.cross_entropy(picked[:, : len(UPOS)], batch["pos"][real], ignore_index=-100, reduction="sum")
    loss = loss + pos / max(1, int((batch["pos"][real] >= 0).sum()))
    known = batch["feats"][real]
    for slot, scores in enumerate(picked[:, len(UPOS) :].split(SLOTS, -1)):
        part = functional.cross_entropy(scores, known[:, slot], ignore_index=-100, reduction="sum")
        loss = loss + 0.1 * part / max(1, int((known[:, slot] >= 0).sum()))
    return loss


def predict(
    model: Parser, items: Sequence[Item], collate: Callable[[list[Item]], dict[str, Tensor]], size: int
) -> list[Tree]:
    """Parse; returns new trees in the order given, with their certainty in ``meta``."""
    model.eval()
    done: dict[int, Tree] = {}
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for group in batches(items, size, None):
            tags, arcs, dep, head = model(collate(group))
            scores = arcs.log_softmax(-1).numpy()
            heads = np.zeros(arcs.shape[:2], np.int64)
            for i, item in enumerate(group):
                n = len(item.heads)
                heads[i, :n] = best_tree(scores[i, :n, :n])
            rels = model.relations(dep, head, torch.from_numpy(heads))
            rels[:, :, _REL["root"]] = -1e4
            best, labels = rels.log_softmax(-1).max(-1)
            pos = tags[:, :, : len(UPOS)].argmax(-1).numpy()
            feats = torch.stack([s.argmax(-1) for s in tags[:, :, len(UPOS) :].split(SLOTS, -1)], -1).numpy()
            for i, item in enumerate(group):
                sure = [float(scores[i, w, heads[i, w]] + best[i, w]) for w in range(1, len(item.heads))]
                done[id(item)] = _tree(item.tree, heads[i], labels[i].numpy(), pos[i], feats[i])
                done[id(item)].meta["certainty"] = f"{np.exp(np.mean(sure)):.4f}" if sure else "1"
    return [done[id(item)] for item in items]


def _tree(tree: Tree, heads: np.ndarray, labels: np.ndarray, pos: np.ndarray, feats: np.ndarray) -> Tree:
    rows = []
    for w, old in enumerate(tree.rows, 1):
        pairs = [f"{n}={v[feats[w][k] - 1]}" for k, (n, v) in enumerate(FEATURES.items()) if feats[w][k]]
        label = "root" if heads[w] == 0 else RELATIONS[labels[w]]
        rows.append(
            Row(old.form, old.lemma, UPOS[pos[w]], "|".join(pairs) or "_", int(heads[w]), label, old.space_after)
        )
    return Tree(rows, tree.sent_id, tree.text, {})


def score(gold: Sequence[Tree], guess: Sequence[Tree]) -> dict[str, float]:
    """Return UPOS, UAS, LAS in percent and F1 of the relations that events stand on; punctuation is left out."""
    count: collections.Counter[str] = collections.Counter()
    for a, b in zip(gold, guess, strict=True):
        for x, y in zip(a.rows, b.rows, strict=True):
            x_rel, y_rel = collapse(x.deprel), collapse(y.deprel)
            right = x.head == y.head and x_rel == y_rel
            count.update({f"want {x_rel}": 1, f"got {y_rel}": 1, f"hit {x_rel}": right})
            if x_rel != "punct":
                count.update({"words": 1, "UPOS": x.upos == y.upos, "UAS": x.head == y.head, "LAS": right})
    out = {name: count[name] / count["words"] for name in ("UPOS", "UAS", "LAS")}
    for name in F1:
        out[name] = 2 * count[f"hit {name}"] / max(1, count[f"want {name}"] + count[f"got {name}"])
    return {name: round(100 * value, 1) for name, value in out.items()}
