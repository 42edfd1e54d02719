"""Reads DOCX files: paragraphs and tables in order, footnotes at the end under their numbers."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from lagebild.errors import EmptyInputError, InputError, TooLargeError
from lagebild.read.document import build
from lagebild.read.need import need
from lagebild.records import Issue, IssueKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from typing import Any

    from lxml.etree import _Element

    from lagebild.read.given import Given
    from lagebild.read.source import Source
    from lagebild.records import Document

__all__ = ["read_docx"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_MAX_FILES = 5_000
_MAX_XML = 60_000_000  # bytes of one part: a book of a thousand pages has about a tenth of it
_FREE = 1_000_000  # bytes that a part may unpack to before its ratio is looked at
_FAULTS = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, IndexError, AttributeError, AssertionError,
    NotImplementedError, RecursionError, OverflowError, EOFError, OSError, RuntimeError,
)  # fmt: skip


def read_docx(source: Source, given: Given) -> Iterator[Document]:
    """Yield the one document that a DOCX file holds.

    Its date is what is given, else the file's own date of change, with an issue.

    Raises:
        InputError: if it is damaged, holds no text, or unpacks to far more than it should.
    """
    docx = need("docx", extra="files", what="DOCX files", where=source.name)
    etree = need("lxml.etree", extra="files", what="DOCX files", where=source.name)
    data = source.data(given.settings)
    try:
        _check(data, given.settings.max_unpack_ratio, source.name)
        file = docx.Document(io.BytesIO(data))
        text = "\n".join((*_blocks(file.element.body), *_notes(file.part)))
        core = file.core_properties
        title, author, changed = core.title, core.author, core.modified or core.created
    except (*_FAULTS, etree.LxmlError, docx.opc.exceptions.OpcError) as error:
        raise InputError(f"the DOCX file is damaged: {error}", where=source.name, hint="save it again") from error
    if not any(char.isalnum() for char in text):
        raise EmptyInputError("there is no text in it", where=source.name, hint="give a file with text")
    published, issues = _published(given, changed, source.name)
    yield build(
        text,
        published=published,
        source=source.short,
        where=source.name,
        url=given.url or source.url,
        publisher=given.publisher,
        title=given.title or title,
        lang=given.lang,
        authors=tuple(part.strip() for part in (author or "").split(";")),
        retrieved=source.retrieved,
        issues=issues,
        undated=given.undated,
        settings=given.settings,
    )


def _published(
    given: Given, changed: dt.datetime | None, name: str
) -> tuple[str | dt.date | dt.datetime | None, tuple[Issue, ...]]:
    if given.published or changed is None:
        return given.published, ()
    message = f"publication date {changed.date()} taken from the file's date of change"
    return changed, (Issue(kind=IssueKind.DATE_ASSUMED, message=message, where=name),)


def _check(data: bytes, ratio: int, name: str) -> None:
    """Refuse a zip that unpacks to far more than it holds, before anything is unpacked.

    The sizes are those of the zip's own directory; unpacking stops at them.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    packed = max(1, min(len(data), sum(part.compress_size for part in parts)))
    bomb = total > _FREE and total > ratio * packed
    if bomb or len(parts) > _MAX_FILES or any(part.file_size > _MAX_XML for part in parts):
        hint = "save the text alone"
        raise TooLargeError(f"it unpacks to {total:,} bytes in {len(parts)} parts", where=name, hint=hint)


def _blocks(body: _Element) -> Iterator[str]:
    """Yield the paragraphs in order; the cells of a table row stand on one line."""
    for paragraph in body.iter(f"{_W}p"):
        text = "".join(_pieces(paragraph)).strip()
        if text:
            yield text


def _pieces(paragraph: _Element) -> Iterator[str]:
    """Yield the pieces of a paragraph's text; a deleted piece is no text, a note's mark is ``[1]``."""
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            yield node.text or ""
        elif node.tag == f"{_W}tab":
            yield "\t"
        elif node.tag in {f"{_W}br", f"{_W}cr"}:
            yield "\n"
        elif node.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif node.tag == f"{_W}footnoteReference":
            yield f"[{node.get(f'{_W}id', '')}]"


def _notes(part: Any) -> Iterator[str]:  # noqa: ANN401 - the library's
    """Yield the footnotes as lines ``[1] text``."""
    etree = need("lxml.etree", extra="files", what="DOCX files")
    for relation in part.rels.values():
        if relation.reltype == _NOTES and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
            for note in etree.fromstring(relation.target_part.blob, parser).iter(f"{_W}footnote"):
                text = " ".join(_blocks(note))
                if text and note.get(f"{_W}type") is None:
                    yield f"[{note.get(f'{_W}id', '')}] {text}"
