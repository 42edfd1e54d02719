"""Writes the parser's encoder as a graph for ONNX Runtime, and measures the ranges that its 8-bit numbers must span.

    python training/graph.py de de:de_gsd_dev       measures one model, rewrites the graph

The graph (``models/encoder.onnx``) holds no weights: they stay in each model's ``parser.npz`` and are put in when it
is loaded (:mod:`lagebild.parse.encoder`). Every product of words and weights is one of 8-bit integers, its ranges fixed
by what sentences of treebanks show, so that a sentence's parse does not depend on its neighbours; sums, norms and
attention are in single precision. Needs the PyPI package ``onnx``.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
from pathlib import Path

import numpy as np
import onnx
import treebank
from onnx import TensorProto, helper

from lagebild import models
from lagebild.parse import encoder
from lagebild.parse.network import Network, ready
from lagebild.parse.parser import as_seen

SHARED = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data" / "ud"
SENTENCES = 1000  # of each treebank
CUT = 1e-5  # share of numbers at either end that may lie outside of a range
EPSILON = 1e-6
THINNED = 7  # of so many numbers one is looked at


class Graph:
    """Collects the nodes of the encoder; if ``exact``, products are of floats, and what goes into them is shown."""

    def __init__(self, shape: dict[str, int], *, exact: bool) -> None:
        """Build the whole graph for networks of one shape."""
        self.shape, self.exact = shape, exact
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.shown: list[str] = []
        self._names = itertools.count()
        self._held("ones", np.ones(shape["size"], np.float32))
        self._encode()

    def op(self, kind: str, *inputs: str, domain: str = "", out: str = "", **attributes: object) -> str:
        """Add a node; return the name of its output."""
        out = out or f"{kind}_{next(self._names)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], domain=domain, **attributes))
        return out

    def dense(self, x: str, name: str, rows: int, columns: int) -> str:
        """Add ``x @ weight + bias``."""
        if self.exact:
            self._given(f"{name}.bias", [columns], TensorProto.FLOAT)
            self.shown.append(self.op("Identity", x, out=f"{name}.in"))
            self._given(f"{name}.weight", [rows, columns], TensorProto.FLOAT)
            return self.op("Add", self.op("MatMul", x, f"{name}.weight"), f"{name}.bias")
        return self.product(self.bytes(x, name), name, rows, columns)

    def bytes(self, x: str, name: str) -> str:
        """Turn floats into bytes within the range of a product's input."""
        self._given(f"{name}.scale", [], TensorProto.FLOAT)
        self._given(f"{name}.zero", [], TensorProto.UINT8)
        return self.op("QuantizeLinear", x, f"{name}.scale", f"{name}.zero")

    def product(self, x: str, name: str, rows: int, columns: int) -> str:
        """Multiply bytes with weights of 8 bits and add the bias; floats come out."""
        self._given(f"{name}.bias", [columns], TensorProto.FLOAT)
        self._given(f"{name}.weight", [rows, columns], TensorProto.INT8)
        self._given(f"{name}.weight.scale", [columns], TensorProto.FLOAT)
        self._given(f"{name}.weight.zero", [columns], TensorProto.INT8)
        names = ("weight", "scale", "weight.scale", "zero", "weight.zero", "bias")
        return self.op("MatMulIntegerToFloat", x, *(f"{name}.{one}" for one in names), domain="com.microsoft")

    def norm(self, x: str) -> str:
        """Scale vectors to unit root mean square."""
        return self.op("SimplifiedLayerNormalization", x, "ones", axis=-1, epsilon=EPSILON, stash_type=1)

    def _encode(self) -> None:
        shape, x = self.shape, "x"
        size = shape["size"]
        self._held("packed_shape", np.array([-1, size], np.int64))
        for i in range(shape["convs"]):
            x = self.op("Add", x, self.op("Relu", self._convolve(self.norm(x), f"convs.{i}.lin", size)))
        for i in range(shape["blocks"]):
            x = self._block(x, f"blocks.{i}", size)
        self.op("Identity", self.norm(x), out="y")

    def _convolve(self, x: str, name: str, size: int) -> str:
        """Multiply each word between its neighbours; beyond the ends stand zeros."""
        nothing = f"{name}.nothing"
        if self.exact:
            self._held(nothing, np.zeros((1, size), np.float32))
        else:
            x = self.bytes(x, name)  # before the words are put together, which is three times as many
            self._given(nothing, [1, size], TensorProto.UINT8)
        padded = self.op("Concat", x, nothing, axis=0)
        around = [self.op("Gather", padded, which, axis=0) for which in ("before", "after")]
        wide = self.op("Concat", around[0], x, around[1], axis=1)
        return (self.dense if self.exact else self.product)(wide, name, 3 * size, size)

    def _block(self, x: str, name: str, size: int) -> str:
        qkv = self.dense(self.norm(x), f"{name}.qkv", size, 3 * size)
        x = self.op("Add", x, self.dense(self._attend(qkv, name), f"{name}.out", size, size))
        wide = self.op("Relu", self.dense(self.norm(x), f"{name}.up", size, self.shape["inner"]))
        return self.op("Add", x, self.dense(wide, f"{name}.down", self.shape["inner"], size))

    def _attend(self, qkv: str, name: str) -> str:
        """Let the words of each sentence attend to each other, in a padded grid of sentences by positions."""
        self._given(f"{name}.near", [self.shape["heads"], 2 * self.shape["reach"] + 1], TensorProto.FLOAT)
        cells = self.op("Reshape", self.op("Gather", qkv, "words", axis=0), "grid")
        three = self.op("Transpose", cells, perm=[2, 0, 3, 1, 4])
        q, k, v = (f"{name}.{one}" for one in "qkv")
        self._held("each", np.array([1, 1, 1], np.int64), once=True)
        self._held("first", np.array([0], np.int64), once=True)
        self.nodes.append(helper.make_node("Split", [three, "each"], [f"{one}4" for one in (q, k, v)], axis=0))
        for one in (q, k, v):
            self.op("Squeeze", f"{one}4", "first", out=one)
        scores = self.op("MatMul", q, self.op("Transpose", k, perm=[0, 1, 3, 2]))
        near = self.op("Add", self.op("Gather", f"{name}.near", "distance", axis=1), "mask")
        mixed = self.op("MatMul", self.op("Softmax", self.op("Add", scores, near), axis=-1), v)
        flat = self.op("Reshape", self.op("Transpose", mixed, perm=[0, 2, 1, 3]), "packed_shape")
        return self.op("Gather", flat, "cells", axis=0)

    def _held(self, name: str, value: np.ndarray, *, once: bool = False) -> None:
        if not (once and any(tensor.name == name for tensor in self.weights)):
            self.weights.append(onnx.numpy_helper.from_array(value, name))

    def _given(self, name: str, dims: list[int], kind: int) -> None:
        """Declare a weight that is put in when a model is loaded."""
        tensor = TensorProto(name=name, dims=dims, data_type=kind, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="parser.npz")
        self.weights.append(tensor)

    def model(self) -> onnx.ModelProto:
        """Return the finished model."""
        f, i = TensorProto.FLOAT, TensorProto.INT64
        size = self.shape["size"]
        inputs: dict[str, tuple[int, list[str | int]]] = {
            "x": (f, ["n", size]),
            "before": (i, ["n"]),
            "after": (i, ["n"]),
            "cells": (i, ["n"]),
            "words": (i, ["padded"]),
            "grid": (i, [5]),
            "distance": (i, ["width", "width"]),
            "mask": (f, ["count", 1, 1, "width"]),
        }
        given = [helper.make_tensor_value_info(name, *of) for name, of in inputs.items()]
        outputs = [helper.make_tensor_value_info("y", f, ["n", size])]
        outputs += [helper.make_tensor_value_info(name, f, None) for name in self.shown]
        graph = helper.make_graph(self.nodes, "encoder", given, outputs, self.weights)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="lagebild")


def sentences(name: str, lang: str) -> list[list[str]]:
    """Return the words of the first sentences of a treebank, as the parser sees them."""
    path = Path(name) if name.endswith(".gz") else SHARED / f"{name}.conllu.gz"
    found = [as_seen([row.form for row in tree.rows], lang) for tree in treebank.read(path, merge=False)]
    return [one for one in found if len(one) <= 100][:SENTENCES]


class Exact(encoder.Encoder):
    """The encoder in single precision; keeps what goes into each product."""

    def __init__(self, path: Path) -> None:
        """Read the weights and the shape of a model."""
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        self._shape = json.loads(arrays["head"].tobytes())["shape"]
        kept = {name: ready(name, arrays[name]) for name in arrays if name.startswith(("convs.", "blocks."))}
        graph = Graph(self._shape, exact=True)
        self._session = encoder.session(graph.model().SerializeToString(), encoder.folded(kept, self._shape))
        self._shown = graph.shown
        self.seen: dict[str, list[np.ndarray]] = {name.removesuffix(".in"): [] for name in self._shown}

    def run(self, x: np.ndarray, grid: encoder.Grid) -> np.ndarray:
        """Encode, and keep a sample of the numbers on the way."""
        y, *shown = self._session.run(["y", *self._shown], encoder.inputs(x, grid, self._shape))
        for numbers, sample in zip(self.seen.values(), shown, strict=True):
            numbers.append(sample.ravel()[::THINNED])
        return y


def ranges(path: Path, treebanks: list[str]) -> dict[str, list[float]]:
    """Return the lowest and highest number that goes into each product, but for the very rarest."""
    exact = Exact(path)
    network = Network(path, exact)
    for one in treebanks:
        lang, _, name = one.partition(":")
        network.parse(sentences(name, lang), lang)
    found = {}
    for name, parts in exact.seen.items():
        low, high = np.quantile(np.concatenate(parts), (CUT, 1 - CUT))
        found[name] = [round(float(min(low, 0)), 4), round(float(max(high, 0)), 4)]
    return found


def main() -> None:
    """Write the graph, and the ranges of the models named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="a folder of src/lagebild/models")
    parser.add_argument(
        "treebanks", nargs="+", metavar="LANG:TREEBANK", help="names or files whose sentences show the ranges"
    )
    given = parser.parse_args()
    path = models.ROOT / given.model / "parser.npz"
    found = ranges(path, given.treebanks)
    lines = [f'"{name}" = [{low}, {high}]\n' for name, (low, high) in found.items()]
    path.with_name("ranges.toml").write_text("".join(lines), encoding="utf-8")
    with np.load(path, allow_pickle=False) as stored:
        shape = json.loads(stored["head"].tobytes())["shape"]
    (models.ROOT / "encoder.onnx").write_bytes(Graph(shape, exact=False).model().SerializeToString())


if __name__ == "__main__":
    main()
