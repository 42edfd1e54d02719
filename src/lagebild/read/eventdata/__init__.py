"""Event-data files in: one reader a data set, in :data:`EVENT_READERS`; batches of columns out.

To add a data set, write a reader of the same shape and name it here; :func:`recognise` tells which one a file is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.errors import InputError, UnknownFormatError
from lagebild.read.eventdata import gdelt, icews, polecat
from lagebild.read.eventdata.acled import read_acled
from lagebild.read.eventdata.columns import header_of
from lagebild.read.eventdata.gdelt import read_gdelt
from lagebild.read.eventdata.icews import read_icews
from lagebild.read.eventdata.mid import read_mid
from lagebild.read.eventdata.polecat import read_polecat
from lagebild.read.eventdata.ucdp import read_ucdp, read_ucdp_candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lagebild.records import EventBatch

__all__ = ["EVENT_READERS", "recognise"]

EVENT_READERS: dict[str, Callable[[Path], Iterator[EventBatch]]] = {
    "acled": read_acled,
    "gdelt": read_gdelt,
    "icews": read_icews,
    "mid": read_mid,
    "polecat": read_polecat,
    "ucdp": read_ucdp,
    "ucdp_candidate": read_ucdp_candidate,
}

_HEADERS = {
    "icews": icews.COLUMNS[:12],
    "polecat": polecat.COLUMNS[:5],
    "ucdp": ("id", "type_of_violence", "side_a", "side_b", "date_start"),
    "acled": ("event_id_cnty", "event_date", "sub_event_type"),
    "mid": ("ccode", "dispnum", "styear"),
}


def recognise(path: Path) -> str:
    """Return the name of the data set that a file is of, by its first line.

    Candidate files of UCDP are told from the yearly ones by the name, ``GEDEvent_v24_0_3.csv`` for 24.0.3.

    Raises:
        InputError: if there is no such file or it cannot be read.
        UnknownFormatError: if it is none that is known.
    """
    if not path.is_file():
        raise InputError("there is no such file", where=str(path), hint="check the name")
    line = header_of(path)
    for name, columns in _HEADERS.items():
        cells = {cell.strip().strip('"') for cell in line.replace("\t", ",").split(",")}
        if set(columns) <= cells:
            return "ucdp_candidate" if name == "ucdp" and "_0_" in path.name else name
    if line.count("\t") == len(gdelt.COLUMNS) - 1 and line.split("\t")[0].isdigit():
        return "gdelt"
    hint = f"known are {', '.join(EVENT_READERS)}; name one with --dataset"
    raise UnknownFormatError("no data set that is known", where=str(path), hint=hint)
