"""Recognises near-duplicates: wire copies of one text, whoever prints them.

A text is taken for the set of its overlapping pieces of eight characters, without case, punctuation and spaces, so
that the same function serves every script. The signature estimates how much two such sets share (MinHash: Broder
1997, "On the resemblance and containment of documents"); its bands find candidates without comparing all pairs
(locality-sensitive hashing: Indyk and Motwani 1998).

Nothing is dropped for being a copy: each copy stays a document with its own publisher.
"""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache

from rensa import RMinHash

from lagebild.ids import normalise

__all__ = ["BANDS", "THRESHOLD", "VERSION", "bands", "signature", "similar", "similarity"]

VERSION = 1  # of the signature: signatures of different versions cannot be compared
BANDS = 32
THRESHOLD = 0.45  # share of common pieces from which on two texts are copies of one

_PERMUTATIONS = 128

_PIECE = 8  # characters
_MIN_CHARS = 80  # letters and digits; a shorter text has too little to compare
_MAX_CHARS = 100_000
_SEED = 1997


def signature(text: str) -> bytes | None:
    """Return the signature of a text, 512 bytes; ``None`` for one too short to tell (under 80 letters).

    Signatures of one :data:`VERSION` can be compared wherever and whenever they were made.
    """
    letters = "".join(char for char in normalise(text[: 2 * _MAX_CHARS]).casefold() if char.isalnum())[:_MAX_CHARS]
    if len(letters) < _MIN_CHARS:
        return None
    pieces = {letters[at : at + _PIECE] for at in range(len(letters) - _PIECE + 1)}
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    minhash.update(list(pieces))
    return struct.pack(f"<{_PERMUTATIONS}I", *minhash.digest())


def similarity(first: bytes, second: bytes) -> float:
    """Return the share of pieces that two texts have in common (Jaccard index, estimated; s.e. at most 0.045)."""
    same = sum(map(int.__eq__, _numbers(first), _numbers(second)))
    return same / _PERMUTATIONS


def similar(first: bytes, second: bytes) -> bool:
    """Tell whether two texts are copies of one."""
    return similarity(first, second) >= THRESHOLD


def bands(sign: bytes) -> tuple[int, ...]:
    """Return 32 numbers (63 bits, so that SQLite holds them); copies share at least one.

    Of pairs as similar as s, 1 - (1 - s^4)^32 share one: 87 % at 0.5, 99.8 % at 0.65.
    """
    width = len(sign) // BANDS
    return tuple(
        int.from_bytes(
            hashlib.blake2b(sign[at * width : (at + 1) * width], digest_size=8, salt=at.to_bytes(2, "big")).digest(),
            "big",
        )
        >> 1
        for at in range(BANDS)
    )


@lru_cache(maxsize=1024)
def _numbers(sign: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{_PERMUTATIONS}I", sign)
