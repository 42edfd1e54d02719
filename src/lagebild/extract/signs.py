"""What a sentence shows of an event before it is parsed: words that may be triggers, and names and roles near them.

Every word is looked up as the coder looks up a parsed one, under each class that it may have, so that little is taken
for a trigger that is none; what needs a tree (which slot a word fills) is left open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import ahocorasick

from lagebild.extract.predicates import SPECIAL, Row, bases, compound, lexicon
from lagebild.extract.roles import arguments
from lagebild.extract.scan import scan
from lagebild.knowledge import actorbook
from lagebild.knowledge.load import ROOT, languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lagebild.extract.scan import Element

__all__ = ["automaton", "features", "named", "needles"]

_STEM = 4  # shortest needle that may stand for a longer word
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_STATES = frozenset({"name", "adjective", "demonym", "capital", "seat", "set"})
_KNOWN = _STATES | {"org", "person"}
_NEAR = (15, 40, 90)  # characters: bounds of the distances from a trigger to the next actor that are told apart


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


def _built(words: Iterable[str]) -> Any:  # noqa: ANN401 - the library is untyped
    made = ahocorasick.Automaton()
    for word in words:
        made.add_word(word, len(word))
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


class _Word(NamedTuple):
    """What a word may be: rows of the lexicon, rows that need a particle elsewhere, an irregular form of some row."""

    rows: tuple[Row, ...]
    apart: tuple[tuple[str, tuple[Row, ...]], ...]
    irregular: bool


_NOTHING = _Word((), (), irregular=False)


@lru_cache(maxsize=200_000)
def _word(word: str, lang: str) -> _Word:
    low = word.lower()
    if next(_beginnings(lang).iter(f" {low} "), None) is None:
        return _NOTHING
    forms = tuple(dict.fromkeys([*bases(low, word, lang), *bases(low, low, lang)]))
    book = lexicon(lang)
    rows = [row for form in forms for pos in ("verb", "noun", "adj") for row in book.get((pos, form), ())]
    if arguments(lang).compounds and not any(row.pos == "noun" for row in rows):
        rows += compound(forms, lang)
    apart = tuple(one for form in forms for one in _particles(lang).get(form, ()))
    kept = tuple(row for row in dict.fromkeys(rows) if row.type not in SPECIAL)
    found = _Word(kept, apart, low in _forms(lang))
    return found if any(found) else _NOTHING


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


@dataclass(frozen=True, slots=True)
class _Trigger:
    """A word that may be a trigger: where it begins, and its row; an irregular form has none."""

    start: int
    row: Row | None
    capital: bool


def _triggers(text: str, lang: str) -> Iterator[_Trigger]:
    low = ""
    words: frozenset[str] = frozenset()
    for match in _WORD.finditer(text):
        found = _word(match[0], lang)
        if found is _NOTHING:
            continue
        low = low or text.lower()
        rows = found.rows
        if found.apart:
            words = words or frozenset(_WORD.findall(low))
            rows += tuple(row for particle, some in found.apart if particle in words for row in some)
        capital = match.start() > 0 and match[0][0].isupper()
        for row in rows:
            if all(
                _is_near(need.words, low)
                for need in row.needs
                if need.words and not need.negated | bool(need.types) | need.actor
            ):
                yield _Trigger(match.start(), row, capital)
        if found.irregular:
            yield _Trigger(match.start(), None, capital)


def _is_near(words: frozenset[str], low: str) -> bool:
    """Tell whether the beginning of one of ``words`` stands in a lower-cased text."""
    return next(_needed(words).iter(low), None) is not None


@cache
def _needed(words: frozenset[str]) -> Any:  # noqa: ANN401 - the library is untyped
    return _built(needle for word in words for needle in needles(word))


@cache
def _pronouns(lang: str) -> frozenset[str]:
    return frozenset(actorbook.roles(lang)["grammar"].get("pronouns", ()))


@cache
def _listed() -> frozenset[str]:
    return frozenset(languages("roles.toml"))


def named(text: str, lang: str) -> tuple[tuple[Element, ...], bool]:
    """Return the names and role words of a sentence, and whether a pronoun may stand for one; all if none is listed."""
    if lang not in _listed():
        return (), True
    found = scan(text, lang)
    return found, not _pronouns(lang).isdisjoint(text.lower().split())


def features(text: str, lang: str) -> frozenset[str] | None:
    """Return what a sentence shows, as names of features; ``None`` if it can hold no event.

    An event needs a trigger and somebody: a name, a role word, or a pronoun.
    """
    triggers = list(_triggers(text, lang))
    if not triggers:
        return None
    elements, pronoun = named(text, lang)
    if not elements and not pronoun:
        return None
    known = [one.start for one in elements if one.kind in _KNOWN]
    roles = [one.start for one in elements if one.kind not in _KNOWN]
    found = {f"actors:{min(len(known), 3)}:{min(len(roles), 2)}", f"length:{min(len(text) // 25, 12)}", text[-1:]}
    found |= {f"kind:{one.kind}" for one in elements} | {f"sector:{one.sectors[0]}" for one in elements if one.sectors}
    found.add(f"triggers:{min(len({one.start for one in triggers}), 5)}")
    if any(mark in text for mark in '"“„»'):
        found.add("quoted")
    if not elements:
        found.add("pronoun")
    for trigger in triggers:
        found |= _around(trigger, known, roles)
    return frozenset(found)


def _around(trigger: _Trigger, known: Sequence[int], roles: Sequence[int]) -> set[str]:
    """Return what is seen of one trigger: its row, and on which side and how near known actors and role words are."""
    row, at = trigger.row, trigger.start
    name = "irregular" if row is None else f"{row.lemma}:{row.pos}"
    kind = "irregular" if row is None else f"{row.type}:{row.pos}"
    sides = f"{_sides(known, at)}:{_sides(roles, at)}"
    far = min((abs(one - at) for one in known), default=None)
    reach = "none" if far is None else str(sum(far >= bound for bound in _NEAR))
    return {
        f"row:{name}", f"two:{name}:{len(known) > 1}",
        f"type:{kind}", f"type:{kind}:{min(len(known), 2)}:{bool(roles)}",
        f"known:{kind}:{_sides(known, at)}", f"roles:{kind}:{_sides(roles, at)}", f"reach:{kind}:{reach}",
        f"sides:{sides}", f"capital:{trigger.capital}",
    }  # fmt: skip


def _sides(starts: Sequence[int], at: int) -> str:
    return f"{any(one < at for one in starts):d}{any(one > at for one in starts):d}"
