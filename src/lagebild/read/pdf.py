"""Reads PDF files: the text of all pages, lines joined into paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lagebild.errors import EmptyInputError, InputError
from lagebild.read.document import build
from lagebild.read.need import need
from lagebild.records import Issue, IssueKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lagebild.read.given import Given
    from lagebild.read.source import Source
    from lagebild.records import Document

__all__ = ["read_pdf", "unwrap"]

_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:([+-])(\d\d)'?(\d\d)?|Z)?")
_ENDS = frozenset(".!?:…。！？»”“\"')]）」』")
_PARTED = re.compile(r"[\ufffe\x02]\s*(?=(\w))")  # the library's mark for a hyphen at the end of a line
_PAGE_NUMBER = re.compile(r"^\W{0,3}(?:\w{1,8} )?\d{1,4}(?: ?(?:/|of|von|de|из) ?\d{1,4})?\W{0,3}$")
_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError, UnicodeError)


def read_pdf(source: Source, given: Given) -> Iterator[Document]:
    """Yield the one document that a PDF holds.

    Its date is what is given, else the file's own date of creation, with an issue.

    Raises:
        InputError: if it is damaged, locked by a password, or holds pictures of text only.
    """
    pdfium = need("pypdfium2", extra="files", what="PDF files", where=source.name)
    data = source.data(given.settings)
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = "assword" in str(error)
        message = "the PDF is locked by a password" if locked else f"the PDF is damaged: {error}"
        hint = "save it without the password" if locked else "fetch it again"
        raise InputError(message, where=source.name, hint=hint) from error
    try:
        text, issues = _text(pdf, given, source.name)
        meta: dict[str, str] = pdf.get_metadata_dict()
    except (pdfium.PdfiumError, *_FAULTS) as error:
        raise InputError(f"the PDF is damaged: {error}", where=source.name, hint="fetch it again") from error
    finally:
        pdf.close()
    if not any(char.isalnum() for char in text):
        hint = "it holds pictures of pages: run a text recognition first"
        raise EmptyInputError("there is no text in this PDF", where=source.name, hint=hint)
    made = _made(meta.get("CreationDate", "")) if not given.published else None
    if made:
        message = f"publication date {made} taken from the file's date of creation"
        issues = (*issues, Issue(kind=IssueKind.DATE_ASSUMED, message=message, where=source.name))
    yield build(
        text,
        published=given.published or made,
        source=source.short,
        where=source.name,
        url=given.url or source.url,
        publisher=given.publisher,
        title=given.title or meta.get("Title"),
        lang=given.lang,
        authors=tuple(part.strip() for part in (meta.get("Author") or "").split(";")),
        retrieved=source.retrieved,
        issues=issues,
        undated=given.undated,
        settings=given.settings,
    )


def _text(pdf: Any, given: Given, name: str) -> tuple[str, tuple[Issue, ...]]:  # noqa: ANN401 - the library's
    """Return the text of all pages; pages that are damaged are passed over with an issue."""
    pages: list[str] = []
    count = len(pdf)
    length = 0
    for number in range(min(count, given.settings.max_pages)):
        page = pdf[number]
        text_page = page.get_textpage()
        pages.append(unwrap(text_page.get_text_range(errors="replace")))
        text_page.close()
        page.close()
        length += len(pages[-1])
        if length > given.settings.max_text_chars:
            break
    text = "\n\n".join(page for page in pages if page)
    if len(pages) == count:
        return text, ()
    message = f"cut after {len(pages)} of {count} pages"
    return text, (Issue(kind=IssueKind.TRUNCATED, message=message, where=name),)


def unwrap(text: str) -> str:
    """Join the lines of a page into paragraphs, and words parted at the end of a line.

    A line goes on in the next one when it is about as long as the longest lines of the page and ends in no
    mark that ends a sentence.
    """
    text = _PARTED.sub(lambda match: "" if match.group(1).islower() else "-", text)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    if len(lines) > 1 and _PAGE_NUMBER.match(lines[-1]):
        lines.pop()
    longest = sorted(map(len, lines))[-max(1, len(lines) // 10)] if lines else 0
    joined: list[str] = []
    open_ = False  # whether the last line goes on
    for line in lines:
        if not line:
            open_ = False
            continue
        if open_ and joined[-1].endswith("-") and joined[-1][-2:-1].isalpha():
            joined[-1] = (joined[-1][:-1] if line[0].islower() else joined[-1]) + line
        elif open_:
            joined[-1] += " " + line
        else:
            joined.append(line)
        open_ = line[-1] not in _ENDS and (len(line) >= 0.7 * longest or line.endswith("-"))
    return "\n".join(joined)


def _made(text: str) -> str | None:
    """Return PDF's own form of a date (D:20240410065300+09'00') as ISO 8601."""
    match = _DATE.match(text.strip())
    if not match:
        return None
    year, month, day, hour, minute, _, sign, zone, rest = match.groups()
    date = f"{year}-{month}-{day}"
    if not hour:
        return date
    return f"{date}T{hour}:{minute}:00" + (f"{sign}{zone}:{rest or '00'}" if sign else "+00:00")
