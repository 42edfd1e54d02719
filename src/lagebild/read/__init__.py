"""Bytes, files, folders and addresses in; documents out.

One reader a format, in :data:`READERS`; to add a format, write a function of the same shape, name its endings
here and tell its first bytes in :mod:`lagebild.read.formats`. A reader yields documents and, for single records
that cannot be read, the error instead of the document, so that one bad line loses nothing but itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from lagebild.errors import EmptyInputError, InputError
from lagebild.read.archives import read_warc
from lagebild.read.document import build, parse_date
from lagebild.read.feeds import read_feed
from lagebild.read.fetch import Fetcher
from lagebild.read.formats import choose
from lagebild.read.given import Given
from lagebild.read.jsonl import read_json, read_jsonl
from lagebild.read.pages import read_page
from lagebild.read.parquet import read_parquet
from lagebild.read.pdf import read_pdf
from lagebild.read.source import Source, from_bytes, opened, stem_of
from lagebild.read.tables import read_csv
from lagebild.read.text import read_text
from lagebild.read.word import read_docx
from lagebild.records import Document

if TYPE_CHECKING:
    from lagebild.settings import Settings

__all__ = ["READERS", "Given", "Reader", "Source", "build", "find_files", "parse_date", "read"]

Reader = Callable[[Source, Given], Iterator[Document | InputError]]

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".xml": read_feed,
    ".rss": read_feed,
    ".atom": read_feed,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
    ".warc": read_warc,
    ".pdf": read_pdf,
    ".docx": read_docx,
}

_URL = re.compile(r"^(https?):/{1,2}(?=[^/])", re.IGNORECASE)


def find_files(paths: Iterable[Path | str]) -> list[Path | str]:
    """Return what to read: files as named, folders searched for known endings, in sorted order.

    Addresses (``https://…``) and ``-`` are returned as they are; give addresses as text, for a path would swallow
    some of their slashes. A folder inside a folder that cannot be opened is
    returned too: reading it tells why.

    Raises:
        InputError: if a path does not exist or a folder holds nothing that can be read.
    """
    found: list[Path | str] = []
    for given in paths:
        if str(given) == "-" or _url(given):
            found.append(given)
            continue
        path = Path(given)
        if path.is_dir():
            inside = sorted(_inside(path))
            if not inside:
                hint = f"files that can be read end in {', '.join(READERS)}"
                raise EmptyInputError("nothing in this folder can be read", where=str(path), hint=hint)
            found += inside
        elif os.path.lexists(path):
            found.append(path)
        else:
            raise InputError("there is no such file", where=str(path), hint="check the name")
    return found


def _inside(folder: Path) -> Iterator[Path]:
    refused: list[Path] = []
    for where, _, names in os.walk(folder, onerror=lambda error: refused.append(Path(error.filename))):
        for name in names:
            if Path(stem_of(name)).suffix.lower() in READERS:
                yield Path(where, name)
    yield from refused


def read(path: Path | str, given: Given, *, fetcher: Fetcher | None = None) -> Iterator[Document | InputError]:
    """Yield the documents of one file or address (``-`` is standard input); its format is told by its bytes.

    What cannot be read at all yields one error.

    Args:
        fetcher: fetches addresses; one with the limits of the settings where not given.
    """
    try:
        with ExitStack() as stack:
            url = _url(path)
            file = None if url else opened(Path(path), given.settings)
            source = stack.enter_context(file) if file else _fetched(str(url), given, fetcher)
            ending = choose(source.name, source.head, READERS)
            for item in READERS[ending](source, given):
                yield _light(item) if isinstance(item, InputError) else item
    except InputError as error:
        yield _light(error)


def _light(error: InputError) -> InputError:
    """Return the error without the traces that hold on to what was being read: there may be a million of them."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _url(path: Path | str) -> str | None:
    """Return the address that ``path`` is, mending the slashes that paths swallow; ``None`` if it is none."""
    text = str(path)
    return _URL.sub(lambda match: f"{match.group(1).lower()}://", text) if _URL.match(text) else None


@lru_cache(maxsize=1)
def _fetcher(settings: Settings) -> Fetcher:
    """Return the one fetcher for the settings: it remembers whom it asked when."""
    return Fetcher(settings)


def _fetched(url: str, given: Given, fetcher: Fetcher | None) -> Source:
    answer = (fetcher or _fetcher(given.settings)).get(url)
    return from_bytes(
        answer.body,
        name=url,
        settings=given.settings,
        url=answer.url,
        retrieved=answer.retrieved,
        charset=answer.charset,
    )
