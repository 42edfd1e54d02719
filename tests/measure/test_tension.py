from __future__ import annotations

import pytest

from factories import make_report, make_time
from lagebild.link import link
from lagebild.measure import tension
from lagebild.records import EventType, Quad, Status


def test_no_events_no_points() -> None:
    assert tension([]).points == ()


def test_the_formula_by_hand() -> None:
    events = link([make_report(), make_report(document="d-2", time=make_time("2024-04-04"), score=-4.0)])
    points = tension(events, half_life=1.0).points
    assert [point.day.day for point in points] == [2, 3, 4]
    assert [point.value for point in points] == pytest.approx([3.25, 1.625, 2.8125])
    assert points[1].events == ()


def test_denied_events_do_not_count_and_cooperation_relaxes() -> None:
    denied = link([make_report(status=Status.DENIED)])
    assert tension(denied).points[0].value == 0
    aid = link([make_report(type=EventType.AID, mode=None, quad=Quad.MATERIAL_COOPERATION, score=10.0)])
    assert tension(aid).points[0].value < 0


def test_half_life_must_be_positive() -> None:
    with pytest.raises(ValueError, match="half_life"):
        tension([], half_life=0)
