from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import put
from factories import make_actor, make_time
from lagebild import ask
from lagebild.records import Status
from lagebild.store import EventQuery

if TYPE_CHECKING:
    import pytest

    from lagebild.store import Store


def fill(store: Store) -> None:
    put(store)
    put(store, "d-2", time=make_time("2024-04-06"), status=Status.ALLEGED, mode=None)
    put(store, "d-3", time=make_time("2024-04-06"), recipients=(make_actor("KOR"), make_actor("JPN")), mode=None)
    put(store, "d-4", time=make_time("2024-04-09"), status=Status.DENIED, mode=None)


def test_tension_from_sums_is_that_from_events(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    for query in (EventQuery(), EventQuery(country="KOR"), EventQuery(actor="PRK", recipient="JPN")):
        by_event = ask.tension(store, query)
        with monkeypatch.context() as patched:
            patched.setattr(ask, "_MANY", 0)
            by_sum = ask.tension(store, query)
        assert by_event.points
        assert [(p.day, p.value) for p in by_sum.points] == [(p.day, p.value) for p in by_event.points]
        assert not any(point.events for point in by_sum.points)


def test_days_are_split_by_status(store: Store) -> None:
    fill(store)
    found = [(status.value, count.day.day, count.events) for status, count in store.by_day_and_status(EventQuery())]
    assert sorted(found) == [("alleged", 6, 1), ("asserted", 2, 1), ("asserted", 6, 1), ("denied", 9, 1)]
