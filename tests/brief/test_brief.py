from __future__ import annotations

import dataclasses

import pytest

from factories import make_actor, make_document, make_mention, make_report
from lagebild import brief
from lagebild.errors import SettingsError
from lagebild.knowledge import load
from lagebild.link import link
from lagebild.records import Brief, EventType, Speaker, Status
from lagebild.spans import Span


def _brief(lang: str = "de", **fields: object) -> Brief:
    report = make_report(**fields)
    return brief.compose([(link([report])[0], [report.mention])], {"d-1": make_document()}, lang=lang)


def _text(made: Brief) -> str:
    return made.sections[0].claims[0].text


def test_a_claim_states_quotes_and_cites() -> None:
    made = _brief()
    (claim,) = made.sections[0].claims
    assert claim.text.startswith("Nordkorea hat am 2. April 2024 Waffen erprobt")
    assert claim.citations[0].quote in make_document().text
    assert made.sources[0].document == "d-1"


@pytest.mark.parametrize(
    ("lang", "status", "expected"),
    [
        ("de", Status.ALLEGED, "Nordkorea soll am 2. April 2024 Waffen erprobt"),
        ("de", Status.PLANNED, "Nordkorea will Waffen erproben"),
        ("de", Status.HYPOTHETICAL, "Nordkorea könnte Waffen erproben"),
        ("de", Status.DENIED, "nicht Waffen erprobt"),
        ("en", Status.ALLEGED, "North Korea is alleged to have tested"),
        ("en", Status.PLANNED, "North Korea plans to test"),
    ],
)
def test_the_sentence_shows_the_status(lang: str, status: Status, expected: str) -> None:
    assert expected in _text(_brief(lang, status=status))


def test_cases_articles_and_number_are_german() -> None:
    text = _text(
        _brief(type=EventType.CONSULT, mode=None, actors=(make_actor("USA"),), recipients=(make_actor("TUR"),))
    )
    assert text.startswith("Die USA haben")
    assert "mit der Türkei Gespräche geführt" in text


def test_the_claimant_is_named() -> None:
    speaker = Speaker(text="Seoul", span=Span(0, 5), country="KOR")
    assert "laut Südkorea" in _text(_brief(status=Status.ALLEGED, said_by=speaker))


def test_a_state_acting_at_home_is_named_once() -> None:
    text = _text(_brief(type=EventType.PROTEST, mode=None, recipients=(make_actor("PRK"),)))
    assert text.startswith("Nordkorea hat am 2. April 2024 protestiert:")


def test_a_brief_without_events_says_so() -> None:
    made = brief.compose([], {}, lang="en")
    assert made.sections == ()
    assert made.notes


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(SettingsError, match="xx"):
        brief.compose([], {}, lang="xx")


def test_the_check_finds_a_changed_quotation_and_a_missing_citation() -> None:
    made = _brief()
    documents = {"d-1": make_document()}
    assert list(brief.faults(made, documents)) == []
    assert list(brief.faults(made, {"d-1": make_document(text="Etwas anderes steht hier, ganz sicher.")}))
    section = made.sections[0]
    bare = dataclasses.replace(section.claims[0], citations=())
    broken = dataclasses.replace(made, sections=(dataclasses.replace(section, claims=(bare,)),))
    with pytest.raises(brief.UncitedError, match="no citation"):
        brief.check(broken, documents)


@pytest.mark.parametrize("lang", brief.LANGUAGES)
def test_every_type_and_status_has_its_words(lang: str) -> None:
    for event_type in EventType:
        for status in Status:
            for recipients in ((), (make_actor("JPN"),)):
                text = _text(_brief(lang, type=event_type, mode=None, status=status, recipients=recipients))
                assert "{" not in text


def test_who_acts_for_no_state_is_not_called_by_its_name() -> None:
    crowd = dataclasses.replace(make_actor("GEO"), sectors=("CVL",))
    police = dataclasses.replace(make_actor("GEO"), sectors=("COP",))
    assert "Zivilpersonen (Georgien) haben" in _text(_brief("de", actors=(crowd,)))
    assert "Georgien hat" in _text(_brief("de", actors=(police,)))


def test_languages_have_the_same_phrases() -> None:
    tables = [load.toml(f"languages/{lang}/brief.toml") for lang in brief.LANGUAGES]
    for table in ("labels", "sections", "fields", "words", "status", "verbs", "sectors", "events"):
        assert len({frozenset(one[table]) for one in tables}) == 1, table


def test_a_long_quotation_is_cut_around_its_trigger() -> None:
    mention = make_mention()
    long = "Wort " * 80 + "Nordkorea startet. " + "Wort " * 80
    start = long.index("Nordkorea")
    doc = make_document(text=long)
    changed = dataclasses.replace(
        mention,
        trigger=dataclasses.replace(mention.trigger, span=Span(start, start + 9)),
        evidence=dataclasses.replace(mention.evidence, span=Span(0, len(long)), quote=long),
    )
    report = dataclasses.replace(make_report(), mention=changed)
    made = brief.compose([(link([report])[0], [changed])], {"d-1": doc}, lang="de")
    text = _text(made)
    assert "Nordkorea startet" in text
    assert len(text) < 400
