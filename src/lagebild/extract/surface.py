"""Reads off the words around an event whether it is so, where trees are too weak to tell.

A language's ``status.toml`` may hold patterns: regular expressions over the sentence in which ``<event>`` stands for
the word that names the event (``<event:…>``: one that the expression after the colon matches as a whole), ``<name>``
for any expression of the list ``name`` of ``[forms]``, and ``…`` for a few words of the same clause. A pattern with
``own = true`` reads what the clause says of itself (negation, modal, tense), the others what governs it; of each
kind the first that matches counts, and the two are combined as everywhere
(:func:`~lagebild.extract.stances.combined`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from lagebild.errors import KnowledgeError
from lagebild.extract.modality import Finding
from lagebild.extract.stances import combined
from lagebild.knowledge.load import languages, toml
from lagebild.records import Status

if TYPE_CHECKING:
    from lagebild.records import Sentence

__all__ = ["read", "suffices"]

_FIRST, _LAST = "\x02", "\x03"  # stand around the word of the event
_SLOT = re.compile(r"<event(?::(?P<whole>[^>]*))?>|<(?P<name>\w+)>|(?P<gap>…)")
_GAP = 40  # characters that "…" may stand for where the language names no other number
_LETTERS = frozenset({"as written", "decomposed", "bare"})


@dataclass(frozen=True, slots=True)
class _Pattern:
    find: re.Pattern[str]
    status: Status
    own: bool


@dataclass(frozen=True, slots=True)
class _Book:
    """The patterns of a language, and how its letters are compared."""

    patterns: tuple[_Pattern, ...]
    letters: str
    same: dict[int, str]  # letters that are read as others: those of a second script


def read(sent: Sentence, index: int) -> Finding | None:
    """Return what the words around the token ``index`` say of the event it names; ``None``: nothing."""
    book = _book(sent.lang)
    if not book.patterns:
        return None
    word = sent.tokens[index].span
    start, end = word.start - sent.span.start, word.end - sent.span.start
    marked = f"{sent.text[:start]}{_FIRST}{sent.text[start:end]}{_LAST}{sent.text[end:]}"
    text = _folded(marked.translate(book.same), book.letters)
    inner, outer = _first(book, text, own=True), _first(book, text, own=False)
    if inner is None or outer is None:
        return inner or outer
    return Finding(combined(inner.status, outer.status), inner.why + outer.why)


def suffices(lang: str) -> bool:
    """Tell whether a language is read by its patterns, so that its trees should not be asked about tense."""
    return bool(_book(lang).patterns)


def _first(book: _Book, text: str, *, own: bool) -> Finding | None:
    for pattern in book.patterns:
        found = pattern.find.search(text) if pattern.own is own else None
        if found is not None:
            words = unicodedata.normalize("NFC", found[0].replace(_FIRST, "[").replace(_LAST, "]"))
            return Finding(pattern.status, (f"'{words}'",))
    return None


def _folded(text: str, letters: str) -> str:
    """Return ``text`` as written, with its letters taken apart, or without vowel signs and other marks."""
    if letters == "as written":
        return text
    apart = unicodedata.normalize("NFD", text)
    return apart if letters == "decomposed" else "".join(c for c in apart if unicodedata.category(c) != "Mn")


@cache
def _book(lang: str) -> _Book:
    name = f"languages/{lang}/status.toml"
    data = toml(name) if lang in languages("status.toml") else {}
    options, forms = data.get("surface", {}), data.get("forms", {})
    letters = options.get("letters", "as written")
    if letters not in _LETTERS:
        raise KnowledgeError(f"unknown letters '{letters}'", where=name, hint=f"one of {sorted(_LETTERS)}")
    patterns = []
    for entry in data.get("pattern", ()):
        try:
            find = re.compile(_folded(_expression(entry["find"], forms, options), letters), re.IGNORECASE)
            patterns.append(_Pattern(find, Status(entry["status"]), bool(entry.get("own", False))))
        except (KeyError, ValueError, re.error) as error:
            raise KnowledgeError(f"pattern {entry}: {error}", where=name, hint="mend the pattern") from error
    return _Book(tuple(patterns), letters, {ord(pair[0]): pair[1] for pair in options.get("same", ())})


def _expression(find: str, forms: dict[str, list[str]], options: dict[str, Any]) -> str:
    """Return the regular expression that a pattern writes."""
    spaced = bool(options.get("spaced", True))
    stops = "|".join(options.get("stops", ()))
    stop = "" if not stops else rf"(?!\b(?:{stops})\b)" if spaced else f"(?!{stops})"
    gap = f"(?:{stop}[^{options.get('breaks', '.,;:!?')}{_FIRST}{_LAST}]){{0,{options.get('gap', _GAP)}}}?"

    def fill(slot: re.Match[str]) -> str:
        if slot["gap"]:
            return gap
        if slot["name"] is None:
            return f"{_FIRST}[^{_LAST}]*{_LAST}" if slot["whole"] is None else f"{_FIRST}(?:{slot['whole']}){_LAST}"
        inner = "|".join(forms[slot["name"]])
        return rf"(?<!\w)(?:{inner})(?!\w)" if spaced else f"(?:{inner})"

    return _SLOT.sub(fill, find)
