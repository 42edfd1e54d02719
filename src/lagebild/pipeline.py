"""The order of the stages: documents in, mentions out, or a workspace filled."""

from __future__ import annotations

import datetime as dt
import gc
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from lagebild import extract, link, parse, read
from lagebild.errors import InputError, LagebildError
from lagebild.read import duplicates
from lagebild.records import IssueKind, Report, Sentence, TimePrecision
from lagebild.spans import Span, mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from lagebild.records import Document, Event, Fingerprint, Mention
    from lagebild.store import Store

__all__ = ["add", "code", "code_files", "linked", "original_of", "own", "sentences"]

_WINDOW = dt.timedelta(days=3)
_TOGETHER = 50_000  # characters of the documents that are parsed together


def sentences(doc: Document, *, gated: bool = True) -> tuple[Sentence, ...]:
    """Return the sentences of the running text, parsed where they can hold an event; all of them unless ``gated``.

    Footnote marks and whatever else is not running text are blanked before parsing, so that every offset is
    that of the source text. A text in a language that cannot be parsed has none; :func:`add` keeps the reason.
    """
    return next(_parsed([doc], gated=gated))


def _parsed(docs: Sequence[Document], *, gated: bool = True) -> Iterator[tuple[Sentence, ...]]:
    """Yield the sentences of each document; those to parse are parsed together, which is quicker than one by one."""
    split = [_split(doc, gated=gated) for doc in docs]
    parsed = iter(parse.parse([sent for some in split for sent, wanted in some if wanted]))
    for some in split:
        yield tuple(next(parsed) if wanted else sent for sent, wanted in some)


def _split(doc: Document, *, gated: bool) -> list[tuple[Sentence, bool]]:
    """Return the sentences of a document, not yet parsed, and whether each is to be."""
    doubt = parse.doubt(doc.language)
    if doubt is not None and doubt.kind is IssueKind.UNSUPPORTED_LANGUAGE:
        return []
    holes = [ref for note in doc.footnotes for ref in note.refs]
    text = mask(doc.text, holes)
    spans: list[Span] = []
    for body in doc.body or (Span(0, len(text)),):
        spans += parse.split(text, doc.language, within=body)
    wanted = extract.gate(text, spans, lang=doc.language) if gated else (True,) * len(spans)
    found = (
        Sentence(document=doc.id, index=index, span=span, text=span.of(text), lang=doc.language)
        for index, span in enumerate(spans)
    )
    return list(zip(found, wanted, strict=True))


def code(docs: Iterable[Document]) -> Iterator[Mention]:
    """Yield the mentions of every document, in the order of its text.

    Documents are taken up some twenty pages at a time; what comes before one that cannot be read is coded still.
    """
    for some in _taken(docs):
        for doc, found in zip(some, _parsed(some), strict=True):
            for mention in extract.extract(doc, found):
                cited = replace(mention, cites=_cites(doc, mention.evidence.span))
                yield cited if doc.published_precision is not TimePrecision.VAGUE else _undated(cited)
        _settle()


@cache
def _settle() -> None:
    """Take what has been loaded by now (lexicons, models) out of the garbage collector's rounds, once.

    It is kept for good, and looking through it again and again took a sixth of the time.
    """
    gc.freeze()


def _taken(docs: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield documents in groups of about ``_TOGETHER`` characters; an error comes after what was read before it."""
    some: list[Document] = []
    size = 0
    try:
        for doc in docs:
            some.append(doc)
            size += len(doc.text)
            if size >= _TOGETHER:
                yield some
                some, size = [], 0
    except LagebildError:
        yield some
        raise
    yield some


def _cites(doc: Document, span: Span) -> tuple[str, ...]:
    """Return what the footnotes put into a sentence (or right behind it) cite: the URL, else the text."""
    reach = Span(span.start, span.end + 1)
    return tuple(note.url or note.text for note in doc.footnotes if any(reach.contains(ref) for ref in note.refs))


def _undated(mention: Mention) -> Mention:
    """Return the mention of an undated document: without its time, unless the words name the year."""
    if mention.time is None or re.search(r"\d{4}", mention.time.text):
        return mention
    return replace(mention, time=None)


def code_files(
    paths: Iterable[Path | str], *, published: str | None = None, lang: str | None = None, today: dt.date
) -> Iterator[Mention | InputError]:
    """Yield the mentions of files and folders, and the error for whatever could not be read.

    Args:
        paths: files, folders and addresses; ``-`` is standard input.
        published: publication date of documents that state none.
        lang: language of documents that state none.
        today: the day to go by where no date is known at all; such documents carry an issue.

    Raises:
        InputError: if a path does not exist.
    """
    given = read.Given(published=published, lang=lang, undated=today)
    failed: list[InputError] = []
    for mention in code(_readable(paths, given, failed)):
        yield from failed
        failed.clear()
        yield mention
    yield from failed


def _readable(paths: Iterable[Path | str], given: read.Given, failed: list[InputError]) -> Iterator[Document]:
    """Yield the documents of files and folders; add what cannot be read to ``failed``."""
    for path in read.find_files(paths):
        for item in read.read(path, given):
            if isinstance(item, InputError):
                failed.append(item)
            else:
                yield item


def add(store: Store, doc: Document, *, now: dt.datetime) -> tuple[Mention, ...] | None:
    """Code one document and keep it with its mentions and events; ``None`` if the workspace has it already.

    A document that is another one printed again is kept as its copy: what both say was coded there.
    Everything is kept in one transaction: a kill at any moment leaves the document whole or not at all.

    Raises:
        StoreError: if the workspace cannot be written; nothing of the document is kept then.
    """
    if store.has(doc.id):
        return None
    doubt = parse.doubt(doc.language)
    doc = replace(doc, issues=(*doc.issues, doubt)) if doubt else doc
    fingerprint = duplicates.fingerprint(doc.text)
    original = original_of(store, doc, fingerprint)
    mentions = () if original and duplicates.Passages(original.text).has(doc.text) else tuple(code([doc]))
    with store.writing():
        if store.has(doc.id):  # another process was faster
            return None
        original = original_of(store, doc, fingerprint)
        mentions = own(mentions, original)
        store.put_document(doc, mentions, now=now)
        if fingerprint is not None:
            store.put_fingerprint(doc.id, fingerprint, original.id if original else None)
        source = (original.publisher if original else None) or doc.publisher
        reports = [Report(mention=m, published=doc.published, publisher=source) for m in mentions]
        for event in linked(store, reports):
            store.put_event(event, now=now)
    return mentions


def original_of(store: Store, doc: Document, fingerprint: Fingerprint | None) -> Document | None:
    """Return the document of the store that ``doc`` is a copy of, the likest first; ``None`` if it is none."""
    if fingerprint is None:
        return None
    found = (
        (duplicates.similarity(fingerprint.signature, signature), key)
        for key, signature in store.alike(fingerprint, doc.published)
        if key != doc.id
    )
    for likeness, key in sorted(found, key=lambda pair: -pair[0]):
        if likeness < duplicates.THRESHOLD:
            break
        other = store.document(key)
        if duplicates.is_copy(doc.text, other.text):
            first = store.original(key)
            return store.document(first) if first else other
    return None


def own(mentions: Sequence[Mention], original: Document | None) -> tuple[Mention, ...]:
    """Return the mentions whose sentence does not stand in the original: what a copy says of its own."""
    if original is None:
        return tuple(mentions)
    passages = duplicates.Passages(original.text)
    return tuple(mention for mention in mentions if not passages.has(mention.evidence.quote))


def linked(store: Store, reports: Sequence[Report]) -> tuple[Event, ...]:
    """Return the events of the store that gain one of ``reports``, and the new ones; nothing is written."""
    if not reports:
        return ()
    types, countries = link.reach(reports)
    known = {
        event.id: (event, members)
        for start, end in _windows(link.days_of(report) for report in reports)
        for event, members in store.near(start, end, types=types, countries=countries)
    }
    return link.link(reports, known.values())


def _windows(days: Iterable[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    """Return the stretches in which candidates may lie, in order and without overlap, so that none is read twice."""
    found: list[tuple[dt.date, dt.date]] = []
    for start, end in sorted((start - _WINDOW, end + _WINDOW) for start, end in days):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
