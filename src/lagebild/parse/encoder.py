"""The parser's encoder: word vectors in, vectors of words in their sentence out.

Two windows of three words, then self-attention layers with relative positions. It is a graph that ONNX Runtime runs,
one for all languages (``models/encoder.onnx``, written by ``training/graph.py``); the weights are put in here. Products
are of 8-bit integers, the ranges of words fixed for each model and the ranges of weights for each column (Jacob et al.
2018, CVPR): four times as fast as floats, and what a sentence gives does not depend on its neighbours.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime

from lagebild import models
from lagebild.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Weights = dict[str, NDArray[np.generic]]

__all__ = ["FAR", "Encoder", "Grid", "folded", "in_bytes", "inputs", "session"]

FAR = np.float32(-1e4)  # added to the score of what must not be attended to


class Grid:
    """Where the words of a batch stand: one after the other, and in a padded grid of sentences by positions.

    Only attention and the choice of heads need the grid, so nothing else is computed of padding.
    """

    def __init__(self, lengths: Sequence[int]) -> None:
        """Lay out sentences of so many words, the root counted."""
        self.lengths = lengths
        self.count, self.width = len(lengths), max(lengths)
        ends = np.cumsum(lengths)
        self.total = int(ends[-1])
        self.first, self.last = ends - lengths, ends - 1
        self.rest = np.ones(self.total, bool)
        self.rest[self.first] = False
        real = np.arange(self.width)[None] < np.array(lengths)[:, None]
        self.mask: Floats = np.where(real, np.float32(0), FAR)
        self.cells = np.flatnonzero(real)
        self.words = np.zeros(real.size, np.int64)
        self.words[self.cells] = np.arange(self.total)

    def padded(self, x: Floats) -> Floats:
        """Return word vectors as an array of sentences by positions; what stands in the padding means nothing."""
        grid: Floats = x[self.words].reshape(self.count, self.width, -1)
        return grid


class Encoder:
    """The encoder of one model, loaded once."""

    def __init__(
        self, weights: Mapping[str, Floats], shape: Mapping[str, int], ranges: Mapping[str, tuple[float, float]]
    ) -> None:
        """Put weights (of :func:`folded`) and the ranges of what they are multiplied with into the graph."""
        self._shape = shape
        self._session = session(_graph(), in_bytes(weights, ranges))

    def run(self, x: Floats, grid: Grid) -> Floats:
        """Return the encoded vectors, of unit root mean square."""
        (y,) = self._session.run(["y"], inputs(x, grid, self._shape))
        return y  # type: ignore[no-any-return] # the library is untyped


def inputs(x: Floats, grid: Grid, shape: Mapping[str, int]) -> Weights:
    """Return what the graph asks for, to encode the words ``x`` of a batch."""
    steps = np.arange(grid.width)
    before, after = np.arange(-1, grid.total - 1), np.arange(1, grid.total + 1)
    before[grid.first] = after[grid.last] = grid.total  # beyond the ends of a sentence stand zeros
    return {
        "x": x,
        "before": before,
        "after": after,
        "words": grid.words,
        "cells": grid.cells,
        "grid": np.array([grid.count, grid.width, 3, shape["heads"], shape["size"] // shape["heads"]]),
        "distance": np.clip(steps[None] - steps[:, None], -shape["reach"], shape["reach"]) + shape["reach"],
        "mask": grid.mask[:, None, None, :],
    }


def session(graph: bytes, weights: Mapping[str, NDArray[np.generic]]) -> onnxruntime.InferenceSession:
    """Return the graph with its weights, ready to run on one core."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
    options.add_external_initializers(list(weights), values)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


@cache
def _graph() -> bytes:
    path = models.ROOT / "encoder.onnx"
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError("the parser's graph does not load", where=str(path), hint=str(error)) from error


def in_bytes(weights: Mapping[str, Floats], ranges: Mapping[str, tuple[float, float]]) -> Weights:
    """Return the weights as 8-bit integers with one scale a column, and the scales of what they are multiplied with."""
    found: Weights = {}
    for name, array in weights.items():
        product = name.removesuffix(".weight")
        if product not in ranges:
            found[name] = array
            continue
        columns = np.abs(array).max(0) / np.float32(127) + np.float32(1e-9)
        low, high = ranges[product]
        scale = np.float32((high - low) / 255)
        zero = np.uint8(round(-low / float(scale)))
        found[name] = np.rint(array / columns).astype(np.int8)
        found |= {f"{name}.scale": columns, f"{name}.zero": np.zeros(len(columns), np.int8)}
        found |= {f"{product}.scale": np.array(scale), f"{product}.zero": np.array(zero)}
        if product.startswith("convs."):
            found[f"{product}.nothing"] = np.full((1, len(array) // 3), zero)
    return found


def folded(arrays: Mapping[str, Floats], shape: Mapping[str, int]) -> dict[str, Floats]:
    """Return the encoder's weights: gains of norms, and the scale of the dot product, moved into the next weights."""
    size, heads = shape["size"], shape["heads"]
    at = {name: array.copy() for name, array in arrays.items() if name.startswith(("convs.", "blocks."))}
    following = {f"convs.{i}.norm": f"convs.{i}.lin" for i in range(shape["convs"])}
    for i in range(shape["blocks"]):
        following |= {f"blocks.{i}.norm1": f"blocks.{i}.qkv", f"blocks.{i}.norm2": f"blocks.{i}.up"}
    for norm, user in following.items():
        weight, gain = at[f"{user}.weight"], at.pop(f"{norm}.gain")
        weight *= np.tile(gain, len(weight) // len(gain))[:, None]
    scale = np.float32((size // heads) ** -0.5)
    for i in range(shape["blocks"]):
        at[f"blocks.{i}.qkv.weight"][:, :size] *= scale
        at[f"blocks.{i}.qkv.bias"][:size] *= scale
    return at
