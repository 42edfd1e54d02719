"""The parser's neural network: word features in, trees and tags out.

Words become vectors here, the encoder (:mod:`lagebild.parse.encoder`) tells them of each other, and a biaffine head
(Dozat and Manning 2017, ICLR) reads the tree. Trained by ``training/student.py``; nothing here learns.
"""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

import numpy as np

from lagebild.errors import ModelError
from lagebild.parse import features
from lagebild.parse.encoder import FAR, Encoder, Grid, folded
from lagebild.parse.labels import RELATIONS
from lagebild.parse.trees import best_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["Network", "Parse", "ready"]

_EPSILON = np.float32(1e-6)
_CACHED = 60_000  # word vectors kept


class Parse(NamedTuple):
    """What the network says of one sentence; word numbers start at 1 and head 0 is the root."""

    heads: list[int]
    relations: list[str]
    upos: list[str]
    feats: list[str]


class Network:
    """The weights of one language, loaded once."""

    def __init__(self, path: Path, encoder: Encoder | None = None) -> None:
        """Read an exported model; its encoder is another one if given.

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
        at = {name: ready(name, array) for name, array in arrays.items()}
        self.encoder = encoder or Encoder(folded(at, self._shape), self._shape, _ranges(path.with_name("ranges.toml")))
        self._at = _ends(at)
        self._slots = np.cumsum([len(head["upos"]), *(len(v) + 1 for v in head["features"].values())])[:-1]
        self._vectors = np.zeros((1024, self._shape["size"]), np.float32)
        self._row: dict[str, int] = {}
        self._feats: dict[bytes, str] = {}

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
        grid = Grid([len(sentence) + 1 for sentence in sentences])
        x = np.empty((grid.total, self._shape["size"]), np.float32)
        x[grid.first] = self._at["root"]
        flat = self._words([form for sentence in sentences for form in sentence])
        x[grid.rest] = flat + self._at["lang.weight"][self._language(lang)]
        return self._read(self.encoder.run(x, grid), grid)

    def _language(self, lang: str) -> int:
        langs = self.languages
        return langs.index(lang) if lang in langs else 0

    def _read(self, x: Floats, grid: Grid) -> list[Parse]:
        """Decode trees, relations and tags from the encoded words."""
        at = self._at
        pos, feats = self._tags(x @ at["tag.weight"] + at["tag.bias"])
        dep, head, rel_dep, rel_head = self._heads_of(x)
        trees = list(_trees(dep @ at["arc"][:-1] + at["arc"][-1], head, grid))
        above = np.concatenate([heads + start for heads, start in zip(trees, grid.first, strict=True)])
        labels = self._label(rel_dep, rel_head[above], np.concatenate(trees) == 0)
        return [
            Parse(heads.tolist()[1:], labels[start + 1 : end], pos[start + 1 : end], feats[start + 1 : end])
            for heads, start, end in zip(trees, grid.first.tolist(), (grid.last + 1).tolist(), strict=True)
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


def _ranges(path: Path) -> dict[str, tuple[float, float]]:
    """Read the ranges that the encoder's 8-bit numbers span, as ``training/graph.py`` measured them."""
    try:
        return {name: (low, high) for name, (low, high) in tomllib.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, TypeError) as error:
        raise ModelError("the ranges of the parser's numbers do not load", where=str(path), hint=str(error)) from error


def _ends(at: dict[str, Floats]) -> dict[str, Floats]:
    """Return the weights before and behind the encoder; gains of norms move into the next weights."""
    names = ("arc_dep", "arc_head", "rel_dep", "rel_head")
    ends = {name: array for name, array in at.items() if not name.startswith(("convs.", "blocks."))}
    ends["heads.weight"] = np.concatenate([at[f"{name}.weight"] for name in names], 1)
    ends["heads.bias"] = np.concatenate([at[f"{name}.bias"] for name in names])
    for norm, user in (("norm0", "inn"), ("norm", "heads"), ("norm", "tag")):
        ends[f"{user}.weight"] *= at[f"{norm}.gain"][:, None]
    ends["rel.bias"][RELATIONS.index("root")] = FAR  # only a head of 0 makes a root
    return ends


def _trees(dep: Floats, head: Floats, grid: Grid) -> Iterator[NDArray[np.int64]]:
    """Yield the heads of every sentence: its best tree."""
    arcs = grid.padded(dep) @ grid.padded(head).transpose(0, 2, 1)
    arcs += grid.mask[:, None, :]
    arcs -= arcs.max(-1, keepdims=True)
    arcs -= np.log(np.exp(arcs).sum(-1, keepdims=True))
    for scores, length in zip(arcs, grid.lengths, strict=True):
        yield best_tree(scores[:length, :length])


def ready(name: str, array: NDArray[Any]) -> Floats:
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
