"""Finds the names of places in a text: which words may be one, and which of those to believe.

Countries, seas, regions and large cities are believed by name; smaller places need a sign: a preposition
before them or a container behind them. In scripts with capitals only capitalised words are looked at; Korean words
are tried without their particles; Chinese and Japanese texts are searched with one automaton.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from lagebild.extract.toponyms.candidates import Lexicon, bare_forms, lexicon, written_out
from lagebild.knowledge.gazetteer import FAMOUS, Place, gazetteer, place_key
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    import ahocorasick

__all__ = ["name_spans"]

_WORD = re.compile(r"[^\W\d_](?:[\w'’‘]|[-–](?=\w))*(?:\.(?=[^\W\d_]\.)|(?<=\b\w)\.(?=\w)|(?<=\.\w)\.)*")
_LONGEST = 5  # words of a name
_CONNECTORS = frozenset("of de du des del della di da do dos von van der den am an la le el al the and y e".split())
_LARGE, _KNOWN = 200_000, 15_000  # people: believed alone, and in two words
_CONTAINER = re.compile(r"\s*,\s*(?=[^\W\d_])")


def name_spans(text: str, lang: str) -> list[Span]:
    """Return the spans of ``text`` that name places, in order, none overlapping."""
    words = lexicon(lang)
    if words.scan == "automaton":
        return _by_automaton(text, lang)
    return _by_words(text, words, lang)


# ---------------------------------------------------------------------------------------------
# words between blanks


def _by_words(text: str, words: Lexicon, lang: str) -> list[Span]:
    tokens = [Span(*found.span()) for found in _WORD.finditer(text)]
    lowered = {token.of(text) for token in tokens if text[token.start].islower()}
    found: list[Span] = []
    at = 0
    while at < len(tokens):
        end = _name_at(text, tokens, at, words, lang, lowered) if _may_open(text, tokens[at], words) else None
        if end is None:
            at += 1
            continue
        last, stop = end
        found.append(Span(tokens[at].start, stop))
        at = last + 1
    return found


def _may_open(text: str, token: Span, words: Lexicon) -> bool:
    return words.scan != "cased" or text[token.start].isupper() or token.of(text) in words.openers


def _name_at(
    text: str, tokens: list[Span], at: int, words: Lexicon, lang: str, lowered: set[str]
) -> tuple[int, int] | None:
    """Return the last word and end of the longest believable name that opens at word ``at``."""
    for last in range(min(at + _LONGEST, len(tokens)) - 1, at - 1, -1):
        if not _joined(text, tokens, at, last):
            continue
        end = text[tokens[last].end] == "." if tokens[last].end < len(text) else False
        for stop in ((tokens[last].end + 1, tokens[last].end) if end else (tokens[last].end,)):
            places = _lookup(text[tokens[at].start : stop], lang)
            if places and _believable(text, tokens, at, last, places, words, lowered):
                return last, stop
    return None


def _joined(text: str, tokens: list[Span], first: int, last: int) -> bool:
    """Tell whether the words may be one name: only blanks between, capitals or connectors inside, a capital at the end."""
    for at in range(first + 1, last + 1):
        between = text[tokens[at - 1].end : tokens[at].start]
        word = tokens[at].of(text)
        if between not in (" ", "\u00a0", ". ", "\n") or (word[0].islower() and (at == last or word not in _CONNECTORS)):
            return False
    return True


@lru_cache(maxsize=32768)
def _lookup(phrase: str, lang: str) -> tuple[Place, ...]:
    """Return the places that ``phrase`` names, as written, written out, or without an ending of the language."""
    words, known = lexicon(lang), gazetteer()
    full = words.abbreviations.get(phrase)
    if full is not None and place_key(phrase) not in words.demonyms and phrase not in words.adjectives:
        return written_out(full)
    if phrase in words.adjectives or place_key(phrase) in words.demonyms:
        return tuple(place for place in known.find(phrase) if place.kind in ("country", "sea"))
    found = known.find(phrase) if not phrase.endswith(".") else ()
    if found:
        return found
    for form in bare_forms(phrase, words):
        found = written_out(words.abbreviations[form]) if form in words.abbreviations else known.find(form)
        if found:
            return found
    return ()


def _believable(
    text: str, tokens: list[Span], first: int, last: int, places: tuple[Place, ...], words: Lexicon, lowered: set[str]
) -> bool:
    phrase = text[tokens[first].start : tokens[last].end]
    before = tokens[first - 1].of(text) if first and _near(text, tokens[first - 1].end, tokens[first].start) else ""
    behind = tokens[last + 1].of(text) if last + 1 < len(tokens) and _near(text, tokens[last].end, tokens[last + 1].start) else ""
    if before.rstrip(".") in words.titles or behind in words.following:
        return False
    sure = any(place.kind in FAMOUS for place in places)
    if place_key(phrase) in words.common or phrase in words.types:
        return False
    if first == last and not sure and phrase.lower() in lowered:
        return False
    local = before.lower() in words.prepositions
    if sure:
        return words.noun_capitals or local or not _is_name_part(before, behind, words, text, tokens[first].start)
    people = max(place.people for place in places)
    people = max(people, _LARGE if any(p.kind == "adm1" and p.people >= _LARGE for p in places) else 0)
    if local or _CONTAINER.match(text, tokens[last].end) and _in_container(text, tokens, last, places):
        return people >= words.smallest or (last > first and people > 0) or _in_container(text, tokens, last, places)
    if not words.noun_capitals and _is_name_part(before, behind, words, text, tokens[first].start):
        return False
    return people >= (_KNOWN if last > first else _LARGE)


def _near(text: str, start: int, end: int) -> bool:
    return text[start:end] in (" ", "\u00a0", ". ")


def _is_name_part(before: str, behind: str, words: Lexicon, text: str, start: int) -> bool:
    """Tell whether a capitalised neighbour makes the word part of a person's or company's name."""
    opens = not text[:start].rstrip() or text[:start].rstrip()[-1] in ".!?\n\"“"
    left = bool(before) and before[0].isupper() and not before.isupper() and not _lookup_sure(before) and not opens
    left = left and before.lower() not in words.prepositions and before not in words.types
    left = left and place_key(before) not in words.common
    right = bool(behind) and behind[0].isupper() and not behind.isupper() and behind not in words.types
    return left or (right and not _lookup_sure(behind) and behind not in words.offices)


def _lookup_sure(word: str) -> bool:
    return any(place.kind in FAMOUS or place.people >= _LARGE for place in gazetteer().find(word))


def _in_container(text: str, tokens: list[Span], last: int, places: tuple[Place, ...]) -> bool:
    """Tell whether the name behind the next comma is a country or division that holds one of ``places``."""
    if not _CONTAINER.match(text, tokens[last].end):
        return False
    for end in range(min(last + 3, len(tokens) - 1), last, -1):
        outer = gazetteer().find(text[tokens[last + 1].start : tokens[end].end])
        for place in outer:
            if place.kind in ("country", "adm1") and any(
                inner.country == place.country and place.division in ("", inner.division) for inner in places
            ):
                return True
    return False


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
    """Return the automaton of the Chinese and Japanese names of countries, seas, regions, divisions and large cities."""
    import ahocorasick  # noqa: PLC0415 - only two languages need it

    automaton = ahocorasick.Automaton()
    for name in _han_names():
        automaton.add_word(name, len(name))
    automaton.make_automaton()
    return automaton


def _han_names() -> Iterator[str]:
    han = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{2,}")
    return (name for name in gazetteer().known_names(_LARGE) if han.fullmatch(name))
