"""The JSON form of records, both ways: field names as they stand, spans as ``[start, end]``, ISO dates.

This is the form that interfaces promise to keep; ``as_json`` of a mention is one line of ``lagebild code``.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

__all__ = ["as_json", "dump", "load", "parse", "revive"]

Record = TypeVar("Record")

_ENCODER = msgspec.json.Encoder()


def as_json(record: object) -> Any:  # noqa: ANN401 - JSON is dynamically typed
    """Return ``record`` (or a list or dict of records) as plain JSON values."""
    return msgspec.to_builtins(record)


def dump(record: object) -> str:
    """Return ``record`` as one line of JSON."""
    return _ENCODER.encode(record).decode()


def parse(text: str) -> Any:  # noqa: ANN401 - JSON is dynamically typed
    """Return ``text`` as plain JSON values, and as it is where it is no JSON."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def load(line: str | bytes, kind: type[Record]) -> Record:
    """Read one record of ``kind`` from a line of JSON.

    Raises:
        msgspec.ValidationError: if a field is missing or of another type; the message names the field.
        msgspec.DecodeError: if the line is not JSON.
    """
    return msgspec.json.decode(line, type=kind)


def revive(value: object, kind: type[Record]) -> Record:
    """Turn plain JSON values back into a record of ``kind``; errors as :func:`load`."""
    return msgspec.convert(value, type=kind)
