"""Every question that can be asked of a workspace; nothing here writes."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import TYPE_CHECKING

from lagebild import brief as briefs
from lagebild import link, measure
from lagebild.errors import NotFoundError
from lagebild.spans import Span
from lagebild.store import OWN, DayCount, EventQuery

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from lagebild.records import Brief, Copy, Document, Event, Mention, Series
    from lagebild.store import Store

__all__ = [
    "BRIEF_LANGUAGES",
    "EventQuery",
    "Shown",
    "brief",
    "by_day",
    "context",
    "documents_of",
    "events",
    "show",
    "tension",
]

_MANY = 20_000  # events that a series lists

BRIEF_LANGUAGES = briefs.LANGUAGES
"""The languages that a brief can be written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What an id leads to: the event (if it is an event or a mention), its mentions, and their documents.

    ``copies`` are the documents that are another printing of one of these, and the document itself if it is one.
    """

    event: Event | None
    mentions: tuple[Mention, ...]
    documents: tuple[Document, ...]
    copies: tuple[Copy, ...] = ()


def events(store: Store, query: EventQuery | None = None) -> Iterator[Event]:
    """Yield the events asked for, earliest first."""
    asked = query or EventQuery()
    return store.events(asked) if asked.as_of is None else _as_of(store, asked, asked.as_of)


def _as_of(store: Store, asked: EventQuery, day: dt.date) -> Iterator[Event]:
    """Yield what was known at the end of ``day``: events known in part then are merged from what there was."""
    unsettled = set(store.unsettled(day))
    settled = (one for one in store.events(replace(asked, limit=None)) if one.id not in unsettled)
    known = unsettled
    if asked.text is not None or asked.document is not None:
        known = known & {one.id for one in store.events(EventQuery(text=asked.text, document=asked.document))}
    partly = filter(None, (_event_as_of(store, key, day) for key in known))
    fitting = sorted((one for one in partly if _fits(one, asked)), key=lambda one: (one.start, one.id))
    return islice(heapq.merge(settled, fitting, key=lambda one: (one.start, one.id)), asked.limit)


def _event_as_of(store: Store, key: str, day: dt.date) -> Event | None:
    reports = store.reports(store.event(key), as_of=day)
    return store.corrected_as_of(link.merge(key, reports), day) if reports else None


def _fits(event: Event, asked: EventQuery) -> bool:
    """Tell whether an event is what the fields of a question other than text and document ask for."""
    actors, recipients = ({match.country for match in side} for side in (event.actors, event.recipients))
    wanted = (
        (asked.actor, actors),
        (asked.recipient, recipients),
        (asked.country, actors | recipients),
        (asked.type, {event.type.value}),
        (asked.status, {event.status.value}),
        (asked.quad, {event.quad.value}),
        (asked.dataset, {OWN}),
    )
    fields = all(value is None or value in values for value, values in wanted)
    days = (asked.end is None or event.start < asked.end) and (asked.start is None or event.end > asked.start)
    return fields and days


def show(store: Store, key: str) -> Shown:
    """Return what stands behind an id of an event, a mention or a document; an unambiguous beginning is enough.

    Raises:
        NotFoundError: if nothing, or more than one thing, has such an id.
    """
    full = _resolve(store, key)
    if full.startswith("e-"):
        event = store.event(full)
        mentions = tuple(store.mention(one) for one in event.mentions)
    elif full.startswith("m-"):
        event = store.event_of_mention(full)
        mentions = (store.mention(full),)
    else:
        return _document(store, full)
    keys = dict.fromkeys(mention.document for mention in mentions)
    copies = tuple(store.copies(keys))
    return Shown(event=event, mentions=mentions, documents=tuple(map(store.document, keys)), copies=copies)


def _document(store: Store, key: str) -> Shown:
    doc = store.document(key)
    itself = store.is_copy(doc)
    copies = (itself,) if itself else tuple(store.copies([key]))
    return Shown(event=None, mentions=tuple(store.mentions(key)), documents=(doc,), copies=copies)


def _resolve(store: Store, key: str) -> str:
    found = list(store.prefix(key))
    if key in found:
        return key
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFoundError(f"nothing here has the id '{key}'", hint="lagebild events lists the ids")
    raise NotFoundError(f"'{key}' is the beginning of {len(found)} ids", hint=f"for example {', '.join(found[:3])}")


def context(doc: Document, mention: Mention, *, chars: int = 200) -> tuple[str, str, str, int]:
    """Return the text before, of and after a mention's sentence, and the line of the source it stands on.

    Args:
        doc: the mention's document.
        mention: the mention.
        chars: how much text before and after, in characters; cut to whole words.
    """
    span = mention.evidence.span
    start, end = max(0, span.start - chars), min(len(doc.text), span.end + chars)
    before = Span(start, span.start).of(doc.text)
    after = Span(span.end, end).of(doc.text)
    if start > 0 and " " in before:
        before = before.partition(" ")[2]
    if end < len(doc.text) and " " in after:
        after = after.rpartition(" ")[0]
    return before, span.of(doc.text), after, doc.text.count("\n", 0, span.start) + 1


def by_day(store: Store, query: EventQuery | None = None) -> Iterator[DayCount]:
    """Yield the days on which events asked for begin, with their number and the sum of their scores."""
    asked = query or EventQuery()
    if asked.as_of is None:
        yield from store.by_day(asked)
        return
    for day, group in groupby(events(store, asked), key=lambda event: event.start):
        found = list(group)
        yield DayCount(day, len(found), round(sum(event.score for event in found), 1))


def tension(store: Store, query: EventQuery | None = None, *, half_life: float = 7.0) -> Series:
    """Return the daily tension of the events asked for; see :func:`lagebild.measure.tension`.

    Where there are more than 20,000 events, it is made of the store's own sums, and its points do not list them.
    """
    asked = query or EventQuery()
    parties = [code for code in (asked.country, asked.actor, asked.recipient) if code]
    name = " ".join(["tension", *parties])
    if asked.as_of is None and asked.limit is None:
        sums = list(store.by_day_and_status(asked))
        if sum(count.events for _, count in sums) > _MANY:
            found = ((count.day, status, count.score) for status, count in sums)
            return measure.tension_of_sums(found, name=name, half_life=half_life)
    return measure.tension(events(store, asked), name=name, half_life=half_life)


def brief(store: Store, query: EventQuery | None = None, *, lang: str = "en") -> Brief:
    """Return the brief on the events asked for, checked against its sources.

    Raises:
        SettingsError: if no brief can be written in ``lang``.
        UncitedError: if a sentence were not covered by its sources (a fault of the program).
    """
    asked = query or EventQuery()
    chosen = [
        (event, [store.mention(key) for key in event.mentions]) for event in events(store, asked) if event.mentions
    ]
    cited = dict.fromkeys(key for event, _ in chosen for key in event.documents)
    documents = {key: store.document(key) for key in cited}
    current = [event for event, _ in chosen if not event.background]
    made = briefs.compose(
        chosen,
        documents,
        lang=lang,
        series=(measure.tension(current),) if current else (),
        start=asked.start,
        end=asked.end,
    )
    return briefs.check(_with_copies(store, made), documents)


def _with_copies(store: Store, made: Brief) -> Brief:
    """Return the brief with the publishers that printed copies of its sources."""
    also: dict[str, dict[str, None]] = {}
    for copy in store.copies(source.document for source in made.sources):
        if copy.publisher:
            also.setdefault(copy.original, {})[copy.publisher] = None
    sources = tuple(replace(source, also=tuple(also.get(source.document, ()))) for source in made.sources)
    return replace(made, sources=sources)


def documents_of(store: Store, made: Brief) -> dict[str, Document]:
    """Return the documents that a brief cites, by id: what a writer needs beside it."""
    return {source.document: store.document(source.document) for source in made.sources}
