from __future__ import annotations

import itertools

import pytest

from factories import make_actor, make_mention, make_report, make_time, only
from lagebild.link import link, merge
from lagebild.records import Casualty, CasualtyKind, EventType, Evidence, Report, Speaker, Status, Trigger
from lagebild.spans import Span


def _other(doc: str, publisher: str = "Kurier", **fields: object) -> Report:
    return make_report(document=doc, publisher=publisher, **fields)


def test_two_reports_of_one_launch_are_one_event() -> None:
    event = only(link([make_report(), _other("d-2", lang="en")]))
    assert len(event.mentions) == 2
    assert event.publishers == ("Bote", "Kurier")
    assert event.languages == ("de", "en")


@pytest.mark.parametrize(
    "difference",
    [
        {"type": EventType.AID, "mode": None},
        {"mode": "troops"},
        {"actors": (make_actor("KOR"),)},
        {"time": make_time("2024-03-19")},
    ],
)
def test_what_differs_in_substance_stays_apart(difference: dict[str, object]) -> None:
    assert len(link([make_report(), _other("d-2", **difference)])) == 2


def test_two_predicates_of_one_sentence_stay_apart() -> None:
    first = make_report()
    second = make_report(trigger=Trigger(text="x", span=Span(20, 21)))
    assert len(link([first, second])) == 2


def test_order_of_reports_plays_no_part() -> None:
    reports = [make_report(), _other("d-2", published="2024-04-03"), _other("d-3", mode=None)]
    found = {link(order) for order in itertools.permutations(reports)}
    assert len(found) == 1


def test_a_later_report_joins_the_known_event_and_keeps_its_id() -> None:
    first = make_report(published="2024-04-03")
    event = only(link([first]))
    grown = only(link([_other("d-2", published="2024-04-02")], [(event, [first])]))
    assert grown.id == event.id
    assert len(grown.mentions) == 2


def test_an_untouched_event_is_not_returned() -> None:
    first = make_report()
    event = only(link([first]))
    assert link([], [(event, [first])]) == ()


def test_contradictions_are_kept_with_their_holders() -> None:
    dead = [Casualty(kind=CasualtyKind.KILLED, low=n, high=n, text=str(n)) for n in (60, 133)]
    said_by = Speaker(text="Moskau", span=Span(0, 6), country="RUS")
    event = merge(
        "e-1",
        [
            make_report(casualties=(dead[0],)),
            _other("d-2", casualties=(dead[1],), status=Status.DENIED, said_by=said_by),
        ],
    )
    assert (event.casualties[0].low, event.casualties[0].high) == (60, 133)
    assert event.status is Status.ASSERTED
    by_field = {one.field: one for one in event.disagreements}
    assert by_field.keys() == {"status", "casualties"}
    assert [view.holders for view in by_field["casualties"].views] == [("Bote",), ("Moskau",)]


def test_a_stated_day_goes_before_the_day_of_publication() -> None:
    event = merge("e-1", [make_report(time=None, published="2024-04-03"), _other("d-2")])
    assert event.start.isoformat() == "2024-04-02"
    assert event.time_basis == "stated"


def test_mentions_are_never_rewritten() -> None:
    report = make_report()
    before = report.mention
    link([report, _other("d-2", evidence=Evidence(span=Span(0, 3), quote="Nor"))])
    assert report.mention is before
    assert before == make_mention()
