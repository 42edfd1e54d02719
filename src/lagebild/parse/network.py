"""The parser's neural network, run in NumPy: word features in, scores out.

Two windows of three words, then self-attention layers with relative positions, then a biaffine head
(Dozat and Manning 2017, ICLR). Trained by ``training/student.py``; nothing here learns.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from lagebild.errors import ModelError
from lagebild.parse import features
from lagebild.parse.labels import RELATIONS
from lagebild.parse.trees import best_tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["Network", "Parse"]

_EPSILON = np.float32(1e-6)
_FAR = np.float32(-1e4)  # added to the score of what must not be attended to
_HIGHEST = np.float32(60)  # attention scores are cut here, so that their exponentials stay finite
_CACHED = 60_000  # word vectors kept


class Parse:
    """What the network says of one sentence; word numbers start at 1 and head 0 is the root."""

    __slots__ = ("certainty", "feats", "heads", "relations", "upos")

    def __init__(
        self, heads: list[int], relations: list[str], upos: list[str], feats: list[str], certainty: float
    ) -> None:
        """Keep the columns."""
        self.heads = heads
        self.relations = relations
        self.upos = upos
        self.feats = feats
        self.certainty = certainty


class Network:
    """The weights of one language, loaded once."""

    def __init__(self, path: Path) -> None:
        """Read an exported model.

        Raises:
            ModelError: if the file is not there or not a model.
        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            head = json.loads(arrays.pop("head").tobytes())
            forms = arrays.pop("forms").tobytes().decode().split("\n")
        except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
            raise ModelError("the parser's weights do not load", where=str(path), hint=str(error)) from error
        self._forms = {form: row for row, form in enumerate(forms, 1)}
        self._head: dict[str, Any] = head
        self._shape: dict[str, int] = head["shape"]
        self._table = arrays.pop("table")
        self._scale = arrays.pop("table.scale").astype(np.float32)
        self._at = {name: _ready(name, array) for name, array in arrays.items()}
        self._slots = np.cumsum([len(head["upos"]), *(len(v) + 1 for v in head["features"].values())])[:-1]
        self._vectors = np.zeros((1024, self._shape["size"]), np.float32)
        self._row: dict[str, int] = {}
        self._feats: dict[bytes, str] = {}
        self._layers = _layers(self._at, self._shape)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it was trained on, in the order of its language vectors."""
        return tuple(self._head["langs"])

    def parse(self, sentences: Sequence[Sequence[str]], lang: str, *, words: int = 400) -> list[Parse]:
        """Parse tokenised sentences, in batches of sentences of like length.

        A batch has about ``words`` words: what fits a core's cache is half as quick again as three times that.
        """
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
        done: dict[int, Parse] = {}
        group: list[int] = []
        for i in order:
            if group and (len(sentences[i]) + 1) * (len(group) + 1) > words:
                done.update(zip(group, self._batch([sentences[j] for j in group], lang), strict=True))
                group = []
            group.append(i)
        if group:
            done.update(zip(group, self._batch([sentences[j] for j in group], lang), strict=True))
        return [done[i] for i in range(len(sentences))]

    def _words(self, forms: list[str]) -> Floats:
        """Return the input vectors of words, from the cache where they were seen before."""
        row = self._row
        if len(row) > _CACHED:
            row.clear()
        new = [form for form in dict.fromkeys(forms) if form not in row]
        if new:
            self._learn(new)
        return self._vectors[[row[form] for form in forms]]

    def _learn(self, forms: list[str]) -> None:
        at = self._at
        hashed = self._shape["hashed"]
        rows = np.array([features.rows(form, self._forms, hashed) for form in forms])
        summed = (self._table[rows] * self._scale[rows]).sum(1, dtype=np.float32)
        vectors = _norm(summed) @ at["inn.weight"] + at["inn.bias"]
        start = len(self._row)
        while start + len(forms) > len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
        self._vectors[start : start + len(forms)] = vectors
        self._row.update({form: start + i for i, form in enumerate(forms)})

    def _batch(self, sentences: Sequence[Sequence[str]], lang: str) -> list[Parse]:
        lengths = np.array([len(s) + 1 for s in sentences])
        count, width = len(sentences), int(lengths.max())
        real = np.arange(width)[None] < lengths[:, None]
        x = np.zeros((count, width, self._shape["size"]), np.float32)
        x[:, 0] = self._at["root"]
        inside = real.copy()
        inside[:, 0] = False
        flat = self._words([form for sentence in sentences for form in sentence])
        x[inside] = flat + self._at["lang.weight"][self._language(lang)]
        x = self._encode(x, real)
        return self._read(x, real, lengths)

    def _language(self, lang: str) -> int:
        langs = self.languages
        return langs.index(lang) if lang in langs else 0

    def _encode(self, x: Floats, real: NDArray[np.bool_]) -> Floats:
        """Run convolutions and attention layers over a padded batch."""
        at, shape = self._at, self._shape
        count, width, size = x.shape
        zero = ~real
        for i in range(shape["convs"]):
            h = _norm(x)
            h[zero] = 0
            three = (h.reshape(-1, size) @ at[f"convs.{i}.wide"]).reshape(count, width, 3 * size)
            y = three[:, :, size : 2 * size] + at[f"convs.{i}.lin.bias"]
            y[:, 1:] += three[:, :-1, :size]  # from the word before
            y[:, :-1] += three[:, 1:, 2 * size :]  # from the word after
            x = x + np.maximum(y, 0, out=y)
        reach = shape["reach"]
        steps = np.arange(width)
        distance = np.clip(steps[None] - steps[:, None], -reach, reach) + reach
        mask = np.where(real, np.float32(0), _FAR)[:, None, None, :] if zero.any() else None
        x = x.reshape(-1, size)
        for layer in self._layers:
            x = layer.run(x, count, width, layer.near[:, distance], mask)
        return _norm(x).reshape(count, width, size)

    def _read(self, x: Floats, real: NDArray[np.bool_], lengths: NDArray[np.int64]) -> list[Parse]:
        """Decode trees, relations and tags from the encoded words."""
        at = self._at
        count, width, size = x.shape
        flat = x.reshape(-1, size)
        tags = flat @ at["tag.weight"] + at["tag.bias"]
        dep, head, rel_dep, rel_head = self._heads_of(flat, count, width)
        arcs = (dep @ at["arc"][:-1] + at["arc"][-1]) @ head.transpose(0, 2, 1)
        if not real.all():
            arcs += np.where(real, np.float32(0), _FAR)[:, None, :]
        arcs -= arcs.max(-1, keepdims=True)
        arcs -= np.log(np.exp(arcs).sum(-1, keepdims=True))
        heads = np.zeros((count, width), np.int64)
        for i, length in enumerate(lengths):
            heads[i, :length] = best_tree(arcs[i, :length, :length])
        labels = self._label(rel_dep, rel_head, heads)
        pos, feats = self._tags(tags.reshape(count, width, -1))
        sure = np.take_along_axis(arcs, heads[:, :, None], 2)[..., 0]
        return [
            self._parse(heads[i, :n], labels[i, :n], pos[i, :n], feats[i, :n], float(np.exp(sure[i, 1:n].mean())))
            for i, n in enumerate(lengths)
        ]

    def _heads_of(self, flat: Floats, count: int, width: int) -> tuple[Floats, Floats, Floats, Floats]:
        at = self._at
        both = flat @ at["heads.weight"] + at["heads.bias"]
        a, r = self._shape["arc"], self._shape["rel"]
        np.maximum(both[:, : 2 * a], 0, out=both[:, : 2 * a])
        cut = np.split(both.reshape(count, width, -1), [a, 2 * a, 2 * a + r], -1)
        return cut[0], cut[1], cut[2], cut[3]

    def _label(self, dep: Floats, head: Floats, heads: NDArray[np.int64]) -> NDArray[np.int64]:
        """Choose the best relation of every word to its head."""
        rank = dep.shape[2]
        chosen = np.take_along_axis(head, heads[:, :, None], 1).reshape(-1, rank)
        dep = dep.reshape(-1, rank)
        pair = np.concatenate([dep * chosen, dep, chosen], 1)
        scores = pair @ self._at["rel.weight"]
        scores += self._at["rel.bias"]
        best: NDArray[np.int64] = scores.argmax(-1).reshape(heads.shape)
        return best

    def _tags(self, tags: Floats) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        parts = np.split(tags, self._slots, -1)
        feats = np.stack([part.argmax(-1) for part in parts[1:]], -1).astype(np.uint8)
        return parts[0].argmax(-1), feats

    def _parse(
        self,
        heads: NDArray[np.int64],
        labels: NDArray[np.int64],
        pos: NDArray[np.int64],
        feats: NDArray[np.uint8],
        certainty: float,
    ) -> Parse:
        names, upos = self._head["relations"], self._head["upos"]
        return Parse(
            heads[1:].tolist(),
            [
                names[label] if head else "root"
                for head, label in zip(heads[1:].tolist(), labels[1:].tolist(), strict=True)
            ],
            [upos[p] for p in pos[1:].tolist()],
            [self._feature_string(row.tobytes()) for row in feats[1:]],
            certainty,
        )

    def _feature_string(self, row: bytes) -> str:
        found = self._feats.get(row)
        if found is None:
            named = zip(self._head["features"].items(), row, strict=True)
            found = "|".join(f"{name}={values[n - 1]}" for (name, values), n in named if n) or "_"
            self._feats[row] = found
        return found


class _Layer:
    """One attention layer with its weights."""

    def __init__(self, at: dict[str, Floats], prefix: str, heads: int) -> None:
        self.heads = heads
        self.near = at[f"{prefix}.near"]
        self._qkv, self._qkv_bias = at[f"{prefix}.qkv.weight"], at[f"{prefix}.qkv.bias"]
        self._out, self._out_bias = at[f"{prefix}.out.weight"], at[f"{prefix}.out.bias"]
        self._up, self._up_bias = at[f"{prefix}.up.weight"], at[f"{prefix}.up.bias"]
        self._down, self._down_bias = at[f"{prefix}.down.weight"], at[f"{prefix}.down.bias"]

    def run(self, x: Floats, count: int, width: int, near: Floats, mask: Floats | None) -> Floats:
        size = x.shape[1]
        part = size // self.heads
        qkv = _norm(x) @ self._qkv
        qkv += self._qkv_bias
        q, k, v = qkv.reshape(count, width, 3, self.heads, part).transpose(2, 0, 3, 1, 4)
        scores = q @ k.transpose(0, 1, 3, 2)
        scores += near if mask is None else near + mask
        np.minimum(scores, _HIGHEST, out=scores)
        np.exp(scores, out=scores)
        mixed = scores @ v
        mixed /= scores.sum(-1, keepdims=True)
        x = x + mixed.transpose(0, 2, 1, 3).reshape(-1, size) @ self._out
        x += self._out_bias
        wide = _norm(x) @ self._up
        wide += self._up_bias
        np.maximum(wide, 0, out=wide)
        x += wide @ self._down
        x += self._down_bias
        return x


def _layers(at: dict[str, Floats], shape: dict[str, int]) -> list[_Layer]:
    """Build the attention layers; gains of norms, and the scale of the dot product, move into the next weights."""
    size, heads = shape["size"], shape["heads"]
    names = ("arc_dep", "arc_head", "rel_dep", "rel_head")
    at["heads.weight"] = np.concatenate([at[f"{name}.weight"] for name in names], 1)
    at["heads.bias"] = np.concatenate([at[f"{name}.bias"] for name in names])
    following = {"norm0": ("inn",), "norm": ("heads", "tag")}
    following |= {f"convs.{i}.norm": (f"convs.{i}.lin",) for i in range(shape["convs"])}
    for i in range(shape["blocks"]):
        following |= {f"blocks.{i}.norm1": (f"blocks.{i}.qkv",), f"blocks.{i}.norm2": (f"blocks.{i}.up",)}
    for norm, users in following.items():
        for user in users:
            weight = at[f"{user}.weight"]
            weight *= np.tile(at[f"{norm}.gain"], len(weight) // len(at[f"{norm}.gain"]))[:, None]
    for i in range(shape["convs"]):
        at[f"convs.{i}.wide"] = np.concatenate(np.split(at[f"convs.{i}.lin.weight"], 3), 1)
    scale = np.float32((size // heads) ** -0.5)
    for i in range(shape["blocks"]):
        at[f"blocks.{i}.qkv.weight"][:, :size] *= scale
        at[f"blocks.{i}.qkv.bias"][:size] *= scale
    at["rel.bias"][RELATIONS.index("root")] = _FAR  # only a head of 0 makes a root
    return [_Layer(at, f"blocks.{i}", heads) for i in range(shape["blocks"])]


def _ready(name: str, array: NDArray[Any]) -> Floats:
    """Return weights as floats, matrices turned so that ``x @ weight`` applies them."""
    full = array.astype(np.float32)
    turned = name.endswith(".weight") and name != "lang.weight"
    return np.ascontiguousarray(full.T) if turned else full


def _norm(x: Floats) -> Floats:
    """Scale vectors to unit root mean square."""
    square = np.einsum("...i,...i->...", x, x)
    square /= np.float32(x.shape[-1])
    square += _EPSILON
    np.sqrt(square, out=square)
    scaled: Floats = x / square[..., None]
    return scaled
