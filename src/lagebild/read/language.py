"""Which language a text is in: script first, then n-gram models (lingua) among the languages supported."""

from __future__ import annotations

from functools import lru_cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

__all__ = ["UNKNOWN", "identify"]

UNKNOWN = "und"

_SAMPLE_CHARS = 2000
_SURE = 0.5

_LANGUAGES = (
    Language.ARABIC,
    Language.CHINESE,
    Language.DUTCH,
    Language.ENGLISH,
    Language.FRENCH,
    Language.GERMAN,
    Language.ITALIAN,
    Language.JAPANESE,
    Language.KOREAN,
    Language.PERSIAN,
    Language.POLISH,
    Language.PORTUGUESE,
    Language.RUSSIAN,
    Language.SPANISH,
    Language.TURKISH,
    Language.UKRAINIAN,
)


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_LANGUAGES).build()


def identify(text: str) -> tuple[str, float]:
    """Return the ISO 639-1 code of ``text`` and the confidence in [0, 1]; ``und`` where there is no clue.

    Only the first 2,000 characters are looked at. A confidence under one half is a guess: the caller
    records an issue.
    """
    sample = text[:_SAMPLE_CHARS]
    if not any(char.isalpha() for char in sample):
        return UNKNOWN, 0.0
    values = _detector().compute_language_confidence_values(sample)
    best = values[0]
    if best.value == 0.0:
        return UNKNOWN, 0.0
    return best.language.iso_code_639_1.name.lower(), best.value


def is_sure(confidence: float) -> bool:
    """Tell whether a confidence is better than a guess."""
    return confidence >= _SURE
