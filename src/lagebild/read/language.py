"""Which language a text is in: a naive Bayes model over byte n-grams (py3langid), right on short text too.

Measured on fragments of news in the sixteen supported languages (``benchmarks/language.py``): 94.7 % of those of three
words are named rightly, 98.1 % of five and 99.6 % of eight. On 6,400 of 3-8 words the model alone names 98.1 %, lingua
96.8 %, fastText's small model 96.1 %, each in more time or memory.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from py3langid.langid import MODEL_FILE, LanguageIdentifier

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SUPPORTED", "UNKNOWN", "identify", "is_sure"]

UNKNOWN = "und"
SUPPORTED = ("ar", "de", "en", "es", "fa", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "tr", "uk", "zh")

_SAMPLE_CHARS = 400
_SURE = 0.5
_FOREIGN = 0.9  # probability from which on a language outside SUPPORTED is believed
_FOREIGN_LETTERS = 40  # … in a sample of at least so many letters
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str) -> tuple[str, float]:
    """Return the ISO 639 code of ``text`` and the confidence in [0, 1]; ``und`` where there is no clue.

    Only the first 400 characters are looked at. A language outside :data:`SUPPORTED` is named only when the
    text is long enough to be sure of it. A confidence under one half is a guess: the caller records an issue.
    """
    sample = text[:_SAMPLE_CHARS]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return UNKNOWN, 0.0
    if told := _east_asian(sample):
        return told, 1.0
    ranks: Mapping[str, float] = dict(_identifier().rank(sample))
    foreign = next(iter(ranks))
    if foreign not in SUPPORTED and ranks[foreign] >= _FOREIGN and letters >= _FOREIGN_LETTERS:
        return foreign, ranks[foreign]
    total = sum(ranks[code] for code in SUPPORTED)
    best = max(SUPPORTED, key=ranks.__getitem__)
    return best, (ranks[best] / total if total else 0.0)


def _east_asian(sample: str) -> str | None:
    """Tell Japanese from Chinese by the characters, ``None`` where they do not tell.

    Kana are Japanese. Headlines often have few or none; then characters tell that only one of the two languages
    writes so (発, 県 and 气, 发): those that only the character set of the one has.
    """
    kana, han = len(_KANA.findall(sample)), _HAN.findall(sample)
    if 2 * (kana + len(han)) < sum(map(str.isalpha, sample)):
        return None
    japanese, chinese = (sum(_written_in(char) == code for char in han) for code in ("ja", "zh"))
    japanese += kana
    return None if japanese == chinese else "ja" if japanese > chinese else "zh"


@lru_cache(maxsize=4096)
def _written_in(char: str) -> str | None:
    """Return the one of Japanese and Chinese that writes a character so, ``None`` if both do."""
    japanese, *chinese = (_has(name, char) for name in ("shift_jis", "gb2312", "big5"))
    if japanese == any(chinese):
        return None
    return "ja" if japanese else "zh"


def _has(charset: str, char: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def is_sure(confidence: float) -> bool:
    """Tell whether a confidence is better than a guess."""
    return confidence >= _SURE
