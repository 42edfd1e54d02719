"""Coverage-guided fuzzing of the readers (atheris): ``python fuzz/readers.py FORMAT [libFuzzer options]``.

FORMAT is one of :data:`TARGETS`. Inputs to start from lie in ``fuzz/corpus/FORMAT``; what made a reader fail once
is kept in ``tests/read/crashes/FORMAT`` and tested ever after. ``make fuzz`` runs every format for a while.

A run fails when a reader raises anything but InputError, yields a document whose spans do not fit its text, or
takes over two seconds of processor time. Memory is bounded by libFuzzer's ``-rss_limit_mb``.
"""

from __future__ import annotations

import contextlib
import functools
import io
import logging
import sys
import time
import zipfile
from pathlib import Path

import atheris

HERE = Path(__file__).parent
WATCHED = {"docx": ["lagebild.read", "docx"]}
TARGETS = ("text", "jsonl", "json", "csv", "html", "feed", "parquet", "warc", "pdf", "docx", "packed", "any")
ENDINGS = {"text": ".txt", "feed": ".xml"}
LIBRARIES = {  # loaded before the first run, so that it is not charged for it
    "html": ("trafilatura", "htmldate", "lxml.html"),
    "feed": ("lxml.etree", "lxml.html"),
    "parquet": ("pyarrow.parquet",),
    "warc": ("fastwarc.warc", "trafilatura", "htmldate", "lxml.html"),
    "pdf": ("pypdfium2",),
    "docx": ("docx", "lxml.etree"),
    "packed": ("zstandard",),
}
LIBRARIES["any"] = tuple(module for modules in LIBRARIES.values() for module in modules)
MAX_SECONDS = 2.0

name = sys.argv[1] if len(sys.argv) > 1 else ""
if name not in TARGETS:
    sys.exit(f"usage: python fuzz/readers.py {'|'.join(TARGETS)} [libFuzzer options]")

with atheris.instrument_imports(include=WATCHED.get(name, ["lagebild.read"])):
    from lagebild.errors import InputError
    from lagebild.read import READERS, Given
    from lagebild.read.formats import choose
    from lagebild.read.source import from_bytes

from lagebild import wire
from lagebild.read.need import need
from lagebild.records import Document
from lagebild.settings import Settings

logging.disable(logging.CRITICAL)
for module in LIBRARIES.get(name, ()):
    need(module, extra="web,files", what="The readers")

GIVEN = Given(published="2024-04-10", lang=None if name == "text" else "en", settings=Settings(max_line_bytes=200_000))
WRAP = b"""<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%b</w:body></w:document>"""


def check(doc: Document) -> None:
    """Fail if the spans of a document do not fit its text, or it cannot be written as JSON and read back."""
    end = 0
    for span in doc.body:
        assert end <= span.start < span.end <= len(doc.text), span
        end = span.end
    for credit in doc.credits:
        assert credit.span.of(doc.text) == credit.text, credit
    for note in doc.footnotes:
        assert note.text in note.span.of(doc.text), note
        assert all(note.marker in ref.of(doc.text) or ref.of(doc.text) for ref in note.refs), note
    assert wire.load(wire.dump(doc), Document) == doc


@functools.cache
def template() -> dict[str, bytes]:
    """Return the parts of a small DOCX file."""
    with zipfile.ZipFile(HERE / "corpus" / "docx" / "small.docx") as archive:
        return {part: archive.read(part) for part in archive.namelist()}


def word(data: bytes) -> bytes:
    """Return a DOCX file with ``data`` as its body: mutations of the zip itself seldom get so far."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for part, content in template().items():
            new.writestr(part, WRAP % data if part == "word/document.xml" else content)
    return made.getvalue()


def run(data: bytes) -> None:
    """Read one input and check what comes of it."""
    if name == "docx" and not data.startswith(b"PK"):
        data = word(data)
    start = time.process_time()
    try:
        source = from_bytes(data, name="input", settings=GIVEN.settings)
        ending = ENDINGS.get(name, f".{name}")
        if name in {"packed", "any"}:
            ending = choose("input", source.head, READERS)
        for item in READERS[ending](source, GIVEN):
            if isinstance(item, Document):
                check(item)
            else:
                assert isinstance(item, InputError), item
                assert str(item)
    except InputError as error:
        assert str(error)
    assert time.process_time() - start < MAX_SECONDS, "too slow"


if __name__ == "__main__":
    for seed in sorted((HERE / "corpus" / name).glob("*")):  # warms up what is loaded at first use
        with contextlib.suppress(AssertionError):
            run(seed.read_bytes())
    atheris.Setup([sys.argv[0], *sys.argv[2:]], run)
    atheris.Fuzz()
