"""Lines of a stream of any size, each held in memory only up to a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Line", "lines"]

_CHUNK = 1_000_000


class Line(NamedTuple):
    """One line: its number from 1, its bytes with the line end, and its length.

    Where the length is over the limit, the bytes are those before it, and the rest was passed over.
    """

    number: int
    data: bytes
    length: int


def lines(stream: BinaryIO, *, limit: int) -> Iterator[Line]:
    """Yield the lines of ``stream``; memory stays within ``limit`` bytes and a chunk."""
    number = 0
    while data := stream.readline(limit + 2):
        number += 1
        length = len(data)
        if length > limit + 1 and not data.endswith(b"\n"):
            while more := stream.readline(_CHUNK):
                length += len(more)
                if more.endswith(b"\n"):
                    break
        yield Line(number, data, length)
