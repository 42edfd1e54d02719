"""Recognises near-duplicates: wire copies of one text, whoever prints them.

A text is taken for the set of its overlapping pieces of eight characters, without case, punctuation and spaces, so
that the same function serves every script. The signature estimates how much two such sets share (MinHash: Broder
1997, "On the resemblance and containment of documents"); its bands find candidates without comparing all pairs
(locality-sensitive hashing: Indyk and Motwani 1998). A candidate is a copy if it also reads as one (:func:`is_copy`):
reports made from one form (the daily bulletin, the typhoon warning) share their words and differ in their numbers, and
a follow-up story shares its background and has a beginning of its own.

Nothing is dropped for being a copy: each copy stays a document with its own publisher.
"""

from __future__ import annotations

import hashlib
import re
import struct
from functools import lru_cache
from typing import NamedTuple

from rensa import RMinHash

from lagebild.ids import normalise
from lagebild.records import Fingerprint

__all__ = [
    "BANDS",
    "THRESHOLD",
    "VERSION",
    "Passages",
    "bands",
    "fingerprint",
    "is_copy",
    "signature",
    "similar",
    "similarity",
]

VERSION = 1  # of the signature: signatures of different versions cannot be compared
BANDS = 32
THRESHOLD = 0.45  # share of common pieces from which on two texts are copies of one

_PERMUTATIONS = 128

_PIECE = 8  # characters
_MIN_CHARS = 80  # letters and digits; a shorter text has too little to compare
_MAX_CHARS = 100_000
_SEED = 1997

_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’»)\]]{0,3}\s+|(?<=[。！？])|\n+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MIN_SENTENCE = 12  # letters of a sentence that is compared
_ALIKE = 0.5  # share of a sentence's pieces from which on it is the other text's sentence, perhaps edited
_COVERED = 0.6  # share of the shorter text that must stand in the other
_LEAD = 300  # letters: the beginning of a text, where a follow-up story has its news
_DENSE = "\u2e80"  # from here on in Unicode a character (Chinese, Japanese, Korean) says as much as two letters
_LEAD_COVERED = 0.6
_ODD = 0.25  # share of the sentences with numbers that may have other ones


def signature(text: str) -> bytes | None:
    """Return the signature of a text, 512 bytes; ``None`` for one too short to tell (under 80 letters).

    Signatures of one :data:`VERSION` can be compared wherever and whenever they were made.
    """
    letters = _letters(text[: 2 * _MAX_CHARS])[:_MAX_CHARS]
    if len(letters) < _MIN_CHARS:
        return None
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    minhash.update(list(_pieces(letters)))
    return struct.pack(f"<{_PERMUTATIONS}I", *minhash.digest())


def similarity(first: bytes, second: bytes) -> float:
    """Return the share of pieces that two texts have in common (Jaccard index, estimated; s.e. at most 0.045)."""
    same = sum(map(int.__eq__, _numbers(first), _numbers(second)))
    return same / _PERMUTATIONS


def similar(first: bytes, second: bytes) -> bool:
    """Tell whether two texts may be copies of one."""
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


def fingerprint(text: str) -> Fingerprint | None:
    """Return what the store needs to find copies of a text; ``None`` for one too short to tell."""
    sign = signature(text)
    return None if sign is None else Fingerprint(signature=sign, bands=bands(sign))


class _Sentence(NamedTuple):
    letters: str
    pieces: frozenset[str]
    numbers: tuple[str, ...]


class Passages:
    """The sentences of a text, to be looked for in another."""

    def __init__(self, text: str) -> None:
        found = map(_sentence, _SENTENCE.split(text[:_MAX_CHARS]))
        self.sentences = tuple(one for one in found if len(one.letters) >= _MIN_SENTENCE)
        self._letters = _letters(text[:_MAX_CHARS])
        self._by_piece: dict[str, set[int]] = {}
        for at, one in enumerate(self.sentences):
            for piece in one.pieces:
                self._by_piece.setdefault(piece, set()).add(at)

    def has(self, passage: str) -> bool:
        """Tell whether the words of ``passage`` stand here as they are."""
        letters = _letters(passage)
        return bool(letters) and letters in self._letters

    def find(self, sentence: _Sentence) -> _Sentence | None:
        """Return the sentence here that ``sentence`` is, perhaps edited."""
        shared: dict[int, int] = {}
        for piece in sentence.pieces:
            for at in self._by_piece.get(piece, ()):
                shared[at] = shared.get(at, 0) + 1
        best = max(shared, key=lambda at: (shared[at], -at), default=None)
        if best is None:
            return None
        found = self.sentences[best]
        # of the shorter: editors cut sentences in two and join them
        return found if shared[best] >= _ALIKE * min(len(sentence.pieces), len(found.pieces)) else None


def is_copy(first: str, second: str) -> bool:
    """Tell whether two similar texts are one, edited: headline, dateline and ending may differ, numbers hardly."""
    one, other = Passages(first), Passages(second)
    pairs = [(sentence, other.find(sentence)) for sentence in one.sentences]
    back = [(sentence, one.find(sentence)) for sentence in other.sentences]
    told = [(a.numbers, b.numbers) for a, b in pairs if b and a.numbers and b.numbers]
    odd = sum(not (set(a) <= set(b) or set(b) <= set(a)) for a, b in told)
    covered = max(_covered(pairs), _covered(back))
    leads = min(_covered(pairs, _LEAD), _covered(back, _LEAD))
    return covered >= _COVERED and leads >= _LEAD_COVERED and odd <= _ODD * len(told)


def _covered(pairs: list[tuple[_Sentence, _Sentence | None]], limit: int = _MAX_CHARS) -> float:
    """Return the share of the first ``limit`` letters whose sentences were found."""
    total = found = 0
    for sentence, partner in pairs:
        if total >= limit:
            break
        size = min(len(sentence.letters) + sum(char >= _DENSE for char in sentence.letters), limit - total)
        total += size
        found += size if partner else 0
    return found / total if total else 0.0


def _sentence(text: str) -> _Sentence:
    letters = _letters(text)
    numbers = tuple(re.sub(r"[.,]", "", number) for number in _NUMBER.findall(text))
    return _Sentence(letters, frozenset(_pieces(letters)), numbers)


def _letters(text: str) -> str:
    return "".join(char for char in normalise(text).casefold() if char.isalnum())


def _pieces(letters: str) -> set[str]:
    return {letters[at : at + _PIECE] for at in range(max(1, len(letters) - _PIECE + 1))}


@lru_cache(maxsize=1024)
def _numbers(sign: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{_PERMUTATIONS}I", sign)
