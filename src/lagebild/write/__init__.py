"""Records in, files out: one writer a format.

To add a format, write a function of the same shape and name it here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.write.brief_html import brief_html
from lagebild.write.brief_md import brief_markdown
from lagebild.write.ftm import events_ftm
from lagebild.write.geojson import events_geojson
from lagebild.write.parquet import events_parquet
from lagebild.write.plover_json import events_plover
from lagebild.write.shapes import events_gdelt, events_icews, events_polecat
from lagebild.write.stix import events_stix
from lagebild.write.tables import events_csv, events_jsonl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lagebild.records import Brief, Document, Event

__all__ = ["BINARY_WRITERS", "BRIEF_WRITERS", "WRITERS", "brief_html", "brief_markdown", "events_csv", "events_jsonl"]

WRITERS: dict[str, Callable[[Iterable[Event]], Iterator[str]]] = {
    "jsonl": events_jsonl,
    "csv": events_csv,
    "plover": events_plover,
    "icews": events_icews,
    "gdelt": events_gdelt,
    "polecat": events_polecat,
    "geojson": events_geojson,
    "stix": events_stix,
    "ftm": events_ftm,
}
"""Formats of events: each yields the text of the file piece by piece."""

BINARY_WRITERS: dict[str, Callable[[Iterable[Event]], Iterator[bytes]]] = {"parquet": events_parquet}
"""Formats of events that are no text: each yields the bytes of the file."""

BRIEF_WRITERS: dict[str, Callable[[Brief, Mapping[str, Document]], str]] = {
    "md": brief_markdown,
    "html": brief_html,
}
"""Formats of briefs: each takes the brief and the cited documents by id."""
