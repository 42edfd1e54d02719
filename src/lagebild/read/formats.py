"""Tells the format of an input: by what its first bytes are, and only then by the ending of its name."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from lagebild.errors import InputError, UnknownFormatError
from lagebild.read.source import stem_of

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["choose", "signature"]

_BLANK = b"\xef\xbb\xbf \t\r\n\f\v\0"
_JSON_LINE = re.compile(rb"\{\s*[\"}]")
_JSON_ARRAY = re.compile(rb"\[\s*\{\s*\"")
_COMMENTS = re.compile(rb"(?:\s|<\?[^>]{0,2000}>|<!--.{0,4000}?-->)*", re.DOTALL)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|(?:\w+:)?feed|rdf:RDF)[\s>]")
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+(?:rss|feed|rdf)", re.IGNORECASE)

_BINARY = {".pdf": "a PDF file", ".docx": "a DOCX file", ".parquet": "a Parquet file", ".warc": "a WARC archive"}
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint file", "save it as DOCX or PDF"),
    (b"{\\rtf", "an RTF file", "save it as DOCX or PDF"),
    (b"PK\x03\x04", "a zip archive or an office file other than DOCX", "unpack it, or save it as DOCX or PDF"),
    (b"PK\x05\x06", "an empty zip archive", "give the files themselves"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"BZh", "a bzip2 file", "unpack it, or pack it with gzip or zstd"),
    (b"\xfd7zXZ", "an xz file", "unpack it, or pack it with gzip or zstd"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"\x89PNG", "a picture", "give its text"),
    (b"\xff\xd8\xff", "a picture", "give its text"),
    (b"GIF8", "a picture", "give its text"),
    (b"\x7fELF", "a program", "give a text"),
    (b"SQLite format 3\0", "an SQLite database", "name it with --workspace if it is one of ours"),
)


def signature(head: bytes) -> str | None:
    """Return the ending that files with these first bytes should have, if the bytes tell."""
    if head.startswith(b"PK\x03\x04"):
        return ".docx" if b"word/" in head or b"[Content_Types].xml" in head[:200] else None
    text = head.lstrip(_BLANK)
    if text.startswith(b"<"):
        return _markup(text)
    signs = {
        ".pdf": b"%PDF-" in head[:1024],
        ".parquet": head.startswith(b"PAR1"),
        ".warc": head.startswith(b"WARC/"),
        ".jsonl": _JSON_LINE.match(text),
        ".json": _JSON_ARRAY.match(text),
    }
    return next((ending for ending, found in signs.items() if found), None)


def _markup(text: bytes) -> str | None:
    start = _COMMENTS.match(text, 0, 16_000)
    text = text[start.end() if start else 0 :]
    if _FEED.match(text) or _DOCTYPE.match(text):
        return ".xml"
    return ".html" if _HTML.match(text) else None


def choose(name: str, head: bytes, known: Collection[str]) -> str:
    """Return the ending whose reader takes the input.

    What the bytes say goes before what the name says, but a ``.json`` file stays one when it looks like lines.

    Args:
        known: the endings that are read.

    Raises:
        UnknownFormatError: if neither the bytes nor the name tell, or tell of a format that is not read.
        InputError: if the name tells of a binary format and the bytes of none.
    """
    ending = PurePath(stem_of(name)).suffix.lower()
    found = signature(head)
    if found is not None:
        return ending if (found, ending) in {(".jsonl", ".json"), (".html", ".htm")} else found
    for magic, what, hint in _REFUSED:
        if head.startswith(magic):
            raise UnknownFormatError(f"this is {what}", where=name, hint=hint)
    if ending in _BINARY:
        raise InputError(f"it is named like {_BINARY[ending]} but is none", where=name, hint="fetch the file again")
    if ending in known:
        return ending
    if not ending or name == "-" or "://" in name:
        return ".jsonl" if name == "-" and head.lstrip(_BLANK).startswith(b"{") else ".txt"
    hint = f"files that can be read end in {', '.join(known)}"
    raise UnknownFormatError(f"no reader for '{ending}' files", where=name, hint=hint)
