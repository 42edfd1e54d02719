"""Reads JSON lines: one document a line, ``{"id"?, "text", "title"?, "lang"?, "published"?, "publisher"?, "url"?}``.

A ``.json`` file may also hold one such object, or an array of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from lagebild.errors import InputError, TooLargeError
from lagebild.read.document import build
from lagebild.read.lines import lines
from lagebild.read.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lagebild.read.given import Given
    from lagebild.read.source import Source
    from lagebild.records import Document

__all__ = ["read_json", "read_jsonl", "read_line"]

_HINT = 'each line must be an object such as {"text": "…", "published": "2024-04-10"}'


class _Line(msgspec.Struct):
    """The fields that are read; others are passed over, ``date`` and ``language`` are taken as synonyms."""

    text: str
    id: str | int | None = None
    title: str | None = None
    lang: str | None = None
    language: str | None = None
    published: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()


_DECODER = msgspec.json.Decoder(_Line)
_MANY = msgspec.json.Decoder(list[msgspec.Raw])
_RAW = msgspec.json.Decoder(msgspec.Raw)


def read_jsonl(source: Source, given: Given) -> Iterator[Document | InputError]:
    """Yield the document of every line, or the error that kept it from being read (file and line named)."""
    limit = given.settings.max_line_bytes
    for line in lines(source.stream, limit=limit):
        where = f"{source.name}, line {line.number}"
        if line.length > limit + 1:
            hint = "raise max_line_bytes in lagebild.toml, or split the document"
            yield TooLargeError(f"the line has {line.length:,} bytes, the limit is {limit:,}", where=where, hint=hint)
        elif line.data.strip():
            yield from _one(line.data, where=where, source=f"{source.short}:{line.number}", given=given)


def read_json(source: Source, given: Given) -> Iterator[Document | InputError]:
    """Yield the documents of an array, of one object, or of lines of objects."""
    if not source.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        first = source.head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0]
        if _is_json(first):
            yield from read_jsonl(source, given)
        else:
            data = source.data(given.settings)
            yield from _one(data, where=source.name, source=source.short, given=given)
        return
    data = decode(source.data(given.settings), where=source.name).encode()
    try:
        records = _MANY.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        hint = 'the file must be an array of objects such as {"text": "…", "published": "2024-04-10"}'
        raise InputError(str(error), where=source.name, hint=hint) from error
    for number, record in enumerate(records, 1):
        where = f"{source.name}, record {number}"
        yield from _one(bytes(record), where=where, source=f"{source.short}:{number}", given=given)


def _is_json(data: bytes) -> bool:
    try:
        _RAW.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _one(line: bytes, *, where: str, source: str, given: Given) -> Iterator[Document | InputError]:
    try:
        yield read_line(line, where=where, source=source, given=given)
    except InputError as error:
        yield error


def read_line(line: bytes, *, where: str, source: str, given: Given) -> Document:
    """Return the document that one line holds.

    Raises:
        InputError: if it is no JSON object, or lacks a text or a date.
    """
    try:
        one = _DECODER.decode(decode(line, where=where))
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(str(error), where=where, hint=_HINT) from error
    return build(
        one.text,
        published=one.published or one.date or given.published,
        source=source,
        where=where,
        url=one.url or given.url,
        publisher=one.publisher or given.publisher,
        title=one.title or given.title,
        lang=one.lang or one.language or given.lang,
        authors=one.authors,
        id=str(one.id) if one.id is not None else None,
        undated=given.undated,
        settings=given.settings,
    )
