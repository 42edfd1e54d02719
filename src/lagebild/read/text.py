"""Reads a plain text file as one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.errors import EncodingError, InputError
from lagebild.read.document import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lagebild.read.given import Given
    from lagebild.records import Document

__all__ = ["decode", "read_text"]

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(data: bytes, *, where: str) -> str:
    """Return ``data`` as text: by its byte order mark, else as UTF-8.

    Raises:
        EncodingError: if it is not; the message names the byte and the way out.
    """
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8-sig")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data[:4096]:
            raise InputError("this is binary data, not text", where=where, hint="give text or JSON lines") from error
        line = data[: error.start].count(b"\n") + 1
        message = f"line {line}: the bytes are not UTF-8 text"
        hint = "convert it first, e.g. iconv -f WINDOWS-1252 -t UTF-8"
        raise EncodingError(message, where=where, hint=hint) from error


def read_text(path: Path, data: bytes, given: Given) -> Iterator[Document]:
    """Yield the one document that a text file holds; what is ``given`` (date, publisher …) describes it."""
    yield build(
        decode(data, where=str(path)),
        published=given.published,
        source=path.name,
        url=given.url,
        publisher=given.publisher,
        title=given.title,
        lang=given.lang,
        undated=given.undated,
        settings=given.settings,
    )
