"""Tells whether the day that a sentence gives for an event lies ahead of the document or long before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from lagebild.extract.times import find_times, time_of

if TYPE_CHECKING:
    from lagebild.extract.modality import Clauses
    from lagebild.records import Document, TimeMatch
    from lagebild.spans import Span

__all__ = ["ahead", "long_ago"]

_NEWS = dt.timedelta(days=14)  # what happened longer ago is no news of the day


def long_ago(clauses: Clauses, index: int, doc: Document) -> str:
    """Return the words that date the event well before the day of publication: "im vergangenen Jahr", "in 2014"."""
    time = _time(clauses, index, doc)
    if time is None or time.end is None or time.end + _NEWS > doc.published.date():
        return ""
    return f"'{time.text}'"


def ahead(clauses: Clauses, index: int, doc: Document) -> str:
    """Return the words that date an event told in the present tense after the day of publication.

    The present serves for what is on the calendar: "am kommenden Donnerstag trifft …", "the ministers meet next week".
    """
    if not _may_be_ahead(clauses, index):
        return ""
    time = _time(clauses, index, doc)
    if time is None or time.start is None or time.start <= doc.published.date():
        return ""
    return f"'{time.text}'"


def _may_be_ahead(clauses: Clauses, index: int) -> bool:
    """Tell whether a word is a noun, or a verb in the present: no past tense, no perfect."""
    tree = clauses.tree
    if not clauses.is_verb(index):
        return tree.tokens[index].upos in {"NOUN", "PROPN"}
    verbs = [index, *tree.of(index, "aux", "cop")]
    finite = [verb for verb in verbs if clauses.is_finite(verb)]
    perfect = any(clauses.is_("first.have", aux) and tree.tokens[aux].deprel == "aux" for aux in verbs[1:])
    return bool(finite) and not perfect and not any(tree.feature(verb, "Tense=Past") for verb in finite)


def _time(clauses: Clauses, index: int, doc: Document) -> TimeMatch | None:
    """The time that governs the event and hangs on it."""
    sent = clauses.tree.sent
    shift = sent.span.start
    found = [replace(one, span=one.span.shift(shift)) for one in _times(sent.text, doc.published.date(), sent.lang)]
    time = time_of(sent, index, found) if found else None
    return time if time is not None and _hangs_on(clauses, time.span, index) else None


@lru_cache(maxsize=64)
def _times(text: str, day: dt.date, lang: str) -> tuple[TimeMatch, ...]:
    """The times of a sentence; every mention in it asks."""
    return find_times(text, published=day, lang=lang)


def _hangs_on(clauses: Clauses, span: Span, index: int) -> bool:
    """Tell whether the phrase of a time hangs on the event itself, directly or by a phrase around it."""
    tokens = clauses.tree.tokens
    inside = {t.index for t in tokens if t.span.overlaps(span)}
    tops = [tokens[i].head for i in inside if tokens[i].head not in inside]
    return any(top == index or (tokens[top].head == index and not clauses.is_verb(top)) for top in tops)
