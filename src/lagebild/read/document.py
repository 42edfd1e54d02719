"""Builds a Document from a text and what is known of it: the one way in for every reader."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from lagebild.errors import EmptyInputError, InputError, MissingDateError
from lagebild.ids import document_id
from lagebild.read import furniture, language
from lagebild.records import Document, Issue, IssueKind, TimePrecision
from lagebild.settings import Settings

__all__ = ["build", "parse_date"]

_DEFAULTS = Settings()
_SPARSE = 0.1  # share of control characters from which on a text is taken for binary data


def parse_date(value: str | dt.date | dt.datetime, *, where: str = "") -> tuple[dt.datetime, TimePrecision]:
    """Return ``value`` (ISO 8601) as UTC and its precision (day or minute).

    Raises:
        InputError: if it is no ISO date or time, or lies outside the years 1800-2200.
    """
    if isinstance(value, dt.datetime):
        moment, precision = value, TimePrecision.MINUTE
    elif isinstance(value, dt.date):
        moment, precision = dt.datetime.combine(value, dt.time()), TimePrecision.DAY
    else:
        text = value.strip()
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError as error:
            hint = "write it as 2024-04-10 or 2024-04-10T06:53:00+09:00"
            raise InputError(f"'{text[:40]}' is not a date", where=where, hint=hint) from error
        whole_day = re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", text)
        precision = TimePrecision.DAY if whole_day else TimePrecision.MINUTE
    moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    if not 1800 <= moment.year <= 2200:
        raise InputError(f"the year {moment.year} is out of range", where=where, hint="use a year from 1800 to 2200")
    return moment, precision


def build(
    text: str,
    *,
    published: str | dt.date | dt.datetime | None,
    source: str,
    url: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    lang: str | None = None,
    authors: tuple[str, ...] = (),
    retrieved: dt.datetime | None = None,
    id: str | None = None,
    issues: tuple[Issue, ...] = (),
    undated: dt.date | None = None,
    settings: Settings = _DEFAULTS,
) -> Document:
    r"""Return the document; language is identified where ``lang`` is not given.

    Args:
        text: as read; kept as it is but for line ends (``\\n``) and a byte order mark.
        published: ISO 8601 string or date; UTC where no zone is given.
        source: the name it came in under, for messages and, without a URL or publisher, for its id.
        lang: ISO 639-1 code if known.
        undated: the date to go by where ``published`` is missing; the document then carries an issue and
            the precision ``vague``.
        id: given by the input; else a hash of URL (or publisher) and text.

    Raises:
        EmptyInputError: if there is no letter in the text.
        InputError: if the text is binary data, or the date is none.
        MissingDateError: if both ``published`` and ``undated`` are missing.
    """
    text, extra = _clean(text, source=source, settings=settings)
    moment, precision, no_date = _published(published, undated, source)
    found = furniture.find(text)
    code, doubts = _language(text, lang)
    return Document(
        id=id or document_id(url or publisher or "", text),
        text=text,
        language=code,
        published=moment,
        published_precision=precision,
        url=url,
        publisher=publisher,
        title=title,
        authors=authors,
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


def _clean(text: str, *, source: str, settings: Settings) -> tuple[str, tuple[Issue, ...]]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not any(char.isalnum() for char in text):
        raise EmptyInputError("there is no text in it", where=source, hint="give a file with text")
    controls = sum(1 for char in text[:20_000] if unicodedata.category(char) == "Cc" and char not in "\n\t\f\v")
    if "\0" in text[:20_000] or controls > _SPARSE * min(len(text), 20_000):
        raise InputError("this is binary data, not text", where=source, hint="give text, HTML or JSON lines")
    text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be stored
    if len(text) <= settings.max_text_chars:
        return text, ()
    message = f"cut after {settings.max_text_chars} of {len(text)} characters"
    return text[: settings.max_text_chars], (Issue(kind=IssueKind.TRUNCATED, message=message, where=source),)


def _language(text: str, given: str | None) -> tuple[str, tuple[Issue, ...]]:
    if given:
        return given.lower().replace("_", "-").split("-")[0], ()
    code, confidence = language.identify(text)
    if code == language.UNKNOWN:
        return code, (Issue(kind=IssueKind.UNKNOWN_LANGUAGE, message="no language recognised"),)
    if not language.is_sure(confidence):
        message = f"taken for '{code}' with confidence {confidence:.2f}"
        return code, (Issue(kind=IssueKind.UNCERTAIN_LANGUAGE, message=message),)
    return code, ()
