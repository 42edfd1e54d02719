from __future__ import annotations

import pytest

from lagebild.read.duplicates import BANDS, bands, signature, similar, similarity

TEXT = """Der Generalstab teilte am Dienstag mit, dass die Truppen sich aus dem Grenzgebiet zurückgezogen haben. Der
Verteidigungsminister sprach von einem Schritt der Entspannung. Beide Seiten hatten zuvor drei Wochen lang verhandelt.
Ein Sprecher der Vereinten Nationen begrüßte den Abzug und forderte weitere Gespräche über den Austausch von Gefangenen.
Die Opposition kritisierte die Regierung, weil sie das Parlament nicht unterrichtet habe."""
OTHER = """The harbour museum reopened on Tuesday after two years of renovation. Visitors can see model ships, old
charts and a working lighthouse lamp, and children may steer a small ferry through a storm made of blue cloth."""
KOREAN = "합동참모본부는 북한이 2일 오전 평양 일대에서 동해상으로 중거리급 탄도미사일 1발을 발사했다고 밝혔다. " * 2


def sign(text: str) -> bytes:
    made = signature(text)
    assert made is not None
    return made


def test_a_copy_is_told_through_what_editors_do() -> None:
    original = sign(TEXT)
    assert similar(original, sign("BERLIN (dpa) - " + TEXT + " (dpa)"))
    assert similar(original, sign(TEXT.replace("\n", "\n\n").upper()))
    assert similar(original, sign(TEXT[: int(len(TEXT) * 0.75)]))
    assert similar(original, sign(TEXT.replace("Dienstag", "2. April").replace("Schritt", "Zeichen")))


def test_other_texts_are_no_copies() -> None:
    assert not similar(sign(TEXT), sign(OTHER))
    assert similarity(sign(TEXT), sign(KOREAN)) < 0.05


def test_every_script_is_told() -> None:
    assert similar(sign(KOREAN), sign("【서울】" + KOREAN))


def test_short_texts_are_not_compared() -> None:
    assert signature("Wetter: sonnig.") is None
    assert signature("") is None


def test_bands_find_copies_and_fit_a_database() -> None:
    first, second = bands(sign(TEXT)), bands(sign(TEXT + " Mehr dazu morgen."))
    assert len(first) == BANDS
    assert set(first) & set(second)
    assert not set(first) & set(bands(sign(OTHER)))
    assert all(0 <= band < 2**63 for band in first)


def test_signatures_can_be_kept() -> None:
    """They must not change from one release to the next without a new version."""
    assert sign(OTHER)[:16].hex() == "cafa190c89012f5a26fbe124059a541f"


@pytest.mark.parametrize("text", ["\ud800" * 200, "\U0001f600" * 200, "a" * 1_000_000])
def test_odd_texts(text: str) -> None:
    signature(text)
