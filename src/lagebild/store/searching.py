"""Search for words in documents and in the sentences of mentions, in all scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.records import Hit
from lagebild.spans import Span
from lagebild.store import folding, rows
from lagebild.store.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Searching"]

_AROUND = 100  # characters shown on either side of what was found
_DOCUMENTS = (
    "SELECT d.key, NULL, d.title, p.name, d.published, d.language, d.text, 0"
    " FROM (SELECT rowid FROM search_document WHERE search_document MATCH ? ORDER BY rowid DESC LIMIT ?) s"
    " JOIN document d ON d.id = s.rowid LEFT JOIN code p ON p.id = d.publisher ORDER BY d.id DESC"
)
_QUOTES = (
    "SELECT d.key, m.key, d.title, p.name, d.published, d.language, coalesce(m.edited, m.record), 1"
    " FROM (SELECT rowid FROM search_quote WHERE search_quote MATCH ? ORDER BY rowid DESC) s"
    " JOIN mention m ON m.id = s.rowid AND m.ended IS NULL AND m.rejected = 0"
    " JOIN document d ON d.id = m.document LEFT JOIN code p ON p.id = d.publisher LIMIT ?"
)


class Searching(Writing):
    """Finds words."""

    def search(self, words: str, *, quotes: bool = False, limit: int = 20) -> Iterator[Hit]:
        """Yield where all of ``words`` stand, what was added last first.

        Args:
            words: words, and "words in quotes" that must stand together; a star ends a beginning of a word.
                Accents and capitals play no part. Two characters of Chinese, Japanese or Korean are enough.
                Where whole words are found nowhere, longer words that begin with them are.
            quotes: search the sentences that mentions rest on, not the documents.
            limit: at most so many.
        """
        expression = folding.match(words)
        if not expression:
            return
        sql = _QUOTES if quotes else _DOCUMENTS
        found = list(self._rows(sql, (expression, limit)))
        if not found:  # as whole words nowhere: then as beginnings of words
            found = list(self._rows(sql, (folding.match(words, widen=True), limit)))
        yield from (_hit(row, words) for row in found)


def _hit(row: tuple[str, ...], words: str) -> Hit:
    document, mention, title, publisher, published, language, text, is_mention = row
    if int(is_mention):
        evidence = rows.mention_of(text).evidence
        text, span = evidence.quote, evidence.span
    else:
        start, end = folding.find(text, words)
        span = Span(max(0, start - _AROUND), min(len(text), end + _AROUND))
        text = span.of(text)
    return Hit(
        document=document,
        mention=mention,
        title=title,
        publisher=publisher,
        published=rows.moment(int(published)),
        language=language,
        text=text,
        span=span,
    )
