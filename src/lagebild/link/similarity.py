"""How likely two reports tell of one event: type, parties, days, place, each with its say."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from lagebild.records import PlacePrecision, TimePrecision

if TYPE_CHECKING:
    from lagebild.records import ActorMatch, Mention, Report

__all__ = ["days_of", "likeness"]

_WEIGHTS = {"type": 0.3, "actors": 0.3, "recipients": 0.15, "time": 0.2, "place": 0.05}
_FINE = {TimePrecision.MINUTE, TimePrecision.HOUR, TimePrecision.DAY}
_TOWN = {PlacePrecision.SITE, PlacePrecision.CITY}
_SAME_DAY = 0.7
_UNKNOWN = 0.5  # what a missing value says: nothing either way
_NEXT_DAY = 0.4  # two stated days that touch: time zones, or two events
_DAY = dt.timedelta(days=1)


def days_of(report: Report) -> tuple[dt.date, dt.date]:
    """Return the days [start, end) of the event: as stated, else the day of publication."""
    time = report.mention.time
    if time is not None and time.start is not None and time.end is not None:
        return time.start, time.end
    day = report.published.date()
    return day, day + _DAY


def likeness(one: Report, other: Report) -> float:
    """Return how alike two reports are, in [0, 1]; 0 where something rules out that they tell of one event.

    Ruled out are: other types (or modes, if both have one), known parties without one in common, days
    apart, and two predicates of one sentence. Something must also speak for it: a known party in common on
    either side, or the same town on the same day.
    """
    a, b = one.mention, other.mention
    if a.type != b.type or (a.mode and b.mode and a.mode != b.mode):
        return 0.0
    if a.document == b.document and a.evidence.span == b.evidence.span:
        return 0.0
    scores = {
        "type": 1.0 if a.mode == b.mode else 0.8,
        "actors": _parties(a.actors, b.actors),
        "recipients": _parties(a.recipients, b.recipients),
        "time": _time(one, other),
        "place": _place(a, b),
    }
    if 0.0 in (scores["time"], scores["actors"], scores["recipients"]) or not _is_founded(a, b, scores["time"]):
        return 0.0
    return sum(_WEIGHTS[name] * score for name, score in scores.items())


def _is_founded(one: Mention, other: Mention, time: float) -> bool:
    """Tell whether anything known is shared, so that blanks alone do not make one event of two."""
    if _known(one.actors) & _known(other.actors) or _known(one.recipients) & _known(other.recipients):
        return True
    a, b = one.place, other.place
    in_town = a is not None and b is not None and a.geonames == b.geonames and a.precision in _TOWN
    return in_town and time >= _SAME_DAY


def _known(side: tuple[ActorMatch, ...]) -> set[str]:
    found = (match.country or match.id for match in side)
    return {name for name in found if name}


def _parties(one: tuple[ActorMatch, ...], other: tuple[ActorMatch, ...]) -> float:
    """Return the share of countries (or ids) in common; one half where a side names none."""
    a, b = _known(one), _known(other)
    if not a or not b:
        return _UNKNOWN
    return len(a & b) / len(a | b)


def _time(one: Report, other: Report) -> float:
    """Return 1 on the same day, less for a neighbouring day or a coarser interval that holds it, else 0."""
    (a_start, a_end), (b_start, b_end) = days_of(one), days_of(other)
    if a_start >= b_end or b_start >= a_end:
        gap = max(a_start - b_end, b_start - a_end) + _DAY
        stated = one.mention.time is not None and other.mention.time is not None
        if gap > (_DAY if stated else 2 * _DAY):
            return 0.0
        return _NEXT_DAY if stated else _UNKNOWN
    return 1.0 if _is_fine(one.mention) and _is_fine(other.mention) else _SAME_DAY


def _is_fine(mention: Mention) -> bool:
    return mention.time is None or mention.time.precision in _FINE


def _place(one: Mention, other: Mention) -> float:
    if one.place is None or other.place is None:
        return _UNKNOWN
    if one.place.geonames == other.place.geonames:
        return 1.0
    return _UNKNOWN if one.place.country == other.place.country else 0.0
