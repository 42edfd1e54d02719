"""Militarized Interstate Disputes 5.0: incidents by participant (midip) or disputes by participant (midb).

Palmer and others, "The MID5 Dataset, 2011-2014", Conflict Management and Peace Science 39(4), 2022. One event is
made for each participant that did something, towards all participants of the other side; -9 is "missing".
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import io
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from lagebild.errors import InputError, UnknownFormatError
from lagebild.knowledge import crosswalk
from lagebild.read.eventdata import parts
from lagebild.read.eventdata.columns import open_bytes
from lagebild.records import EventBatch, Side, TimePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lagebild.records import Coding

__all__ = ["read_mid"]

Row = dict[str, str]


class _Shape(NamedTuple):
    """Where things stand: the column that keeps rows of one event together, the sides, the action."""

    group: str
    side: str
    action: str


_SHAPES = (_Shape("incidnum", "insidea", "action"), _Shape("dispnum", "sidea", "hiact"))


def read_mid(path: Path) -> Iterator[EventBatch]:
    """Yield the events of a midip or midb file, in one batch.

    Raises:
        InputError: if the file cannot be read.
        UnknownFormatError: if it is neither of the two.
    """
    try:
        with open_bytes(path) as file:
            text = file.read().decode("utf-8-sig", "replace")
    except (OSError, EOFError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from error
    rows = list(csv.DictReader(io.StringIO(text)))
    names = set(rows[0]) if rows else set()
    shape = next((one for one in _SHAPES if {*one, "ccode", "styear"} <= names), None)
    if shape is None:
        hint = "import midip (incidents by participant) or midb (disputes by participant); the others name no parties"
        raise UnknownFormatError("no file of MID 5.0 with participants", where=str(path), hint=hint)
    yield _batch(rows, shape)


def _batch(rows: list[Row], shape: _Shape) -> EventBatch:
    ids: list[str] = []
    whens: list[tuple[int, int, TimePrecision]] = []
    sides: list[Side] = []
    codings: list[Coding] = []
    skipped: Counter[str] = Counter()
    for key, group in groupby(rows, key=lambda row: row[shape.group]):
        members = list(group)
        for row in members:
            found, when = crosswalk.reading("mid", row[shape.action]), _when(row)
            if found is None or when is None:
                skipped["no action of its own" if found is None else "no readable date"] += 1
                continue
            others = [one for one in members if one[shape.side] != row[shape.side]]
            ids.append(
                f"{key}-{row['ccode']}-{len(ids)}" if f"{key}-{row['ccode']}" in ids[-40:] else f"{key}-{row['ccode']}"
            )
            whens.append(when)
            sides += [_side([row], "actor"), _side(others, "recipient")]
            codings.append(_coded(found, row))
    number = len(ids)
    return EventBatch(
        dataset="mid",
        ids=ids,
        days=[when[0] for when in whens],
        lengths=[when[1] for when in whens],
        lags=[when[1] - 1 for when in whens],
        precisions=[when[2] for when in whens],
        sides=sides,
        codings=codings,
        spots=(),
        publishers=(),
        actors=range(0, 2 * number, 2),
        recipients=range(1, 2 * number, 2),
        coding=range(number),
        spot=[-1] * number,
        publisher=[-1] * number,
        skipped=tuple(skipped.items()),
    )


def _coded(found: crosswalk.Reading, row: Row) -> Coding:
    made = parts.coding(found)
    return type(made)(**{
        name: getattr(made, name) for name in made.__slots__ if name != "columns"
    }, columns=tuple((name, cell) for name, cell in row.items() if name not in {"stabb", "ccode"}))  # fmt: skip


def _side(rows: list[Row], role: str) -> Side:
    parties = tuple(
        parts.party(
            row["stabb"], country=crosswalk.country_of_cow(int(row["ccode"]), int(row["styear"])), sectors=("MIL",)
        )
        for row in rows
    )
    return Side(parties=parties, columns=((f"{role}s", " ".join(row["ccode"] for row in rows)),))


def _when(row: Row) -> tuple[int, int, TimePrecision] | None:
    """Return first day, days covered and precision; a missing day stands for its whole month."""
    try:
        start = _day(row["styear"], row["stmon"], row["stday"], last=False)
        end = _day(row["endyear"], row["endmon"], row["endday"], last=True)
    except ValueError:
        return None
    length = (end - start).days + 1
    if length < 1:
        return None
    whole = int(row["stday"]) < 1 or int(row["endday"]) < 1
    precision = TimePrecision.MONTH if whole else TimePrecision.DAY if length == 1 else TimePrecision.INTERVAL
    return start.toordinal() - dt.date(1970, 1, 1).toordinal(), length, precision


def _day(year: str, month: str, day: str, *, last: bool) -> dt.date:
    number = int(day)
    if number < 1:
        number = calendar.monthrange(int(year), int(month))[1] if last else 1
    return dt.date(int(year), int(month), number)
