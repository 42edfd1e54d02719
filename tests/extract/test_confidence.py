import pytest

import lagebild
from lagebild.extract.confidence import Calibration, calibration, confidence
from lagebild.extract.gate import likelihood


def test_it_rises_with_the_chance_and_stays_inside() -> None:
    found = [confidence(chance) for chance in (0.0, 0.1, 0.5, 0.9, 1.0)]
    assert found == sorted(found)
    assert found[0] > 0.0
    assert found[-1] < 1.0


def test_it_rises_with_what_the_gate_expects() -> None:
    assert confidence(0.5, -2.0) < confidence(0.5) < confidence(0.5, 6.0)
    said, asked = (likelihood(text, "en") for text in ("Russia attacked Ukraine.", "He attacked his party."))
    assert said is not None
    assert asked is not None
    assert said > asked
    assert likelihood("Россия напала на Украину.", "ru") is None


def test_the_shipped_numbers_are_sane() -> None:
    given = calibration()
    assert given.slope > 0
    assert given.gate > 0
    assert 0.0 <= given.abstain < 0.5


def test_mentions_below_the_floor_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = {"id": "d", "text": "Russia attacked Ukraine.", "lang": "en", "published": "2024-01-01"}
    assert list(lagebild.code([doc]))
    strict = Calibration(intercept=0.0, slope=1.0, gate=0.0, usual=0.0, abstain=1.0)
    monkeypatch.setattr("lagebild.extract.coder.calibration", lambda: strict)
    assert list(lagebild.code([doc])) == []
