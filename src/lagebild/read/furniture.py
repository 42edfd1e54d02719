"""What stands around the running text: footnotes, photo credits, agency lines, datelines.

Nothing is cut: every piece is returned with its span, and the running text is what is left.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lagebild.records import Credit, CreditKind, Footnote
from lagebild.spans import Span, exclude, strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Furniture", "find"]

_PHOTO_WORDS = (
    "Foto",
    "Fotos",
    "Bild",
    "Photo",
    "Photos",
    "Photo credit",
    "Image",
    "Picture",
    "Credit",
    "Crédit",
    "Crédit photo",
    "Crédits",
    "Фото",
    "사진",
    "写真",
)
_PHOTO = re.compile(
    rf"^[ \t]*[\[(]?(?:{'|'.join(sorted(map(re.escape, _PHOTO_WORDS), key=len, reverse=True))})"
    r"[ \t]*[:/©=][ \t]*[^\n]{1,120}$",
    re.MULTILINE | re.IGNORECASE,
)
_AGENCIES = (
    "AFP|AP|APA|ANSA|ANP|Anadolu|AA|BBC|Bloomberg|CNA|dpa|DW|DPA|EFE|IANS|IRNA|Interfax|KCNA|KNA|Kyodo|PTI|RIA|"
    "Reuters|SDA|SID|TASS|UPI|Ukrinform|VOA|Xinhua|Yonhap|epd|jiji|ТАСС|РИА Новости|Интерфакс|연합뉴스|共同|時事"
)
_AGENCY_END = re.compile(
    rf"[ \t]*[\[(](?:{_AGENCIES})(?:[/,; ]+(?:{_AGENCIES}|[a-z]{{2,4}}))*[\])][ \t]*$", re.MULTILINE
)
_DASH = r"(?:[ \t]*[—–]|[ \t]+--?)[ \t]+"
_PLACE = r"[A-ZÄÖÜÉÀ\u0400-\u042F][^\W\d_]+(?:[-/ ][A-ZÄÖÜÉ\u0400-\u042F][^\W\d_]+){0,3}"
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:,[ \t]*{_PLACE})?)"
    rf"(?:,?[ \t]*(?:den[ \t]+)?(?:\d{{1,2}}\.?[ \t]*[^\W\d_]+\.?|[^\W\d_]+\.?[ \t]+\d{{1,2}})(?:,?[ \t]*\d{{4}})?)?"
    rf"(?:[ \t]*[\[(](?:{_AGENCIES})(?:[/, ]+(?:{_AGENCIES}))*[\])]{_DASH}|{_DASH})"
)
_UPPER_DATELINE = re.compile(rf"[A-ZÄÖÜ\u0400-\u042F]{{3,}}(?:[-/ ,]+[A-ZÄÖÜ\u0400-\u042F]{{2,}}){{0,3}}{_DASH}")

_NOTE_LINE = re.compile(
    r"^[ \t]*(?:\[(?P<a>\d{1,3})\]|\((?P<b>\d{1,3})\)|(?P<c>\d{1,3})[.)]?)[ \t]*(?P<text>\S[^\n]*)$", re.MULTILINE
)
_URL = re.compile(r"https?://[^\s<>\"')\]]+")


class Furniture(NamedTuple):
    """What was found around the running text, and the running text itself (``body``), in order."""

    footnotes: tuple[Footnote, ...]
    credits: tuple[Credit, ...]
    body: tuple[Span, ...]


def find(text: str) -> Furniture:
    """Find footnotes, credits and datelines of ``text``; spans are offsets into it."""
    footnotes = tuple(_footnotes(text))
    credits_ = tuple(sorted(_credits(text), key=lambda credit: credit.span))
    holes = [note.span for note in footnotes] + [credit.span for credit in credits_]
    body = (strip(text, span) for span in exclude(Span(0, len(text)), holes))
    return Furniture(footnotes, credits_, tuple(span for span in body if span.length))


def _credits(text: str) -> Iterator[Credit]:
    for match in _PHOTO.finditer(text):
        span = strip(text, Span(*match.span()))
        yield Credit(kind=CreditKind.PHOTO, text=span.of(text), span=span)
    for match in _AGENCY_END.finditer(text):
        span = strip(text, Span(*match.span()))
        yield Credit(kind=CreditKind.AGENCY, text=span.of(text), span=span)
    start = len(text) - len(text.lstrip())
    dateline = _DATELINE.match(text, start) or _UPPER_DATELINE.match(text, start)
    if dateline and _is_dateline(dateline.group()):
        span = strip(text, Span(*dateline.span()))
        yield Credit(kind=CreditKind.DATELINE, text=span.of(text), span=span)


def _is_dateline(found: str) -> bool:
    """A place before a dash is a dateline only with a date, an agency, or in capitals."""
    place = re.split(r"[,(\d—–-]", found)[0].strip()
    return any(char.isdigit() for char in found) or "(" in found or place.isupper()


def _footnotes(text: str) -> Iterator[Footnote]:
    """Yield the notes in the closing lines of the text whose marker is also put somewhere before them."""
    start = _tail_start(text)
    for match in _NOTE_LINE.finditer(text, start):
        marker = match["a"] or match["b"] or match["c"]
        note = match["text"].strip()
        refs = tuple(_refs(text[:start], marker))
        url = _URL.search(note)
        if not refs and not (url and url.start() == 0):
            continue
        span = strip(text, Span(*match.span()))
        yield Footnote(marker=marker, text=note, url=url.group() if url else None, span=span, refs=refs)


def _tail_start(text: str) -> int:
    """Return where the closing block of note-like lines begins (the end of the text if there is none)."""
    at = len(text)
    start = at
    for line in reversed(text.splitlines(keepends=True)):
        at -= len(line)
        bare = line.strip()
        if not bare:
            continue
        if not (_NOTE_LINE.match(bare) or _PHOTO.match(bare) or _AGENCY_END.fullmatch(bare)):
            break
        start = at
    return start


def _refs(body: str, marker: str) -> Iterable[Span]:
    """Yield where ``marker`` is put in ``body``: glued to a word ("verbessern1."), bracketed, or superscript."""
    glued = rf"(?<=[^\W\d_]){marker}(?=[\s.,;:!?)”“\"»]|$)"
    after_mark = rf"(?<=[.!?”“\"»]){marker}(?=\s|$)"
    bracketed = rf"\[{marker}\]"
    raised = "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in marker)
    pattern = re.compile("|".join((glued, after_mark, bracketed, f"{raised}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")))
    return (Span(*match.span()) for match in pattern.finditer(body))
