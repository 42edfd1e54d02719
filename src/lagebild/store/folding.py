"""Text as it is searched: folded, and cut into pairs of characters where a script puts no blanks between words.

A query goes the same way as the text, so that two characters of Chinese, Japanese, Korean or Thai are found
wherever they stand, and letters are found with or without accents and capitals.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["find", "fold", "match"]

# Thai to Lao, Burmese, Khmer, Kana, Han and Hangul: written without blanks, or with endings joined on.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")  # accents, points and vowel signs
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_LONG = 4  # letters from which a word may stand for longer words that begin with it


def _plain(text: str) -> str:
    """Return ``text`` without capitals, accents and compatibility forms (NFKC)."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", decomposed))


def _pairs(match: re.Match[str]) -> str:
    run = match[0]
    return f" {' '.join(run[at : at + 2] for at in range(len(run)))} "


def fold(text: str) -> str:
    """Return ``text`` as the search index holds it.

    >>> fold("Müller in 北京市")
    'muller in  北京 京市 市 '
    """
    return _UNSPACED.sub(_pairs, _plain(text))


def _words(text: str) -> list[str]:
    """Return the words of a query's term as the index's tokeniser cuts them (letters, digits, marks)."""
    plain = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in _plain(text))
    words: list[str] = []
    for piece in plain.split():
        at = 0
        for run in _UNSPACED.finditer(piece):
            words += [piece[at : run.start()], *_query_pairs(run[0])]
            at = run.end()
        words.append(piece[at:])
    return [word for word in words if word]


def _query_pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]


def match(query: str, *, widen: bool = False) -> str:
    """Return the FTS5 expression for a user's query: all words must occur, "quoted ones" together.

    A word with a star and a single character of an unspaced script also find longer words that begin with it;
    so does, with ``widen``, every word of four letters or more. Nothing in the query is FTS5 syntax. Empty if
    there is no word in it.

    >>> match('Rakete* "two words" 京')
    '"rakete"* "two words" "京"*'
    """
    terms: list[str] = []
    for quoted, bare in _TERM.findall(query):
        words = _words(quoted or bare)
        if words:
            last = words[-1]
            single = len(last) == 1 and _UNSPACED.fullmatch(last) is not None
            starts = single or bare.endswith("*") or (widen and bool(bare) and len(last) >= _LONG)
            terms.append(f'"{" ".join(words)}"{"*" if starts else ""}')
    return " ".join(terms)


def find(text: str, query: str) -> tuple[int, int]:
    """Return where [start, end) the first term of ``query`` that occurs in ``text`` stands; (0, 0) if none does."""
    haystack = text.casefold()
    places: list[int] = []
    if len(haystack) != len(text) or not haystack.isascii():
        haystack, places = _mapped(text)
    for quoted, bare in _TERM.findall(query):
        needle = _plain(quoted or bare.rstrip("*"))
        at = haystack.find(needle) if needle else -1
        if at >= 0:
            last = at + len(needle) - 1
            return (places[at], places[last] + 1) if places else (at, last + 1)
    return 0, 0


def _mapped(text: str) -> tuple[str, list[int]]:
    """Return the plain form of ``text`` and, for each of its characters, where it stood."""
    letters: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        plain = char.lower() if char.isascii() else _plain(char)
        letters.append(plain)
        places += [at] * len(plain)
    return "".join(letters), places
