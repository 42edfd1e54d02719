"""Reads RSS (0.9x, 1.0, 2.0) and Atom feeds item by item, however long or broken they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lagebild.errors import EmptyInputError, InputError, TooLargeError
from lagebild.read.document import build, parse_date
from lagebild.read.need import need
from lagebild.read.pages import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, BinaryIO

    from lxml.etree import _Element

    from lagebild.read.given import Given
    from lagebild.read.source import Source
    from lagebild.records import Document

__all__ = ["Item", "date_of", "document", "items", "read_feed"]

_CHUNK = 32_768
_WANTED = ("{*}item", "{*}entry", "{*}title", "{*}language", "{*}feed")
_MAX_ITEM = 4_000_000  # bytes of one item at most, whatever the settings say
_ITEMS = frozenset(("item", "entry"))
_SPACES = frozenset(  # the vocabularies that are read; media, iTunes and the like describe something else
    (
        "",
        "http://www.w3.org/2005/Atom",
        "http://purl.org/atom/ns#",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://purl.org/rss/1.0/modules/content/",
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/dc/terms/",
        "http://www.w3.org/1999/xhtml",
    )
)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TEXTS = ("encoded", "content", "description", "summary", "subtitle")  # best first
_DATES = ("pubdate", "published", "date", "issued", "created", "updated", "modified")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a feed, as it stands there: texts may hold HTML."""

    number: int
    key: str = ""
    title: str = ""
    link: str = ""
    text: str = ""
    published: str = ""
    authors: tuple[str, ...] = ()
    channel: str = ""
    lang: str = ""


@dataclass(slots=True)
class _Channel:
    """What the feed says of itself, as far as it was read."""

    title: str = ""
    lang: str = ""
    count: int = 0


def read_feed(source: Source, given: Given) -> Iterator[Document | InputError]:
    """Yield a document for every item, or the error that kept it from being one (the item named).

    Raises:
        InputError: if it is no feed, or breaks off before the first item.
    """
    for item in items(source.stream, name=source.name, limit=given.settings.max_line_bytes):
        try:
            yield document(item, source=source, given=given)
        except InputError as error:
            yield error


def document(item: Item, *, source: Source, given: Given) -> Document:
    """Return an item as a document; what is ``given`` fills what the feed does not say.

    Raises:
        InputError: if it has no text or no date.
    """
    title = plain(item.title)
    text = plain(item.text)
    return build(
        text or title,
        published=date_of(item) or given.published,
        source=f"{source.short}:{item.number}",
        where=f"{source.name}, item {item.number}",
        url=item.link or None,
        publisher=given.publisher or plain(item.channel) or None,
        title=title or None,
        lang=given.lang or (item.lang if len(plain(f"{title} {text}").split()) < 4 else None),
        authors=item.authors,
        retrieved=source.retrieved,
        undated=given.undated,
        settings=given.settings,
    )


def date_of(item: Item) -> str | None:
    """Return the date of an item where it is one: feeds hold all kinds of things there."""
    try:
        parse_date(item.published)
    except InputError:
        return None
    return item.published


def items(stream: BinaryIO, *, name: str, limit: int) -> Iterator[Item]:
    """Yield the items of a feed in its order, holding one at a time.

    Entities are not expanded, nothing outside the file is looked up, and broken XML is read as far as it makes
    sense.

    Args:
        name: for messages.
        limit: bytes that may pass without an item ending.

    Raises:
        EmptyInputError: if there is no item.
        TooLargeError: if an item is over the limit.
        InputError: if the XML is broken beyond repair.
    """
    etree = need("lxml.etree", extra="web", what="Feeds", where=name)
    parser = etree.XMLPullParser(
        ("start", "end"),
        tag=_WANTED,
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    channel = _Channel()
    since = 0
    try:
        for chunk in _chunks(stream):
            since += len(chunk)
            parser.feed(chunk)
            before = channel.count
            yield from _found(parser, channel)
            since = 0 if channel.count > before else since
            if since > min(limit, _MAX_ITEM):
                hint = "raise max_line_bytes in lagebild.toml if you trust the feed"
                raise TooLargeError(
                    f"an item of the feed has over {min(limit, _MAX_ITEM):,} bytes", where=name, hint=hint
                )
        parser.close()
        yield from _found(parser, channel)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        if not channel.count:
            hint = "check that it is an RSS or Atom feed"
            raise InputError(f"the feed cannot be read: {error}", where=name, hint=hint) from error
    if not channel.count:
        raise EmptyInputError("there is no item in this feed", where=name, hint="check that it is an RSS or Atom feed")


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes with HTML's named entities, which XML does not know, as the characters they stand for."""
    left = b""
    while chunk := stream.read(_CHUNK):
        chunk = left + chunk
        cut = chunk.rfind(b"&", len(chunk) - 33)
        left = b"" if cut < 0 or b";" in chunk[cut:] else chunk[cut:]
        yield _ENTITY.sub(_character, chunk[: len(chunk) - len(left)])
    if left:
        yield left


def _character(match: re.Match[bytes]) -> bytes:
    from html.entities import html5  # noqa: PLC0415 - a large table, wanted by feeds alone

    name = match.group(1)
    char = None if name in _XML_ENTITIES else html5.get(name.decode() + ";")
    return "".join(f"&#{ord(one)};" for one in char).encode() if char else match.group()


def _found(parser: Any, channel: _Channel) -> Iterator[Item]:  # noqa: ANN401 - the library's
    events: Iterator[tuple[str, _Element]] = parser.read_events()
    for event, node in events:
        local = _local(node)
        if event == "start":
            channel.lang = channel.lang or node.get(_LANG) or ""
        elif local in _ITEMS:
            channel.count += 1
            yield _item(node, channel)
            _forget(node)
        elif local in {"title", "language"} and _is_channel(node.getparent()):
            _describe(channel, local, _text(node).strip())


def _is_channel(node: _Element | None) -> bool:
    return node is not None and _local(node) in {"channel", "feed"}


def _describe(channel: _Channel, what: str, text: str) -> None:
    if what == "title":
        channel.title = channel.title or text[:2000]
    else:
        channel.lang = channel.lang or text[:20]


def _forget(node: _Element) -> None:
    """Let go of an item and all that stands before it, so that memory does not grow with the feed."""
    node.clear()
    parent = node.getparent()
    while parent is not None and node.getprevious() is not None:
        del parent[0]


def _item(node: _Element, channel: _Channel) -> Item:
    fields: dict[str, str] = {}
    authors: list[str] = []
    for child in node:
        local = _local(child)
        if local in {"author", "creator"}:
            authors.append(_name(child))
        elif local == "link":
            fields.setdefault("link" if _is_link(child) else "", child.get("href") or _text(child).strip())
        elif local:
            fields.setdefault(local, _text(child))
    link = fields.get("link", "")
    key = (fields.get("guid") or fields.get("id") or "").strip()
    return Item(
        number=channel.count,
        key=key or link,
        title=fields.get("title", ""),
        link=next((one for one in (link, key) if one.startswith(("http://", "https://"))), ""),
        text=next((fields[one] for one in _TEXTS if fields.get(one, "").strip()), ""),
        published=next((fields[one].strip() for one in _DATES if fields.get(one, "").strip()), ""),
        authors=tuple(filter(None, authors)),
        channel=channel.title,
        lang=node.get(_LANG) or channel.lang,
    )


def _is_link(node: _Element) -> bool:
    return node.get("rel", "alternate") == "alternate"


def _local(node: _Element) -> str:
    """Return the lower-case name of an element without its namespace; empty for one that is not read."""
    if not isinstance(node.tag, str):
        return ""
    space, _, local = node.tag.rpartition("}")
    return local.rpartition(":")[2].lower() if space.removeprefix("{") in _SPACES else ""


def _text(node: _Element) -> str:
    """Return the text of an element; where it holds elements (XHTML), their HTML."""
    if len(node) == 0:
        return node.text or ""
    etree = need("lxml.etree", extra="web", what="Feeds")
    html: str = etree.tostring(node, encoding="unicode", method="html", with_tail=False)
    return html


def _name(node: _Element) -> str:
    """Return who an author element names: Atom's name, Dublin Core's text, or the name in RSS's mail address."""
    names = [_text(child).strip() for child in node if _local(child) == "name"]
    text = names[0] if names else (node.text or "").strip()
    mail = re.fullmatch(r"\S+@\S+\s+\((.{1,200})\)", text[:500])
    return mail.group(1) if mail else text
