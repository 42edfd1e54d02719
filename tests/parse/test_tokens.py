"""Words of languages that need more than spaCy's rules."""

from __future__ import annotations

from lagebild.parse.script import simplified
from lagebild.parse.tokens import tokenise


def _words(text: str, lang: str) -> list[str]:
    found = tokenise(text, lang)
    assert all(text[at : at + len(form)] == form for form, at in found)
    return [form for form, _ in found]


def test_arabic_one_letter_words_are_split_off() -> None:
    assert _words("وقال وزير للحكومة بالقوة", "ar") == ["و", "قال", "وزير", "ل", "لحكومة", "ب", "القوة"]


def test_arabic_words_that_begin_so_stay_whole() -> None:
    assert _words("واشنطن وكالة لله", "ar") == ["واشنطن", "وكالة", "لله"]


def test_simplified_text_is_as_long_as_it_was() -> None:
    text = "總統在台北會見記者，為此後來 2016"
    assert len(simplified(text)) == len(text)
    assert simplified(simplified(text)) == simplified(text)
