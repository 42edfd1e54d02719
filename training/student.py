"""The small parser that ships: word features, two convolutions, four attention layers, a biaffine head.

Trained here in PyTorch; :mod:`lagebild.parse.network` runs the exported weights in NumPy.

    python training/student.py --out de.npz --lang de --dev de_pud_1_300 --plan de_gsd_dev:8 silver.conllu.gz:1:0.7
"""

from __future__ import annotations

import argparse
import collections
import itertools
import json
import logging
import math
import random
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shared
import torch
from torch import Tensor, nn
from torch.nn import functional
from treebank import Tree, read

from lagebild.parse import features
from lagebild.parse.labels import FEATURES, RELATIONS, UPOS

if TYPE_CHECKING:
    from collections.abc import Iterator

LOG = logging.getLogger("student")
LONGEST = 100  # words of a training sentence
WARM = 200  # steps until the full learning rate
REACH = 24  # relative distances told apart, each way


class Norm(nn.Module):
    """Root-mean-square norm."""

    def __init__(self, size: int) -> None:
        """Start with gains of one."""
        super().__init__()
        self.gain = nn.Parameter(torch.ones(size))

    def forward(self, x: Tensor) -> Tensor:
        """Scale every vector to length sqrt(size)."""
        x = x.float()
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6) * self.gain


class Conv(nn.Module):
    """A residual window of three words."""

    def __init__(self, size: int) -> None:
        """Make an empty layer."""
        super().__init__()
        self.norm, self.lin = Norm(size), nn.Linear(3 * size, size)

    def forward(self, x: Tensor, real: Tensor) -> Tensor:
        """Look one word to each side."""
        h = self.norm(x) * real
        left, right = functional.pad(h, (0, 0, 1, 0))[:, :-1], functional.pad(h, (0, 0, 0, 1))[:, 1:]
        return x + self.lin(torch.cat([left, h, right], -1)).relu()


class Block(nn.Module):
    """Self-attention with relative positions, then a feed-forward layer."""

    def __init__(self, size: int, heads: int, inner: int) -> None:
        """Make an empty layer."""
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = Norm(size), Norm(size)
        self.qkv, self.out = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.up, self.down = nn.Linear(size, inner), nn.Linear(inner, size)
        self.near = nn.Parameter(torch.zeros(heads, 2 * REACH + 1))

    def forward(self, x: Tensor, mask: Tensor, distance: Tensor, drop: float) -> Tensor:
        """Attend, then transform."""
        b, n, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        scores = (q @ k.transpose(2, 3)).float() * (d // self.heads) ** -0.5 + self.near[:, distance] + mask
        mixed = (scores.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(b, n, d)
        x = x + self.out(mixed)
        return x + _drop(self.down(self.up(self.norm2(x)).relu()), drop, on=self.training)

    def silence(self) -> None:
        """Let the layer change nothing until it has learned."""
        for part in (self.out, self.down):
            nn.init.zeros_(part.weight)
            nn.init.zeros_(part.bias)


class Student(nn.Module):
    """The whole small parser."""

    def __init__(self, shape: dict[str, int], drop: float = 0.1) -> None:
        """Make a model; ``shape`` is what the exported file needs to know again."""
        super().__init__()
        self.shape, self.drop = shape, drop
        d = shape["size"]
        self.known = nn.Embedding(shape["forms"], shape["word"])  # row 0: a form not known
        self.table = nn.Embedding(shape["rows"] - shape["forms"], shape["word"])
        nn.init.normal_(self.known.weight, std=0.3)
        nn.init.normal_(self.table.weight, std=0.3)
        self.norm0, self.inn = Norm(shape["word"]), nn.Linear(shape["word"], d)
        self.root = nn.Parameter(torch.randn(d) * 0.3)
        self.lang = nn.Embedding(max(1, shape["langs"]), d)
        nn.init.zeros_(self.lang.weight)
        self.convs = nn.ModuleList(Conv(d) for _ in range(shape["convs"]))
        self.blocks = nn.ModuleList(Block(d, shape["heads"], shape["inner"]) for _ in range(shape["blocks"]))
        self.norm = Norm(d)
        self.tag = nn.Linear(d, len(UPOS) + sum(shared.SLOTS))
        a, r = shape["arc"], shape["rel"]
        self.arc_dep, self.arc_head = nn.Linear(d, a), nn.Linear(d, a)
        self.rel_dep, self.rel_head = nn.Linear(d, r), nn.Linear(d, r)
        self.arc = nn.Parameter(torch.randn(a + 1, a) * a**-0.5)
        self.rel = nn.Linear(3 * r, len(RELATIONS))

    def forward(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return tag scores, arc scores and the two relation inputs; word 0 is the root."""
        drop = self.drop
        rows = batch["rows"]
        words = self.known(rows[..., 0]) + self.table((rows[..., 1:] - self.known.num_embeddings).clamp(0)).sum(2)
        words = _drop(self.norm0(words), drop, on=self.training)
        x = self.inn(words).float() + self.lang(batch["lang"])[:, None]
        x = torch.cat([self.root.expand(len(x), 1, -1), x], 1)
        real = batch["words"]
        mask = (~real)[:, None, None, :].float() * -1e4
        n = x.shape[1]
        at = torch.arange(n)
        distance = (at[None] - at[:, None]).clamp(-REACH, REACH) + REACH
        for conv in self.convs:
            x = conv(x, real[:, :, None])
        for block in self.blocks:
            x = block(x, mask, distance, drop)
        x = _drop(self.norm(x), drop, on=self.training)
        dep = _drop(self.arc_dep(x).relu(), 2 * drop, on=self.training)
        head = self.arc_head(x).relu()
        arcs = _one(dep) @ self.arc.to(dep.dtype) @ head.transpose(1, 2)
        arcs = arcs.float().masked_fill(~real[:, None, :], -1e4)
        rel_dep = _drop(self.rel_dep(x), 2 * drop, on=self.training)
        rel_head = self.rel_head(x)
        return self.tag(x).float(), arcs, rel_dep, rel_head

    def relations(self, dep: Tensor, head: Tensor, heads: Tensor) -> Tensor:
        """Score the relations of every word to its given head."""
        chosen = head.gather(1, heads[:, :, None].expand(-1, -1, head.shape[2]))
        return self.rel(torch.cat([dep * chosen, dep, chosen], -1)).float()


def _drop(x: Tensor, share: float, *, on: bool) -> Tensor:
    """Drop features, the same ones in all words of a sentence: far fewer random numbers are drawn."""
    if not on or not share:
        return x
    keep = torch.rand(x.shape[0], 1, x.shape[2]) >= share
    return x * (keep.to(x.dtype) / (1 - share))


def _one(x: Tensor) -> Tensor:
    return torch.cat([x, x.new_ones((*x.shape[:2], 1))], -1)


class Item(shared.Item):
    """One sentence as numbers."""

    __slots__ = ("rows",)

    def __init__(self, tree: Tree, lang: int, weight: float, see) -> None:  # noqa: ANN001 (form -> rows)
        """Number a tree."""
        super().__init__(tree, lang, weight)
        self.rows = [see(row.form) for row in tree.rows]


def collate(items: list[Item], blank: float = 0.0) -> dict[str, Tensor]:
    """Pad a batch into tensors; ``blank`` is the share of word forms hidden."""
    batch = shared.answers(items)
    rows = shared.pad([i.rows for i in items], batch["words"].shape[1] - 1, (0,) * features.COLUMNS)
    if blank:
        hide = torch.rand(rows.shape[:2]) < blank
        rows[..., 0] = rows[..., 0].masked_fill(hide, 0)
        half = hide & (torch.rand(rows.shape[:2]) < 0.5)
        rows[..., -1] = torch.where(half, rows[..., -2], rows[..., -1])
    return {"rows": rows, **batch}


def predict(model: Student, items: list[Item]) -> list[Tree]:
    """Parse; returns new trees in the order given."""
    return shared.predict(model, items, collate, 4000)


def load_trees(data: Path, entry: str) -> Source:
    """Read one entry of a plan: ``name[:times[:weight[:untagged]]]``.

    Our own treebanks hold no features; ``untagged`` leaves out parts of speech too.
    """
    name, times, weight, mode = [*entry.split(":"), "1", "1", ""][:4] if entry.count(":") < 3 else entry.split(":")
    own = Path(name).exists()
    path = Path(name) if own else data / f"{name}.conllu.gz"
    trees = [t for t in read(path) if len(t.rows) <= LONGEST]
    if "lagebild" in name or mode == "untagged":
        for row in (row for tree in trees for row in tree.rows):
            row.feats = "?"
            row.upos = "?" if mode == "untagged" else row.upos
    lang = path.parent.name[:2] if path.suffix == ".conllu" else path.name[:2]
    return Source(lang, trees, float(times), float(weight))


@dataclass
class Source:
    """The trees of one entry of a plan, how often an epoch shows them, and how much they weigh."""

    lang: str
    trees: list[Tree]
    times: float
    weight: float


def common_forms(sources: list[Source], size: int) -> dict[str, int]:
    """Return the table rows of the commonest word forms, from 1."""
    counts: collections.Counter[str] = collections.Counter()
    for source in sources:
        for row in (row for tree in source.trees for row in tree.rows):
            counts[features.normal(row.form)] += max(1, source.times)
    return {form: i + 1 for i, (form, n) in enumerate(counts.most_common(size)) if n > 2}


def export(model: Student, forms: dict[str, int], langs: list[str], path: Path) -> None:
    """Write the weights: the word table as bytes with one scale a row, the rest as half floats."""
    arrays: dict[str, np.ndarray] = {}
    for name, value in model.state_dict().items():
        array = value.float().numpy()
        if name == "known.weight":
            continue
        if name == "table.weight":
            array = np.concatenate([model.known.weight.detach().numpy(), array])
            scale = np.abs(array).max(1, keepdims=True) / 127 + 1e-9
            arrays["table"], arrays["table.scale"] = np.rint(array / scale).astype(np.int8), scale.astype(np.float16)
        else:
            arrays[name] = array.astype(np.float16)
    head = {"shape": model.shape, "langs": langs, "relations": RELATIONS, "upos": UPOS, "features": FEATURES}
    arrays["head"] = np.frombuffer(json.dumps(head).encode(), np.uint8)
    arrays["forms"] = np.frombuffer("\n".join(forms).encode(), np.uint8)
    np.savez_compressed(path, **arrays)
    LOG.info("%s: %.1f MB", path, path.stat().st_size / 1e6)


class Run:
    """One training run: the model, its moving average, and what it learns from."""

    def __init__(self, args: argparse.Namespace) -> None:
        """Read the plan's treebanks and make or load the model."""
        self.args = args
        self.rng = random.Random(args.seed)  # noqa: S311 - not for secrets
        sources = [load_trees(args.data, entry) for entry in args.plan]
        state = torch.load(args.init) if args.init else None
        vectors = None
        if args.vectors:
            stored = np.load(args.vectors)
            self.forms = {form: i for i, form in enumerate(stored["forms"].tobytes().decode().split("\n"), 1)}
            vectors = torch.from_numpy(stored["vectors"].astype(np.float32))
        else:
            self.forms = common_forms(sources, args.forms)
        if state:
            self.forms = state.pop("forms")
        self.see = cache(lambda form: features.rows(form, self.forms, args.hashed))
        self.pools = [(self._items(s.trees, s.lang, s.weight), s.times) for s in sources]
        held = {name: load_trees(args.data, name) for name in args.dev}
        self.dev = {name: self._items(s.trees, s.lang, 1) for name, s in held.items()}
        shape = {
            "forms": len(self.forms) + 1,
            "rows": len(self.forms) + 1 + features.SHAPES + args.hashed,
            "hashed": args.hashed,
            "word": args.word,
            "size": args.size,
            "langs": len(args.langs),
            "convs": 2,
            "blocks": args.blocks,
            "heads": args.size // 32,
            "inner": args.inner,
            "arc": 128,
            "rel": 128,
            "reach": REACH,
        }
        self.model, self.smooth = Student(shape, args.drop), Student(shape)
        if vectors is not None:
            with torch.no_grad():
                self.model.known.weight[0] = 0
                self.model.known.weight[1:] = vectors
            self.model.known.weight.requires_grad = False
        if state:
            lacking = self.model.load_state_dict(state, strict=False).missing_keys
            for i in {int(name.split(".")[1]) for name in lacking}:
                self.model.blocks[i].silence()
        self.mean = {k: v.clone() for k, v in self.model.state_dict().items()}
        self.optimizer = torch.optim.AdamW(
            [w for w in self.model.parameters() if w.requires_grad], lr=args.lr, betas=(0.9, 0.98), weight_decay=0.01
        )
        self.plan = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self._rate)
        LOG.info("%d sentences, %d forms", sum(int(len(i) * t) for i, t in self.pools), len(self.forms))

    def _items(self, trees: list[Tree], lang: str, weight: float) -> list[Item]:
        return [Item(tree, self.args.langs.index(lang), weight, self.see) for tree in trees]

    def _rate(self, step: int) -> float:
        """Return the share of the learning rate: a short rise, then half a cosine."""
        fall = 0.5 * (1 + math.cos(math.pi * min(1, step / self.args.steps)))
        return min((step + 1) / WARM, max(0.01, fall))

    def groups(self) -> Iterator[list[Item]]:
        """Yield batches, epoch after epoch."""
        for _ in range(self.args.steps):
            items = []
            for pool, times in self.pools:
                items += pool * int(times) + self.rng.sample(pool, int(times % 1 * len(pool)))
            yield from shared.batches(items, self.args.batch, self.rng)

    def step(self, group: list[Item]) -> float:
        """Learn from one batch; returns the loss."""
        self.model.train()
        with torch.autocast("cpu", torch.bfloat16):
            loss = shared.loss_of(self.model, collate(group, self.args.blank))
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.plan.step()
        return loss.item()

    def average(self, decay: float) -> None:
        """Move the averaged weights towards the present ones."""
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                self.mean[name].lerp_(value, 1 - decay)

    def save(self) -> None:
        """Measure the averaged weights, and keep and export them."""
        self.smooth.load_state_dict(self.mean)
        for name, rows in self.dev.items():
            LOG.info("%s %s", name, shared.score([i.tree for i in rows], predict(self.smooth, rows)))
        torch.save({**self.mean, "forms": self.forms}, self.args.out.with_suffix(".pt"))
        export(self.smooth, self.forms, self.args.langs, self.args.out)

    def train(self) -> None:
        """Run all steps."""
        started, seen = time.time(), 0.0
        for step, group in enumerate(itertools.islice(self.groups(), self.args.steps), 1):
            seen += self.step(group)
            self.average(min(0.998, step / (step + 20)))
            if step % 100 == 0:
                LOG.info("step %d loss %.3f %.0f s", step, seen / 100, time.time() - started)
                seen = 0.0
            if step % self.args.every == 0 or step == self.args.steps:
                self.save()


def main() -> None:
    """Train and export."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, default=Path("../shared/data/ud"))
    p.add_argument("--plan", nargs="+", required=True)
    p.add_argument("--dev", nargs="+", default=[])
    p.add_argument("--langs", nargs="+", required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--vectors", type=Path, help="word vectors by vectors.py, kept as they are")
    p.add_argument("--init", type=Path, help="start from these weights (.pt); layers they lack start silent")
    for name, value in (("steps", 3000), ("batch", 2500), ("forms", 20_000), ("hashed", 14_000), ("word", 128)):
        p.add_argument(f"--{name}", type=int, default=value)
    for name, value in (("size", 192), ("blocks", 4), ("inner", 320), ("every", 500), ("seed", 1)):
        p.add_argument(f"--{name}", type=int, default=value)
    for name, value in (("lr", 2e-3), ("drop", 0.1), ("blank", 0.15)):
        p.add_argument(f"--{name}", type=float, default=value)
    args = p.parse_args()
    torch.manual_seed(args.seed)
    Run(args).train()


if __name__ == "__main__":
    main()
