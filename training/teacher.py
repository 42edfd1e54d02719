"""A slow, strong teacher: a multilingual encoder with a biaffine parser on top.

It is fine-tuned on the gold treebanks of all languages at once and then labels
raw text, from which the small shipped models learn.  It never ships.

    python training/teacher.py train --encoder e5-small-q4.bin --out teacher.pt
    python training/teacher.py label --model teacher.pt --lang de IN.conllu.gz OUT.conllu.gz
"""

from __future__ import annotations

import argparse
import gzip
import logging
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pieces as subwords
import shared
import torch
from torch import Tensor, nn
from torch.nn import functional
from treebank import Tree, read, write

from lagebild.parse.labels import RELATIONS, UPOS

if TYPE_CHECKING:
    import numpy as np

LOG = logging.getLogger("teacher")
LANGS = ("de", "en", "fr", "es", "pt", "ru", "tr", "ko", "nl", "it", "pl", "uk", "zh", "ja", "ar")


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, hidden: int, heads: int, inner: int) -> None:
        """Make an empty layer."""
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=1e-12)
        self.up = nn.Linear(hidden, inner)
        self.down = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor, drop: float) -> Tensor:
        """Attend, then transform."""
        b, n, h = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        # written out: the fused kernel's backward pass is four times slower on short sentences
        mixed = (q @ k.transpose(2, 3) * (h // self.heads) ** -0.5 + mask).softmax(-1) @ v
        mixed = self.out(mixed.transpose(1, 2).reshape(b, n, h))
        x = self.norm1(x + functional.dropout(mixed, drop, self.training))
        return self.norm2(x + self.down(functional.gelu(self.up(x))))


class Teacher(nn.Module):
    """Encoder, tagger and biaffine parser."""

    def __init__(self, sizes: dict[str, int]) -> None:
        """Make an empty model of the given sizes."""
        super().__init__()
        h = sizes["hidden"]
        self.sizes = sizes
        self.word = nn.Embedding(sizes["vocabulary"], h)
        self.word.weight.requires_grad = False
        self.pos = nn.Parameter(torch.zeros(sizes["positions"], h))
        self.norm = nn.LayerNorm(h, eps=1e-12)
        self.layers = nn.ModuleList(Layer(h, sizes["heads"], sizes["inner"]) for _ in range(sizes["layers"]))
        self.mix = nn.Parameter(torch.tensor([0.0] * (sizes["layers"] - 4) + [1.0] * 4))
        self.lang = nn.Embedding(len(LANGS), 64)
        wide = 2 * h + 64
        self.tag = nn.Sequential(
            nn.Linear(wide, 256), nn.GELU(), nn.Dropout(0.2), nn.Linear(256, len(UPOS) + sum(shared.SLOTS))
        )
        self.arc_dep, self.arc_head = (self._mlp(wide, 320) for _ in range(2))
        self.rel_dep, self.rel_head = (self._mlp(wide, 160) for _ in range(2))
        self.arc = nn.Parameter(torch.randn(321, 320) * 0.01)
        self.rel = nn.Parameter(torch.randn(len(RELATIONS), 161, 161) * 0.01)

    @staticmethod
    def _mlp(size: int, out: int) -> nn.Module:
        return nn.Sequential(nn.Linear(size, out), nn.GELU(), nn.Dropout(0.25))

    def load_encoder(self, tensors: dict[str, np.ndarray]) -> None:
        """Copy pretrained weights in."""
        h = self.sizes["hidden"]
        get = lambda name, *shape: torch.from_numpy(tensors[name]).view(*shape)  # noqa: E731
        with torch.no_grad():
            self.word.weight.copy_(get("emb.word", -1, h))
            self.pos.copy_(get("emb.pos", -1, h) + get("emb.type", -1, h)[0])
            self.norm.weight.copy_(get("emb.ln.w", -1))
            self.norm.bias.copy_(get("emb.ln.b", -1))
            for i, layer in enumerate(self.layers):
                for part, names in (("weight", "w"), ("bias", "b")):
                    shape = (-1, h) if names == "w" else (-1,)
                    getattr(layer.qkv, part).copy_(torch.cat([get(f"l{i}.{x}.{names}", *shape) for x in "qkv"]))
                    getattr(layer.out, part).copy_(get(f"l{i}.ao.{names}", *shape))
                    getattr(layer.norm1, part).copy_(get(f"l{i}.aln.{names}", -1))
                    getattr(layer.up, part).copy_(get(f"l{i}.fi.{names}", *shape))
                    down = (-1, self.sizes["inner"]) if names == "w" else (-1,)
                    getattr(layer.down, part).copy_(get(f"l{i}.fo.{names}", *down))
                    getattr(layer.norm2, part).copy_(get(f"l{i}.oln.{names}", -1))

    def encode(self, ids: Tensor, real: Tensor) -> Tensor:
        """Return the mixed layers of the encoder for subword ids."""
        mask = (~real)[:, None, None, :].to(torch.bfloat16) * -1e4
        x = self.norm(self.word(ids) + self.pos[: ids.shape[1]])
        x = functional.dropout(x, 0.1, self.training)
        mixed = torch.zeros(())
        for weight, layer in zip(self.mix.softmax(0), self.layers, strict=True):
            x = layer(x, mask, 0.1)
            mixed = mixed + weight * x
        return mixed

    def forward(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return tag scores, arc scores [b, dep, head] and the two relation inputs."""
        mixed = self.encode(batch["ids"], batch["mask"])
        first = _take(mixed, batch["first"])
        last = _take(mixed, batch["last"])
        lang = self.lang(batch["lang"])[:, None, :].expand(-1, first.shape[1], -1)
        words = torch.cat([first, last, lang], -1)
        words = functional.dropout(words, 0.2, self.training)
        dep, head = self.arc_dep(words), self.arc_head(words)
        one = dep.new_ones((*dep.shape[:2], 1))
        arcs = torch.cat([dep, one], -1) @ self.arc.to(dep.dtype) @ head.transpose(1, 2)
        arcs = arcs.float().masked_fill(~batch["words"][:, None, :], -1e4)
        return self.tag(words).float(), arcs, self.rel_dep(words), self.rel_head(words)

    def relations(self, dep: Tensor, head: Tensor, heads: Tensor) -> Tensor:
        """Score the relations of every word to its given head."""
        chosen = _take(head, heads)
        one = dep.new_ones((*dep.shape[:2], 1))
        dep, chosen = torch.cat([dep, one], -1), torch.cat([chosen, one], -1)
        left = torch.einsum("bni,rij->bnrj", dep, self.rel.to(dep.dtype))
        return torch.einsum("bnrj,bnj->bnr", left, chosen).float()


def _take(x: Tensor, index: Tensor) -> Tensor:
    return x.gather(1, index[:, :, None].expand(-1, -1, x.shape[2]))


class Item(shared.Item):
    """One sentence as numbers; word 0 is the root."""

    __slots__ = ("first", "ids", "last")

    def __init__(self, tree: Tree, lang: str, cut: subwords.Pieces, weight: float = 1.0) -> None:
        """Number a tree."""
        super().__init__(tree, LANGS.index(lang), weight)
        ids, first, last, space = [cut.bos], [0], [0], True
        for row in tree.rows:
            part = cut.segment(row.form, space)
            first.append(len(ids))
            ids.extend(part)
            last.append(len(ids) - 1)
            space = row.space_after
        self.ids, self.first, self.last = [*ids, cut.eos], first, last

    def __len__(self) -> int:
        """Return the number of pieces."""
        return len(self.ids)


def collate(items: list[Item]) -> dict[str, Tensor]:
    """Pad a batch into tensors."""
    batch = shared.answers(items)
    n, m = max(len(i.ids) for i in items), batch["words"].shape[1]
    return {
        "ids": shared.pad([i.ids for i in items], n, 1),
        "mask": shared.pad([[True] * len(i.ids) for i in items], n, fill=False),
        "first": shared.pad([i.first for i in items], m, 0),
        "last": shared.pad([i.last for i in items], m, 0),
        **batch,
    }


def predict(model: Teacher, items: list[Item]) -> list[Tree]:
    """Parse; returns new trees in the order given, with their certainty in ``meta``."""
    return shared.predict(model, items, collate, 6000)


def corpus(data: Path, cut: subwords.Pieces, plan: list[str]) -> list[Item]:
    """Read treebanks; each entry of the plan is ``name[:share[:weight]]``; our own hold no features."""
    rng = random.Random(3)  # noqa: S311 - not for secrets
    items: list[Item] = []
    for entry in plan:
        name, share, weight = ([*entry.split(":"), "1", "1"])[:3]
        path = Path(name) if Path(name).exists() else data / f"{name}.conllu.gz"
        lang = path.parent.name[:2] if path.suffix == ".conllu" else path.name[:2]
        trees = list(read(path))
        trees = [t for t in trees if 1 < len(t.rows) <= 90]
        if "lagebild" in name:
            for row in (row for tree in trees for row in tree.rows):
                row.feats = "?"
        times, part = int(float(share)), float(share) % 1
        for _ in range(times):
            items += [Item(t, lang, cut, float(weight)) for t in trees]
        items += [Item(t, lang, cut, float(weight)) for t in rng.sample(trees, int(part * len(trees)))]
    return items


def train(args: argparse.Namespace) -> None:
    """Fine-tune the encoder on the plan's treebanks."""
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)  # noqa: S311 - not for secrets
    cut, tensors, sizes = subwords.load(args.encoder)
    model = Teacher(sizes)
    model.load_encoder(tensors)
    if args.init:
        model.load_state_dict(torch.load(args.init), strict=False)
        LOG.info("starts from %s", args.init)
    items = corpus(args.data, cut, args.plan)
    dev = {lang: [Item(t, lang, cut) for t in read(args.data / f"{lang}_pud_1_300.conllu.gz")] for lang in args.dev}
    encoder = [
        p for n, p in model.named_parameters() if p.requires_grad and n.split(".")[0] in {"pos", "norm", "layers"}
    ]
    heads = [
        p for n, p in model.named_parameters() if p.requires_grad and n.split(".")[0] not in {"pos", "norm", "layers"}
    ]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": args.lr}, {"params": heads, "lr": args.head_lr}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
    )
    queue: list[list[Item]] = []
    for _ in range(args.epochs):
        queue += shared.batches(items, args.batch, rng)
    queue = queue[: args.steps or None]
    total = len(queue)
    LOG.info("%d sentences, %d steps", len(items), total)
    plan = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / args.warmup, max(0.02, 1 - s / total)))
    started, seen = time.time(), 0.0
    for step, group in enumerate(queue, 1):
        model.train()
        with torch.autocast("cpu", torch.bfloat16):
            loss = shared.loss_of(model, collate(group))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([*encoder, *heads], 1.0)
        optimizer.step()
        plan.step()
        seen += loss.item()
        if step % 50 == 0:
            LOG.info("step %d loss %.3f %.0f s", step, seen / 50, time.time() - started)
            seen = 0.0
        if step % args.every == 0 or step == total:
            for lang, rows in dev.items():
                LOG.info("%s %s", lang, shared.score([i.tree for i in rows], predict(model, rows)))
            state = {k: v for k, v in model.state_dict().items() if k != "word.weight"}
            torch.save(state, args.out)


def label(args: argparse.Namespace) -> None:
    """Parse raw or badly parsed sentences."""
    cut, tensors, sizes = subwords.load(args.encoder)
    model = Teacher(sizes)
    model.load_encoder(tensors)
    model.load_state_dict(torch.load(args.model), strict=False)
    trees = [t for t in read(args.source) if len(t.rows) <= 90][: args.limit]
    with gzip.open(args.target, "wt", encoding="utf8", compresslevel=4) as out:
        for start in range(0, len(trees), 4000):
            chunk = [Item(t, args.lang, cut) for t in trees[start : start + 4000]]
            for tree in predict(model, chunk):
                write(tree, out)
            LOG.info("%d of %d", min(start + 4000, len(trees)), len(trees))


def main() -> None:
    """Run a command."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/ud"))
    parser.add_argument("--encoder", type=Path, required=True)
    sub = parser.add_subparsers(required=True)
    one = sub.add_parser("train")
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--init", type=Path)
    one.add_argument("--plan", nargs="+", required=True)
    one.add_argument("--dev", nargs="+", default=["de", "en"])
    one.add_argument("--epochs", type=int, default=3)
    one.add_argument("--steps", type=int, default=0)
    one.add_argument("--batch", type=int, default=2000)
    one.add_argument("--lr", type=float, default=1.5e-4)
    one.add_argument("--head-lr", type=float, default=1e-3)
    one.add_argument("--warmup", type=int, default=100)
    one.add_argument("--every", type=int, default=300)
    one.add_argument("--seed", type=int, default=1)
    one.set_defaults(run=train)
    two = sub.add_parser("label")
    two.add_argument("--model", type=Path, required=True)
    two.add_argument("--lang", required=True)
    two.add_argument("--limit", type=int, help="label only the first sentences")
    two.add_argument("source", type=Path)
    two.add_argument("target", type=Path)
    two.set_defaults(run=label)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
