import pytest

from golden_update import ROOT, expected, names
from lagebild.extract import gate
from lagebild.extract.gate import Gate, needles, trained
from lagebild.extract.signs import features
from lagebild.spans import Span


def passes(text: str, lang: str) -> bool:
    return gate(text, [Span(0, len(text))], lang=lang)[0]


def test_gate_tells_sentences_apart() -> None:
    text = "The sky is blue. Russia bombed Ukraine. It is cold."
    spans = [Span(0, 16), Span(17, 39), Span(40, 51)]
    assert gate(text, spans, lang="en") == (False, True, False)


def test_no_sentence_with_an_event_is_lost() -> None:
    wanted = [name for name in names() if expected(name)]
    kept = [passes((ROOT / f"{name}.txt").read_text("utf-8"), name[:2]) for name in wanted]
    assert sum(kept) >= 0.99 * len(wanted)


@pytest.mark.parametrize("text", ["Er zog die Truppen ab.", "Russland gab nach.", "Die Polizei hat ihn beschossen."])
def test_split_and_irregular_verbs_pass(text: str) -> None:
    assert passes(text, "de")


@pytest.mark.parametrize("text", ["Heavy rain will hit the coast tomorrow."])
def test_an_event_needs_somebody(text: str) -> None:
    assert not passes(text, "en")


def test_what_was_not_met_in_training_passes() -> None:
    learnt = Gate({"": -9.0, "row:bomb:verb": 1.0}, threshold=0.0)
    assert not learnt.passes(frozenset({"row:bomb:verb"}))
    assert learnt.passes(frozenset({"row:bomb:verb", "row:outlaw:verb"}))


def test_a_trained_gate_weighs_what_a_sentence_shows() -> None:
    learnt = Gate({"": -1.0, "row:bomb:verb": 2.0, "quoted": -3.0}, threshold=0.5)
    assert learnt.passes(frozenset({"row:bomb:verb", "never seen"}))
    assert not learnt.passes(frozenset({"row:bomb:verb", "quoted"}))


def test_triggers_with_a_particle_elsewhere_are_seen() -> None:
    shown = features("Israel kündigte neue Angriffe an.", "de")
    assert shown is not None
    assert any(name.startswith(("row:ankündigen", "row:angriff")) for name in shown)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_shipped_gates_load(lang: str) -> None:
    assert trained(lang) is not None


def test_a_language_without_a_lexicon_is_not_gated() -> None:
    assert passes("zzz", "xx")


def test_empty_text() -> None:
    assert gate("", [], lang="en") == ()


def test_needles_leave_room_for_inflection() -> None:
    assert needles("condemn") == ["cond"]
    assert needles("call off") == ["call"]
