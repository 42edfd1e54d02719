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
    from collections.abc import Iterable

__all__ = ["STATUS_WEIGHTS", "tension"]

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
    if half_life <= 0:
        raise ValueError("half_life must be positive")
    days: dict[dt.date, list[Event]] = {}
    for event in events:
        days.setdefault(event.start, []).append(event)
    keep = 0.5 ** (1 / half_life)
    points: list[Point] = []
    level = 0.0
    day = min(days, default=dt.date.min)
    while days and day <= max(days):
        today = days.get(day, [])
        level = keep * level + (1 - keep) * -sum(STATUS_WEIGHTS[e.status] * e.score for e in today)
        points.append(Point(day=day, value=round(level, 4), events=tuple(e.id for e in today)))
        day += _DAY
    return Series(name=name, unit="PLOVER score, smoothed", step_days=1, points=tuple(points))
