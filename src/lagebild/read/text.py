"""Reads a plain text file as one document."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from lagebild.errors import EncodingError, InputError
from lagebild.read.document import build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lagebild.read.given import Given
    from lagebild.read.source import Source
    from lagebild.records import Document

__all__ = ["decode", "decode_start", "read_text"]

_CHUNK = 1_000_000


def decode(data: bytes, *, where: str, first_line: int = 1) -> str:
    """Return ``data`` (UTF-8, with or without byte order mark) as text.

    Raises:
        InputError: if it is binary data.
        EncodingError: if it is no UTF-8; the message names the line and the way out.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_text(data, error.start, where, first_line) from error


def decode_start(data: bytes, *, chars: int, where: str) -> tuple[str, int]:
    """Return the first ``chars`` characters, and how many there are in all; errors as :func:`decode`.

    All bytes are checked, but only what is returned is held as text.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    kept: list[str] = []
    count = 0
    for start in range(0, len(data), _CHUNK):
        try:
            piece = decoder.decode(data[start : start + _CHUNK], final=start + _CHUNK >= len(data))
        except UnicodeDecodeError as error:
            at = start + _CHUNK - len(error.object) + error.start if start else error.start
            raise _no_text(data, max(0, min(at, len(data))), where) from error
        if count < chars:
            kept.append(piece[: chars - count])
        count += len(piece)
    return "".join(kept), count


def _no_text(data: bytes, at: int, where: str, first_line: int = 1) -> InputError:
    if b"\0" in data[:4096]:
        return InputError("this is binary data, not text", where=where, hint="give text, HTML, PDF, DOCX or JSON lines")
    line = data[:at].count(b"\n") + first_line
    message = f"line {line}: the bytes are not UTF-8 text"
    return EncodingError(message, where=where, hint="convert it first, e.g. iconv -f WINDOWS-1252 -t UTF-8")


def read_text(source: Source, given: Given) -> Iterator[Document]:
    """Yield the one document that a text file holds; what is ``given`` (date, publisher …) describes it."""
    settings = given.settings
    text, length = decode_start(source.data(settings), chars=settings.max_text_chars + 1, where=source.name)
    yield build(
        text,
        published=given.published,
        source=source.short,
        where=source.name,
        url=given.url or source.url,
        publisher=given.publisher,
        title=given.title,
        lang=given.lang,
        retrieved=source.retrieved,
        undated=given.undated,
        length=length,
        settings=settings,
    )
