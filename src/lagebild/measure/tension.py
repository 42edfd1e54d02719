r"""A tension series from PLOVER scores.

.. math::

    T_d = \lambda T_{d-1} - (1 - \lambda) \sum_{e \in E_d} w_e s_e, \qquad \lambda = 2^{-1/h}

:math:`s_e` is the PLOVER score of event :math:`e` (-10 conflict to +10 cooperation), :math:`w_e` the weight of
its status (1 asserted, less for what is only claimed or announced, 0 for what is denied), :math:`E_d` the
events of day :math:`d`, :math:`h` the half-life in days: days without news decay towards 0 rather than jump.
The idea of a scaled conflict-cooperation sum follows Goldstein (1992), "A Conflict-Cooperation Scale for WEIS
Events Data", Journal of Conflict Resolution 36(2).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from lagebild.records import Event, Point, Series, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["STATUS_WEIGHTS", "tension", "tension_of_sums"]

STATUS_WEIGHTS = {
    Status.ASSERTED: 1.0,
    Status.ALLEGED: 0.5,
    Status.PLANNED: 0.5,
    Status.REQUESTED: 0.25,
    Status.HYPOTHETICAL: 0.25,
    Status.DENIED: 0.0,
}
"""How much of an event's score counts, by how real the reports say it is."""

_DAY = dt.timedelta(days=1)


def tension(events: Iterable[Event], *, name: str = "tension", half_life: float = 7.0) -> Series:
    """Return the daily tension of ``events``, from the first day to the last, without gaps.

    Args:
        events: in any order; an event counts on the day it starts.
        name: the name of the series.
        half_life: days after which an event counts half.

    Returns:
        A series in units of PLOVER score: positive is tension, negative is relaxation. Each point holds the
        ids of the day's events. Empty if there are no events.

    Raises:
        ValueError: if ``half_life`` is not positive.

    >>> tension([]).points
    ()
    """
    days: dict[dt.date, list[Event]] = {}
    for event in events:
        days.setdefault(event.start, []).append(event)
    sums = {day: sum(STATUS_WEIGHTS[e.status] * e.score for e in today) for day, today in days.items()}
    ids = {day: tuple(e.id for e in today) for day, today in days.items()}
    return _series(sums, ids, name=name, half_life=half_life)


def tension_of_sums(
    sums: Iterable[tuple[dt.date, Status, float]], *, name: str = "tension", half_life: float = 7.0
) -> Series:
    """Return the same as :func:`tension` from sums of scores by day and status; its points hold no ids.

    Args:
        sums: day, status, and the sum of the PLOVER scores of the events of that status that start that day.
        name: the name of the series.
        half_life: days after which an event counts half.

    Raises:
        ValueError: if ``half_life`` is not positive.
    """
    days: dict[dt.date, float] = {}
    for day, status, score in sums:
        days[day] = days.get(day, 0.0) + STATUS_WEIGHTS[status] * score
    return _series(days, {}, name=name, half_life=half_life)


def _series(
    sums: Mapping[dt.date, float], ids: Mapping[dt.date, tuple[str, ...]], *, name: str, half_life: float
) -> Series:
    if half_life <= 0:
        raise ValueError("half_life must be positive")
    keep = 0.5 ** (1 / half_life)
    points: list[Point] = []
    level = 0.0
    day, last = min(sums, default=dt.date.max), max(sums, default=dt.date.min)
    while day <= last:
        level = keep * level + (1 - keep) * -sums.get(day, 0.0)
        points.append(Point(day=day, value=round(level, 4), events=ids.get(day, ())))
        day += _DAY
    return Series(name=name, unit="PLOVER score, smoothed", step_days=1, points=tuple(points))
