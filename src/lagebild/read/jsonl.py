"""Reads JSON lines: one document a line, ``{"id"?, "text", "title"?, "lang"?, "published"?, "publisher"?, "url"?}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from lagebild.errors import InputError, TooLargeError
from lagebild.read.document import build
from lagebild.read.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lagebild.read.given import Given
    from lagebild.records import Document

__all__ = ["read_jsonl", "read_line"]


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


def read_jsonl(path: Path, data: bytes, given: Given) -> Iterator[Document | InputError]:
    """Yield the document of every line, or the error that kept it from being read (file and line named)."""
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            where = f"{path}, line {number}"
            try:
                yield read_line(line, where=where, source=f"{path.name}:{number}", given=given)
            except InputError as error:
                yield error


def read_line(line: bytes, *, where: str, source: str, given: Given) -> Document:
    """Return the document that one line holds.

    Raises:
        InputError: if the line is too long, no JSON object, or lacks a text or a date.
    """
    limit = given.settings.max_line_bytes
    if len(line) > limit:
        hint = "raise max_line_bytes in lagebild.toml, or split the document"
        raise TooLargeError(f"the line has {len(line):,} bytes, the limit is {limit:,}", where=where, hint=hint)
    try:
        one = _DECODER.decode(decode(line, where=where))
    except (msgspec.DecodeError, RecursionError) as error:
        hint = 'each line must be an object such as {"text": "…", "published": "2024-04-10"}'
        raise InputError(str(error), where=where, hint=hint) from error
    try:
        return build(
            one.text,
            published=one.published or one.date or given.published,
            source=source,
            url=one.url or given.url,
            publisher=one.publisher or given.publisher,
            title=one.title or given.title,
            lang=one.lang or one.language or given.lang,
            authors=one.authors,
            id=str(one.id) if one.id is not None else None,
            undated=given.undated,
            settings=given.settings,
        )
    except InputError as error:
        error.where = where
        raise
