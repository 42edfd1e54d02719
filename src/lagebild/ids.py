"""Stable identifiers: hashes of what makes a thing itself, so that the same input gives the same id."""

from __future__ import annotations

import hashlib
import unicodedata

__all__ = ["document_id", "event_id", "mention_id", "normalise", "stable_id"]

_LENGTH = 16


def stable_id(kind: str, *parts: object) -> str:
    """Return ``kind-`` and sixteen hexadecimal digits (64 bits) of BLAKE2b over ``parts``.

    Parts are joined by a separator that no part can contain, so that ("a", "bc") and ("ab", "c") differ.
    Among a hundred million ids the chance of a single collision is under 0.03 %; the store
    refuses a colliding row rather than overwriting it.
    """
    joined = "\x1f".join(str(part).replace("\x1f", " ") for part in parts)
    digest = hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=_LENGTH // 2)
    return f"{kind}-{digest.hexdigest()}"


def normalise(text: str) -> str:
    """Return ``text`` as compared for identity: NFC, each run of white space one blank, no ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def document_id(source: str, text: str) -> str:
    """Return the id of a document: its source (URL, else publisher) and its normalised text."""
    return stable_id("d", source, normalise(text))


def mention_id(document: str, start: int, end: int, event_type: str, key: str = "") -> str:
    """Return the id of a mention: document, trigger span [start, end), type, and a key that parts twins."""
    return stable_id("m", document, start, end, event_type, key)


def event_id(first_mention: str) -> str:
    """Return the id of an event: that of the mention that first reported it."""
    return stable_id("e", first_mention)
