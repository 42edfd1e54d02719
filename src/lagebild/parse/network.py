"""The parser's neural network, run in NumPy: word features in, scores out.

Two windows of three words, then self-attention layers with relative positions, then a biaffine head
(Dozat and Manning 2017, ICLR). Trained by ``training/student.py``; nothing here learns.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

import numpy as np

from lagebild.errors import ModelError
from lagebild.parse import features
from lagebild.parse.labels import RELATIONS
from lagebild.parse.trees import best_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["Network", "Parse"]

_EPSILON = np.float32(1e-6)
_FAR = np.float32(-1e4)  # added to the score of what must not be attended to
_HIGHEST = np.float32(60)  # attention scores are cut here, so that their exponentials stay finite
_ALIKE = 1.3  # sentences so many times as long as the shortest still share its padded grid
_CACHED = 60_000  # word vectors kept


class Parse(NamedTuple):
    """What the network says of one sentence; word numbers start at 1 and head 0 is the root."""

    heads: list[int]
    relations: list[str]
    upos: list[str]
    feats: list[str]


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
        layout = _Layout([len(sentence) + 1 for sentence in sentences], self._shape["reach"])
        x = np.empty((layout.total, self._shape["size"]), np.float32)
        x[layout.first] = self._at["root"]
        flat = self._words([form for sentence in sentences for form in sentence])
        x[layout.rest] = flat + self._at["lang.weight"][self._language(lang)]
        return self._read(self._encode(x, layout), layout)

    def _language(self, lang: str) -> int:
        langs = self.languages
        return langs.index(lang) if lang in langs else 0

    def _encode(self, x: Floats, layout: _Layout) -> Floats:
        """Run convolutions and attention layers over the words of a batch."""
        at, shape = self._at, self._shape
        size = shape["size"]
        for i in range(shape["convs"]):
            three = _norm(x) @ at[f"convs.{i}.wide"]
            y = three[:, size : 2 * size] + at[f"convs.{i}.lin.bias"]
            three[layout.last, :size] = 0
            three[layout.first, 2 * size :] = 0
            y[1:] += three[:-1, :size]  # from the word before
            y[:-1] += three[1:, 2 * size :]  # from the word after
            x = x + np.maximum(y, 0, out=y)
        for layer in self._layers:
            x = layer.run(x, layout.bands)
        return _norm(x)

    def _read(self, x: Floats, layout: _Layout) -> list[Parse]:
        """Decode trees, relations and tags from the encoded words."""
        at = self._at
        pos, feats = self._tags(x @ at["tag.weight"] + at["tag.bias"])
        dep, head, rel_dep, rel_head = self._heads_of(x)
        dep = dep @ at["arc"][:-1] + at["arc"][-1]
        trees = [heads for band in layout.bands for heads in _trees(dep, head, band)]
        above = np.concatenate([heads + start for heads, start in zip(trees, layout.first, strict=True)])
        labels = self._label(rel_dep, rel_head[above], np.concatenate(trees) == 0)
        return [
            Parse(heads.tolist()[1:], labels[start + 1 : end], pos[start + 1 : end], feats[start + 1 : end])
            for heads, start, end in zip(trees, layout.first.tolist(), (layout.last + 1).tolist(), strict=True)
        ]

    def _heads_of(self, x: Floats) -> list[Floats]:
        """Return what each word is as dependent and as head: of an arc, of a relation."""
        both = x @ self._at["heads.weight"] + self._at["heads.bias"]
        a, r = self._shape["arc"], self._shape["rel"]
        np.maximum(both[:, : 2 * a], 0, out=both[:, : 2 * a])
        return np.split(both, [a, 2 * a, 2 * a + r], -1)

    def _label(self, dep: Floats, head: Floats, roots: NDArray[np.bool_]) -> list[str]:
        """Choose the best relation of every word to its head; only what has none above it is a root."""
        scores = np.concatenate([dep * head, dep, head], 1) @ self._at["rel.weight"]
        scores += self._at["rel.bias"]
        names = self._head["relations"]
        best = np.where(roots, RELATIONS.index("root"), scores.argmax(-1))
        return [names[one] for one in best.tolist()]

    def _tags(self, tags: Floats) -> tuple[list[str], list[str]]:
        """Return the part of speech and the features of every word."""
        upos, *parts = np.split(tags, self._slots, -1)
        names = self._head["upos"]
        rows = np.stack([part.argmax(-1) for part in parts], -1).astype(np.uint8)
        feats = rows.view(f"V{rows.shape[1]}").ravel().tolist()  # a word's features as bytes
        return [names[best] for best in upos.argmax(-1).tolist()], [self._feature_string(row) for row in feats]

    def _feature_string(self, row: bytes) -> str:
        found = self._feats.get(row)
        if found is None:
            named = zip(self._head["features"].items(), row, strict=True)
            found = "|".join(f"{name}={values[n - 1]}" for (name, values), n in named if n) or "_"
            self._feats[row] = found
        return found


class _Band:
    """Sentences of like length that stand one after the other in a batch, as a padded grid of sentences by positions.

    Only attention and the choice of heads need the grid, so nothing else is computed of padding.
    """

    def __init__(self, lengths: list[int], start: int, reach: int) -> None:
        """Lay out sentences of so many words, the root counted, that begin at word ``start`` of the batch."""
        self.lengths = lengths
        self.count, self.width = len(lengths), max(lengths)
        self.words = slice(start, start + sum(lengths))
        real = np.arange(self.width)[None] < np.array(lengths)[:, None]
        self.mask: Floats | None = np.where(real, np.float32(0), _FAR)[:, None, :]
        self._cells: NDArray[np.int64] | None = np.flatnonzero(real)
        if real.all():
            self.mask = self._cells = None
        steps = np.arange(self.width)
        self.distance = np.clip(steps[None] - steps[:, None], -reach, reach) + reach

    def padded(self, x: Floats) -> Floats:
        """Return its vectors among those of the batch as an array of sentences by positions, padding zero."""
        own = x[self.words]
        if self._cells is not None:
            own = np.zeros((self.count * self.width, x.shape[1]), np.float32)
            own[self._cells] = x[self.words]
        return own.reshape(self.count, self.width, -1)

    def packed(self, grid: Floats) -> Floats:
        """Return the vectors of an array of sentences by positions, without padding."""
        flat = grid.reshape(self.count * self.width, -1)
        return flat if self._cells is None else flat[self._cells]


class _Layout:
    """Where the words of a batch stand: one after the other, sentences of like length in a band."""

    def __init__(self, lengths: list[int], reach: int) -> None:
        """Lay out sentences of so many words, the root counted, the shortest first."""
        ends = np.cumsum(lengths)
        self.total = int(ends[-1])
        self.first, self.last = ends - lengths, ends - 1
        self.rest = np.ones(self.total, bool)
        self.rest[self.first] = False
        self.bands: list[_Band] = []
        start = at = 0
        for i in range(1, len(lengths) + 1):
            if i == len(lengths) or lengths[i] > _ALIKE * lengths[at]:
                self.bands.append(_Band(lengths[at:i], start, reach))
                start, at = int(ends[i - 1]), i


class _Layer:
    """One attention layer with its weights."""

    def __init__(self, at: dict[str, Floats], prefix: str, heads: int) -> None:
        self.heads = heads
        self.near = at[f"{prefix}.near"]
        self._qkv, self._qkv_bias = at[f"{prefix}.qkv.weight"], at[f"{prefix}.qkv.bias"]
        self._out, self._out_bias = at[f"{prefix}.out.weight"], at[f"{prefix}.out.bias"]
        self._up, self._up_bias = at[f"{prefix}.up.weight"], at[f"{prefix}.up.bias"]
        self._down, self._down_bias = at[f"{prefix}.down.weight"], at[f"{prefix}.down.bias"]

    def run(self, x: Floats, bands: Sequence[_Band]) -> Floats:
        qkv = _norm(x) @ self._qkv
        qkv += self._qkv_bias
        mixed: Floats = np.concatenate([self._attend(qkv, band) for band in bands])
        x = x + mixed @ self._out
        x += self._out_bias
        wide = _norm(x) @ self._up
        wide += self._up_bias
        np.maximum(wide, 0, out=wide)
        x += wide @ self._down
        x += self._down_bias
        return x

    def _attend(self, qkv: Floats, band: _Band) -> Floats:
        """Return the attended values of the words of a band."""
        cells = band.padded(qkv).reshape(band.count, band.width, 3, self.heads, -1)
        q, k, v = cells.transpose(2, 0, 3, 1, 4)
        scores = q @ k.transpose(0, 1, 3, 2)
        scores += self.near[:, band.distance]
        if band.mask is not None:
            scores += band.mask[:, None]
        np.minimum(scores, _HIGHEST, out=scores)
        np.exp(scores, out=scores)
        mixed = scores @ v
        mixed /= scores.sum(-1, keepdims=True)
        return band.packed(mixed.transpose(0, 2, 1, 3))


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


def _trees(dep: Floats, head: Floats, band: _Band) -> Iterator[NDArray[np.int64]]:
    """Yield the heads of every sentence of a band: its best tree."""
    arcs = band.padded(dep) @ band.padded(head).transpose(0, 2, 1)
    if band.mask is not None:
        arcs += band.mask
    arcs -= arcs.max(-1, keepdims=True)
    arcs -= np.log(np.exp(arcs).sum(-1, keepdims=True))
    for scores, length in zip(arcs, band.lengths, strict=True):
        yield best_tree(scores[:length, :length])


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
