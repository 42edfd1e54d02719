"""What the tests of the readers share."""

from __future__ import annotations

from pathlib import Path

from lagebild.errors import InputError
from lagebild.read import Given, read
from lagebild.records import Document

CORPUS = Path(__file__).parents[2] / "fuzz" / "corpus"


def read_all(path: Path | str, **given: object) -> tuple[list[Document], list[InputError]]:
    """Return the documents and the errors of one file."""
    items = list(read(path, Given(**given)))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, Document)], [i for i in items if isinstance(i, InputError)]
