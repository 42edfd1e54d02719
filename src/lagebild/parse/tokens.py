"""Tokenisers, one a language, made once: spaCy's rules, with what the treebanks do otherwise mended.

Japanese and Chinese need a segmenter of their own (extras ``ja``: SudachiPy, ``zh``: jieba); without it they
fall back to single characters, which no tree can mend.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import spacy
from spacy.util import compile_infix_regex

from lagebild.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Word", "tokenise"]

Word = tuple[str, int]  # a form and its first character's offset

_BY_SPACE = frozenset({"ko"})  # words are what stands between spaces, less punctuation
_HYPHEN_KEPT = frozenset({"en", "fr", "nl", "tr", "pl", "it", "es", "pt", "ru", "uk"})


def tokenise(text: str, lang: str) -> list[Word]:
    """Return the words of a sentence with their offsets.

    >>> tokenise("Er kam am 5. April.", "de")
    [('Er', 0), ('kam', 3), ('am', 7), ('5.', 10), ('April', 13), ('.', 18)]
    """
    return [(token.text, token.idx) for token in _tokeniser(lang)(text) if not token.is_space]


@cache
def _tokeniser(lang: str) -> Callable[[str], Any]:
    """Return spaCy's tokeniser of a language, its hyphen rule taken out where the treebanks keep hyphens."""
    code = "xx" if lang in _BY_SPACE else lang
    config: dict[str, Any] = {}
    if lang == "zh":
        config = {"nlp": {"tokenizer": {"segmenter": "jieba"}}}
    try:
        blank = spacy.blank(code, config=config)
    except ImportError as error:
        message = f"there is no tokeniser for '{lang}'"
        raise ModelError(message, hint=f"pip install 'lagebild[{lang}]'") from error
    if lang in _HYPHEN_KEPT:
        infixes = [rule for rule in map(str, blank.Defaults.infixes or ()) if "-|–|—" not in rule]
        rules: Any = blank.tokenizer
        rules.infix_finditer = compile_infix_regex(infixes).finditer
    found: Callable[[str], Any] = blank.tokenizer
    return found
