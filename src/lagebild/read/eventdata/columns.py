"""The engine of event-data readers: delimited text to columns, and each distinct group of cells read once.

A data set says in a :class:`Layout` which of its columns make an actor, a recipient, a coding, a place, and
how a group of cells is read; the work for a row is then a look-up.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import json
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from lagebild.errors import InputError, UnknownFormatError
from lagebild.records import Coding, EventBatch, EventType, Fit, Quad, Side, Spot, TimePrecision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from lagebild.records import ActorMatch, PlaceMatch

__all__ = ["Cells", "Layout", "When", "header_of", "open_bytes", "read_table"]

Cells = dict[str, str]
"""A group of cells by column, without the missing ones."""

Kept = tuple[tuple[str, str], ...]
"""The same cells as they stand, without the empty ones: what is written again."""

_BLOCK = 32 << 20  # bytes of text a batch
_BAD_DAY = "no readable date"
_WIDE = 1 << 62
_DIGITS = 18  # of a whole number that is kept as one
Value = TypeVar("Value")


class When(NamedTuple):
    """The days of an event: first day since 1970, days covered, days until the data set knew it, precision."""

    day: int
    length: int = 1
    lag: int = 0
    precision: TimePrecision = TimePrecision.DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the rows of a data set are read.

    ``columns`` are in the order of the files. ``read_coding`` returns why a row is left out, where it is.
    What is named in no field goes into the rest; ``derived`` columns follow from others and are not kept.
    ``nulls`` are the cells that mean nothing.
    """

    dataset: str
    columns: tuple[str, ...]
    id: str
    dates: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    coding: tuple[str, ...]
    place: tuple[str, ...]
    read_when: Callable[[Cells], When | None]
    read_actors: Callable[[Cells], tuple[ActorMatch, ...]]
    read_recipients: Callable[[Cells], tuple[ActorMatch, ...]]
    read_coding: Callable[[Cells], Coding | str]
    read_place: Callable[[Cells], PlaceMatch | None]
    publisher: str | None = None
    lat: str | None = None
    lon: str | None = None
    story: str | None = None
    sentence: str | None = None
    url: str | None = None
    delimiter: str = "\t"
    quoted: bool = False
    header: bool = True
    derived: frozenset[str] = frozenset()
    nulls: frozenset[str] = frozenset({"", "NA"})

    def rest(self) -> tuple[str, ...]:
        """Return the columns that have no place of their own."""
        single = {self.id, self.publisher, self.story, self.sentence, self.url, self.lat, self.lon, *self.dates[:1]}
        grouped = {*self.actors, *self.recipients, *self.coding, *self.place}
        return tuple(name for name in self.columns if name not in single | grouped | self.derived)


def open_bytes(path: Path) -> Any:  # noqa: ANN401 - three kinds of stream
    """Open a file, or the one file inside a ``.gz`` or ``.zip``, for reading.

    Raises:
        InputError: if it cannot be opened, or the archive holds another number of files than one.
    """
    try:
        if path.suffix.lower() == ".gz":
            return gzip.open(path, "rb")
        if path.suffix.lower() == ".zip":
            archive = zipfile.ZipFile(path)
            if len(archive.namelist()) != 1:
                raise InputError("the archive must hold one file", where=str(path), hint="unpack it")
            return archive.open(archive.namelist()[0])
        return path.open("rb")
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"cannot be opened: {error}", where=str(path), hint="check the file") from error


def header_of(path: Path) -> str:
    """Return the first line of a file as text, without a byte order mark; at most 100,000 bytes."""
    try:
        with open_bytes(path) as file:
            line: bytes = file.readline(100_000)
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(f"cannot be read: {error}", where=str(path), hint="check the file") from error
    return line.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace").rstrip("\r\n")


def read_table(path: Path, layout: Layout) -> Iterator[EventBatch]:
    """Yield the rows of a delimited file in batches.

    Rows with another number of cells, without a date, or with a code of no meaning are left out and counted.

    Raises:
        InputError: if the file cannot be read.
        UnknownFormatError: if a column that is needed is missing.
    """
    names = _names(path, layout)
    bad: Counter[str] = Counter()
    makers = _Makers(layout)
    try:
        with open_bytes(path) as stream, _open(stream, names, layout, bad) as reader:
            for batch in reader:
                yield makers.batch(batch, bad)
                bad.clear()
    except pa.ArrowInvalid as error:
        raise InputError(str(error).split("\n")[0][:300], where=str(path), hint="check the file") from error
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(f"cannot be read: {error}", where=str(path), hint="check the file") from error


def _names(path: Path, layout: Layout) -> list[str]:
    if not layout.header:
        return list(layout.columns)
    line = header_of(path)
    cells = next(csv.reader([line], delimiter=layout.delimiter), []) if layout.quoted else line.split(layout.delimiter)
    names = [cell.strip() for cell in cells]
    needed = [layout.id, *layout.dates[:1]]
    missing = [name for name in needed if name not in names]
    if missing:
        message = f"the header lacks {', '.join(missing)}"
        raise UnknownFormatError(message, where=str(path), hint=f"is this a file of {layout.dataset}?")
    return names


def _open(stream: Any, names: list[str], layout: Layout, bad: Counter[str]) -> Any:  # noqa: ANN401 - Arrow has no types
    def skip(_: object) -> str:
        bad["another number of cells than columns"] += 1
        return "skip"

    return arrow_csv.open_csv(
        pa.PythonFile(stream, mode="r"),
        read_options=arrow_csv.ReadOptions(
            column_names=names, block_size=_BLOCK, skip_rows=1 if layout.header else 0, use_threads=True
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=layout.delimiter,
            quote_char='"' if layout.quoted else False,
            newlines_in_values=layout.quoted,
            invalid_row_handler=skip,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.binary()), strings_can_be_null=False, check_utf8=False
        ),
    )


class _Group(Generic[Value]):
    """Reads a group of columns: each distinct combination of cells once in the life of a reader."""

    def __init__(self, columns: tuple[str, ...], nulls: frozenset[str], read: Callable[[Cells, Kept], Value]) -> None:
        self._columns = columns
        self._nulls = nulls
        self._read = read
        self._known: dict[tuple[bytes, ...], Value] = {}

    def of(self, batch: Any) -> tuple[list[Value], NDArray[np.int64]]:  # noqa: ANN401 - Arrow has no types
        """Return the distinct values of the batch and, for each row, its place among them."""
        there = [name for name in self._columns if name in batch.schema.names]
        if not there:
            return [self._value((), there)], np.zeros(batch.num_rows, dtype=np.int64)
        key, size = np.zeros(batch.num_rows, dtype=np.int64), 1
        encoded = [batch.column(name).dictionary_encode() for name in there]
        for one in encoded:
            width = len(one.dictionary) + 1
            if size * width >= _WIDE:
                _, key = _distinct(key)
                size = len(key) + 1
            key = key * width + one.indices.to_numpy(zero_copy_only=False)
            size *= width
        first, inverse = _distinct(key)
        rows = zip(
            *(one.dictionary.take(one.indices.take(pa.array(first))).to_pylist() for one in encoded), strict=True
        )
        return [self._value(cells, there) for cells in rows], inverse

    def _value(self, cells: tuple[bytes, ...], names: list[str]) -> Value:
        found = self._known.get(cells)
        if found is None:
            texts = [(name, cell.decode("utf-8", "replace")) for name, cell in zip(names, cells, strict=True)]
            meant = {name: text.strip() for name, text in texts if text.strip() not in self._nulls}
            found = self._known[cells] = self._read(meant, tuple((name, text) for name, text in texts if text))
        return found


def _distinct(key: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each distinct key stands first, and for each row the place of its key among these."""
    encoded = pa.array(key).dictionary_encode()
    inverse = np.asarray(encoded.indices, dtype=np.int64)
    first = np.zeros(len(encoded.dictionary), dtype=np.int64)
    first[inverse[::-1]] = np.arange(len(key) - 1, -1, -1)
    return first, inverse


class _Makers:
    """Makes batches of one file; equal groups of cells become one object."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        one = layout
        self._when = _Group(one.dates, one.nulls, lambda c, _: one.read_when(c))
        self._actors = _Group(one.actors, one.nulls, lambda c, k: Side(parties=one.read_actors(c), columns=k))
        self._recipients = _Group(
            one.recipients, one.nulls, lambda c, k: Side(parties=one.read_recipients(c), columns=k)
        )
        self._coding = _Group(one.coding, one.nulls, lambda c, k: _with(one.read_coding(c), k))
        self._place = _Group(one.place, one.nulls, lambda c, k: Spot(place=one.read_place(c), columns=k))
        self._publisher = _Group((one.publisher or "",), one.nulls, lambda c, _: next(iter(c.values()), ""))

    def batch(self, batch: Any, bad: Counter[str]) -> EventBatch:  # noqa: ANN401 - Arrow has no types
        """Return the rows of an Arrow batch that can be read."""
        whens, when = self._when.of(batch)
        codings, coding = self._coding.of(batch)
        good = np.asarray([one is not None for one in whens])[when]
        bad[_BAD_DAY] += int(np.count_nonzero(~good))
        meant = np.asarray([isinstance(one, Coding) for one in codings])[coding]
        for at, number in zip(*np.unique(coding[good & ~meant], return_counts=True), strict=True):
            bad[str(codings[at])] += int(number)
        good &= meant
        ids = _numbers_or_texts(batch, self._layout.id)
        keep: Any = slice(None)
        if not good.all():
            batch = batch.filter(pa.array(good))
            ids = ids[good]
            keep = good
        return self._columns(batch, ids, (whens, when[keep]), (codings, coding[keep]), +bad)

    def _columns(
        self,
        batch: Any,  # noqa: ANN401 - Arrow has no types
        ids: NDArray[Any],
        when: tuple[list[When | None], NDArray[np.int64]],
        coding: tuple[list[Coding | str], NDArray[np.int64]],
        bad: Counter[str],
    ) -> EventBatch:
        one = self._layout
        actors, actor = self._actors.of(batch)
        recipients, recipient = self._recipients.of(batch)
        spots, spot = self._place.of(batch)
        publishers, publisher = self._publisher.of(batch)
        days = [found or When(0) for found in when[0]]
        fine = all(found.precision is TimePrecision.DAY for found in days)
        none = np.asarray([not found.columns for found in spots])
        return EventBatch(
            dataset=one.dataset,
            ids=ids,  # type: ignore[arg-type]  # arrays are sequences to those who index them
            days=_of(days, when[1], 0),
            lengths=_of(days, when[1], 1),
            lags=_of(days, when[1], 2),
            precisions=None if fine else [days[at].precision for at in when[1].tolist()],
            sides=[*actors, *recipients],
            codings=[found if isinstance(found, Coding) else _UNUSED for found in coding[0]],
            spots=spots,
            publishers=publishers,
            actors=actor,  # type: ignore[arg-type]
            recipients=recipient + len(actors),  # type: ignore[arg-type]
            coding=coding[1],  # type: ignore[arg-type]
            spot=np.where(none[spot], -1, spot),  # type: ignore[arg-type]
            publisher=np.where(np.asarray([not p for p in publishers])[publisher], -1, publisher),  # type: ignore[arg-type]
            stories=_numbers_or_texts(batch, one.story) if one.story else None,  # type: ignore[arg-type]
            sentences=_numbers_or_texts(batch, one.sentence) if one.sentence else None,  # type: ignore[arg-type]
            urls=_texts(batch, one.url, one.nulls) if one.url else None,
            lats=_degrees(batch, one.lat) if one.lat else None,
            lons=_degrees(batch, one.lon) if one.lon else None,
            rest=_rest(batch, one),
            skipped=tuple(bad.items()),
        )


_UNUSED = Coding(
    type=EventType.CONSULT, mode=None, cameo=None, quad=Quad.VERBAL_COOPERATION, score=0.0, contexts=(),
    casualties=(), fit=Fit.NONE, columns=(),
)  # fmt: skip


def _of(whens: list[When], at: NDArray[np.int64], place: int) -> Any:  # noqa: ANN401 - an array used as a sequence
    return np.asarray([when[place] for when in whens], dtype=np.int64)[at]


def _with(found: Coding | str, kept: Kept) -> Coding | str:
    return replace(found, columns=kept) if isinstance(found, Coding) else found


def _numbers_or_texts(batch: Any, name: str) -> NDArray[Any]:  # noqa: ANN401 - Arrow has no types
    """Return a column as integers where all cells are such (without leading zeros), else as text."""
    if name not in batch.schema.names:
        return np.full(batch.num_rows, None, dtype=object)
    column = batch.column(name)
    plain = pc.match_substring_regex(column, r"^(0|[1-9][0-9]{0,17})$")
    if pc.all(plain).as_py():
        return np.asarray(column.cast(pa.string()).cast(pa.int64()))
    texts = (cell.decode("utf-8", "replace") for cell in column.to_pylist())
    return np.asarray([int(t) if _is_number(t) else t for t in texts], dtype=object)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS and (text == "0" or text[0] != "0")


def _texts(batch: Any, name: str, nulls: frozenset[str]) -> list[str | None]:  # noqa: ANN401 - Arrow has no types
    if name not in batch.schema.names:
        return [None] * batch.num_rows
    found = (cell.decode("utf-8", "replace").strip() for cell in batch.column(name).to_pylist())
    return [None if text in nulls else text for text in found]


def _degrees(batch: Any, name: str) -> list[float | None] | None:  # noqa: ANN401 - Arrow has no types
    """Return a column of degrees; what is no number is none."""
    if name not in batch.schema.names:
        return None
    text = batch.column(name).cast(pa.string())
    number = pc.match_substring_regex(text, r"^-?[0-9]{1,3}(\.[0-9]+)?$")
    found: list[float | None] = pc.if_else(number, text, None).cast(pa.float64()).to_pylist()
    return found


def _rest(batch: Any, layout: Layout) -> list[str | None] | None:  # noqa: ANN401 - Arrow has no types
    names = [name for name in layout.rest() if name in batch.schema.names]
    # columns that newer editions of a data set have added are kept too
    names += [name for name in batch.schema.names if name not in layout.columns]
    if not names:
        return None
    columns = [_texts(batch, name, layout.nulls) for name in names]
    rows = ({n: cell for n, cell in zip(names, row, strict=True) if cell} for row in zip(*columns, strict=True))
    return [json.dumps(row, ensure_ascii=False) if row else None for row in rows]
