"""Malformed, hostile and enormous inputs: one clear error or a sound document, in bounded time and memory."""

from __future__ import annotations

import gzip
import io
import json
import time
import tracemalloc
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import zstandard
from reading import CORPUS, read_all

from lagebild.errors import InputError, TooLargeError
from lagebild.read import READERS, Given
from lagebild.read.feeds import items
from lagebild.read.source import from_bytes
from lagebild.records import Document
from lagebild.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = "2024-04-10"
MEGABYTE = 1_000_000


@contextmanager
def bounded(*, seconds: float, megabytes: float) -> Iterator[None]:
    """Fail if the block takes more processor time or Python memory."""
    tracemalloc.start()
    start = time.process_time()
    yield
    taken = time.process_time() - start
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < seconds, f"{taken:.1f} s"
    assert peak < megabytes * MEGABYTE, f"{peak / MEGABYTE:.0f} MB"


def read_bytes(ending: str, data: bytes, **given: object) -> tuple[list[Document], list[InputError]]:
    docs: list[Document] = []
    errors: list[InputError] = []
    wanted = Given(**{"published": DAY, "lang": "en", **given})  # type: ignore[arg-type]
    try:
        for item in READERS[ending](from_bytes(data, name="x", settings=wanted.settings), wanted):
            (docs if isinstance(item, Document) else errors).append(item)  # type: ignore[arg-type]
    except InputError as error:
        errors.append(error)
    return docs, errors


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_packed_bombs_are_refused(tmp_path: Path, pack: object) -> None:
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(pack(b"0" * (100 * MEGABYTE)))  # type: ignore[operator]
    with bounded(seconds=20, megabytes=60):
        docs, errors = read_all(path, published=DAY)
    assert not docs
    assert (type(errors[0]), "200 times" in errors[0].message) == (TooLargeError, True)


def test_bombs_inside_bombs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(gzip.compress(b"words")))
    assert "packed twice" in read_all(path)[1][0].message


def test_zip_bombs_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * (50 * MEGABYTE))
    with bounded(seconds=5, megabytes=60):
        docs, errors = read_bytes(".docx", made.getvalue())
    assert (docs, type(errors[0])) == ([], TooLargeError)


def test_zip_of_many_parts_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(6000):
            archive.writestr(f"word/{number}.xml", "")
    assert type(read_bytes(".docx", made.getvalue())[1][0]) is TooLargeError


LAUGHS = b'<!DOCTYPE rss [<!ENTITY a0 "lol">%s]>' % b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)


def test_entities_are_not_expanded() -> None:
    feed = LAUGHS + b"<rss><channel><item><title>word &a11;</title></item></channel></rss>"
    with bounded(seconds=5, megabytes=20):
        docs, errors = read_bytes(".xml", feed)
    assert all("lol" not in doc.text for doc in docs)
    assert len(docs) + len(errors) == 1


def test_files_are_not_looked_up_from_xml(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words", encoding="utf-8")
    feed = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://%s">]>' % str(secret).encode()
    docs, _ = read_bytes(".xml", feed + b"<rss><channel><item><title>word &x;</title></item></channel></rss>")
    assert all("hidden" not in doc.text for doc in docs)
    template = CORPUS / "docx" / "small.docx"
    made = io.BytesIO()
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text = data.replace(b"Zelle", b"&x;")
                data = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file://%s">]>' % str(secret).encode() + text
            new.writestr(name, data)
    docs, _ = read_bytes(".docx", made.getvalue())
    assert all("hidden" not in doc.text for doc in docs)


def test_entities_in_docx_are_not_expanded() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(CORPUS / "docx" / "small.docx") as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name,
                LAUGHS.replace(b"rss", b"d") + data.replace(b"Zelle", b"&a11;") if "document.xml" in name else data,
            )
    with bounded(seconds=5, megabytes=20):
        docs, _ = read_bytes(".docx", made.getvalue())
    assert all("lol" not in doc.text for doc in docs)


@pytest.mark.parametrize(
    ("ending", "unit"),
    [
        (".txt", b"A "),
        (".txt", b"[1]"),
        (".jsonl", b'"'),
        (".csv", b"a"),
        (".html", b"<"),
        (".xml", b"&"),
        (".json", b"a"),
    ],
)
def test_ten_million_characters_in_one_line(ending: str, unit: bytes) -> None:
    data = b"text" + unit * (10 * MEGABYTE // len(unit))
    with bounded(seconds=20, megabytes=300):
        docs, errors = read_bytes(ending, data)
    assert docs or errors


def test_a_very_long_line_is_passed_over_and_the_next_is_read() -> None:
    good = json.dumps({"text": "The army moved."}).encode()
    data = good + b"\n" + b'{"text": "' + b"a" * (50 * MEGABYTE) + b'"}\n' + good
    with bounded(seconds=20, megabytes=60):
        docs, errors = read_bytes(".jsonl", data)
    assert len(docs) == 2
    assert "line 2: the line has 50,000,013 bytes" in str(errors[0]).replace("x, ", "")


def test_lines_are_not_read_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_bytes((json.dumps({"text": "The army moved. " * 500}).encode() + b"\n") * 500)  # 4 MB
    with bounded(seconds=60, megabytes=1.5):
        _, errors = read_all(path)  # without a date, so that nothing is kept but errors
    assert len(errors) == 500


ITEM = (
    b"<item><title>The army moved %d</title><link>https://example.org/%d</link><description>Text</description></item>"
)


def test_a_feed_of_100_000_items() -> None:
    feed = b"<rss><channel><title>X</title>%s</channel></rss>" % b"".join(ITEM % (n, n) for n in range(100_000))
    start = time.process_time()
    assert sum(1 for _ in items(io.BytesIO(feed), name="x", limit=MEGABYTE)) == 100_000
    assert time.process_time() - start < 30


def test_memory_does_not_grow_with_the_feed() -> None:
    feed = b"<rss><channel><title>X</title>%s</channel></rss>" % b"".join(ITEM % (n, n) for n in range(5_000))
    with bounded(seconds=30, megabytes=1):
        assert sum(1 for _ in items(io.BytesIO(feed), name="x", limit=MEGABYTE)) == 5_000


def test_a_feed_without_end_is_refused() -> None:
    feed = b"<rss><channel><item><title>" + b"<b>x</b>" * 1_000_000
    with bounded(seconds=20, megabytes=60):
        _, errors = read_bytes(".xml", feed)
    assert type(errors[0]) is TooLargeError


@pytest.mark.parametrize("tag", ["div", "table", "b"])
def test_deep_nesting_in_pages(tag: str) -> None:
    depth = 20_000
    data = f"<html><body>{f'<{tag}>' * depth}The army moved to the border on Tuesday.{f'</{tag}>' * depth}".encode()
    with bounded(seconds=20, megabytes=200):
        docs, errors = read_bytes(".html", data)
    assert docs or errors


def test_deep_nesting_elsewhere() -> None:
    deep = b'{"text": ' + b"[" * 200_000
    assert read_bytes(".jsonl", deep)[1]
    assert read_bytes(".json", b"[" * 200_000)[1]
    assert read_bytes(".xml", b"<rss><channel><item>" + b"<a>" * 100_000)[1]
    feed = (
        b"<rss><channel><item><title>t</title><description>"
        + b"&lt;div&gt;" * 50_000
        + b"word</description></item></channel></rss>"
    )
    docs, errors = read_bytes(".xml", feed)
    assert docs or errors


def test_scripts_and_hidden_text_are_no_text() -> None:
    page = """<html><head><script>alert("evil")</script><style>p{content:"evil"}</style></head><body><article>
    <h1>Die Armee</h1><p onclick="evil()">Die Armee des Landes hat am Dienstag eine Rakete gestartet.</p>
    <script>document.write("evil")</script><noscript>evil</noscript><p>Der Minister wies die Kritik zurück.</p>
    </article></body></html>"""
    docs, _ = read_bytes(".html", page.encode())
    assert "evil" not in docs[0].text
    summary = b"&lt;script&gt;evil&lt;/script&gt;&lt;p&gt;word&lt;/p&gt;"
    feed = b"<rss><channel><item><description>%s</description></item></channel></rss>" % summary
    docs, _ = read_bytes(".xml", feed)
    assert docs[0].text == "word"


def test_right_to_left_overrides_stay_in_the_text_and_leave_the_title() -> None:
    line = json.dumps(
        {"text": "The \u202eymra\u202c moved.", "title": "x\u202eevil\x1b[31m", "url": "https://example.org/\n"}
    )
    docs, _ = read_bytes(".jsonl", line.encode())
    assert "\u202e" in docs[0].text
    assert (docs[0].title, docs[0].url) == ("x evil [31m", "https://example.org/")


@pytest.mark.parametrize(
    "data",
    [
        b'{"text": "a \\ud800 b"}',
        b'{"text": "a \\udfff\\ud800"}',
        b'{"text": "a \xed\xa0\x80"}',
        b'{"text": "a \xff"}',
        b'{"text": "a \\u0000 b"}',
    ],
)
def test_invalid_unicode(data: bytes) -> None:
    docs, errors = read_bytes(".jsonl", data)
    assert len(docs) + len(errors) == 1
    for doc in docs:
        doc.text.encode()


@pytest.mark.parametrize(
    "date", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "1799-12-31", "x" * 10_000, "2024-13-01", ""]
)
def test_impossible_dates(date: str) -> None:
    docs, errors = read_bytes(".jsonl", json.dumps({"text": "The army moved.", "published": date}).encode())
    assert len(errors) == (date != "")
    assert len(docs) == (date == "")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_files_that_break_off(share: float) -> None:
    endings = {"feed": ".xml", "text": ".txt", "packed": ""}
    for path in sorted(CORPUS.glob("*/*.*")):
        if path.parent.name != "packed":
            data = path.read_bytes()
            docs, errors = read_bytes(
                endings.get(path.parent.name, f".{path.parent.name}"), data[: int(len(data) * share)]
            )
            assert docs or errors, path


def test_small_limits_hold(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"word " * 10_000_000))
    settings = Settings(max_unpack_ratio=10_000_000)
    _, errors = read_all(path, published=DAY, settings=Settings(max_unpack_ratio=10_000_000, max_file_bytes=MEGABYTE))
    assert type(errors[0]) is TooLargeError
    docs, _ = read_all(path, published=DAY, settings=settings, lang="en")
    assert len(docs[0].text) == settings.max_text_chars
