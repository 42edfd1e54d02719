"""Copies of one text: which document is another one printed again, and where to look for such.

Copies are looked for among what was published around the same time: the numbers of a text's fingerprint stand in a
table by the week, so that the part of it that is in use stays small however many documents there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lagebild.records import Copy
from lagebild.store import rows
from lagebild.store.corrections import Corrections

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from lagebild.records import Document, Fingerprint

__all__ = ["Copies"]

_WEEK = 7 * 86_400 * 1_000_000  # microseconds
_AT_ONCE = 500
_COPIES = (
    "SELECT d.key, o.key, p.name, d.published, d.title, json_extract(d.record, '$.url') FROM document d"
    " JOIN document o ON o.id = d.original LEFT JOIN code p ON p.id = d.publisher WHERE"
)


class Copies(Corrections):
    """Keeps fingerprints and copies."""

    def alike(self, fingerprint: Fingerprint, published: dt.datetime) -> Iterator[tuple[str, bytes]]:
        """Yield (document, signature) of what may be the same text, published in the same or a neighbouring week."""
        week = rows.micros(published) // _WEEK
        marks = ", ".join("?" * len(fingerprint.bands))
        sql = (
            "SELECT key, signature FROM document WHERE signature IS NOT NULL AND id IN"
            f" (SELECT document FROM alike WHERE week IN (?, ?, ?) AND band IN ({marks})) ORDER BY id"
        )
        for key, signature in self._rows(sql, (week - 1, week, week + 1, *fingerprint.bands)):
            yield key, cast("bytes", signature)

    def put_fingerprint(self, document: str, fingerprint: Fingerprint, original: str | None) -> None:
        """Keep the fingerprint of a document, and which other one it is a copy of; call inside ``writing``."""
        run = self._connection.execute
        number, published = run("SELECT id, published FROM document WHERE key = ?", (document,)).fetchone()
        run(
            "UPDATE document SET signature = ?, original = (SELECT ifnull(original, id) FROM document WHERE key = ?)"
            " WHERE id = ?",
            (fingerprint.signature, original, number),
        )
        self._connection.executemany(
            "INSERT INTO alike VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [(published // _WEEK, band, number) for band in fingerprint.bands],
        )

    def has_fingerprint(self, document: str) -> bool:
        """Tell whether the document's fingerprint is kept; those of before version 3 of the schema have none."""
        return self._number("SELECT signature IS NOT NULL FROM document WHERE key = ?", (document,)) == 1

    def original(self, document: str) -> str | None:
        """Return the id of the document that this one is a copy of, ``None`` if it is none."""
        sql = "SELECT o.key FROM document d JOIN document o ON o.id = d.original WHERE d.key = ?"
        found = self._first(sql, (document,))
        return found[0] if found else None

    def copies(self, documents: Iterable[str]) -> Iterator[Copy]:
        """Yield the copies of documents, earliest published first."""
        keys = list(dict.fromkeys(documents))
        for first in range(0, len(keys), _AT_ONCE):
            some = keys[first : first + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            for row in self._rows(f"{_COPIES} o.key IN ({marks}) ORDER BY d.published, d.key", some):
                yield _copy(row)

    def is_copy(self, doc: Document) -> Copy | None:
        """Return what is known of a document that is a copy, ``None`` if it is none."""
        found = self._first(f"{_COPIES} d.key = ?", (doc.id,))
        return _copy(found) if found else None


def _copy(row: tuple[str, ...]) -> Copy:
    document, original, publisher, published, title, url = row
    return Copy(
        document=document,
        original=original,
        publisher=publisher,
        published=rows.moment(int(published)),
        title=title,
        url=url,
    )
