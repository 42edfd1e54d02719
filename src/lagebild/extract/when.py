"""Tells whether the day that a sentence gives for an event lies ahead of the document or long before it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from lagebild.extract.bearing import is_known
from lagebild.extract.cues import Stance
from lagebild.extract.times import time_of
from lagebild.extract.timex.rules import language
from lagebild.records import TimePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.extract.modality import Clauses
    from lagebild.records import Document, TimeMatch
    from lagebild.spans import Span

__all__ = ["ahead", "long_ago"]

_NEWS = dt.timedelta(days=14)  # what happened longer ago is no news of the day
_FAR = dt.timedelta(days=60)
_DATES = frozenset({TimePrecision.DAY, TimePrecision.MONTH})
_WEEK = dt.timedelta(days=7)


def long_ago(clauses: Clauses, index: int, doc: Document, times: Sequence[TimeMatch]) -> str:
    """Return the words that date the event well before the day of publication: "im vergangenen Jahr", "in 2014"."""
    time = _time(clauses, index, times)
    if time is None or time.end is None or time.end + _NEWS > doc.published.date():
        return ""
    return f"'{time.text}'"


def ahead(clauses: Clauses, index: int, doc: Document, times: Sequence[TimeMatch]) -> str:
    """Return the words that date an event told in the present tense after the day of publication.

    The present serves for what is on the calendar: "am kommenden Donnerstag trifft …", "the ministers meet next week".
    """
    if not times or not _may_be_ahead(clauses, index):
        return ""
    today = doc.published.date()
    time = _time(clauses, index, times)
    if time is None:
        time = _time_of_verb(clauses, index, times)
        today -= _WEEK if time is not None and _appoints(clauses, index, time) else dt.timedelta(0)
    if time is None or time.start is None or (time.start <= today and not _wraps(clauses, index, time, today)):
        return ""
    return f"'{time.text}'"


def _wraps(clauses: Clauses, index: int, time: TimeMatch, today: dt.date) -> bool:
    """Tell whether a verb in the present has a date without a year that lies far back: then the next one is meant."""
    far = time.start is not None and time.start + _FAR < today and time.precision in _DATES
    if not far or re.search(r"\d{4}", time.text):
        return False
    tree, head = clauses.tree, clauses.tree.tokens[index].head
    return clauses.is_verb(index) or (tree.rel[index] in {"obj", "nsubj"} and _may_be_ahead(clauses, head))


def _time_of_verb(clauses: Clauses, index: int, times: Sequence[TimeMatch]) -> TimeMatch | None:
    """The time of the verb that a noun newly named, or one of a light verb, shares: "nehmen im Juli Flüge auf".

    The verb is in the present, or the time is what the event is set for: "has called a strike for Thursday".
    """
    tree = clauses.tree
    head = tree.tokens[index].head
    if tree.rel[index] not in {"obj", "nsubj"} or head == index or tree.tokens[head].upos != "VERB":
        return None
    forms = clauses.keys(head)
    meant = clauses.cues.has("verbs.light", *forms) or Stance.PLAN in clauses.cues.stances(forms, noun=False)
    if is_known(clauses, index) and not meant:
        return None
    time = _time(clauses, index, times, through=head)
    return time if time is not None and (_may_be_ahead(clauses, head) or _appoints(clauses, index, time)) else None


def _appoints(clauses: Clauses, index: int, time: TimeMatch) -> bool:
    """Tell whether a time is what something is set for, by its case word; a bare weekday is then the next one."""
    tree = clauses.tree
    known = language(tree.sent.lang)
    cases = () if known is None else known.options.get("ahead", ())
    head = tree.tokens[index].head
    return any(t.head == head and tree.case[t.index] in cases for t in tree.tokens if t.span.overlaps(time.span))


def _may_be_ahead(clauses: Clauses, index: int) -> bool:
    """Tell whether a word is a noun, or a verb in the present: no past tense, no perfect."""
    tree = clauses.tree
    if not clauses.is_verb(index):
        return tree.tokens[index].upos in {"NOUN", "PROPN"}
    verbs = [index, *tree.of(index, "aux", "cop")]
    finite = [verb for verb in verbs if clauses.is_finite(verb)]
    perfect = any(clauses.is_("first.have", aux) and tree.tokens[aux].deprel == "aux" for aux in verbs[1:])
    return bool(finite) and not perfect and not any(tree.feature(verb, "Tense=Past") for verb in finite)


def _time(clauses: Clauses, index: int, times: Sequence[TimeMatch], *, through: int | None = None) -> TimeMatch | None:
    """The time that governs the event and hangs on it, or on the word ``through``."""
    time = time_of(clauses.tree.sent, index, times) if times else None
    at = index if through is None else through
    return time if time is not None and _hangs_on(clauses, time.span, at) else None


def _hangs_on(clauses: Clauses, span: Span, index: int) -> bool:
    """Tell whether the phrase of a time hangs on the event itself, directly or by a phrase around it."""
    tokens = clauses.tree.tokens
    inside = {t.index for t in tokens if t.span.overlaps(span)}
    tops = [tokens[i].head for i in inside if tokens[i].head not in inside]
    return any(top == index or (tokens[top].head == index and not clauses.is_verb(top)) for top in tops)
