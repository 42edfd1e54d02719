"""Reads HTML pages: the article with its title, date, authors and publisher, without what stands around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lagebild.errors import EmptyInputError, InputError, TooLargeError
from lagebild.read.document import build, parse_date
from lagebild.read.need import need
from lagebild.read.tuning import extractor
from lagebild.records import Issue, IssueKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from lagebild.read.given import Given
    from lagebild.read.source import Source
    from lagebild.records import Document

__all__ = ["decode_page", "page", "plain", "read_page"]

_MAX_BYTES = 10_000_000  # a page over this is no article, and the extraction would take minutes
_CHARSET = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_EXACT = re.compile(
    r"(?:\"datePublished\"\s*:\s*|(?:article:published_time|datePublished)[\"'][^>]{0,80}?content\s*=\s*)"
    r"[\"'](\d{4}-\d\d-\d\dT\d\d:\d\d[^\"']{0,20})[\"']"
)
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000)), " ")
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "table",
        ),
        *("td", "th", "tr", "ul"),
    }
)
_HIDDEN = frozenset(("script", "style", "noscript", "template", "head", "iframe", "object", "svg"))
_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError, OverflowError)


class _Found(NamedTuple):
    """What the extraction found in a page."""

    text: str
    title: str | None
    date: str | None
    guessed: bool
    authors: tuple[str, ...]
    publisher: str | None
    url: str | None


def read_page(source: Source, given: Given) -> Iterator[Document]:
    """Yield the one article that an HTML page holds.

    Raises:
        InputError: if there is no article in it, or it has no date and none is given.
    """
    yield page(
        source.data(given.settings),
        given=given,
        name=source.name,
        short=source.short,
        url=source.url,
        charset=source.charset,
        retrieved=source.retrieved,
    )


def page(
    data: bytes,
    *,
    given: Given,
    name: str,
    short: str,
    url: str | None = None,
    charset: str | None = None,
    retrieved: dt.datetime | None = None,
) -> Document:
    """Return the article of a page; what is ``given`` fills what the page does not say.

    Args:
        name: for messages; ``short``: the source kept on the document.
        url: where it was fetched from, if known.
        charset: the encoding that the server named.

    Raises:
        InputError: as :func:`read_page`.
    """
    if len(data) > _MAX_BYTES:
        hint = "save the article alone"
        raise TooLargeError(f"the page has {len(data):,} bytes, the limit is {_MAX_BYTES:,}", where=name, hint=hint)
    text, issues = decode_page(data, charset=charset, where=name)
    found = _extract(text, url or given.url, name)
    published, doubts = _published(found, text, given, name)
    return build(
        found.text,
        published=published,
        source=short,
        where=name,
        url=url or found.url or given.url,
        publisher=given.publisher or found.publisher,
        title=found.title or given.title,
        lang=given.lang,
        authors=found.authors,
        retrieved=retrieved,
        issues=issues + doubts,
        undated=given.undated,
        settings=given.settings,
    )


def _published(
    found: _Found, text: str, given: Given, name: str
) -> tuple[str | dt.date | dt.datetime | None, tuple[Issue, ...]]:
    """Return when the page says it was published: to the minute where it does, else the day, else what is given."""
    if found.date is None:
        return given.published, ()
    for match in _EXACT.finditer(text):
        try:
            moment, _ = parse_date(match.group(1))
        except InputError:
            continue
        if abs((moment.date() - parse_date(found.date)[0].date()).days) <= 1:
            return moment, ()
    if not found.guessed:
        return found.date, ()
    if given.published:
        return given.published, ()
    message = f"publication date {found.date} guessed from the page"
    return found.date, (Issue(kind=IssueKind.DATE_ASSUMED, message=message, where=name),)


def decode_page(data: bytes, *, charset: str | None, where: str) -> tuple[str, tuple[Issue, ...]]:
    """Return a page as text, and an issue where bytes had to be replaced.

    The encoding is that of the byte order mark, of the server, of the page itself, UTF-8 or Windows-1252: the
    first that fits.
    """
    declared = _CHARSET.search(data[:4096])
    named = declared.group(1).decode("ascii", "replace") if declared else None
    for encoding in ("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else None, charset, named, "utf-8"):
        if encoding:
            try:
                return data.decode(encoding), ()
            except (UnicodeDecodeError, LookupError, ValueError):
                continue
    utf8 = data.decode("utf-8", "replace")
    is_nearly = utf8.count("\ufffd") <= len(utf8) // 1000 + 1
    text = utf8 if is_nearly else data.decode("windows-1252", "replace")
    message = "some bytes are not in the encoding that the page names; they were replaced"
    return text, (Issue(kind=IssueKind.ENCODING, message=message, where=where),)


def _extract(text: str, url: str | None, name: str) -> _Found:
    tree = _tree(text)
    try:
        found = extractor().bare_extraction(
            "" if tree is None else tree,
            url=url,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
        guess = None if found is None or found.date else _guess(text, url)
    except _faults() as error:
        hint = "save the article as text"
        raise InputError(f"the page cannot be taken apart: {error}", where=name, hint=hint) from error
    if found is None or not (found.text or "").strip():
        hint = "the page may be built by scripts: save its text, or print it as PDF"
        raise EmptyInputError("there is no article text in this page", where=name, hint=hint)
    return _Found(
        text=found.text,
        title=found.title,
        date=found.date or guess,
        guessed=not found.date,
        authors=tuple(author.strip() for author in (found.author or "").split(";") if author.strip()),
        publisher=found.sitename or found.hostname,
        url=found.url,
    )


def _guess(text: str, url: str | None) -> str | None:
    """Return the date that the page shows somewhere without saying what it is the date of."""
    tree = _tree(text)
    guess: str | None = need("htmldate", extra="web", what="HTML pages").find_date(tree, url=url, original_date=True)
    return guess


def _tree(text: str) -> HtmlElement | None:
    """Return the parsed page, without the characters that cannot be in HTML."""
    html = need("lxml.html", extra="web", what="HTML pages")
    etree = need("lxml.etree", extra="web", what="HTML pages")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    text = text.translate(_CONTROLS)
    if not text.strip():
        return None
    try:
        tree: HtmlElement = html.document_fromstring(
            text, parser=html.HTMLParser(remove_comments=True, remove_pis=True)
        )
        etree.strip_elements(tree, "noscript", "template", with_tail=False)
    except _faults():
        return None
    return tree


def _faults() -> tuple[type[Exception], ...]:
    """Return what the libraries raise on pages that are malformed beyond what they expect."""
    etree = need("lxml.etree", extra="web", what="HTML pages")
    return (*_FAULTS, etree.LxmlError)


def plain(fragment: str) -> str:
    """Return the text of a piece of HTML (the summary of a feed): one line a block, nothing hidden."""
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    tree = _tree(fragment)
    if tree is None:
        return ""
    lines = [" ".join(line.split()) for line in "".join(_pieces(tree)).split("\n")]
    return "\n".join(line for line in lines if line)


def _pieces(tree: HtmlElement) -> Iterator[str]:
    """Yield the text of ``tree`` in order, with line breaks around blocks; no recursion, so no depth is too deep."""
    stack: list[tuple[HtmlElement, bool]] = [(tree, False)]
    while stack:
        node, done = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else "object"
        if done:
            yield "\n" if tag in _BLOCKS else ""
            yield (node.tail or "").replace("\n", " ")
            continue
        stack.append((node, True))
        if tag in _HIDDEN:
            continue
        yield "\n" if tag in _BLOCKS else ""
        yield (node.text or "").replace("\n", " ")
        stack.extend((child, False) for child in reversed(node))
