"""Calendar arithmetic: shifting by units, and TIMEX3 values as days [start, end) with a precision."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from lagebild.records import TimePrecision

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Stretch", "easter", "nth_weekday", "period", "shift", "stretch", "value_of"]

_DAY = dt.timedelta(days=1)
_MONTHS = 12
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month; meteorological, northern hemisphere
_UNIT_PRECISION = {
    "D": TimePrecision.DAY,
    "W": TimePrecision.WEEK,
    "WE": TimePrecision.INTERVAL,
    "M": TimePrecision.MONTH,
    "Q": TimePrecision.QUARTER,
    "Y": TimePrecision.YEAR,
    "E": TimePrecision.DECADE,
}


class Stretch(NamedTuple):
    """Days [start, end) and how finely they place a thing; ``None`` where the value is no place on the calendar."""

    start: dt.date | None
    end: dt.date | None
    precision: TimePrecision


NOWHERE = Stretch(None, None, TimePrecision.VAGUE)


def _month_start(year: int, month: int) -> dt.date:
    """Return the first day of ``month``, which may lie outside 1-12 and then moves the year."""
    years, index = divmod(month - 1, _MONTHS)
    return dt.date(year + years, index + 1, 1)


def shift(day: dt.date, number: float, unit: str) -> dt.date:
    """Return ``day`` moved by ``number`` of ``unit`` (TIMEX3 letters D W M Q Y E C, or WE for weekends).

    Months and longer keep the day of the month where it exists, and take the last one otherwise.

    Raises:
        OverflowError, ValueError: if the result lies outside the years 1 to 9999.
    """
    if unit in ("D", "W", "WE", "WD"):
        return day + dt.timedelta(days=round(number * (1 if unit in ("D", "WD") else 7)))
    months = {"M": 1, "Q": 3, "H": 6, "Y": 12, "E": 120, "C": 1200, "L": 12000}[unit]
    first = _month_start(day.year, day.month + round(number * months))
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def value_of(day: dt.date, unit: str) -> str:
    """Return the TIMEX3 value of the ``unit`` that ``day`` lies in: its week, month, quarter or year."""
    iso = day.isocalendar()
    if unit == "W":
        return f"{iso.year:04d}-W{iso.week:02d}"
    if unit == "WE":
        return f"{iso.year:04d}-W{iso.week:02d}-WE"
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == "H":
        return f"{day.year:04d}-H{1 if day.month <= _MONTHS // 2 else 2}"
    lengths = {"M": 7, "Y": 4, "E": 3, "C": 2}
    return day.isoformat()[: lengths.get(unit, 10)]


def period(day: dt.date, unit: str) -> Stretch:
    """Return the days of the ``unit`` that ``day`` lies in."""
    return stretch(value_of(day, unit))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    """Return the ``nth`` (1-based; -1 the last) ``weekday`` (Monday is 1) of a month."""
    if nth > 0:
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    last = _month_start(year, month + 1) - _DAY
    return last - dt.timedelta(days=(last.isoweekday() - weekday) % 7)


def easter(year: int) -> dt.date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 13, 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    skipped, leap = divmod(century, 4)
    moon = (19 * golden + century - skipped - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quarter, year_rest = divmod(rest, 4)
    sunday = (32 + 2 * leap + 2 * quarter - moon - year_rest) % 7
    correction = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * correction + 114, 31)
    return dt.date(year, month, day + 1)


def _day(found: re.Match[str]) -> Stretch:
    day = dt.date(int(found[1]), int(found[2]), int(found[3]))
    clock = found[4]
    precision = TimePrecision.DAY
    if clock and clock[1].isdigit():
        precision = TimePrecision.MINUTE if ":" in clock else TimePrecision.HOUR
    return Stretch(day, day + _DAY, precision)


def _month(found: re.Match[str]) -> Stretch:
    year, month = int(found[1]), int(found[2])
    return Stretch(dt.date(year, month, 1), _month_start(year, month + 1), TimePrecision.MONTH)


def _week(found: re.Match[str]) -> Stretch:
    monday = dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
    if found[3]:
        return Stretch(monday + 5 * _DAY, monday + 7 * _DAY, TimePrecision.INTERVAL)
    return Stretch(monday, monday + 7 * _DAY, TimePrecision.WEEK)


def _quarter(found: re.Match[str]) -> Stretch:
    months = 3 if found[2] == "Q" else 6
    year, first = int(found[1]), (int(found[3]) - 1) * months + 1
    precision = TimePrecision.QUARTER if months == 3 else TimePrecision.INTERVAL
    return Stretch(_month_start(year, first), _month_start(year, first + months), precision)


def _season(found: re.Match[str]) -> Stretch:
    year, first = int(found[1]), _SEASONS[found[2]]
    return Stretch(_month_start(year, first), _month_start(year, first + 3), TimePrecision.INTERVAL)


def _years(found: re.Match[str]) -> Stretch:
    span = 10 ** (4 - len(found[1]))
    year = int(found[1]) * span
    precision = {1: TimePrecision.YEAR, 10: TimePrecision.DECADE}.get(span, TimePrecision.INTERVAL)
    return Stretch(dt.date(max(year, 1), 1, 1), dt.date(min(year + span, dt.MAXYEAR), 1, 1), precision)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Stretch]], ...] = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)(T.*)?"), _day),
    (re.compile(r"(\d{4})-(\d\d)"), _month),
    (re.compile(r"(\d{4})-W(\d\d)(-WE)?"), _week),
    (re.compile(r"(\d{4})-([QH])([1-4])"), _quarter),
    (re.compile(r"(\d{4})-(SP|SU|FA|WI)"), _season),
    (re.compile(r"(\d{2,4})"), _years),
)


def stretch(value: str) -> Stretch:
    """Return the days that a TIMEX3 value of type DATE or TIME covers; no days for values that name none."""
    for form, read in _FORMS:
        found = form.fullmatch(value)
        if found is not None:
            try:
                return read(found)
            except ValueError:
                return NOWHERE
    return NOWHERE
