"""Reads CSV and TSV files with a header: one document a row."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from lagebild.errors import EmptyInputError, InputError, TooLargeError
from lagebild.read import rows
from lagebild.read.lines import lines
from lagebild.read.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lagebild.read.given import Given
    from lagebild.read.source import Source
    from lagebild.records import Document

__all__ = ["read_csv"]

_SEPARATORS = ",;\t|"
_MAX_COLUMNS = 2_000


def read_csv(source: Source, given: Given) -> Iterator[Document | InputError]:
    """Yield the document of every row, or the error that kept it from being read (file and line named).

    Fields are separated by what separates the header: comma, semicolon, tab or bar. Quoted fields may hold
    line breaks.

    Raises:
        InputError: if the header names no column that can be the text.
    """
    text = _Text(source, given)
    header = next(text, "")
    separator = max(_SEPARATORS, key=header.count)
    names = next(csv.reader([header], delimiter=separator), [])[:_MAX_COLUMNS]
    fields = rows.columns(names, where=source.name)
    places = {field: names.index(name) for field, name in fields.items()}
    csv.field_size_limit(max(csv.field_size_limit(), given.settings.max_line_bytes))
    reader = csv.reader(text, delimiter=separator)
    done = False
    while not done:
        start = text.number + 1
        where = f"{source.name}, line {start}"
        try:
            cells = next(reader)
            if cells:
                row = {field: cells[at] for field, at in places.items() if at < len(cells)}
                yield rows.document(row, where=where, source=f"{source.short}:{start}", given=given)
        except StopIteration:
            done = True
        except csv.Error as error:
            hint = "is a quotation mark missing? Long texts are better given as JSON lines"
            yield InputError(str(error), where=where, hint=hint)
        except InputError as error:
            yield error
        yield from text.taken_faults()
    if text.number <= 1:
        hint = "give a file with rows"
        raise EmptyInputError("there is no row under the header", where=source.name, hint=hint)


class _Text:
    """The lines that are text, one after the other; the errors of the others are kept to be taken."""

    def __init__(self, source: Source, given: Given) -> None:
        self.number = 0
        self._name = source.name
        self._limit = given.settings.max_line_bytes
        self._lines = lines(source.stream, limit=self._limit)
        self._faults: list[InputError] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            self.number = line.number
            where = f"{self._name}, line {line.number}"
            if line.length > self._limit + 1:
                hint = "raise max_line_bytes in lagebild.toml, or split the document"
                message = f"the line has {line.length:,} bytes, the limit is {self._limit:,}"
                self._faults.append(TooLargeError(message, where=where, hint=hint))
                continue
            try:
                text = decode(line.data, where=self._name, first_line=line.number)
                return text.replace("\r\n", "\n").replace("\r", " ")
            except InputError as error:
                self._faults.append(error)
        raise StopIteration

    def taken_faults(self) -> list[InputError]:
        """Return the errors since the last call."""
        faults, self._faults = self._faults, []
        return faults
