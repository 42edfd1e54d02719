from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagebild import wire
from lagebild.errors import InputError
from lagebild.read import READERS, Given, build, parse_date
from lagebild.read.feeds import items
from lagebild.read.formats import choose
from lagebild.read.source import from_bytes
from lagebild.records import Document, TimePrecision
from lagebild.settings import Settings

DAY = "2024-04-10"
GIVEN = Given(published=DAY, lang="en", settings=Settings(max_line_bytes=100_000))
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LINES = st.sampled_from(
    [
        *("The army moved.", "SEOUL (AFP) — It fired.", "Foto: KCNA", "1 https://example.org", "[2] Note", "said1"),
        *("x[2].", "", "Quellen", "- a", "(dpa)", "5. April 2024", "\u202eabc", "Satz²", "² Note", "😀 A", "\t"),
        "https://example.org/a",
    ]
)
FIRST, LAST = dt.datetime(1801, 1, 1), dt.datetime(2199, 12, 31)  # noqa: DTZ001 - the zone is drawn too
TEXTS = st.one_of(st.text(min_size=1, max_size=200), st.lists(LINES, max_size=12).map("\n".join))
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


def sound(doc: Document) -> None:
    """Assert that every span lies in the text, in order and apart, and says what is recorded."""
    end = 0
    for span in doc.body:
        assert end <= span.start < span.end <= len(doc.text)
        assert span.of(doc.text) == span.of(doc.text).strip()
        end = span.end
    pieces = sorted([note.span for note in doc.footnotes] + [credit.span for credit in doc.credits])
    assert all(one.end <= two.start for one, two in itertools.pairwise(pieces))
    assert not any(span.overlaps(piece) for span in doc.body for piece in pieces)
    assert all(credit.span.of(doc.text) == credit.text for credit in doc.credits)
    for note in doc.footnotes:
        assert note.text in note.span.of(doc.text)
        assert all(ref.end <= note.span.start and ref.of(doc.text) for ref in note.refs)
    assert wire.load(wire.dump(doc), Document) == doc


@QUICK
@given(TEXTS)
def test_spans_lie_in_the_text(text: str) -> None:
    try:
        doc = build(text, published=DAY, source="x", lang="en")
    except InputError:
        return
    sound(doc)


@QUICK
@given(TEXTS)
def test_what_is_left_out_of_the_body_is_recorded(text: str) -> None:
    try:
        doc = build(text, published=DAY, source="x", lang="en")
    except InputError:
        return
    spans = [*doc.body, *(note.span for note in doc.footnotes), *(credit.span for credit in doc.credits)]
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert all(char.isspace() for at, char in enumerate(doc.text) if at not in covered)


@QUICK
@given(st.datetimes(FIRST, LAST), st.integers(-14 * 60, 14 * 60))
def test_dates_round_trip(moment: dt.datetime, offset: int) -> None:
    zoned = moment.replace(tzinfo=dt.timezone(dt.timedelta(minutes=offset)), microsecond=0)
    found, precision = parse_date(zoned.isoformat())
    assert (found, found.tzinfo, precision) == (zoned, dt.UTC, TimePrecision.MINUTE)
    day, precision = parse_date(moment.date().isoformat())
    assert (day.date(), precision) == (moment.date(), TimePrecision.DAY)


@QUICK
@given(st.text(max_size=60))
def test_any_text_is_a_date_or_an_error(text: str) -> None:
    try:
        moment, _ = parse_date(text)
    except InputError:
        return
    assert moment.tzinfo is dt.UTC


@QUICK
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_json_lines_round_trip(rows: list[tuple[str, str]]) -> None:
    data = "\n".join(json.dumps({"text": f"a {text}", "title": title}) for text, title in rows)
    docs = list(READERS[".jsonl"](from_bytes(data.encode(), name="x", settings=GIVEN.settings), GIVEN))
    assert [doc.text for doc in docs if isinstance(doc, Document)] == [f"a {text}" for text, _ in rows]


@QUICK
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_csv_round_trip(rows: list[tuple[str, str]], separator: str) -> None:
    made = io.StringIO()
    writer = csv.writer(made, delimiter=separator)
    writer.writerows([("title", "text"), *((title, f"a {text}\nb") for text, title in rows)])
    data = made.getvalue().encode()
    docs = list(READERS[".csv"](from_bytes(data, name="x", settings=GIVEN.settings), GIVEN))
    assert [doc.text for doc in docs if isinstance(doc, Document)] == [f"a {text}\nb" for text, _ in rows]


@QUICK
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_feeds_round_trip(titles: list[str]) -> None:
    escaped = [title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for title in titles]
    data = "".join(f"<item><title>a{title}</title></item>" for title in escaped)
    found = list(items(io.BytesIO(f"<rss><channel>{data}</channel></rss>".encode()), name="x", limit=100_000))
    assert len(found) == len(titles)


@QUICK
@given(st.binary(max_size=300), st.sampled_from(sorted(READERS)))
def test_any_bytes_are_documents_or_errors(data: bytes, ending: str) -> None:
    try:
        source = from_bytes(data, name=f"x{ending}", settings=GIVEN.settings)
        chosen = choose(source.name, source.head, READERS)
        for item in READERS[chosen](source, GIVEN):
            assert isinstance(item, Document | InputError)
            if isinstance(item, Document):
                sound(item)
    except InputError as error:
        assert str(error)  # noqa: PT017 - what is raised must be readable


CRASHES = sorted((Path(__file__).parent / "crashes").glob("*/*"))


@pytest.mark.parametrize("path", CRASHES, ids=[f"{path.parent.name}-{path.name}" for path in CRASHES])
def test_what_once_made_a_reader_fail(path: Path) -> None:
    """Inputs found by fuzzing (see fuzz/readers.py)."""
    try:
        source = from_bytes(path.read_bytes(), name="x", settings=GIVEN.settings)
        for item in READERS[f".{path.parent.name}"](source, GIVEN):
            assert isinstance(item, Document | InputError)
    except InputError as error:
        assert str(error)  # noqa: PT017 - what is raised must be readable
