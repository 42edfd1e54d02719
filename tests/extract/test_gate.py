import pytest

from golden_update import ROOT, expected, names
from lagebild.extract import gate
from lagebild.extract.gate import needles
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


@pytest.mark.parametrize("text", ["Er zog die Truppen ab.", "Sie gaben nach.", "Er nahm ihn fest."])
def test_split_and_irregular_verbs_pass(text: str) -> None:
    assert passes(text, "de")


def test_a_language_without_a_lexicon_is_not_gated() -> None:
    assert passes("zzz", "xx")


def test_empty_text() -> None:
    assert gate("", [], lang="en") == ()


def test_needles_leave_room_for_inflection() -> None:
    assert needles("condemn") == ["cond"]
    assert needles("call off") == ["call"]
