"""Wire copies: one text printed by several publishers is one source; what only resembles it is not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from conftest import NOW
from lagebild import ask, pipeline, read, revise
from lagebild.read.duplicates import fingerprint, is_copy

if TYPE_CHECKING:
    from lagebild.records import Document
    from lagebild.store import Store

WIRE = """North Korea fired a ballistic missile toward the sea off its east coast on Tuesday, South Korea's army said.
The Joint Chiefs of Staff said the launch was detected at 6:53 a.m. near Pyongyang and the missile flew about 600
kilometres before it fell into the water. South Korea condemned the launch as a clear provocation. Japan's defence
minister Minoru Kihara told reporters that no damage had been reported. The United States called on the North to return
to talks, a spokesman for the State Department said in Washington.
It was the first launch in two weeks. Analysts said that the North was testing an engine with solid fuel."""
HEADED = "Pyongyang tests new weapon, neighbours protest\nSEOUL (Reuters) - " + WIRE
CUT = WIRE.rsplit("\n", 1)[0] + " (dpa/Reuters)"
EDITED = WIRE.replace("clear provocation", "serious provocation").replace("on Tuesday", "early on Tuesday")
LONGER = WIRE + "\nRussia criticised the United States on Wednesday for its manoeuvres with South Korea."

FOLLOW_UP = """Japan and South Korea agreed on Thursday to share radar data in real time, the two defence ministers said
after a meeting in Singapore. The agreement is to come into force next month and covers launches of every kind. It
follows months of talks in which Washington played the part of the broker, and it was welcomed by the governments of
Australia and New Zealand as well. North Korea fired a ballistic missile toward the sea off its east coast on Tuesday,
South Korea's army said. Japan's defence minister Minoru Kihara told reporters that no damage had been reported."""
BULLETIN = """Taiwan's defence ministry said on Monday that it had detected 12 Chinese military aircraft and 7 ships
around the island up to 6 a.m. Of the 12 aircraft, 5 crossed the median line of the strait and entered the air defence
identification zone in the southwest. Taiwan sent aircraft and ships and deployed missile systems in response."""
NEXT_BULLETIN = BULLETIN.replace("12", "36").replace(" 7 ", " 9 ").replace(" 5 ", " 21 ").replace("Monday", "Tuesday")


def document(text: str, publisher: str, day: int = 2) -> Document:
    published = dt.date(2024, 4, day)
    return read.build(text, id=f"d-{publisher}", lang="en", publisher=publisher, published=published, source="test")


def add(store: Store, text: str, publisher: str, day: int = 2) -> str:
    doc = document(text, publisher, day)
    pipeline.add(store, doc, now=NOW)
    return doc.id


@pytest.mark.parametrize("copy", [HEADED, CUT, EDITED, LONGER, WIRE.replace("\n", "\n\n")])
def test_what_editors_do_leaves_a_copy(copy: str) -> None:
    assert is_copy(WIRE, copy)
    assert is_copy(copy, WIRE)


@pytest.mark.parametrize(("one", "other"), [(WIRE, FOLLOW_UP), (BULLETIN, NEXT_BULLETIN), (WIRE, BULLETIN)])
def test_what_only_resembles_a_text_is_no_copy(one: str, other: str) -> None:
    assert not is_copy(one, other)
    assert not is_copy(other, one)


def test_an_updated_toll_is_still_the_same_text() -> None:
    told = "The police counted 40 wounded. The fire broke out at 3:20 p.m. in a hall of 900 square metres. It took 14"
    told += " hours to put it out, and 220 firemen were there from five towns. At least 7 people died, the mayor said."
    assert is_copy(told, told.replace("7 people", "9 people"))


def test_a_copy_is_kept_with_its_publisher_and_is_no_second_source(store: Store) -> None:
    first = add(store, WIRE, "Agency")
    before = list(ask.events(store))
    copies = [add(store, HEADED, "Courier"), add(store, CUT, "Gazette"), add(store, EDITED, "Herald")]
    assert [store.original(key) for key in copies] == [first] * 3
    assert store.document(copies[0]).publisher == "Courier"
    after = list(ask.events(store))
    assert {event.id for event in before} <= {event.id for event in after}
    assert {name for event in after for name in event.publishers} == {"Agency"}
    shown = ask.show(store, before[0].id)
    assert [copy.publisher for copy in shown.copies] == ["Courier", "Gazette", "Herald"]
    assert [hit.publisher for hit in store.search("Joint Chiefs")] == ["Herald", "Gazette", "Courier", "Agency"]
    made = ask.brief(store)
    assert {source.publisher: source.also for source in made.sources}["Agency"] == ("Courier", "Gazette", "Herald")
    assert list(store.check()) == []


def test_what_a_copy_says_of_its_own_is_coded(store: Store) -> None:
    add(store, WIRE, "Agency")
    key = add(store, LONGER, "Courier")
    quotes = {mention.evidence.quote.split()[0] for mention in store.mentions(key)}
    assert quotes == {"Russia"}
    (event,) = [event for event in ask.events(store) if key in event.documents]
    assert event.publishers == ("Agency",)


def test_independent_reports_are_two_sources(store: Store) -> None:
    add(store, WIRE, "Agency")
    other = "Nordkorea hat am Dienstag eine ballistische Rakete gestartet. Südkorea verurteilte den Start."
    doc = read.build(other, lang="de", publisher="Bote", published=dt.date(2024, 4, 2), source="test")
    pipeline.add(store, doc, now=NOW)
    assert store.original(doc.id) is None
    assert ("Agency", "Bote") in [tuple(sorted(event.publishers)) for event in ask.events(store)]


def test_follow_ups_and_bulletins_are_coded_as_texts_of_their_own(store: Store) -> None:
    add(store, WIRE, "Agency")
    add(store, FOLLOW_UP, "Courier", day=4)
    add(store, BULLETIN, "Ministry", day=8)
    add(store, NEXT_BULLETIN, "Post", day=9)
    assert all(store.original(doc.id) is None for doc in store.documents())
    assert all(list(store.mentions(doc.id)) for doc in store.documents())


def test_a_copy_of_a_copy_leads_to_the_original(store: Store) -> None:
    first = add(store, WIRE, "Agency")
    add(store, CUT, "Gazette")
    assert store.original(add(store, "SEOUL - " + CUT, "Herald")) == first


def test_the_same_words_a_month_later_are_news_again(store: Store) -> None:
    add(store, WIRE, "Agency")
    assert store.original(add(store, WIRE, "Courier", day=30)) is None


def test_copies_kept_before_copies_were_known_are_found_on_coding_again(store: Store) -> None:
    first, second = add(store, WIRE, "Agency"), add(store, BULLETIN, "Ministry")
    with store.writing():
        store.put_document(document(CUT, "Old", day=3), (), now=NOW)  # as a version without fingerprints left it
    assert not store.has_fingerprint("d-Old")
    revise.recode(store, now=NOW)
    assert [store.original(key) for key in (first, second, "d-Old")] == [None, None, first]
    assert list(store.mentions("d-Old")) == []
    again = revise.recode(store, now=NOW)
    assert (again.mentions_gained, again.mentions_lost) == ((), ())


def test_texts_too_short_to_tell_have_no_fingerprint() -> None:
    assert fingerprint("Wetter: sonnig.") is None
