"""Finds the names of places in a text: which words may be one, and which of those to believe.

Countries, seas, regions and large cities are believed by name; smaller places need a sign: a preposition
before them or a container behind them. In scripts with capitals only capitalised words are looked at; Korean words
are tried without their particles; Chinese and Japanese texts are searched with one automaton.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from lagebild.extract.toponyms.candidates import bare_forms, lexicon, part_of, written_out
from lagebild.knowledge.gazetteer import FAMOUS, Place, gazetteer, place_key
from lagebild.knowledge.load import rows, toml
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    import ahocorasick

__all__ = ["name_spans"]

_WORD = re.compile(r"(?:[^\W\d_]{1,2}\.){2,}|[^\W\d_](?:[\w'’‘]|[-–](?=\w))*")
_LONGEST = 5  # words of a name
_CONNECTORS = frozenset(
    [
        "of",
        "de",
        "du",
        "des",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "von",
        "van",
        "der",
        "den",
        "am",
        "an",
        "la",
        "le",
        "el",
        "al",
        "the",
        "and",
        "y",
        "e",
    ]
)
_LARGE, _KNOWN = 200_000, 15_000  # people: believed alone, and in two words
_PLAIN = 0.5  # the highest cost of a preposition that says "here" and nothing else
_CONTAINER = re.compile(r"\s*,\s*(?=[^\W\d_])")


def name_spans(text: str, lang: str) -> list[Span]:
    """Return the spans of ``text`` that name places, in order, none overlapping."""
    if lexicon(lang).scan == "automaton":
        return _by_automaton(text, lang)
    return _Reader(text, lang).names()


# ---------------------------------------------------------------------------------------------
# words between blanks


class _Reader:
    """One text and its words, while it is searched for names."""

    def __init__(self, text: str, lang: str) -> None:
        self.text, self.lang, self.words = text, lang, lexicon(lang)
        self.tokens = [Span(*found.span()) for found in _WORD.finditer(text)]
        self.forms = [token.of(text) for token in self.tokens]
        self.accepted: set[str] = set()
        self.strong: set[str] = set()
        self.lowered = {form for form in self.forms if form[0].islower()}

    def names(self) -> list[Span]:
        """Return the spans of the believable names, in order; what is believed once is believed everywhere."""
        found = self._pass()
        if not self.strong:
            return found
        self.accepted = self.strong
        return self._pass()

    def _pass(self) -> list[Span]:
        found: list[Span] = []
        at = 0
        while at < len(self.tokens):
            end = self._name_at(at) if self._may_open(at) else None
            if end is None:
                at += 1
            else:
                found.append(Span(self.tokens[at].start, end[1]))
                at = end[0] + 1
        return found

    def word(self, at: int) -> str:
        """Return the word at ``at``; empty outside the text."""
        return self.forms[at] if 0 <= at < len(self.forms) else ""

    def _may_open(self, at: int) -> bool:
        word = self.forms[at]
        return self.words.scan != "cased" or _capitalised(word) or word in self.words.openers

    def _name_at(self, first: int) -> tuple[int, int] | None:
        """Return the last word and end of the longest believable name that opens at word ``first``."""
        for last in reversed(self._lasts(first)):
            end = self.tokens[last].end
            for stop in (end + 1, end) if self.text[end : end + 1] == "." else (end,):
                places = _lookup(self.text[self.tokens[first].start : stop], self.lang)
                if places and self._believable(first, last, places):
                    return last, stop
        return None

    def _lasts(self, first: int) -> list[int]:
        """Return the words with which a name that opens at ``first`` may end: capitals or connectors up to there."""
        found = [first]
        for at in range(first + 1, min(first + _LONGEST, len(self.tokens))):
            word = self.forms[at]
            if self._gap(at) not in (" ", "\u00a0", ". ", "\n"):
                break
            if _capitalised(word) or not word[0].islower():
                found.append(at)
            elif word not in _small("connectors"):
                break
        return found

    def _gap(self, at: int) -> str:
        """Return what stands between word ``at`` and the one before it."""
        return self.text[self.tokens[at - 1].end : self.tokens[at].start]

    def _beside(self, at: int, *, gap: int) -> str:
        """Return the word at ``at`` if only a blank parts it from its neighbour (the gap before word ``gap``)."""
        inside = 0 <= at < len(self.tokens) and 0 < gap < len(self.tokens)
        return self.word(at) if inside and self._gap(gap) in (" ", "\u00a0", ". ") else ""

    def _believable(self, first: int, last: int, places: tuple[Place, ...]) -> bool:
        """Tell whether the words name one of ``places`` here, and not a person, a firm or a common thing."""
        phrase = self.text[self.tokens[first].start : self.tokens[last].end]
        before, behind = self._beside(first - 1, gap=first), self._beside(last + 1, gap=last + 1)
        if phrase in self.words.abbreviations:
            return behind not in self.words.following
        sure = any(place.kind in FAMOUS for place in places)
        if self._excluded(phrase, before, behind) or (first == last and not sure and phrase.lower() in self.lowered):
            return False
        local = before.lower() in self.words.prepositions
        part = not self.words.noun_capitals and not local and self._is_name_part(first, before, behind)
        if part:
            return sure and phrase not in _homographs() and any(place.kind == "country" for place in places)
        if sure or place_key(phrase) in self.accepted or self._typed(first, last):
            return True
        return self._marked(first, last, places, before)

    def _marked(self, first: int, last: int, places: tuple[Place, ...], before: str) -> bool:
        """Tell whether a preposition, a container or its size makes a smaller place believable."""
        phrase, local = (
            self.text[self.tokens[first].start : self.tokens[last].end],
            before.lower() in self.words.prepositions,
        )
        people = max(place.people for place in places)
        plain = self.words.locative.get(before.lower(), 1.0) < _PLAIN
        if self._in_container(last, places) or (plain and people >= self.words.smallest):
            self.strong.add(place_key(phrase))
            return True
        if local and (last > first or not self.words.locative):
            return people > 0
        return people >= (_KNOWN if last > first or local else _LARGE)

    def _typed(self, first: int, last: int) -> bool:
        """Tell whether the name holds the word for what it is: "Laurel County"."""
        return last > first and (self.word(first) in self.words.types or self.word(last) in self.words.divisions)

    def _excluded(self, phrase: str, before: str, behind: str) -> bool:
        if before.rstrip(".") in self.words.titles or behind in self.words.following:
            return True
        return place_key(phrase) in self.words.common or phrase in self.words.types

    def _is_name_part(self, first: int, before: str, behind: str) -> bool:
        """Tell whether a capitalised neighbour makes the word part of a person's or company's name."""
        head = self.text[: self.tokens[first].start].rstrip()
        left = _capital(before) and bool(head) and head[-1] not in '.!?\n"“' and not _sure_name(before)
        left = left and before not in self.words.types and before.lower() not in _small("articles")
        right = _capital(behind) and behind not in self.words.types and behind not in self.words.offices
        return left or (right and not _sure_name(behind))

    def _in_container(self, last: int, places: tuple[Place, ...]) -> bool:
        """Tell whether the name behind the next comma is a country or division that holds one of ``places``."""
        if not _CONTAINER.match(self.text, self.tokens[last].end):
            return False
        for end in range(min(last + 3, len(self.tokens) - 1), last, -1):
            for outer in gazetteer().find(self.text[self.tokens[last + 1].start : self.tokens[end].end]):
                if outer.kind in ("country", "adm1") and any(_inside(inner, outer) for inner in places):
                    return True
        return False


def _capitalised(word: str) -> bool:
    """Tell whether a word begins with a capital, perhaps behind an article of its own: "al-Tanf", "el-Mandeb"."""
    return word[0].isupper() or (len(word) > _SHORT and word[2] == "-" and word[3].isupper())


_SHORT = 3


@cache
def _homographs() -> frozenset[str]:
    """Return the names of states that are also names of people or other things."""
    return frozenset(row["form"] for row in rows("actors/homographs.tsv", ("form",)))


def _inside(inner: Place, outer: Place) -> bool:
    return inner.country == outer.country and outer.division in ("", inner.division)


def _capital(word: str) -> bool:
    return bool(word) and word[0].isupper() and not word.isupper()


@lru_cache(maxsize=32768)
def _sure_name(word: str) -> bool:
    return any(place.kind in FAMOUS or place.people >= _LARGE for place in gazetteer().find(word))


@cache
def _small(kind: str) -> frozenset[str]:
    """Return the small words of names: "connectors" or "articles" of all languages."""
    return frozenset(toml("places/words.toml")[kind])


@lru_cache(maxsize=32768)
def _lookup(phrase: str, lang: str) -> tuple[Place, ...]:
    """Return the places that ``phrase`` names, as written, written out, or without an ending of the language."""
    words, known = lexicon(lang), gazetteer()
    full = words.abbreviations.get(phrase)
    if full is not None and phrase not in words.adjectives:
        return written_out(full)
    if phrase.endswith("."):
        return ()  # only an abbreviation ends in a full stop
    if phrase in words.adjectives or place_key(phrase) in words.demonyms:
        return tuple(place for place in known.find(phrase) if place.kind in ("country", "sea"))
    found = known.find(phrase)
    if found:
        return found
    for form in bare_forms(phrase, words):
        found = written_out(words.abbreviations[form]) if form in words.abbreviations else known.find(form)
        if found:
            return found
    return part_of(phrase, words)


# ---------------------------------------------------------------------------------------------
# texts without blanks


def _by_automaton(text: str, lang: str) -> list[Span]:
    words = lexicon(lang)
    found: list[Span] = []
    for end, length in _automaton().iter(text):
        span = Span(end + 1 - length, end + 1)
        if place_key(span.of(text)) not in words.common:
            found.append(span)
    found.sort(key=lambda span: (-span.length, span.start))
    kept: list[Span] = []
    for span in found:
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return sorted(kept)


@cache
def _automaton() -> ahocorasick.Automaton:
    """Return the automaton of the Chinese and Japanese names of countries, seas, regions and large cities."""
    import ahocorasick  # noqa: PLC0415 - only two languages need it

    automaton = ahocorasick.Automaton()
    for name in _han_names():
        automaton.add_word(name, len(name))
    automaton.make_automaton()
    return automaton


def _han_names() -> Iterator[str]:
    han = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{2,}")
    return (name for name in gazetteer().known_names(_LARGE) if han.fullmatch(name))
