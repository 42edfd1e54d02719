"""The coder as pure functions: text in, records out, no workspace.

Languages are recognised where none is given. Spans are offsets into the text given.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from lagebild import extract, parse, pipeline, read
from lagebild.errors import InputError
from lagebild.extract import actors as actor_rules
from lagebild.extract import places as place_rules
from lagebild.extract import quotations as quotation_rules
from lagebild.extract import times as time_rules
from lagebild.read.language import identify
from lagebild.records import ActorMatch, Document, Mention, PlaceMatch, Quotation, Sentence, TimeMatch, TypeScore
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["actors", "code", "places", "quotations", "relation", "times"]

_FIELDS = {"id", "text", "title", "lang", "published", "publisher", "url"}


def code(docs: Iterable[Document | Mapping[str, Any] | str]) -> Iterator[Mention]:
    """Yield the mentions of every document, in the order of its text.

    Args:
        docs: documents; or mappings with ``text`` and, if known, ``id``, ``title``, ``lang``, ``published``,
            ``publisher``, ``url``; or bare texts. Undated ones are coded as of today, and only times that
            name their year are resolved in them.

    Raises:
        InputError: if a document holds no text, a wrong date, or an unknown field.

    >>> [m.type.value for m in code([{"text": "Russia condemned Japan.", "published": "2024-04-10"}])]
    ['ACCUSE']
    """
    numbered = enumerate(docs, 1)
    return pipeline.code(doc if isinstance(doc, Document) else _document(doc, f"document {n}") for n, doc in numbered)


def _document(given: Mapping[str, Any] | str, where: str) -> Document:
    values = {"text": given} if isinstance(given, str) else dict(given)
    unknown = values.keys() - _FIELDS
    if unknown or "text" not in values:
        said = f"unknown field {min(unknown)!r}" if unknown else "the field 'text' is missing"
        raise InputError(said, where=where, hint=f"fields are {', '.join(sorted(_FIELDS))}")
    published = values.pop("published", None)
    today = dt.datetime.now(tz=dt.UTC).date()
    return read.build(values.pop("text"), published=published, source=where, undated=today, **values)


def relation(
    text: str, actor: str | tuple[int, int], recipient: str | tuple[int, int], *, lang: str | None = None
) -> tuple[TypeScore, ...]:
    """Return the PLOVER types of what ``actor`` does to ``recipient``, best first, with probabilities.

    Args:
        text: a sentence or a short text.
        actor: the words that name the actor (their first occurrence counts), or their span.
        recipient: likewise for the recipient.
        lang: ISO 639-1.
    """
    spans = [one if isinstance(one, str) else Span(*one) for one in (actor, recipient)]
    return extract.relation(text, _sentences(text, lang), *spans)


def actors(text: str, *, lang: str | None = None, on: str | dt.date | None = None) -> tuple[ActorMatch, ...]:
    """Return every actor that a phrase or sentence names, as of the day ``on``; best first for a single phrase.

    Raises:
        ValueError: if ``on`` is no ISO date.
    """
    day = dt.date.fromisoformat(on) if isinstance(on, str) else on
    return actor_rules.match(text, lang=lang or _language(text), on=day)


def times(text: str, *, published: str | dt.date | dt.datetime, lang: str | None = None) -> tuple[TimeMatch, ...]:
    """Return the time expressions of ``text`` with their TIMEX3 values, resolved against ``published``."""
    return time_rules.find_times(text, published=published, lang=lang or _language(text))


def places(
    text: str, *, lang: str | None = None, spans: Iterable[tuple[int, int]] | None = None
) -> tuple[PlaceMatch, ...]:
    """Return the places that ``text`` names, with GeoNames id and coordinates.

    Args:
        text: a sentence or a whole document.
        lang: ISO 639-1.
        spans: where the names of places stand, [start, end), if known; then only these are resolved, in their
            order, and those that the gazetteer does not know are left out.
    """
    known = lang or _language(text)
    if spans is None:
        return place_rules.find_places(text, lang=known)
    given = [Span(*span) for span in spans]
    return tuple(match for match in place_rules.resolve_places(text, given, lang=known) if match is not None)


def quotations(text: str, *, lang: str | None = None) -> tuple[Quotation, ...]:
    """Return what is quoted in ``text``, directly or indirectly, with speaker and cue."""
    code_ = lang or _language(text)
    return quotation_rules.find_quotations(text, _sentences(text, code_), lang=code_)


def _language(text: str) -> str:
    return identify(text)[0]


def _sentences(text: str, lang: str | None) -> tuple[Sentence, ...]:
    known = lang or _language(text)
    spans = parse.split(text, known)
    found = (
        Sentence(document="", index=at, span=span, text=span.of(text), lang=known) for at, span in enumerate(spans)
    )
    return tuple(parse.parse(found))
