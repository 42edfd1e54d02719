from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from lagebild.read.language import SUPPORTED, UNKNOWN, identify, is_sure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nordkorea feuert Rakete ab", "de"),
        ("North Korea fires missile", "en"),
        ("La Corée du Nord tire un missile", "fr"),
        ("El Gobierno rechaza las acusaciones de la oposición", "es"),
        ("북한, 탄도미사일 발사", "ko"),
        ("北朝鮮がミサイルを発射", "ja"),
        ("朝鲜发射导弹", "zh"),
        ("Россия наложила вето", "ru"),
        ("Росія наклала вето на резолюцію", "uk"),
        ("إيران تطلق صواريخ", "ar"),
    ],
)
def test_headlines(text: str, code: str) -> None:
    assert identify(text)[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("埼玉県本庄市で自殺―中3男子", "ja"),
        ("三菱東京UFJ銀行発足", "ja"),
        ("アメリカ大統領", "ja"),
        ("习近平会见外宾", "zh"),
        ("蔡英文總統訪問美國", "zh"),
        ("“の”品牌在中国上市并受到欢迎", "zh"),
    ],
)
def test_japanese_and_chinese_are_told_by_their_characters(text: str, code: str) -> None:
    assert identify(text)[0] == code


def test_no_letters_no_language() -> None:
    assert identify("2024: 10 % (!)") == (UNKNOWN, 0.0)
    assert identify("") == (UNKNOWN, 0.0)


def test_a_language_that_is_not_supported_is_not_taken_for_another() -> None:
    code, confidence = identify("Försvarsministern sade på tisdagen att trupperna hade dragits tillbaka från gränsen.")
    assert (code, code in SUPPORTED, is_sure(confidence)) == ("sv", False, True)


def test_capitals_and_other_surprises() -> None:
    assert identify("NORDKOREA FEUERT RAKETE AUF DAS MEER AB")[0] == "de"
    assert identify("\ud800 words of the army")[0] == "en"


def test_short_fragments_of_news(shared: Path) -> None:
    """Floor: 97 % of fragments of 3-8 words (8-20 characters of Chinese and Japanese), measured 98.1 %."""
    cases = list(fragments(shared / "data" / "parallel"))
    right = sum(identify(text)[0] == code for code, text in cases)
    assert right / len(cases) > 0.97


def fragments(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield some fragments of every language, the same ones every time."""
    chance = random.Random(1)  # noqa: S311 - the same fragments every time
    sentences: dict[str, list[str]] = {}
    for line in (folder / "ntrex_part.jsonl").read_text(encoding="utf-8").splitlines():
        for code, texts in json.loads(line)["text"].items():
            sentences.setdefault(code, []).extend(texts)
    for code in SUPPORTED:
        for text in chance.sample(sentences[code], 60):
            if code in {"zh", "ja"}:
                start = chance.randint(0, max(0, len(text) - 14))
                yield code, text[start : start + chance.randint(8, 20)]
            else:
                words = text.split()
                start = chance.randint(0, max(0, len(words) - 6))
                yield code, " ".join(words[start : start + chance.randint(3, 8)])
