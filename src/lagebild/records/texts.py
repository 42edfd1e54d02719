"""What is read and how it is parsed: documents, sentences, tokens, and doubts about them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lagebild.records.vocabulary import CreditKind, IssueKind, TimePrecision
from lagebild.spans import Span

__all__ = ["Copy", "Credit", "Document", "Fingerprint", "Footnote", "Issue", "Sentence", "Token"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A doubt about text or data, kept in the store and shown: never a silent fallback."""

    kind: IssueKind
    message: str
    where: str = ""  # file, line, or field
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A note that gives a source: its marker ("1"), where it stands, and what it cites.

    ``refs`` are the places in the text where the marker is put (the marker's own spans).
    """

    marker: str
    text: str
    url: str | None
    span: Span
    refs: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A photo credit, agency line or dateline; not text to code."""

    kind: CreditKind
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text as it was read.

    ``text`` is never edited; footnotes, credits and datelines are marked by span, and ``body`` gives the
    stretches of running text that are left, in order. ``published`` is UTC; for precision ``day`` only its
    date means anything. ``language`` is an ISO 639-1 code or ``und``.
    """

    id: str
    text: str
    language: str
    published: dt.datetime
    published_precision: TimePrecision = TimePrecision.DAY
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    retrieved: dt.datetime | None = None
    body: tuple[Span, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    credits: tuple[Credit, ...] = ()
    issues: tuple[Issue, ...] = ()
    source: str = ""  # the name it came in under: a file, a feed, a line of an archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What tells copies of a text: its signature, and the numbers of which copies share at least one."""

    signature: bytes
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A document that is the text of another one, printed again: by whom, when and where.

    ``original`` is the document that was there first; what both say is coded once, there.
    """

    document: str
    original: str
    publisher: str | None
    published: dt.datetime
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Token:
    """One syntactic word of Universal Dependencies v2.

    ``head`` is the index in the sentence of the word it depends on; the root points to itself with deprel
    ``root``. ``feats`` is UD's ``Key=Value|…`` string. Contractions (zum, im) are one token.
    """

    index: int
    text: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; ``tokens`` is empty where the gate found nothing to code and it was not parsed.

    ``parser`` names model and version; ``experimental`` is set where the model's measured LAS is under 65.
    """

    document: str
    index: int
    span: Span
    text: str
    lang: str
    tokens: tuple[Token, ...] = ()
    parser: str = ""
    experimental: bool = False
    heading: bool = False  # a title or headline
    quoted: bool = False  # lies wholly inside a quotation that spans sentences
