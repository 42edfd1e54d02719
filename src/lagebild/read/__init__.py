"""Bytes, files and folders in; documents out.

One reader a format, in :data:`READERS`; to add a format, write a function of the same shape and name its
endings here. A reader yields documents and, for single records that cannot be read, the error instead of
the document, so that one bad line loses nothing but itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lagebild.errors import EmptyInputError, InputError, TooLargeError, UnknownFormatError
from lagebild.read.document import build, parse_date
from lagebild.read.given import Given
from lagebild.read.jsonl import read_jsonl
from lagebild.read.text import read_text
from lagebild.records import Document

__all__ = ["READERS", "Given", "Reader", "build", "find_files", "parse_date", "read"]

Reader = Callable[[Path, bytes, Given], Iterator[Document | InputError]]

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
}


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read: files as named, folders searched for known endings, in sorted order.

    Raises:
        InputError: if a path does not exist or a folder holds nothing that can be read.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READERS)
            if not inside:
                hint = f"files that can be read end in {', '.join(READERS)}"
                raise EmptyInputError("nothing in this folder can be read", where=str(path), hint=hint)
            found += inside
        elif path.exists() or str(path) == "-":
            found.append(path)
        else:
            raise InputError("there is no such file", where=str(path), hint="check the name")
    return found


def read(path: Path, given: Given) -> Iterator[Document | InputError]:
    """Yield the documents of one file (``-`` is standard input, taken as JSON lines if it looks like it).

    A file that cannot be read at all yields one error.
    """
    try:
        data = _bytes(path, given)
        yield from _reader(path, data)(path, data, given)
    except InputError as error:
        yield error


def _bytes(path: Path, given: Given) -> bytes:
    limit = given.settings.max_file_bytes
    hint = "raise max_file_bytes in lagebild.toml, or split the file"
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with path.open("rb") as file:
                data = file.read(limit + 1)
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}", where=str(path), hint="check its rights") from error
    if len(data) > limit:
        raise TooLargeError(f"over the limit of {limit:,} bytes", where=str(path), hint=hint)
    if not data.strip():
        raise EmptyInputError("the file is empty", where=str(path), hint="give a file with text")
    return data


def _reader(path: Path, data: bytes) -> Reader:
    if str(path) == "-":
        return read_jsonl if data.lstrip().startswith(b"{") else read_text
    try:
        return READERS[path.suffix.lower()]
    except KeyError:
        hint = f"files that can be read end in {', '.join(READERS)}"
        raise UnknownFormatError(f"no reader for '{path.suffix}' files", where=str(path), hint=hint) from None
