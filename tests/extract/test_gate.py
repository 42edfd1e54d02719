import math

import pytest

from golden_update import ROOT, expected, names
from lagebild import pipeline, read
from lagebild.extract import extract, gate
from lagebild.extract.gate import Gate, needles, trained
from lagebild.extract.signs import Shown, shown
from lagebild.extract.vicinity import Words, named, of_sentence, of_triggers
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


def seen(text: str, lang: str = "en") -> Shown:
    found = shown(text, lang)
    assert found is not None
    return found


def learnt(**weights: float) -> Gate:
    named = {name.replace("_", ":"): weight for name, weight in weights.items()}
    return Gate({"": 0.0, **named}, Words("en", frozenset()), threshold=0.0)


def test_a_trained_gate_weighs_its_likeliest_trigger() -> None:
    some = learnt(row_bomb_verb_ASSAULT=2.0, row_talk_noun_CONSULT=1.0)
    one, two = (some.odds(seen(text)) for text in ("Russia bombed Iran.", "Russia bombed talks."))
    assert one == two == pytest.approx(2.0)


def test_a_trained_gate_weighs_the_sentence_as_a_whole() -> None:
    assert learnt(mark_q=-3.0).odds(seen('"Russia bombed Iran"')) == pytest.approx(-3.0)


def test_long_sentences_need_more_to_pass() -> None:
    assert learnt().least(8) - learnt().least(4) == pytest.approx(math.log(2))


def test_the_coder_abstains_where_the_gate_holds_back(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = read.build("Russia attacked Ukraine.", lang="en", published="2024-01-01", source="d")
    parsed = pipeline.sentences(doc, gated=False)
    assert extract(doc, parsed)
    monkeypatch.setattr("lagebild.extract.coder.holds", lambda *_: False)
    assert extract(doc, parsed) == ()


def test_triggers_with_a_particle_elsewhere_are_seen() -> None:
    rows = "\n".join(one.rows for one in seen("Israel kündigte neue Angriffe an.", "de").triggers)
    assert "ankündigen:verb" in rows
    assert "angriff:noun" in rows


def test_triggers_that_miss_what_they_need_are_none() -> None:
    shows = [shown(f"Russland {words}.", "de") for words in ("gab der Ukraine nach", "gab der Ukraine die Hand")]
    assert ["nachgeben" in "".join(one.rows for one in some.triggers) for some in shows if some] == [True, False]


def test_what_stands_around_a_trigger() -> None:
    found = seen("The army of Russia, officials say, bombed Ukraine.")
    around = of_triggers(found, Words("en", frozenset({"the", "of"})))[[one.at for one in found.triggers].index(8)]
    shows = {name for clue in around for name in named(clue)}
    assert {"row:bomb:verb:ASSAULT", "verb:ASSAULT:sides:1110", "before:,", "form:ed", "capital:c"} <= shows
    assert {"<0:state:2", "<0:after:of", "<0:2:,e", ">0:state:0", "nobody:>1"} <= shows


def test_what_a_sentence_shows_as_a_whole() -> None:
    shows = {name for clue in of_sentence(seen("The army won the match."), "en") for name in named(clue)}
    assert {"mark:o", "end:.", "kind:role", "actors:0:1", "triggers:1"} <= shows
    assert ("triggers", "1", "p") in of_sentence(seen("They attacked."), "en")


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
