"""Imported events as records: their shared parts put together again."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from lagebild import wire
from lagebild.errors import NotFoundError
from lagebild.records import (
    Coding,
    Event,
    Origin,
    PlaceMatch,
    PlacePrecision,
    Side,
    Spot,
    Status,
    TimeBasis,
    TimePrecision,
)
from lagebild.spans import Span
from lagebild.store import rows
from lagebild.store.searching import Searching

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["ImportedRows", "imported_key"]

_KEY = re.compile(r"e-([a-z]\w*)-(\d{8})-(.+)", re.ASCII)
_AT_ONCE = 500
_CACHE_LIMIT = 200_000
_SELECT = (
    "SELECT i.id, d.name, i.day, i.source, i.actors, i.recipients, i.coding, i.place, i.publisher, i.story,"
    " i.sentence, i.precision, i.url, i.rest, r.known, i.days, i.lag, i.lat, i.lon"
    " FROM imported i JOIN code d ON d.id = i.dataset JOIN import r ON r.id = i.run"
)
_KINDS: dict[str, Any] = {"actors": Side, "recipients": Side, "coding": Coding, "place": Spot}


def imported_key(dataset: str, day: int, source: object) -> str:
    """Return the id of an imported event: data set, day, and the id there.

    >>> imported_key("icews", 17683, 32889836)
    'e-icews-20180601-32889836'
    """
    return f"e-{dataset}-{rows.number_day(day):%Y%m%d}-{source}"


class ImportedRows(Searching):
    """Makes records of imported rows."""

    def _imported_event(self, key: str) -> Event:
        found = _KEY.fullmatch(key)
        if found is not None:
            dataset, day, source = found.groups()
            values = [source, int(source)] if source.isdigit() and str(int(source)) == source else [source, source]
            where = "WHERE d.kind = 'dataset' AND d.name = ? AND i.day = ? AND i.source IN (?, ?)"
            number = rows.key_day(day)
            for row in self._rows(f"{_SELECT} {where}", (dataset, number, *values)) if number is not None else ():
                return self._as_event(row)
        raise NotFoundError(f"there is no event '{key}'", hint="lagebild events lists the ids")

    def _imported_events(self, numbers: Iterable[tuple[int, int]]) -> Iterator[tuple[int, str, Event]]:
        """Yield (day, id, event) of imported events given as (day, number), in their order."""
        source = iter(numbers)
        while group := list(islice(source, _AT_ONCE)):
            marks = ", ".join("?" * len(group))
            found = self._rows(f"{_SELECT} WHERE i.id IN ({marks})", [number for _, number in group])
            events = {int(row[0]): self._as_event(row) for row in found}
            for day, number in group:
                if number in events:
                    yield day, events[number].id, events[number]

    def _as_event(self, row: Sequence[Any]) -> Event:
        _, dataset, day, source, *parts, publisher, story, sentence, precision, url, rest = row[:-5]
        known, days, lag, lat, lon = row[-5:]
        actors, recipients, coding, spot = (self._part(number) for number in parts)
        published = rows.day_start(day + lag)
        columns = dict([*actors.columns, *recipients.columns, *coding.columns, *(spot.columns if spot else ())])
        by = self._part(publisher)
        origin = Origin(
            dataset=dataset,
            id=str(source),
            fit=coding.fit,
            imported=rows.moment(known),
            url=url,
            publisher=by,
            story=_text(story),
            sentence=_text(sentence),
            columns={**columns, **(msgspec.json.decode(rest) if rest else {})},
        )
        event = Event(
            id=imported_key(dataset, day, source),
            type=coding.type,
            mode=coding.mode,
            cameo=coding.cameo,
            quad=coding.quad,
            score=coding.score,
            contexts=coding.contexts,
            actors=actors.parties,
            recipients=recipients.parties,
            status=Status.ASSERTED,
            background=False,
            start=rows.number_day(day),
            end=rows.number_day(day + days),
            time_precision=TimePrecision(precision or "day"),
            time_basis=TimeBasis.STATED,
            place=_placed(spot.place if spot else None, lat, lon),
            casualties=coding.casualties,
            confidence=1.0,
            disagreements=(),
            mentions=(),
            documents=(),
            publishers=(by,) if by else (),
            languages=(),
            first_reported=published,
            last_reported=published,
            origin=origin,
        )
        return self._corrected(event) if self._any_corrections() else event

    def _part(self, number: int) -> Any:  # noqa: ANN401 - a Side, Coding, Spot or the name of a publisher
        """Return a shared part by number, ``None`` for 0; parts never change, so they are kept in memory."""
        if not number:
            return None
        found = self._parts.get(number)
        if found is None:
            kind, value = self._first("SELECT kind, value FROM part WHERE id = ?", (number,)) or ("", "")
            found = wire.load(value, _KINDS[kind]) if kind in _KINDS else value
            if len(self._parts) > _CACHE_LIMIT:
                self._parts.clear()
            self._parts[number] = found
        return found

    def _any_corrections(self) -> bool:
        return self._number("SELECT 1 FROM correction LIMIT 1") == 1

    def refresh_imported(self, key: str) -> None:
        """Bring the facts of an imported event in step with the corrections on it; call inside ``writing``."""
        event = self._imported_event(key)
        if event.origin is None:
            return
        found = self._first(
            "SELECT i.id FROM imported i JOIN code d ON d.id = i.dataset WHERE d.name = ? AND i.day = ?"
            " AND CAST(i.source AS TEXT) = ?",
            (event.origin.dataset, rows.key_day(key.split("-")[2]), event.origin.id),
        )
        number = int(found[0]) if found else 0
        self._drop_facts(number)
        rejected = self._is_rejected(key)
        if not rejected:
            self._put_facts(number, event)


def _placed(place: PlaceMatch | None, lat: float | None, lon: float | None) -> PlaceMatch | None:
    """Return the place with the coordinates of the row."""
    if lat is None or lon is None:
        return place
    if place is None:
        return PlaceMatch(
            text="", span=Span(0, 0), geonames=None, name="", country=None, lat=lat, lon=lon,
            precision=PlacePrecision.SITE,
        )  # fmt: skip
    return replace(place, lat=lat, lon=lon)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
