"""What readers of event data share: parties, codings, places and days from cells."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from lagebild.knowledge import plover
from lagebild.records import ActorMatch, Casualty, CasualtyKind, Coding, PlaceMatch, PlacePrecision
from lagebild.spans import Span

if TYPE_CHECKING:
    from lagebild.knowledge.crosswalk import Reading

__all__ = ["NOWHERE", "coding", "day_number", "killed", "party", "place"]

NOWHERE = Span(0, 0)
"""The span of what stands in no text of ours."""

_EPOCH = dt.date(1970, 1, 1).toordinal()


def day_number(text: str) -> int | None:
    """Return ``2018-06-01``, ``20180601`` or ``2018-06-01 00:00:00.000`` as days since 1970-01-01, else ``None``."""
    try:
        return dt.date.fromisoformat(text.strip()[:10]).toordinal() - _EPOCH
    except ValueError:
        return None


def party(name: str, *, country: str | None, sectors: tuple[str, ...] = (), key: str | None = None) -> ActorMatch:
    """Return a party as a data set names it."""
    return ActorMatch(text=name, span=NOWHERE, id=key, name=name, country=country, sectors=sectors)


def coding(found: Reading, *, cameo: str | None = None, casualties: tuple[Casualty, ...] = (),
           contexts: tuple[str, ...] = ()) -> Coding:  # fmt: skip
    """Return what a code means; the engine adds the cells it was read from."""
    return Coding(
        type=found.type,
        mode=found.mode,
        cameo=cameo or plover.cameo(found.type, found.mode),
        quad=plover.quad(found.type),
        score=found.score,
        contexts=contexts,
        casualties=casualties,
        fit=found.fit,
        columns=(),
    )


def killed(low: str, high: str, text: str) -> tuple[Casualty, ...]:
    """Return the deaths that a data set counts; none for 0 or what is no number."""
    if not (low.isdigit() and high.isdigit()) or not int(high):
        return ()
    return (Casualty(kind=CasualtyKind.KILLED, low=int(low), high=int(high), text=text),)


def place(name: str, *, country: str | None, lat: str = "", lon: str = "", precision: PlacePrecision,
          geonames: str = "") -> PlaceMatch | None:  # fmt: skip
    """Return where an event was; ``None`` if nothing is known of it."""
    try:
        at: tuple[float, float] | tuple[None, None] = (float(lat), float(lon))
    except ValueError:
        at = (None, None)
    if not name and at[0] is None:
        return None
    number = int(geonames) if geonames.isdigit() else None
    return PlaceMatch(
        text=name, span=NOWHERE, geonames=number, name=name, country=country, lat=at[0], lon=at[1], precision=precision
    )
