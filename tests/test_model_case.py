"""The kind of article the program exists for: a short German analysis with background, claims and a footnote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lagebild import pipeline
from lagebild.read import Given, read
from lagebild.records import Document, EventType, Mention, Status
from lagebild.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def doc(shared: Path) -> Document:
    (found,) = read(shared / "seed" / "article.de.txt", Given(published="2024-04-10"))
    assert isinstance(found, Document)
    return found


@pytest.fixture(scope="module")
def mentions(doc: Document) -> list[Mention]:
    return list(pipeline.code([doc]))


def _countries(side: tuple[object, ...]) -> set[str | None]:
    return {getattr(match, "country", None) for match in side}


def _find(mentions: list[Mention], event_type: str, part: str) -> list[Mention]:
    return [m for m in mentions if m.type == event_type and part in m.evidence.quote]


def test_footnote_and_credit_are_no_text(doc: Document, mentions: list[Mention]) -> None:
    (note,) = doc.footnotes
    assert note.url is not None
    assert note.url.startswith("https://www.dailynk.com/")
    assert doc.text[note.refs[0].start] == "1"
    assert [credit.text for credit in doc.credits] == ["Foto: KCNA"]
    assert all(m.evidence.span.end <= note.span.start for m in mentions)


def test_the_production_order(doc: Document, mentions: list[Mention]) -> None:
    (found,) = _find(mentions, EventType.MOBILIZE, "Am 5. April 2024")
    assert found.mode == "weapons"
    assert _countries(found.actors) == {"PRK"}
    assert found.time is not None
    assert str(found.time.start) == "2024-04-05"
    assert found.status is Status.ASSERTED
    assert not found.background
    assert found.cites == (doc.footnotes[0].url,)


def test_the_launch_is_background_with_its_day(mentions: list[Mention]) -> None:
    (found,) = _find(mentions, EventType.MOBILIZE, "am 2. April")
    assert found.mode == "weapons"
    assert _countries(found.actors) == {"PRK"}
    assert found.time is not None
    assert str(found.time.start) == "2024-04-02"
    assert found.background


def test_dialogue_is_refused(mentions: list[Mention]) -> None:
    (found,) = _find(mentions, EventType.REJECT, "Dialog mit Japan")
    assert found.mode == "meet"
    assert (_countries(found.actors), _countries(found.recipients)) == ({"PRK"}, {"JPN"})
    assert found.status is Status.ASSERTED


def test_the_ties_to_russia_are_alleged(mentions: list[Mention]) -> None:
    found = [
        m for m in mentions if "Vorw" in m.evidence.quote and {"PRK", "RUS"} <= _countries(m.actors + m.recipients)
    ]
    assert found
    assert {m.status for m in found} == {Status.ALLEGED}


def test_the_cooperation_of_the_three_is_hypothetical(mentions: list[Mention]) -> None:
    found = [m for m in mentions if {"USA", "KOR", "JPN"} <= _countries(m.actors + m.recipients)]
    assert found
    assert {m.status for m in found} == {Status.HYPOTHETICAL}


def test_a_recommendation_is_no_event(mentions: list[Mention]) -> None:
    assert not [m for m in mentions if "erfordert eine ausgewogene" in m.evidence.quote]


def test_the_german_brief_names_each(doc: Document, mentions: list[Mention], tmp_path: Path, shared: Path) -> None:
    with Workspace.init(tmp_path) as space:
        list(space.add([shared / "seed" / "article.de.txt"], published="2024-04-10"))
        made = space.brief(lang="de")
    cited = {citation.mention for section in made.sections for claim in section.claims for citation in claim.citations}
    assert cited == {mention.id for mention in mentions}
    for section in made.sections:
        for claim in section.claims:
            assert claim.citations
            assert all(citation.span.of(doc.text) == citation.quote for citation in claim.citations)
