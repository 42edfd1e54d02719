"""Recipients that are no parties, and what else decides who an act is done to."""

import pytest

import lagebild


def mentions(text: str) -> list[lagebild.Mention]:
    return list(lagebild.code([{"text": text, "lang": "en", "published": "2024-04-10"}]))


def sides(text: str, kind: str) -> tuple[list[str], list[str]]:
    one = next(m for m in mentions(text) if m.type == kind)
    return [a.text for a in one.actors], [a.text for a in one.recipients]


@pytest.mark.parametrize(
    ("text", "kind", "thing"),
    [
        ("The Georgian opposition rejected the election results.", "REJECT", "election results"),
        ("Serbia has agreed to rebuild the old bridge.", "AGREE", "old bridge"),
    ],
)
def test_a_thing_is_named_where_no_party_is(text: str, kind: str, thing: str) -> None:
    found = next(m for m in mentions(text) if m.type == kind)
    assert [one.text for one in found.recipients] == [thing]
    assert [(one.country, one.id, one.sectors) for one in found.recipients] == [(None, None, ())]


def test_parties_come_before_things() -> None:
    assert sides("France provided tents to Armenia.", "AID") == (["France"], ["Armenia"])


def test_who_meets_nobody_meets_no_thing() -> None:
    assert not any(m.type == "CONSULT" for m in mentions("The Polish minister met the deadline."))


def test_the_subject_of_a_suffering_verb_is_the_recipient() -> None:
    assert sides("Hungary faced criticism from Sweden.", "ACCUSE") == (["Sweden"], ["Hungary"])


def test_own_troops_are_no_recipient() -> None:
    found = next(m for m in mentions("Ethiopia is willing to withdraw its troops from Somalia.") if m.type == "AGREE")
    assert [one.country for one in found.recipients] == ["SOM"]


def test_mutual_acts_have_two_sides_even_with_a_clause() -> None:
    assert sides("Peru and Chile have agreed to share information.", "AGREE") == (["Peru"], ["Chile"])


def test_who_is_charged_does_what_the_gerund_says() -> None:
    assert [m.type for m in mentions("Ukraine accused Russia of shelling Kherson.")] == ["ACCUSE"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Cuba will not release the prisoners.", "REJECT"),
        ("Mali will release the prisoners.", "AGREE"),
        ("Iran will attack Israel if it is bombed.", "THREATEN"),
    ],
)
def test_status_decides_the_type(text: str, kind: str) -> None:
    assert kind in [m.type for m in mentions(text)]


@pytest.mark.parametrize(
    "text",
    [
        "One person is killed and 59 others are injured when a bus and a truck collide in Slovakia.",
        "Which of the ministers would you ask to help Kenya?",
        "My parents want other people to be happy.",
        "The convicted murderer lives in Norway.",
    ],
)
def test_no_event(text: str) -> None:
    assert mentions(text) == []


def test_words_in_names_are_no_triggers() -> None:
    text = "The Organization of Islamic Cooperation condemned the bombing in Kabul."
    assert [m.type for m in mentions(text)].count("COOPERATE") == 0
