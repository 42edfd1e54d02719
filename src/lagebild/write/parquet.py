"""Events as Parquet: the interchange with DuckDB, Polars, Spark and R.

One row an event, with real lists, dates and times, and the event's whole JSON in the last column.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from lagebild import wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lagebild.records import Event

__all__ = ["SCHEMA", "events_parquet"]

_AT_ONCE = 20_000
_TEXTS = pa.list_(pa.string())
SCHEMA = pa.schema([
    ("id", pa.string()), ("dataset", pa.string()), ("start", pa.date32()), ("end", pa.date32()),
    ("type", pa.string()), ("mode", pa.string()), ("cameo", pa.string()), ("quad", pa.string()),
    ("score", pa.float64()), ("status", pa.string()), ("background", pa.bool_()), ("actors", _TEXTS),
    ("actor_countries", _TEXTS), ("recipients", _TEXTS), ("recipient_countries", _TEXTS), ("place", pa.string()),
    ("place_country", pa.string()), ("lat", pa.float64()), ("lon", pa.float64()), ("contexts", _TEXTS),
    ("confidence", pa.float64()), ("mentions", _TEXTS), ("documents", _TEXTS), ("publishers", _TEXTS),
    ("languages", _TEXTS), ("first_reported", pa.timestamp("us", "UTC")),
    ("last_reported", pa.timestamp("us", "UTC")), ("record", pa.string()),
])  # fmt: skip
"""The columns; ``end`` is exclusive, ``record`` is the event as ``lagebild events --json`` prints it."""


def events_parquet(events: Iterable[Event]) -> Iterator[bytes]:
    """Yield the bytes of one Parquet file (zstd)."""
    sink = pa.BufferOutputStream()
    source = iter(events)
    with parquet.ParquetWriter(sink, SCHEMA, compression="zstd") as writer:
        while some := [_row(event) for event in islice(source, _AT_ONCE)]:
            writer.write_table(pa.Table.from_pylist(some, schema=SCHEMA))
    yield sink.getvalue().to_pybytes()


def _row(event: Event) -> dict[str, Any]:
    place = event.place
    row = {name: getattr(event, name) for name in SCHEMA.names if hasattr(event, name)}
    return {
        **row,
        "type": event.type.value,
        "quad": event.quad.value,
        "status": event.status.value,
        "dataset": event.origin.dataset if event.origin else "lagebild",
        "actors": [match.name or match.text for match in event.actors],
        "actor_countries": [match.country for match in event.actors],
        "recipients": [match.name or match.text for match in event.recipients],
        "recipient_countries": [match.country for match in event.recipients],
        "place": place.name if place else None,
        "place_country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "record": wire.dump(event),
    }
