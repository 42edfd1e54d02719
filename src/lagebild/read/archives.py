"""Reads WARC archives: every page or text that was fetched becomes a document with its address."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from lagebild.errors import EmptyInputError, InputError
from lagebild.read.document import build
from lagebild.read.formats import signature
from lagebild.read.need import need
from lagebild.read.pages import page
from lagebild.read.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, BinaryIO

    from lagebild.read.given import Given
    from lagebild.read.source import Source
    from lagebild.records import Document

__all__ = ["read_warc"]

_MAX_BYTES = 10_000_000  # of one record
_CHUNK = 65_536
_OK = 200
_FAULTS = (OSError, EOFError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


def read_warc(source: Source, given: Given) -> Iterator[Document | InputError]:
    """Yield a document for every record that is a page or a text, or the error that kept it from being one.

    Pictures, scripts, redirects and error pages are passed over. A page that says no date of its own goes by
    what is given, else by the day it was fetched, with an issue.

    Raises:
        InputError: if the archive is damaged; what stands before the damage is kept.
    """
    warc = need("fastwarc.warc", extra="files", what="WARC archives", where=source.name)
    kinds = warc.WarcRecordType.response | warc.WarcRecordType.resource | warc.WarcRecordType.conversion
    number = found = 0
    try:
        for record in warc.ArchiveIterator(
            _Forward(source.stream), record_types=kinds, parse_http=True, auto_decode="all"
        ):
            number += 1
            where = f"{source.name}, record {number}"
            for one in _read(record, where, f"{source.short}:{number}", given):
                found += 1
                yield one
    except (*_FAULTS, need("fastwarc.stream_io", extra="files", what="WARC archives").StreamError) as error:
        hint = "fetch the archive again"
        raise InputError(
            f"the archive is damaged: {error}", where=f"{source.name}, record {number}", hint=hint
        ) from error
    if not found:
        hint = "only pages and texts are read, with status 200"
        raise EmptyInputError("there is no page or text in this archive", where=source.name, hint=hint)


class _Forward:
    """A stream that knows where it stands and can go forward: what the library asks of one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int) -> None:
        if offset < self._at:
            raise OSError("it stands further on already")
        while self._at < offset and self.read(min(_CHUNK, offset - self._at)):
            pass

    def close(self) -> None:
        """Leave closing to who opened it."""


def _read(record: Any, where: str, short: str, given: Given) -> Iterator[Document | InputError]:  # noqa: ANN401 - the library's
    if record.is_http and record.http_headers is not None and record.http_headers.status_code != _OK:
        return
    kind = (record.http_content_type if record.is_http else record.headers.get("Content-Type", "")) or ""
    if not kind.startswith(("text/", "application/xhtml")):
        return
    data = record.reader.read(_MAX_BYTES + 1)
    try:
        yield _document(data, kind=kind, record=record, where=where, short=short, given=given)
    except InputError as error:
        yield error


def _document(data: bytes, *, kind: str, record: Any, where: str, short: str, given: Given) -> Document:  # noqa: ANN401
    url = record.headers.get("WARC-Target-URI") or None
    retrieved = _moment(record.headers.get("WARC-Date"))
    if given.undated is None and given.published is None and retrieved is not None:
        given = replace(given, undated=retrieved.date())
    if "html" in kind or signature(data[:65_536]) == ".html":
        charset = record.http_charset if record.is_http else None
        return page(data, given=given, name=where, short=short, url=url, charset=charset, retrieved=retrieved)
    return build(
        decode(data, where=where),
        published=given.published,
        source=short,
        where=where,
        url=url,
        publisher=given.publisher,
        title=given.title,
        lang=given.lang,
        retrieved=retrieved,
        undated=given.undated,
        settings=given.settings,
    )


def _moment(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text or "").astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
