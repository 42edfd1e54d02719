"""Guesses the language of a phrase whose language is not given, well enough to choose the list of names."""

from __future__ import annotations

from typing import Final

from lagebild.extract.scan import scan

__all__ = ["guess"]

_UKRAINIAN: Final = frozenset("іїєґ")
_LATIN: Final = ("en", "de", "fr", "es", "it", "pt", "pl", "tr")
_SCRIPTS: Final = (
    ("ko", 0x1100, 0x1200), ("ko", 0xAC00, 0xD7B0), ("ja", 0x3040, 0x3100), ("zh", 0x4E00, 0xA000),
    ("ru", 0x0400, 0x0530), ("ar", 0x0600, 0x0780),
)  # fmt: skip


def _script(text: str) -> str | None:
    """Return the language that the letters of ``text`` point to; ``None`` for Latin script."""
    found = {lang for lang, start, end in _SCRIPTS if any(start <= ord(letter) < end for letter in text)}
    for lang in ("ko", "ja", "zh", "ar"):
        if lang in found:
            return lang
    if "ru" in found:
        return "uk" if _UKRAINIAN & set(text.lower()) else "ru"
    return None


def guess(text: str, languages: frozenset[str]) -> str:
    """Return the language of ``languages`` whose names and role words cover most of ``text``; English first."""
    script = _script(text)
    if script is not None:
        return script if script in languages else "en"
    best, most = "en", -1
    for lang in _LATIN:
        if lang not in languages:
            continue
        covered = sum(element.end - element.start for element in scan(text, lang))
        if covered > most:
            best, most = lang, covered
        if covered >= len(text) - text.count(" ") - 1:
            break
    return best
