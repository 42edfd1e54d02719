"""What stands around the running text: footnotes, sources, photo credits, agency lines, datelines.

Nothing is cut: every piece is returned with its span, and the running text is what is left. The words are data
(``knowledge/furniture.toml``). Every pattern is bounded, so that the time grows with the text and no faster.
"""

from __future__ import annotations

import bisect
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from lagebild.knowledge.load import toml
from lagebild.records import Credit, CreditKind, Footnote
from lagebild.spans import Span, exclude, strip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Furniture", "find"]

_Piece = TypeVar("_Piece", Credit, Footnote)

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_URL = re.compile(r"https?://[^\s<>\"')\]]{1,2000}")
_MAX_TAIL = 400  # lines at the end of a text that may be notes
_MAX_ITEM = 300  # characters of a line in a list of sources

_NOTE_LINE = re.compile(
    r"[ \t]{0,40}(?:\[(?P<a>\d{1,3})\]:?|\((?P<b>\d{1,3})\)|(?P<d>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|(?P<c>\d{1,3})[.)]?)"
    r"[ \t]{0,40}(?P<text>\S.*)"
)
_REF = re.compile(
    r"\[(?P<listed>\d{1,3}(?:[ ]?[,;][ ]?\d{1,3}){0,9})\]"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
    r"|(?<=[^\W\d_])(?P<glued>\d{1,3})(?=[\s.,;:!?)”“\"»]|$)"  # verbessern1.
    r"|(?<=[^\d\s][.!?”“\"»])(?P<after>\d{1,3})(?=\s|$)"  # said.1
)
_BULLET = re.compile(r"[ \t]{0,40}(?:[-–—*•·▪]|\d{1,3}[.)]|\[\d{1,3}\])[ \t]")

_SMALL = "a-zà-öø-ÿа-яё"
_DASH = r"(?:\.?[ \t]{0,3}[—–]|\.?[ \t]{1,3}--?|\.--?)[ \t]{0,3}"
_CAPITAL = rf"[^\W\d_{_SMALL}]"
_WORD = rf"(?:{_CAPITAL}[^\W\d_]{{1,25}}\.?(?:['’-][^\W\d_]{{1,25}}){{0,3}}|(?:[A-Z]\.){{2,3}})"
_PLACE = rf"{_WORD}(?:[/ ](?:(?:de|del|do|am|an|der|upon|d[’'])[ ])?{_WORD}){{0,3}}"
_DAY = r"\d{1,2}\.?(?:[ \t]de)?[ \t]?[^\W\d_]{1,12}\.?|[^\W\d_]{1,12}\.?[ \t]\d{1,2}\.?"
_DATE = rf"(?:,?[ \t]{{0,3}}(?:(?:den|le)[ \t])?(?:{_DAY})(?:,?[ \t](?:de[ \t])?\d{{4}})?)"
_WHOLE_DATE = re.compile(
    r"(?:[^\W\d_]{2,15}(?:-feira)?,?[ \t]+)?(?:(?:den|le|el)[ \t])?"
    r"(?:[^\W\d_]{3,12}\.?[ \t]\d{1,2}(?:st|nd|rd|th)?,?[ \t]\d{4}"
    r"|\d{1,2}\.?(?:[ \t]de)?[ \t][^\W\d_]{3,12}\.?,?[ \t](?:de[ \t])?\d{4}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}"
    r"|\d{4}[ ]?[年년][ ]?\d{1,2}[ ]?[月월][ ]?\d{1,2}[ ]?[日일])"
    r"(?:,?[ \t](?:г\.|р\.|\d{1,2}[:.]\d\d(?:[ \t](?:Uhr|[A-Z]{2,5}))?))?\.?"
)


class Furniture(NamedTuple):
    """What was found around the running text, and the running text itself (``body``), in order."""

    footnotes: tuple[Footnote, ...]
    credits: tuple[Credit, ...]
    body: tuple[Span, ...]


class _Patterns(NamedTuple):
    """The patterns that hold words."""

    photo: re.Pattern[str]
    source: re.Pattern[str]
    heading: re.Pattern[str]
    agency_end: re.Pattern[str]
    signed: re.Pattern[str]
    datelines: tuple[re.Pattern[str], ...]


def find(text: str) -> Furniture:
    """Find footnotes, credits and datelines of ``text``; spans are offsets into it and do not overlap."""
    lines = _lines(text)
    tail = _tail(lines, text)
    notes = _apart((*_notes(text, tail), *_listed(text, lines)))
    taken = [note.span for note in notes]
    credits_ = [one for one in _apart(tuple(_credits(text, lines))) if not _overlaps(one.span, taken)]
    holes = taken + [credit.span for credit in credits_]
    body = (strip(text, span) for span in exclude(Span(0, len(text)), holes))
    return Furniture(tuple(notes), tuple(credits_), tuple(span for span in body if span.length))


@cache
def _patterns() -> _Patterns:
    words = toml("furniture.toml")
    photo, source, heading = _any(words["photo"]), _any(words["source"]), _any(words["source"] + words["list"])
    agency = _any(words["agencies"])
    signed = rf"(?:{agency})(?:[/,; ]{{1,2}}(?:{agency}|[a-z]{{2,4}}))*"
    sign = rf"(?:[(（]{signed}[)）]|\[{signed}\]|/{signed}/)"
    few = r"[ \t]{0,3}"
    return _Patterns(
        photo=re.compile(rf"[\[(]?(?:{photo}){few}[:：/©=]{few}.{{1,120}}", re.IGNORECASE),
        source=re.compile(rf"(?:{source}){few}[:：]{few}\S.{{0,118}}", re.IGNORECASE),
        heading=re.compile(rf"(?:={{2,4}}|#{{1,4}})?{few}(?:{heading}){few}[:：]?{few}={{0,4}}", re.IGNORECASE),
        agency_end=re.compile(rf"{sign}(?=[ \t]{{0,20}}$)", re.MULTILINE),
        signed=re.compile(
            rf"(?:[a-z]{{2,4}}(?:/[a-z]{{2,4}}){{0,3}}[ \t])?{sign}|(?:{agency})(?:/[a-z]{{2,4}}){{0,3}}"
        ),
        datelines=_datelines(agency, sign),
    )


def _datelines(agency: str, sign: str) -> tuple[re.Pattern[str], ...]:
    """Return the forms of a dateline.

    Place and agency or initials; place and date; places in capitals, with a land, or a full stop; the agency alone;
    and the forms of Korea, Japan and China.
    """
    few = r"[ \t]{0,3}"
    place = rf"{_PLACE}(?:,{few}{_PLACE}\.?)?"
    initials = r"\([a-z]{2,3}(?:/[a-z]{2,3}){0,2}\)"
    signer = rf"(?:(?:{agency})\.[ \t])?"
    opens, closes = "[【［\\[（(]", "[】］\\]）)]"
    inside = "[^】］\\]）)\n]"
    forms = (
        rf"{place}{_DATE}?{few}[.,]?{few}(?:{sign}|{initials})(?:{_DASH}|[.:][ \t]|[ \t]?_(?=\s|$))",
        rf"{place}(?=,){_DATE}{_DASH}{signer}(?=[^\W\d_{_SMALL}]|[\"“„«])",
        rf"(?=[^{_SMALL}]{{6,60}}{_DASH}){_PLACE}(?:[/ ,]{{1,2}}{_PLACE}){{0,2}}{_DATE}?{_DASH}{signer}",
        rf"(?=[^{_SMALL}]{{4,40}},){_PLACE},{few}{_PLACE}\.?{_DASH}",
        rf"(?=[^{_SMALL}.]{{5,40}}\.[ \t]){_PLACE}\.[ \t](?=[^\W\d_{_SMALL}]|[\"“„«])",
        rf"(?:{sign}|{agency}){_DASH}",
        rf"{opens}{inside}{{1,20}}=(?:{agency}){closes}(?:[^\n=.]{{1,25}}=)?{few}",
        rf"{opens}{inside}{{0,25}}(?:{agency}){inside}{{0,25}}{closes}(?:{_DASH})?",
        rf"(?:{agency})[^\n，。、,.]{{1,15}}\d{{1,2}}日[电電](?:{few}[（(][^）)\n]{{1,40}}[）)])?[ \t　]{{0,3}}",
    )
    return tuple(re.compile(form) for form in forms)


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _lines(text: str) -> list[Span]:
    """Return the lines that are not blank, without the space around them."""
    found: list[Span] = []
    at = 0
    for line in text.split("\n"):
        span = strip(text, Span(at, at + len(line)))
        if span.length:
            found.append(span)
        at += len(line) + 1
    return found


def _apart(found: tuple[_Piece, ...]) -> list[_Piece]:
    """Return the pieces in order, without those that overlap an earlier one."""
    kept: list[_Piece] = []
    for piece in sorted(found, key=lambda one: one.span):
        if not kept or piece.span.start >= kept[-1].span.end:
            kept.append(piece)
    return kept


def _overlaps(span: Span, taken: list[Span]) -> bool:
    """Tell whether ``span`` overlaps one of ``taken``, which are in order and apart."""
    at = bisect.bisect_left(taken, span)
    return any(one.overlaps(span) for one in taken[max(0, at - 1) : at + 1])


def _credits(text: str, lines: list[Span]) -> Iterator[Credit]:
    words = _patterns()
    for span in lines:
        line = text[span.start : min(span.end, span.start + 200)]
        if span.length <= 150 and (words.photo.fullmatch(line) or words.source.fullmatch(line)):
            kind = CreditKind.PHOTO if words.photo.fullmatch(line) else CreditKind.AGENCY
            yield Credit(kind=kind, text=line, span=span)
        elif span.length <= 60 and words.signed.fullmatch(line):
            yield Credit(kind=CreditKind.AGENCY, text=line, span=span)
    for match in words.agency_end.finditer(text):
        yield Credit(kind=CreditKind.AGENCY, text=match.group(), span=Span(*match.span()))
    yield from _dateline(text, lines)


def _dateline(text: str, lines: list[Span]) -> Iterator[Credit]:
    """Yield the date that is the first line, and the dateline that begins the first or second one."""
    for number, span in enumerate(lines[:2]):
        start = text[span.start : min(span.end, span.start + 160)]
        if number == 0 and span.length < 60 and _WHOLE_DATE.fullmatch(start):
            yield Credit(kind=CreditKind.DATELINE, text=span.of(text), span=span)
            continue
        if number == 1 and lines[0].length > 120:
            return  # the first line was a paragraph, not a headline
        match = next((found for one in _patterns().datelines if (found := one.match(start))), None)
        if match and (match.end() < span.length or number + 1 < len(lines)):
            place = strip(text, Span(span.start, span.start + match.end()))
            yield Credit(kind=CreditKind.DATELINE, text=place.of(text), span=place)
            return


def _tail(lines: list[Span], text: str) -> list[tuple[Span, re.Match[str] | None]]:
    """Return the closing lines that look like notes or credits, in order, each with its parts if it is a note."""
    words = _patterns()
    tail: list[tuple[Span, re.Match[str] | None]] = []
    for span in reversed(lines[-_MAX_TAIL:]):
        line = span.of(text)
        note = _NOTE_LINE.fullmatch(line)
        short = line[:200]
        if not (note or _URL.fullmatch(line) or words.photo.fullmatch(short) or words.signed.fullmatch(short)):
            break
        tail.append((span, note))
    return tail[::-1]


def _notes(text: str, tail: list[tuple[Span, re.Match[str] | None]]) -> Iterator[Footnote]:
    """Yield the notes of the closing lines whose marker is also put before them, or that are an address."""
    if not tail:
        return
    refs = _refs(text, tail[0][0].start)
    for span, parts in tail:
        if parts is None:
            url = _URL.fullmatch(span.of(text))
            if url:
                yield Footnote(marker="", text=url.group(), url=url.group(), span=span)
            continue
        marker = (parts["a"] or parts["b"] or parts["c"] or parts["d"]).translate(_RAISED)
        url = _URL.search(parts["text"])
        if marker in refs or (url and url.start() == 0):
            yield Footnote(
                marker=marker,
                text=parts["text"],
                url=url.group() if url else None,
                span=span,
                refs=tuple(refs.get(marker, ())),
            )


def _refs(text: str, end: int) -> dict[str, list[Span]]:
    """Return where each marker is put before ``end``: glued to a word, behind a mark, bracketed or raised."""
    refs: dict[str, list[Span]] = {}
    for match in _REF.finditer(text, 0, end):
        marks = match["listed"] or match["raised"] or match["glued"] or match["after"]
        for marker in re.split(r"[ ,;]+", marks.translate(_RAISED)):
            refs.setdefault(marker, []).append(Span(*match.span()))
    return refs


def _listed(text: str, lines: list[Span]) -> Iterator[Footnote]:
    """Yield the lines of the list of sources that closes the text, its heading first."""
    heading = _patterns().heading
    lines = lines[-_MAX_TAIL:]
    starts = [at for at, span in enumerate(lines) if span.length <= 60 and heading.fullmatch(span.of(text))]
    first = next((at for at in starts if all(_is_item(text, span) for span in lines[at + 1 :])), None)
    if first is None or first + 1 == len(lines) or first == 0:
        return
    for span in lines[first:]:
        line = span.of(text)
        bullet = _BULLET.match(line)
        url = _URL.search(line)
        note = line[bullet.end() if bullet else 0 :].strip()
        yield Footnote(marker="", text=note or line, url=url.group() if url else None, span=span)


def _is_item(text: str, span: Span) -> bool:
    """Tell whether a line may stand in a list of sources: an address, a point of a list, or short and no sentence."""
    line = text[span.start : span.start + _MAX_ITEM + 1]
    if len(line) > _MAX_ITEM:
        return False
    return bool(
        _URL.search(line) or _BULLET.match(line) or line[-1] not in ".!?。" or _patterns().heading.fullmatch(line)
    )
