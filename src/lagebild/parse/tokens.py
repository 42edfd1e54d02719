"""Tokenisers, one a language, made once: spaCy's rules, with what the treebanks do otherwise mended.

Japanese and Chinese need a segmenter of their own (extras ``ja``: SudachiPy, ``zh``: jieba); without it they are
not parsed.
"""

from __future__ import annotations

import importlib
import logging
import re
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import spacy
from spacy.util import compile_infix_regex

from lagebild.errors import ModelError
from lagebild.parse.draft import words
from lagebild.parse.script import simplified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Word", "tokenise", "tokenise_all"]

Word = tuple[str, int]  # a form and its first character's offset
Segmenter: TypeAlias = "Callable[[Sequence[str]], list[list[Word]]]"

_PIECE = re.compile(r"\S+")
_KEPT = 100_000  # pieces between spaces whose words are kept
_NEUTRAL = frozenset({"ar", "ko"})  # words are what stands between spaces, less punctuation
_HYPHEN_KEPT = frozenset({"en", "fr", "nl", "tr", "pl", "it", "es", "pt", "ru", "uk"})


def tokenise(text: str, lang: str) -> list[Word]:
    """Return the words of a sentence with their offsets.

    Raises:
        ModelError: if the segmenter of the language is not installed.

    >>> tokenise("Er kam am 5. April.", "de")
    [('Er', 0), ('kam', 3), ('am', 7), ('5.', 10), ('April', 13), ('.', 18)]
    """
    return tokenise_all([text], lang)[0]


def tokenise_all(texts: Sequence[str], lang: str) -> list[list[Word]]:
    """Return the words of many sentences, which takes less than one after the other.

    Raises:
        ModelError: if the segmenter of the language is not installed.
    """
    return _tokeniser(lang)(texts)


@cache
def _tokeniser(lang: str) -> Segmenter:
    try:
        return _SEGMENTERS[lang]() if lang in _SEGMENTERS else _ruled(lang)
    except ImportError as error:
        message = f"there is no tokeniser for '{lang}'"
        raise ModelError(message, hint=f"pip install 'lagebild[{lang}]'") from error


def _ruled(lang: str) -> Segmenter:
    """Return a tokeniser by spaCy's rules that keeps what it has seen: they cut each piece between spaces by itself."""
    rules = _rules(lang)
    seen: dict[str, list[Word]] = {}

    def cut(texts: Sequence[str]) -> list[list[Word]]:
        nonlocal rules
        if len(seen) > _KEPT:  # the rules' own store of strings goes with them
            seen.clear()
            rules = _rules(lang)
        found = [[(piece[0], piece.start()) for piece in _PIECE.finditer(text)] for text in texts]
        new = dict.fromkeys(piece for pieces in found for piece, _ in pieces if piece not in seen)
        seen.update((piece, [(piece, 0)]) for piece in new if piece.isalpha() and piece not in rules.rules)
        cuttable = [piece for piece in new if piece not in seen]
        if cuttable:
            seen.update(zip(cuttable, _words_of(cuttable, rules), strict=True))
        return [[(form, start + at) for piece, start in pieces for form, at in seen[piece]] for pieces in found]

    return cut


def _words_of(pieces: Sequence[str], rules: Any) -> Iterator[list[Word]]:  # noqa: ANN401 - a Cython class
    """Yield the words of each piece; taken together, since every call costs."""
    found: list[Word] = []
    start = 0
    for token in rules("\n".join(pieces)):
        form = token.text
        if form == "\n":
            yield found
            found, start = [], token.idx + 1
        else:
            found.append((form, token.idx - start))
    yield found


def _rules(lang: str) -> Any:  # noqa: ANN401 - a Cython class
    """Return spaCy's tokeniser of a language, its hyphen rule taken out where the treebanks keep hyphens."""
    blank: Any = spacy.blank("xx" if lang in _NEUTRAL else lang)
    blank.vocab.lex_attr_getters = {}  # nothing but the text of words is asked for
    rules = blank.tokenizer
    if lang in _HYPHEN_KEPT:
        infixes = [rule for rule in map(str, blank.Defaults.infixes or ()) if "-|–|—" not in rule]
        rules.infix_finditer = compile_infix_regex(infixes).finditer
    return rules


def _arabic() -> Segmenter:
    """Return spaCy's words with the one-letter words split off that can be told from a first letter."""
    cut = _ruled("ar")
    return lambda texts: [[part for word in words for part in _unjoined(*word)] for words in cut(texts)]


def _unjoined(form: str, at: int) -> list[Word]:
    first, rest = form[:1], form[1:]
    article = rest.startswith("ال") and len(rest) > 3 and first in words("ar", "before_article")
    verbal = len(rest) > 3 and rest.startswith(("أ", "ي", "ت"))
    if (
        article
        or (first == "ل" == rest[:1] and len(rest) > 3)
        or (first == "و" and (verbal or rest in words("ar", "after_and")))
    ):
        return [(first, at), *_unjoined(rest, at + 1)]
    return [(form, at)]


def _japanese() -> Segmenter:
    """Return SudachiPy's shortest units, which come closest to the treebank's words."""
    sudachi: Any = importlib.import_module("sudachipy")  # an extra
    cut = sudachi.Dictionary().tokenizer(mode=sudachi.SplitMode.A)
    return lambda texts: [
        [(one.surface(), one.begin()) for one in cut.tokenize(text) if one.surface().strip()] for text in texts
    ]


def _chinese() -> Segmenter:
    """Return jieba's words; traditional script is cut by its simplified form."""
    jieba: Any = importlib.import_module("jieba")  # an extra
    jieba.setLogLevel(logging.WARNING)

    def cut(text: str) -> list[Word]:
        spans = jieba.tokenize(simplified(text))
        return [(text[start:end], start) for word, start, end in spans if word.strip()]

    return lambda texts: [cut(text) for text in texts]


_SEGMENTERS: dict[str, Callable[[], Segmenter]] = {
    "ar": _arabic,
    "ja": _japanese,
    "zh": _chinese,
}
