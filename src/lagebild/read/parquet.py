"""Reads Parquet files: one document a row, a small batch at a time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from lagebild.errors import InputError
from lagebild.read import rows
from lagebild.read.need import need

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lagebild.read.given import Given
    from lagebild.read.source import Source
    from lagebild.records import Document

__all__ = ["read_parquet"]

_BATCH = 64
_FAULTS = (OSError, ValueError, TypeError, LookupError, NotImplementedError, OverflowError, MemoryError, AttributeError)


def read_parquet(source: Source, given: Given) -> Iterator[Document | InputError]:
    """Yield the document of every row, or the error that kept it from being read (row named).

    Text columns stay dictionary-coded until a row is wanted, so that a small file cannot grow to a large one.

    Raises:
        InputError: if the file is damaged or has no column that can be the text.
    """
    pq = need("pyarrow.parquet", extra="files", what="Parquet files", where=source.name)
    file = source.stream if source.stream.seekable() else io.BytesIO(source.data(given.settings))
    try:
        names = pq.ParquetFile(file).schema_arrow.names
        fields = rows.columns(names, where=source.name)
        file.seek(0)
        table = pq.ParquetFile(file, read_dictionary=list(fields.values()))
        number = 0
        for batch in table.iter_batches(batch_size=_BATCH, columns=list(fields.values())):
            for at in range(batch.num_rows):
                number += 1
                row = {field: batch.column(name)[at].as_py() for field, name in fields.items()}
                yield _document(row, number=number, source=source, given=given)
    except (*_FAULTS, need("pyarrow", extra="files", what="Parquet files").ArrowException) as error:
        hint = "write the file again"
        raise InputError(f"the Parquet file is damaged: {str(error)[:200]}", where=source.name, hint=hint) from error


def _document(row: Mapping[str, object], *, number: int, source: Source, given: Given) -> Document | InputError:
    where = f"{source.name}, row {number}"
    try:
        return rows.document(row, where=where, source=f"{source.short}:{number}", given=given)
    except InputError as error:
        return error
