"""Builds a Document from a text and what is known of it: the one way in for every reader."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime

from lagebild.errors import EmptyInputError, InputError, MissingDateError
from lagebild.ids import document_id
from lagebild.read import furniture, language
from lagebild.records import Document, Issue, IssueKind, TimePrecision
from lagebild.settings import Settings

__all__ = ["build", "parse_date"]

_DEFAULTS = Settings()
_MAX_LINE = 2_000  # characters of a title, name or URL
_MAX_AUTHORS = 100
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")  # but line breaks, tabs and page breaks
_SPARSE = 0.1  # share of control characters from which on a text is taken for binary data


def parse_date(value: str | dt.date | dt.datetime, *, where: str = "") -> tuple[dt.datetime, TimePrecision]:
    """Return ``value`` (ISO 8601, or the form of mail and feeds: RFC 5322) as UTC and its precision.

    The precision is day, hour or minute. A time without a zone is taken as UTC.

    Raises:
        InputError: if it is no such date or time, or lies outside the years 1800-2200.
    """
    if isinstance(value, dt.datetime):
        moment, precision = value, TimePrecision.MINUTE
    elif isinstance(value, dt.date):
        moment, precision = dt.datetime.combine(value, dt.time()), TimePrecision.DAY
    else:
        moment, precision = _moment(value.strip(), where)
    try:
        moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
        in_range = 1800 <= moment.year <= 2200
    except OverflowError:
        in_range = False
    if not in_range:
        raise InputError(f"the year {moment.year} is out of range", where=where, hint="use a year from 1800 to 2200")
    return moment, precision


def _moment(text: str, where: str) -> tuple[dt.datetime, TimePrecision]:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        try:
            return parsedate_to_datetime(text[:100]), TimePrecision.MINUTE
        except (ValueError, OverflowError, IndexError):
            hint = "write it as 2024-04-10 or 2024-04-10T06:53:00+09:00"
            raise InputError(f"'{text[:40]}' is not a date", where=where, hint=hint) from error
    day, _, time = text.partition("T") if "T" in text else text.partition(" ")
    if not time:
        return moment, TimePrecision.DAY if len(day) <= len("2024-04-10") else TimePrecision.MINUTE
    return moment, TimePrecision.HOUR if re.fullmatch(r"\d\d", time) else TimePrecision.MINUTE


def build(
    text: str,
    *,
    published: str | dt.date | dt.datetime | None,
    source: str,
    where: str = "",
    url: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    lang: str | None = None,
    authors: tuple[str, ...] = (),
    retrieved: dt.datetime | None = None,
    id: str | None = None,
    issues: tuple[Issue, ...] = (),
    undated: dt.date | None = None,
    length: int | None = None,
    settings: Settings = _DEFAULTS,
) -> Document:
    r"""Return the document; language is identified where ``lang`` is not given.

    Args:
        text: as read; kept as it is but for line ends (``\\n``) and a byte order mark.
        published: ISO 8601 string or date; UTC where no zone is given.
        source: the name it came in under.
        where: the file and line, for messages; ``source`` where not given.
        lang: ISO 639-1 code if known.
        undated: the date to go by where ``published`` is missing; the document then carries an issue and
            the precision ``vague``.
        id: given by the input; else a hash of URL (or publisher) and text.
        length: how many characters there were, where ``text`` is only the first of them.

    Raises:
        EmptyInputError: if there is no letter in the text.
        InputError: if the text is binary data, or the date is none.
        MissingDateError: if both ``published`` and ``undated`` are missing.
    """
    where = where or source
    text, extra = _clean(text, where=where, length=length, settings=settings)
    moment, precision, no_date = _published(published, undated, where)
    found = furniture.find(text)
    code, doubts = _language(text, lang)
    return Document(
        id=_line(id) or document_id(_line(url) or _line(publisher) or "", text),
        text=text,
        language=code,
        published=moment,
        published_precision=precision,
        url=_line(url),
        publisher=_line(publisher),
        title=_line(title),
        authors=tuple(filter(None, map(_line, authors[:_MAX_AUTHORS]))),
        retrieved=retrieved,
        body=found.body,
        footnotes=found.footnotes,
        credits=found.credits,
        issues=issues + no_date + extra + doubts,
        source=source,
    )


def _published(
    published: str | dt.date | dt.datetime | None, undated: dt.date | None, source: str
) -> tuple[dt.datetime, TimePrecision, tuple[Issue, ...]]:
    if published is not None and published != "":
        return *parse_date(published, where=source), ()
    if undated is None:
        hint = "give --published YYYY-MM-DD, or the field published in JSON lines"
        raise MissingDateError("the publication date is missing", where=source, hint=hint)
    moment, _ = parse_date(undated, where=source)
    message = "no publication date: only times that name their year are resolved"
    return moment, TimePrecision.VAGUE, (Issue(kind=IssueKind.NO_DATE, message=message, where=source),)


def _clean(text: str, *, where: str, length: int | None, settings: Settings) -> tuple[str, tuple[Issue, ...]]:
    limit = settings.max_text_chars
    length = max(len(text), length or 0)
    text = text[: limit + 1].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head = text[:20_000]
    if "\0" in head or len(_CONTROLS.findall(head)) > _SPARSE * len(head):
        hint = "give text, HTML, PDF, DOCX or JSON lines"
        raise InputError("this is binary data, not text", where=where, hint=hint)
    if not any(char.isalnum() for char in text):
        raise EmptyInputError("there is no text in it", where=where, hint="give a file with text")
    text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be stored
    if length <= limit:
        return text, ()
    message = f"cut after {limit} of {length} characters"
    return text[:limit], (Issue(kind=IssueKind.TRUNCATED, message=message, where=where),)


def _line(value: str | None) -> str | None:
    """Return a field that is one line: no line breaks, control characters or lone surrogates, not endless."""
    if not value:
        return None
    shown = "".join(char if char.isprintable() else " " for char in value[:_MAX_LINE])
    return " ".join(shown.split()) or None


def _language(text: str, given: str | None) -> tuple[str, tuple[Issue, ...]]:
    code = (given or "").strip().lower().replace("_", "-").split("-")[0]
    if re.fullmatch("[a-z]{2}", code):
        return code, _unsupported(code)
    code, confidence = language.identify(text)
    if code == language.UNKNOWN:
        return code, (Issue(kind=IssueKind.UNKNOWN_LANGUAGE, message="no language recognised"),)
    doubts = _unsupported(code)
    if not language.is_sure(confidence):
        message = f"taken for '{code}' with confidence {confidence:.2f}"
        doubts = (*doubts, Issue(kind=IssueKind.UNCERTAIN_LANGUAGE, message=message))
    return code, doubts


def _unsupported(code: str) -> tuple[Issue, ...]:
    if code in language.SUPPORTED:
        return ()
    message = f"'{code}' is none of {', '.join(language.SUPPORTED)}"
    return (Issue(kind=IssueKind.UNSUPPORTED_LANGUAGE, message=message),)
