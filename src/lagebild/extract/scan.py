"""Finds every name, adjective, title and role word in a text: one Aho-Corasick pass per language.

A text is folded letter by letter (lower case, no diacritics, everything else a blank), so that offsets stay true.
A form must begin where a word begins; what is left of its last word must be an ending of the language, or another
form ("Kremlsprecher"). What is found are :class:`Element` records; nothing is put together here.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import ahocorasick

from lagebild.knowledge import actorbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Element", "Lexicon", "fold", "lexicon", "scan"]

_LATIN: Final = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "sv"})
_UNSPACED: Final = frozenset({"ja", "zh", "th"})
_ACRONYM: Final = 6  # capitals up to this length are matched as written
_PROPER: Final = frozenset({"org", "person", "surname", "city"})
_UMLAUTS: Final = frozenset("äöüÄÖÜ")  # they tell words apart ("Über", "Uber"); other diacritics may be left out
_STRONGER: Final = frozenset({"capital", "name", "adjective", "person", "org", "role", "region"})
_SPOKEN: Final = 4  # letters from which on an acronym may be written as a word ("Asean")
_SUFFIX: Final = 6  # letters that a role word needs to be read at the end of an unknown compound
_RANK: Final = {
    kind: rank
    for rank, kind in enumerate(
        ("set", "org", "person", "seat", "name", "adjective", "role", "capital", "weak", "region", "city", "surname")
    )
}
_TABLES: Final = {"unknown": "unknown", "weak": "weak", "roles": "role", "things": "thing"}
_FOLDED: Final = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "a", "œ": "o", "’": " "}


class Element(NamedTuple):
    """One find: ``text[start:end]`` read as ``kind``.

    Kinds: ``name adjective demonym capital seat region city`` of a state, ``set`` of several, ``org``, ``person``,
    ``surname``, ``role``, ``weak``, ``thing``, ``unknown`` and ``former``. ``targets`` are ids (several if the form is
    ambiguous); ``sectors`` what the form itself says; ``form`` the form as the lists have it.
    """

    start: int
    end: int
    kind: str
    form: str
    targets: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


class _Fold(dict[int, str]):
    """The folding of single characters, computed when first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        lower = letter.lower()[:1]
        if lower in _FOLDED:
            folded = _FOLDED[lower]
        elif not letter.isalnum():
            folded = " " if not unicodedata.combining(letter) else letter
        elif code < 0x530 or 0x1E00 <= code < 0x2000:
            folded = unicodedata.normalize("NFD", lower)[:1]
        else:
            folded = lower
        self[code] = folded
        return folded


_FOLD: Final = _Fold()


def fold(text: str) -> str:
    """Return ``text`` of the same length in lower case without diacritics, punctuation as blanks."""
    return text.translate(_FOLD)


def _kind(kind: str) -> str:
    return "adjective" if kind == "demonym" else kind


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All forms of a language, ready to be found."""

    lang: str
    automaton: Any
    entries: tuple[tuple[Element, ...], ...]  # by automaton value; ``end`` is the length of the form
    endings: dict[str, frozenset[str]]  # folded endings by kind
    suffixes: dict[str, int]  # folded role words, for the ends of compounds
    linking: tuple[str, ...]
    prefixes: frozenset[str]  # folded clitics that may stand before a form in its word
    spaced: bool  # words are parted by blanks
    part: int  # letters that a part of a compound has at least


def _inflected(form: str, rules: list[list[str]]) -> Iterator[str]:
    """Yield ``form`` and what it becomes when an ending is replaced, by pairs of old and new ending."""
    yield form
    for old, new in rules:
        if form.lower().endswith(old):
            yield form[: len(form) - len(old)] + new


def _role_forms(lang: str) -> Iterator[tuple[str, Element]]:
    tables = actorbook.roles(lang)
    rules = tables["grammar"].get("role_forms", [])
    for table, name in _TABLES.items():
        for codes, words in tables.get(table, {}).items():
            sectors = tuple(codes.split())
            for word in words:
                element = Element(0, 0, name, word, (), sectors)
                for form in _inflected(word, rules):
                    yield form, element
    for word in tables["grammar"].get("former", []):
        yield word, Element(0, 0, "former", word)


def _state_forms(lang: str) -> Iterator[tuple[str, Element]]:
    by_text: dict[tuple[str, str], list[actorbook.Form]] = {}
    for form in actorbook.country_forms(lang):
        by_text.setdefault((form.text, _kind(form.kind)), []).append(form)
    for text, members in actorbook.sets(lang).items():
        yield text, Element(0, 0, "set", text, members)
    grammar = actorbook.roles(lang)["grammar"]
    for (text, kind), forms in by_text.items():
        targets = tuple(dict.fromkeys(form.target for form in forms))
        element = Element(0, 0, kind, text, targets, forms[0].sectors)
        for spelling in _inflected(text, grammar.get(f"{kind}_forms", grammar.get("name_forms", []))):
            yield spelling, element


def _declined(form: str, rules: list[list[str]]) -> Iterator[str]:
    """Yield a name, and what it becomes when the adjective that it begins with takes other endings."""
    first, _, rest = form.partition(" ")
    yield form
    for old, new in rules:
        if rest and first.endswith(old) and len(first) > len(old) + 2:
            yield f"{first[: len(first) - len(old)]}{new} {rest}"


def _organisation_forms(lang: str) -> Iterator[tuple[str, Element]]:
    named: dict[str, list[tuple[str, str]]] = {}
    rules = actorbook.roles(lang)["grammar"].get("org_forms", [])
    for actor in actorbook.organisations().values():
        for language, text in actor.names:
            if language == lang or (language == "en" and lang in _LATIN):
                form = text.partition(" (")[0]
                for spelling in _declined(form, rules) if language == lang else (form,):
                    named.setdefault(spelling, []).append((text, actor.id))
    for text, found in named.items():
        plain = min((form for form, _ in found), key=len)  # "Labour Party (Nigeria)" needs its country beside it
        yield text, Element(0, 0, "org", plain, tuple(dict.fromkeys(key for _, key in found)))


def _person_forms(lang: str) -> Iterator[tuple[str, Element]]:
    full: dict[tuple[str, str], list[str]] = {}
    rules = actorbook.roles(lang)["grammar"].get("person_forms", [])
    for actor in actorbook.people().values():
        for language, text in actor.names:
            if language == lang or (language in {"", "*", "la"} and lang in _LATIN):
                for form in _inflected(text, rules if language == lang else []):
                    full.setdefault((form, "person"), []).append(actor.id)
        if lang in _LATIN and " " in actor.name:
            full.setdefault((_surname(actor.name), "surname"), []).append(actor.id)
    for (text, kind), ids in full.items():
        yield text, Element(0, 0, kind, text, tuple(dict.fromkeys(ids)))


def _surname(name: str) -> str:
    """Return the part of a name that is used after a title: the last word with its particles."""
    words = name.split()
    first = len(words) - 1
    while first > 1 and words[first - 1][:1].islower():
        first -= 1
    return " ".join(words[first:])


def _city_forms(lang: str) -> Iterator[tuple[str, Element]]:
    if lang in _LATIN:
        for kind, places in (("region", actorbook.regions()), ("city", actorbook.cities())):
            for place in places:
                for text in place.names:
                    yield text, Element(0, 0, kind, text, (place.country,))


def _collect(lang: str) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    sources = (_organisation_forms, _person_forms, _state_forms, _role_forms, _city_forms)
    for text, element in (pair for source in sources for pair in source(lang)):
        rivals = found.setdefault(fold(text), [])
        if element.kind in {"city", "region"} and any(r.kind in _STRONGER for r in rivals):
            continue
        if not any(r.kind == element.kind and r.form == element.form for r in rivals):
            rivals.append(element)
    return found


def _endings(lang: str) -> dict[str, frozenset[str]]:
    grammar = actorbook.roles(lang)["grammar"]

    def of(kind: str) -> frozenset[str]:
        return frozenset({"", *(fold(ending) for ending in grammar.get(f"{kind}_endings", []))})

    name, person = of("name"), of("person")
    place = of("capital") if "capital_endings" in grammar else name
    return {
        "name": name,
        "set": name,
        "region": name,
        "seat": name,
        "org": name,
        "capital": place,
        "city": place,
        "person": person,
        "surname": person,
        "adjective": of("adjective") | of("demonym"),
        "role": of("role"),
        "weak": of("role"),
        "unknown": of("role"),
        "thing": of("role"),
        "former": frozenset({""}),
    }


@cache
def lexicon(lang: str) -> Lexicon:
    """Return the compiled lexicon of ``lang``: built on first use, then kept (about 0.3 s, 30 MB)."""
    found = _collect(lang)
    spaced = lang not in _UNSPACED
    bounded = spaced and not actorbook.roles(lang)["grammar"].get("prefixes")
    automaton = ahocorasick.Automaton()
    entries: list[tuple[Element, ...]] = []
    suffixes: dict[str, int] = {}
    for key, elements in found.items():
        if not key.strip():
            continue
        automaton.add_word(f" {key}" if bounded else key, len(entries))
        if any(element.kind in {"role", "weak", "thing"} for element in elements) and " " not in key:
            suffixes[key] = len(entries)
        entries.append(tuple(Element(0, len(key), e.kind, e.form, e.targets, e.sectors) for e in elements))
    automaton.make_automaton()
    grammar = actorbook.roles(lang)["grammar"]
    prefixes = frozenset({"", *grammar.get("prefixes", [])})
    linking = tuple(grammar.get("linking", []))
    part = int(grammar.get("smallest_part", 3))
    return Lexicon(lang, automaton, tuple(entries), _endings(lang), suffixes, linking, prefixes, spaced, part)


def _word_end(folded: str, at: int) -> int:
    end = folded.find(" ", at)
    return len(folded) if end < 0 else end


def _word_start(folded: str, at: int) -> int:
    while at > 0 and folded[at - 1] != " ":
        at -= 1
    return at


def _as_written(surface: str, element: Element, *, relaxed: bool) -> bool:
    """Tell whether the letter case of ``surface`` fits the form: acronyms as written, names with a capital."""
    form = element.form.partition(" (")[0]
    if form.isupper() and len(form) <= _ACRONYM:
        spoken = len(form) >= _SPOKEN and element.targets[:1] and element.targets[0].startswith("IGO:")
        return surface == form or bool(spoken and surface == form.capitalize())
    if element.kind in _PROPER and any(a in _UMLAUTS and a != b for a, b in zip(surface, form, strict=False)):
        return False
    if relaxed or not form[:1].isupper():
        return True
    return surface[:1].isupper() and not (surface.isupper() and 1 < len(surface) < _ACRONYM and surface != form)


def _hits(text: str, folded: str, book: Lexicon, *, relaxed: bool) -> Iterator[tuple[int, int, Element]]:
    """Yield every reading of every form found, inflected forms included, with where it begins and ends."""
    bounded = book.spaced and len(book.prefixes) == 1
    padded = f" {folded}" if bounded else folded
    for last, value in book.automaton.iter(padded):
        readings = book.entries[value]
        size = readings[0].end
        end = last if bounded else last + 1
        start = end - size
        if book.spaced and not bounded and folded[_word_start(folded, start) : start] not in book.prefixes:
            continue
        stop = _word_end(folded, end) if book.spaced else end
        rest = folded[end:stop]
        for element in readings:
            if rest not in book.endings[element.kind]:
                continue
            if _as_written(text[start:end], element, relaxed=relaxed):
                yield start, stop, element


@lru_cache(maxsize=200_000)
def _compound(word: str, lang: str) -> tuple[tuple[int, Element], ...]:
    """Return the parts of a compound with their offsets: a known part before a role word, or the role word alone."""
    book = lexicon(lang)
    folded = fold(word)
    for split in range(book.part, len(folded) - book.part + 1):
        tail = _tail(folded[split:], book)
        if tail is None:
            continue
        head = _head(folded[:split], word, book)
        if head is not None:
            return ((0, head), (split, tail))
        if tail.kind != "weak" and len(tail.form) >= _SUFFIX:
            return ((split, tail),)
    return ()


def _tail(folded: str, book: Lexicon) -> Element | None:
    """Return the role word that ``folded`` is, endings allowed."""
    endings = book.endings["role"]
    for size in range(len(folded), max(book.part - 1, len(folded) - 5), -1):
        value = book.suffixes.get(folded[:size])
        if value is not None and folded[size:] in endings:
            return next(e for e in book.entries[value] if e.kind in {"role", "weak", "thing"})
    return None


def _head(folded: str, word: str, book: Lexicon) -> Element | None:
    """Return the form that the first part of a compound is, linking letters taken off."""
    for link in book.linking:
        if link and not folded.endswith(link):
            continue
        stem = folded[: len(folded) - len(link)]
        value = book.automaton.get(f" {stem}", None) if stem else None
        if value is None:
            continue
        for element in book.entries[value]:
            if _as_written(word[: len(stem)], element, relaxed=False) and element.kind not in {"city", "surname"}:
                return element  # type: ignore[no-any-return]
    return None


def _compounds(text: str, folded: str, book: Lexicon, taken: list[Element]) -> Iterator[Element]:
    """Yield the parts of the words that no form covers and that are compounds of forms."""
    covered = {at for element in taken for at in range(element.start, element.end)}
    at = 0
    for word in folded.split(" "):
        start, at = at, at + len(word) + 1
        if len(word) < 2 * book.part or start in covered:
            continue
        parts = _compound(text[start : start + len(word)], book.lang)
        for index, (offset, part) in enumerate(parts):
            end = len(word) if index == len(parts) - 1 else parts[index + 1][0]
            yield Element(start + offset, start + end, part.kind, part.form, part.targets, part.sectors)


def _longest(hits: Iterable[tuple[int, int, Element]]) -> list[Element]:
    """Return the hits that do not overlap: the leftmost first, of these the longest, of these the most telling."""
    order = sorted(hits, key=lambda hit: (hit[0], -hit[1], _RANK.get(hit[2].kind, len(_RANK))))
    kept: list[Element] = []
    at = -1
    for start, end, e in order:
        if start >= at:
            kept.append(Element(start, end, e.kind, e.form, e.targets, e.sectors))
            at = end
    return kept


@lru_cache(maxsize=4096)
def scan(text: str, lang: str) -> tuple[Element, ...]:
    """Return the elements of ``text`` in order, without overlap.

    Args:
        text: a phrase or sentence.
        lang: a language that has ``roles.toml``.
    """
    book = lexicon(lang)
    folded = fold(text)
    relaxed = text == text.lower() or (len(text) > 2 * _ACRONYM and text == text.upper())
    kept = _longest(_hits(text, folded, book, relaxed=relaxed))
    if book.linking:
        kept = sorted([*kept, *_compounds(text, folded, book, kept)], key=lambda e: e.start)
    return tuple(kept)
