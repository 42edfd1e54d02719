"""Records to rows and back; the only place that knows how a record lies in the database."""

from __future__ import annotations

import datetime as dt

import msgspec

from lagebild import wire
from lagebild.records import Document, Event, Mention

__all__ = [
    "day_after",
    "day_number",
    "day_start",
    "document_record",
    "event_of",
    "facts_of",
    "key_day",
    "mention_of",
    "micros",
    "moment",
    "number_day",
    "revive_document",
]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EPOCH_DAY = _EPOCH.date().toordinal()


def micros(moment: dt.datetime) -> int:
    """Return ``moment`` as microseconds since 1970 UTC."""
    return (moment - _EPOCH) // dt.timedelta(microseconds=1)


def moment(number: int) -> dt.datetime:
    """Return the time (UTC) of ``number`` microseconds since 1970."""
    return _EPOCH + dt.timedelta(microseconds=number)


def day_after(day: dt.date) -> dt.datetime:
    """Return the end of ``day``: the first moment (UTC) of the next."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=dt.UTC)


def day_start(number: int) -> dt.datetime:
    """Return the first moment (UTC) of the day ``number`` days after 1970-01-01."""
    return _EPOCH + dt.timedelta(days=number)


def key_day(text: str) -> int | None:
    """Return the number of a day written as ``20180601``, ``None`` if it is none."""
    try:
        return day_number(dt.datetime.strptime(text, "%Y%m%d").replace(tzinfo=dt.UTC).date())
    except ValueError:
        return None


def day_number(day: dt.date) -> int:
    """Return ``day`` as days since 1970-01-01."""
    return day.toordinal() - _EPOCH_DAY


def number_day(number: int) -> dt.date:
    """Return the date of ``number`` days since 1970-01-01."""
    return dt.date.fromordinal(number + _EPOCH_DAY)


def document_record(doc: Document) -> str:
    """Return the JSON of a document without its text, which has a column of its own."""
    fields = wire.as_json(doc)
    del fields["text"]
    return wire.dump(fields)


def revive_document(record: str, text: str) -> Document:
    """Return the document of :func:`document_record` and its text."""
    fields = msgspec.json.decode(record)
    return wire.revive({**fields, "text": text}, Document)


def mention_of(record: str) -> Mention:
    """Return the mention of a row."""
    return wire.load(record, Mention)


def event_of(record: str) -> Event:
    """Return the event of a row."""
    return wire.load(record, Event)


def facts_of(event: Event) -> list[tuple[str, str]]:
    """Return the pairs of actor and recipient country of an event, ``""`` for none named."""
    actors = _countries(event.actors) or [""]
    recipients = _countries(event.recipients) or [""]
    return [(actor, recipient) for actor in actors for recipient in recipients]


def _countries(matches: tuple[object, ...]) -> list[str]:
    found = (getattr(match, "country", None) for match in matches)
    return list(dict.fromkeys(country for country in found if country))
