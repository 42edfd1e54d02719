"""What the rules of the time tagger make of their matches: one builder for each ``make`` of a rule.

Builders take the filled slots, the rule's options and the context, and return what the expression means, or
``None`` where it names no date after all (the 31st of April). Values follow TIMEX3 (ISO-TimeML, ISO 24617-1).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from lagebild.extract.timex import calendar as cal
from lagebild.extract.timex.context import Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from lagebild.extract.timex.context import Context, Slots

    Builder = Callable[[Slots, dict[str, Any], Context], Reading | None]

__all__ = ["BUILDERS"]

_ONE = dt.timedelta(days=1)
_PIVOT = 69  # two-digit years up to this one are of this century (POSIX)
_BIAS = {None: 1.2, -1: 2.5, 0: 1.0, 1: 0.4}  # how much longer a day ahead seems, by tense
_NOON = 12
_TEN = 10
_YEAR_DAYS = 366
_LONG = {"E": (10, "Y"), "C": (100, "Y"), "L": (1000, "Y"), "WD": (1, "D"), "H": (6, "M"), "F": (2, "W")}
_PARTS = {"START": (0.0, 1 / 3), "MID": (1 / 3, 2 / 3), "END": (2 / 3, 1.0)}


def _number(text: str) -> float | None:
    """Return the number that digits or a meaning name; ``None`` for "several" (meaning X)."""
    if text == "X":
        return None
    plain = text.replace(",", ".")
    whole, dot, rest = plain.rpartition(".")
    if dot and len(rest) == 3 and whole != "0":
        plain = plain.replace(".", "")
    try:
        return float(plain)
    except ValueError:
        return None


def _length(number: float | None, unit: str) -> str:
    """Return the TIMEX3 duration of ``number`` (``None``: X) of ``unit``."""
    times, base = _LONG.get(unit, (1, unit))
    amount = "X" if number is None else f"{number * times:g}"
    return f"PT{amount}{base[1:]}" if base.startswith("T") else f"P{amount}{base}"


def _shift(day: dt.date, number: float, unit: str) -> dt.date | None:
    times, base = _LONG.get(unit, (1, unit))
    if base.startswith("T"):
        return day + dt.timedelta(days=int(number / {"TH": 24, "TM": 1440, "TS": 86400}[base]))
    try:
        return cal.shift(day, number * times, base)
    except (OverflowError, ValueError):
        return None


def _year(slots: Slots, context: Context) -> int | None:
    """Return the year that the slots name, in full, in two digits, in words, or relative to the document."""
    full = slots.number("year")
    if full is not None:
        return full
    short = slots.number("shortyear")
    if short is not None:
        return short + (2000 if short <= _PIVOT else 1900)
    spoken, rest = slots.number("hundreds"), slots.number("rest")
    if spoken is not None and rest is not None and rest >= _TEN:  # "nineteen ninety-one"
        return spoken * 100 + rest
    relative = slots.get("relyear")
    return context.day.year + int(relative) if relative is not None else None


def _nearest(days: list[dt.date], slots: Slots, context: Context) -> dt.date:
    """Return the one of ``days`` (in order, about a year apart) that tense and closeness favour.

    Without a cue the nearer day wins, the past a little favoured; a cue of tense weighs the distance to the
    other side, and only a day that is very near can outweigh it.
    """
    weekday = slots.number("weekday")
    fitting = [day for day in days if day.isoweekday() == weekday]
    if len(fitting) == 1:
        return fitting[0]
    bias = _BIAS[context.tense(slots.span)]

    def cost(day: dt.date) -> float:
        distance = (day - context.day).days
        return distance * bias if distance > 0 else -distance / bias

    return min(days, key=cost)


def _with_part(reading: Reading, part: str | None) -> Reading:
    """Return ``reading`` with its days cut to the START, MID or END of them."""
    if part not in _PARTS:
        return reading
    start, end, _ = cal.stretch(reading.value)
    if start is None or end is None or (end - start).days < 3:
        return reading
    low, high = _PARTS[part]
    days = (end - start).days
    return Reading(reading.type, reading.value, (start + _ONE * round(low * days), start + _ONE * round(high * days)))


def _date(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make a day of day, month and perhaps year and part of the day; ``from_last``: of the year last named."""
    month, day = slots.number("month") or slots.number("monthnumber"), slots.number("day")
    if month is None or day is None:
        return None
    year = _year(slots, context)
    if year is None and options.get("from_last") and context.anchor is not None:
        year = context.anchor.year
    years = [year] if year is not None else [context.day.year + by for by in (-1, 0, 1)]
    days = [found for candidate in years if (found := _valid(candidate, month, day)) is not None]
    if not days:
        return None
    return _on(days[0] if year is not None else _nearest(days, slots, context), slots)


def _valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _on(day: dt.date, slots: Slots) -> Reading:
    """Return ``day`` with the part of the day or the time of the clock in the slots, if any."""
    part = slots.get("daypart")
    hour = slots.number("hour")
    if hour is not None:
        return Reading("TIME", f"{day.isoformat()}T{_clock(hour, slots)}")
    if part is not None:
        return Reading("TIME", f"{day.isoformat()}T{part}")
    return Reading("DATE", day.isoformat())


def _clock(hour: int, slots: Slots) -> str:
    half = slots.get("ampm")
    if half == "pm" and hour < _NOON:
        hour += _NOON
    elif half == "am" and hour == _NOON:
        hour = 0
    return f"{hour:02d}:{slots.number('minute') or 0:02d}"


def _day_of_month(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make the nearest such day of this, the last or the next month, as tense and closeness favour."""
    del options
    number = slots.number("day")
    if number is None:
        return None
    months = [cal.shift(context.day.replace(day=1), by, "M") for by in (-1, 0, 1)]
    days = [found for month in months if (found := _valid(month.year, month.month, number)) is not None]
    relation = slots.get("rel")
    if relation == "-1":
        days = [day for day in days if day < context.day] or days
    elif relation == "1":
        days = [day for day in days if day > context.day] or days
    return _on(_nearest(days, slots, context), slots)


def _night_to(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make the night that ends on the morning of a day: its value is that day, its days both."""
    maker = _weekday if slots.get("weekday") else _date
    reading = maker(slots, options, context)
    day = cal.stretch(reading.value).start if reading else None
    return Reading("DATE", day.isoformat(), (day - _ONE, day + _ONE)) if day else None


def _month(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make a month, of a year named or meant."""
    month = slots.number("month") or slots.number("monthnumber")
    if month is None:
        return None
    year, relation = _year(slots, context), slots.get("rel")
    if year is None:
        firsts = [dt.date(context.day.year + by, month, 1) for by in (-1, 0, 1)]
        current = context.day.replace(day=1)
        if relation == "-1":
            year = max(day for day in firsts if day < current).year
        elif relation == "1":
            year = min(day for day in firsts if day > current).year
        elif relation == "0" or month == current.month:
            year = current.year
        else:
            year = _nearest(firsts, slots, context).year
    return _with_part(Reading("DATE", f"{year:04d}-{month:02d}"), slots.get("part") or options.get("part"))


def _in_year(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make a year, a quarter, a half or a season of it."""
    year = _year(slots, context)
    season, number = slots.get("season"), slots.number("ordinal")
    kind = options.get("kind", "")
    part = slots.get("part") or options.get("part")
    if season is None and not kind:
        return _with_part(Reading("DATE", f"{year:04d}"), part) if year is not None else None
    name = season or f"{kind}{number}"
    if season is None and number not in ((1, 2, 3, 4) if kind == "Q" else (1, 2)):
        return None
    if year is None:
        year = _unnamed_year(name, slots, context)
    return _with_part(Reading("DATE", f"{year:04d}-{name}"), part)


def _unnamed_year(name: str, slots: Slots, context: Context) -> int:
    """Return the year of a season or quarter that names none."""
    year = context.day.year
    start = cal.stretch(f"{year:04d}-{name}").start or context.day
    relation = slots.get("rel")
    if relation == "-1":
        return year if start < context.day and cal.stretch(f"{year:04d}-{name}").end <= context.day else year - 1  # type: ignore[operator]
    if relation == "1":
        return year if start > context.day else year + 1
    if relation == "0" or context.tense(slots.span) == 1:
        return year
    return year if (start - context.day).days <= context.language.options.get("ahead_days", 90) else year - 1


def _decade(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make a decade: the 1990s, the 90s, the nineties."""
    name = slots.get("decade") or slots.get("decadeword")
    if name is None:
        return None
    first = int(name) if len(name) == 4 else int(name) + (1900 if int(name) > context.day.year % 100 else 2000)
    if len(name) < 4 and first > context.day.year:
        first -= 100
    return _with_part(Reading("DATE", f"{first // 10:03d}"), slots.get("part") or options.get("part"))


def _century(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make a century; its value is the first two digits of its years."""
    del context
    number = slots.number("day") or slots.number("digits") or slots.number("ordinal")
    if number is None or not 1 <= number <= 22:
        return None
    return _with_part(Reading("DATE", f"{number - 1:02d}"), slots.get("part") or options.get("part"))


def _weekday(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make the day of a weekday: the last or next one, by what the phrase and the tense say."""
    weekday = slots.number("weekday")
    if weekday is None:
        return None
    back = (context.day.isoweekday() - weekday) % 7
    relation = slots.get("rel") or options.get("rel")
    if relation in ("-1", "1"):
        by = -(back or 7) if relation == "-1" else 7 - back
    elif relation == "0":
        by = weekday - context.day.isoweekday()
    elif context.tense(slots.span) in context.language.options.get("weekday_ahead", (1,)) and back:
        by = 7 - back
    else:
        by = -back
    if options.get("weeks"):
        by += 7 * int(options["weeks"])
    return _on(context.day + by * _ONE, slots)


def _day(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make a day so many days from the document's ("yesterday"), or from the one last named (``from_last``)."""
    offset = int(slots.get("deictic") or options.get("offset", 0))
    base = (context.anchor or context.day) if options.get("from_last") else context.day
    return _on(base + offset * _ONE, slots)


def _unit(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make the year, month, week … that lies so many of them from the document's day."""
    unit = slots.get("unit") or options.get("unit", "D")
    relation = slots.get("rel") or options.get("rel", "0")
    if unit.startswith("T"):
        return None
    if (
        unit == "WE"
        and not slots.get("rel")
        and relation == "0"
        and context.tense(slots.span) != 1
        and context.day.isoweekday() < 6
    ):
        relation = "-1"
    day = _shift(context.day, int(relation), unit)
    if day is None:
        return None
    return _with_part(Reading("DATE", cal.value_of(day, unit)), slots.get("part") or options.get("part"))


def _business(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make what "the quarter", "the latest period", "a year earlier" mean where a text reports on a quarter.

    Of such a report every comparison is with the same quarter; elsewhere the phrase is the last quarter
    (``alone`` is Q), the year (Y), or no time at all.
    """
    frame, by = _quarter_meant(slots, options, context), int(slots.get("rel") or options.get("rel", "0"))
    named = _year(slots, context)
    if not frame:
        year = context.day.year + by if named is None else named
        return Reading("DATE", f"{year:04d}") if options.get("alone") == "Y" else None
    if named is None:
        ended = cal.stretch(frame).end
        current = by and ended is not None and (context.day - ended).days < _YEAR_DAYS
        named = int(frame[:4]) + (by if current else 0)
    return Reading("DATE", f"{named:04d}{frame[4:]}")


def _quarter_meant(slots: Slots, options: dict[str, Any], context: Context) -> str:
    """Return the quarter that a phrase of :func:`_business` speaks of, such as "2013-Q3"; nothing where none is."""
    frame = context.framed(slots.span.start)
    end = cal.stretch(frame).end if frame else None
    if end is not None and not (options.get("over") and end > context.day):
        return frame
    month = slots.number("month")
    if month is not None:  # "the quarter ended July 31" is mostly the second
        ended = dt.date(context.day.year - (month > context.day.month), month, 1)
        return cal.value_of(cal.shift(ended, -1, "M"), "Q")
    return cal.value_of(cal.shift(context.day, -1, "Q"), "Q") if options.get("alone") == "Q" else ""


def _ago(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make the time that lies a length before or after the document's day or the day last named."""
    unit, sign = slots.get("unit") or "D", int(options.get("sign", -1))
    number = _number(slots.get("n") or str(options.get("n", "1")))
    base = context.base(unit) if options.get("from_last") else context.day
    if number is not None:
        number += options.get("plus", 0)
    else:
        return Reading("DURATION", _length(None, unit))
    day = _shift(base, sign * number, unit)
    if day is None:
        return None
    grain = "Y" if unit in ("E", "C", "L") else "D" if unit.startswith("T") else unit
    grain = {"F": "W", "WD": "D"}.get(grain, grain)
    if unit in options.get("as_duration", ()):
        start, end, _ = cal.stretch(cal.value_of(day, grain))
        return Reading("DURATION", _length(number, unit), (start, end) if start and end else None)
    return Reading("DATE", cal.value_of(day, grain))


def _duration(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make a length of time; ``anchor`` -1 ends it and +1 begins it at the document's day."""
    unit = slots.get("unit") or options.get("unit", "D")
    number = _number(slots.get("n") or str(options.get("n", "1")))
    if number is not None:
        number += options.get("plus", 0)
    sign = int(slots.get("rel") or options.get("anchor", 0))
    days = None
    if sign and number is not None:
        other = _shift(context.day, sign * number, unit)
        if other is not None:
            days = (other, context.day + _ONE) if sign < 0 else (context.day, other + _ONE)
    return Reading("DURATION", _length(number, unit), days)


def _set(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make a recurring time: every Monday, twice a month."""
    del context
    weekday, part, month = slots.get("weekday"), slots.get("daypart"), slots.number("month")
    if weekday is not None:
        return Reading("SET", f"XXXX-WXX-{weekday}{'T' + part if part else ''}")
    if month is not None:
        return Reading("SET", f"XXXX-{month:02d}")
    if part is not None:
        return Reading("SET", f"XXXX-XX-XXT{part}")
    unit = slots.get("unit") or slots.get("setunit") or options.get("unit", "D")
    if unit == "WE":
        return Reading("SET", "XXXX-WXX-WE")
    return Reading("SET", _length(_number(slots.get("n") or "1"), unit))


def _ref(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make PAST_REF, PRESENT_REF or FUTURE_REF."""
    del context
    return Reading("DATE", str(slots.get("ref") or options["value"]))


def _time(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make a time of the clock, on the day that the phrase or the text before it names."""
    hour, part = slots.number("hour"), slots.get("daypart") or options.get("daypart")
    if slots.get("weekday"):
        return _weekday(slots, options, context)
    if slots.get("deictic"):
        return _day(slots, options, context)
    day = context.clock_day(slots.span.start)
    if hour is None:
        return Reading("TIME", f"{day.isoformat()}T{part}") if part else None
    return _on(day, slots)


def _holiday(slots: Slots, options: dict[str, Any], context: Context) -> Reading | None:
    """Make the day of a feast: "12-25" is a date, "easter+39" counts from Easter, "11-4-4" is a 4th Thursday."""
    del options
    rule = slots.get("holiday")
    if rule is None:
        return None
    year = _year(slots, context)
    years = [year] if year is not None else [context.day.year + by for by in (-1, 0, 1)]
    days = [_feast(rule, candidate) for candidate in years]
    if slots.get("rel") == "-1" and year is None:
        return Reading("DATE", max(day for day in days if day < context.day).isoformat())
    return _on(days[0] if year is not None else _nearest(days, slots, context), slots)


def _feast(rule: str, year: int) -> dt.date:
    if rule.startswith("easter"):
        return cal.easter(year) + int(rule.removeprefix("easter") or 0) * _ONE
    month, day, *nth = (int(part) for part in rule.split("-"))
    return cal.nth_weekday(year, month, day, nth[0]) if nth else dt.date(year, month, day)


BUILDERS: dict[str, Builder] = {
    "ago": _ago,
    "business": _business,
    "century": _century,
    "date": _date,
    "day": _day,
    "day-of-month": _day_of_month,
    "decade": _decade,
    "duration": _duration,
    "holiday": _holiday,
    "month": _month,
    "night-to": _night_to,
    "ref": _ref,
    "set": _set,
    "time": _time,
    "unit": _unit,
    "weekday": _weekday,
    "year": _in_year,
}
