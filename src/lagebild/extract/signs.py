"""What a sentence shows of an event before it is parsed: words that may be triggers, and names and roles near them.

Every word is looked up as the coder looks up a parsed one, under each class that it may have, so that little is taken
for a trigger that is none; what needs a tree (which slot a word fills) is left open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import ahocorasick

from lagebild.extract.kept import Kept
from lagebild.extract.predicates import SPECIAL, Row, bases, compound, lexicon
from lagebild.extract.roles import arguments
from lagebild.extract.scan import scan
from lagebild.knowledge import actorbook
from lagebild.knowledge.load import ROOT, languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from lagebild.extract.scan import Element

__all__ = ["Shown", "Trigger", "automaton", "named", "needles", "shown"]

_STEM = 4  # shortest needle that may stand for a longer word
_WORD = re.compile(r"[^\W_]+|[^\w\s]")  # words, and marks one by one


def needles(lemma: str) -> list[str]:
    """Return the beginning of the longest word of a trigger, cut where inflection may set in."""
    word = max(lemma.split(), key=len)
    return [word[: max(_STEM, len(word) - 3)]]


@cache
def automaton(lang: str) -> Any | None:  # noqa: ANN401 - the library is untyped
    """Return what finds the beginnings of all triggers, in a lower-cased text with a blank at either end."""
    rows = [row for some in lexicon(lang).values() for row in some]
    found = {needle for row in rows for word in _without(row) for needle in needles(word)}
    if not found:
        return None
    if not arguments(lang).compounds:  # elsewhere a trigger may stand inside a word
        found = {f" {needle}" for needle in found}
    return _built(found | {f" {form} " for form in _forms(lang)})


def _built(words: Mapping[str, object] | Iterable[str]) -> Any:  # noqa: ANN401 - the library is untyped
    """Return what finds any of ``words``, with the value of each if they have any."""
    made = ahocorasick.Automaton()
    for word in words:
        made.add_word(word, words[word] if isinstance(words, Mapping) else None)
    made.make_automaton()
    return made


def _without(row: Row) -> Iterable[str]:
    """The words without one of which a row cannot match: those that it needs beside it, else its own lemma.

    Light and ceasing verbs are none: the event noun that they carry has a row of its own.
    """
    if row.type in SPECIAL:
        return ()
    needs = [need.words for need in row.needs if need.words and not need.types and not need.negated and not need.actor]
    return sorted(needs, key=len)[0] if needs else (row.lemma,)  # noqa: FURB192 - mypy cannot type min by len


@cache
def _forms(lang: str) -> frozenset[str]:
    """Inflected forms that no rule leads to their lemma ("zog"), made by training/trigger_forms.py."""
    path = ROOT / "languages" / lang / "forms.txt"
    return frozenset(path.read_text(encoding="utf-8").split()) if path.is_file() else frozenset()


class _Entry(NamedTuple):
    """A row that a word may stand for, as ``lemma:pos:type``, and the numbers of what it needs in the sentence."""

    row: str
    needs: frozenset[int]


class _Word(NamedTuple):
    """What a word may be: entries, and whether it is an irregular form of some row.

    ``always`` are the rows, put together, where nothing need be looked for elsewhere; else it is empty.
    """

    entries: tuple[_Entry, ...]
    irregular: bool
    always: str

    def rows(self, met: AbstractSet[int]) -> str:
        """Return the rows whose needs are all among those met."""
        return _joined([row for row, needs in self.entries if needs <= met], irregular=self.irregular)


class _Words(Kept[str, _Word | None]):
    """The words of a language as they are met, with what each may be; most are no trigger."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang

    def make(self, key: str) -> _Word | None:
        return _looked_up(key, self.lang)


@cache
def _words(lang: str) -> _Words:
    return _Words(lang)


def _looked_up(word: str, lang: str) -> _Word | None:
    low = word.lower()
    if next(_beginnings(lang).iter(f" {low} "), None) is None:
        return None
    forms = tuple(dict.fromkeys([*bases(low, word, lang), *bases(low, low, lang)]))
    book = lexicon(lang)
    rows = [row for form in forms for pos in ("verb", "noun", "adj") for row in book.get((pos, form), ())]
    if arguments(lang).compounds and not any(row.pos == "noun" for row in rows):
        rows += compound(forms, lang)
    plain = [("", row) for row in dict.fromkeys(rows)]
    apart = [(particle, row) for form in forms for particle, some in _particles(lang).get(form, ()) for row in some]
    number = _needs(lang).numbers
    entries = tuple(
        _Entry(f"{row.lemma}:{row.pos}:{row.type}", frozenset(number[need] for need in _asked(row, particle)))
        for particle, row in plain + apart
        if row.type not in SPECIAL
    )
    irregular = low in _forms(lang)
    always = "" if any(one.needs for one in entries) else _joined([one.row for one in entries], irregular=irregular)
    return _Word(entries, irregular, always) if entries or irregular else None


def _joined(rows: Sequence[str], *, irregular: bool) -> str:
    """The rows of a trigger in one string; ``irregular`` tells that it is one even if it has none."""
    return "\n".join(dict.fromkeys(rows)) or irregular * "irregular"


def _asked(row: Row, particle: str) -> list[str | frozenset[str]]:
    """What a row asks for in the sentence: one of some words, a certain particle."""
    words = [need.words for need in row.needs if need.words and not need.negated | bool(need.types) | need.actor]
    return [*words, particle] if particle else [*words]


class _Needs(Kept[str, frozenset[int]]):
    """The words of a language as they are met, with the numbers of the needs that each meets.

    A need of some words is met by any word that holds the beginning of one of them, a particle by itself alone.
    """

    def __init__(self, lang: str) -> None:
        super().__init__()
        rows = [row for some in lexicon(lang).values() for row in some if row.type not in SPECIAL]
        asked = [need for row in rows for need in _asked(row, "")] + sorted(
            {particle for pairs in _particles(lang).values() for particle, _ in pairs}
        )
        self.numbers = {need: number for number, need in enumerate(dict.fromkeys(asked))}
        beginnings: dict[str, set[int]] = {}
        for need, number in self.numbers.items():
            for word in need if isinstance(need, frozenset) else ():
                beginnings.setdefault(needles(word)[0], set()).add(number)
        self._finder = _built(beginnings)

    def make(self, key: str) -> frozenset[int]:
        low = key.lower()
        met = {self.numbers[low]} if low in self.numbers else set()
        for _, numbers in self._finder.iter(low):
            met |= numbers
        return frozenset(met)


@cache
def _needs(lang: str) -> _Needs:
    return _Needs(lang)


@cache
def _beginnings(lang: str) -> Any:  # noqa: ANN401 - the library is untyped
    """Return what finds the beginnings of all lemmas of the lexicon, and the irregular forms: no other word is one."""
    lemmas = {lemma for (_, lemma), rows in lexicon(lang).items() if any(row.type not in SPECIAL for row in rows)}
    heads = {needle for lemma in (*lemmas, *_particles(lang)) for needle in needles(lemma)}
    if not arguments(lang).compounds:
        heads = {f" {head}" for head in heads}
    return _built(heads | {f" {form} " for form in _forms(lang)})


@cache
def _particles(lang: str) -> dict[str, list[tuple[str, tuple[Row, ...]]]]:
    """Return for each bare verb the particles that make a trigger of it, with the rows: "call" and "off"."""
    found: dict[str, list[tuple[str, tuple[Row, ...]]]] = {}
    separable = arguments(lang).separable
    for (pos, lemma), rows in lexicon(lang).items():
        kept = tuple(row for row in rows if row.type not in SPECIAL)
        if pos != "verb" or not kept:
            continue
        first, _, last = lemma.partition(" ")
        pairs = [(first, last), (last, first)] if last else []
        pairs += [(lemma[len(one) :], one) for one in separable if lemma.startswith(one) and len(lemma) > len(one) + 2]
        for stem, particle in pairs:
            found.setdefault(stem, []).append((particle, kept))
    return found


class Trigger(NamedTuple):
    """A word that may be a trigger: its number in the sentence, and the rows that it may stand for.

    Rows are written ``lemma:pos:type``, one a line; an irregular form of some trigger is ``irregular``.
    """

    at: int
    rows: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a sentence shows: its words and marks with their offsets, possible triggers, names and role words."""

    words: list[str]
    starts: list[int]
    triggers: list[Trigger]
    elements: tuple[Element, ...]


def shown(text: str, lang: str) -> Shown | None:
    """Return what a sentence shows; ``None`` if it can hold no event: no trigger, or nobody who may act.

    Somebody is a name, a role word, or a pronoun.
    """
    words = _WORD.findall(text)
    triggers = _triggers(words, lang)
    if not triggers:
        return None
    elements, pronoun = named(text, lang)
    if not elements and not pronoun:
        return None
    return Shown(words, [match.start() for match in _WORD.finditer(text)], triggers, elements)


def _triggers(words: list[str], lang: str) -> list[Trigger]:
    known = _words(lang)
    found = [(at, one) for at, word in enumerate(words) if (one := known[word]) is not None]
    if not found:
        return []
    met: AbstractSet[int] = frozenset()
    if not all(one.always for _, one in found):
        needs = _needs(lang)
        met = frozenset().union(*[needs[word] for word in words])
    return [Trigger(at, rows) for at, one in found if (rows := one.always or one.rows(met))]


@cache
def _pronouns(lang: str) -> frozenset[str]:
    return frozenset(actorbook.roles(lang)["grammar"].get("pronouns", ()))


@cache
def _listed() -> frozenset[str]:
    return frozenset(languages("roles.toml"))


def named(text: str, lang: str) -> tuple[tuple[Element, ...], bool]:
    """Return the names and role words of a sentence; if it has none, whether a pronoun may stand for one."""
    if lang not in _listed():
        return (), True
    found = scan(text, lang)
    return found, not found and not _pronouns(lang).isdisjoint(text.lower().split())
