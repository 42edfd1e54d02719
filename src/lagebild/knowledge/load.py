"""Reads the data files beside it: TOML and TSV, cached, with errors that name file, line and fix."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from lagebild.errors import KnowledgeError

__all__ = ["ROOT", "languages", "rows", "toml"]

ROOT = Path(__file__).parent


@cache
def toml(name: str) -> dict[str, Any]:
    """Return the TOML file ``name`` (a path below ``knowledge/``, such as ``languages/de/status.toml``).

    Raises:
        KnowledgeError: if it is missing or malformed.
    """
    try:
        return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise KnowledgeError("the file is missing", where=name, hint="reinstall lagebild") from error
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(str(error), where=name, hint="mend the TOML at that line") from error


@cache
def rows(name: str, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """Return the rows of the TSV file ``name``: a header line, then one row a line; ``#`` starts a comment line.

    Args:
        name: path below ``knowledge/``.
        columns: the columns that the header must hold, in any order.

    Raises:
        KnowledgeError: if the file is missing, a column is missing, or a row has another number of cells.
    """
    path = ROOT / name
    if not path.is_file():
        raise KnowledgeError("the file is missing", where=name, hint="reinstall lagebild")
    found: list[dict[str, str]] = []
    header: list[str] = []
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for number, cells in enumerate(reader, 1):
            if not cells or cells[0].startswith("#"):
                continue
            if not header:
                header = cells
                _check_header(name, number, header, columns)
            elif len(cells) != len(header):
                message = f"line {number} has {len(cells)} cells, the header has {len(header)}"
                raise KnowledgeError(message, where=name, hint="separate cells by one tab each")
            else:
                found.append(dict(zip(header, cells, strict=True)))
    return tuple(found)


def _check_header(name: str, number: int, header: list[str], columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in header]
    if missing:
        message = f"line {number} lacks the column(s) {', '.join(missing)}"
        raise KnowledgeError(message, where=name, hint=f"the header must hold {', '.join(columns)}")


def languages(file: str = "language.toml") -> tuple[str, ...]:
    """Return the codes of the languages whose folder holds ``file``, sorted."""
    folders = (ROOT / "languages").iterdir()
    return tuple(sorted(f.name for f in folders if not f.name.startswith("_") and (f / file).is_file()))
