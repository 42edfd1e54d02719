"""Turns rows of a table (CSV, Parquet) into documents: which column is the text, the date, the publisher and so on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from lagebild.errors import InputError
from lagebild.read.document import build

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lagebild.read.given import Given
    from lagebild.records import Document

__all__ = ["columns", "document"]

_NAMES = {
    "text": ("text", "body", "content", "article", "fulltext", "full_text", "story", "abstract", "description"),
    "title": ("title", "headline", "heading"),
    "published": ("published", "date", "pubdate", "pub_date", "published_at", "publishedat", "publication_date",
                  "datetime", "timestamp", "publish_date"),
    "publisher": ("publisher", "source", "outlet", "newspaper", "sitename", "source_name", "publication"),
    "url": ("url", "link", "uri", "source_url"),
    "lang": ("lang", "language"),
    "authors": ("authors", "author", "byline"),
    "id": ("id", "document_id", "doc_id", "article_id"),
}  # fmt: skip


def columns(names: Sequence[str], *, where: str) -> dict[str, str]:
    """Return which column holds which field; names are compared without case, the first that fits is taken.

    Raises:
        InputError: if no column can be the text.
    """
    given = {name.strip().lower(): name for name in reversed(names)}
    found = {field: given[one] for field, all_ in _NAMES.items() for one in reversed(all_) if one in given}
    if "text" not in found:
        shown = ", ".join(name[:40] for name in names[:20]) or "none"
        hint = "name the column with the text 'text'; event data files are read by `lagebild import`"
        raise InputError(f"no column holds the text; the columns are: {shown}", where=where, hint=hint)
    return found


def document(row: Mapping[str, object], *, where: str, source: str, given: Given) -> Document:
    """Return the document of one row (field to value).

    Raises:
        InputError: if it has no text or no date.
    """
    return build(
        _text(row, "text") or "",
        published=_date(row) or given.published,
        source=source,
        where=where,
        url=_text(row, "url") or given.url,
        publisher=_text(row, "publisher") or given.publisher,
        title=_text(row, "title") or given.title,
        lang=_text(row, "lang") or given.lang,
        authors=_authors(row.get("authors")),
        id=_text(row, "id"),
        undated=given.undated,
        settings=given.settings,
    )


def _text(row: Mapping[str, object], field: str) -> str | None:
    value = row.get(field)
    if value is None or value == "":
        return None
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _date(row: Mapping[str, object]) -> str | dt.date | None:
    value = row.get("published")
    return value if isinstance(value, dt.date) else _text(row, "published")


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value if one)
    return tuple(part.strip() for part in str(value or "").split(";") if part.strip())
