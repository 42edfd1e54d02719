"""Verbs that the lexicon does not list, or not as they stand: the classifier tells what passes between two parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extract.helpers import sentence_of
from factories import make_document
from lagebild.extract import unlisted as module
from lagebild.extract.coder import scene_of
from lagebild.extract.drafts import drafts_of
from lagebild.extract.orient import tree_of
from lagebild.extract.unlisted import unlisted

if TYPE_CHECKING:
    from lagebild.extract.drafts import Draft


def _found(text: str, *, told: bool = False) -> list[Draft]:
    sent = sentence_of(text, "en")
    tree, scene = tree_of(sent), scene_of(make_document(text=text, language="en"), [sent])
    drafts = drafts_of(tree, scene)
    return [draft for draft, _ in unlisted(tree, scene, drafts, drafts if told else ())]


def test_a_verb_between_two_states_is_an_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TRUST", 0.0)
    (found,) = _found("The United States handed to Kenya 14 patrol boats.")
    assert found.roles.actors[0].country == "USA"
    assert found.roles.recipients[0].country == "KEN"
    assert found.reasons[0].why.startswith("classifier: ")


@pytest.mark.parametrize(
    "text",
    [
        "Peru overtook Chile.",  # the classifier is not sure
        "The storm handed to Kenya 14 boats.",  # nobody acts
        "Kenya handed to Kenya 14 patrol boats.",  # one country
        "Norway criticised Sweden.",  # the lexicon has it
    ],
)
def test_what_is_none(text: str) -> None:
    assert _found(text) == []


def test_what_a_mention_is_about_has_been_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SURE", 0.0)
    monkeypatch.setattr(module, "_TRUST", 0.0)
    text = "Iran urged Japan to overtake Norway."
    assert _found(text)
    assert _found(text, told=True) == []


def test_saying_is_no_act(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SURE", 0.0)
    monkeypatch.setattr(module, "_TRUST", 0.0)
    assert _found("Iran told Japan.") == []
