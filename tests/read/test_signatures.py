from __future__ import annotations

import pytest

from lagebild.errors import InputError, UnknownFormatError
from lagebild.read import READERS
from lagebild.read.formats import choose, signature
from lagebild.read.source import stem_of


def test_the_formats_that_are_read() -> None:
    assert list(READERS) == [
        *(".txt", ".text", ".md", ".jsonl", ".ndjson", ".json", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom"),
        *(".csv", ".tsv", ".parquet", ".warc", ".pdf", ".docx"),
    ]


@pytest.mark.parametrize(
    ("head", "ending"),
    [
        (b"%PDF-1.7 \n", ".pdf"),
        (b"PAR1\x15\x04", ".parquet"),
        (b"WARC/1.1\r\n", ".warc"),
        (b"PK\x03\x04....[Content_Types].xml", ".docx"),
        (b'\xef\xbb\xbf {"text": "a"}', ".jsonl"),
        (b'[\n {"text": "a"}', ".json"),
        (b"<!DOCTYPE html><html>", ".html"),
        (b'<?xml version="1.0"?><!-- x --><rss version="2.0">', ".xml"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', ".xml"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', ".html"),
        (b"<p>A piece of Markdown", None),
        (b"[Washington] The army moved.", None),
        (b"The army moved.", None),
    ],
)
def test_bytes_tell_the_format(head: bytes, ending: str | None) -> None:
    assert signature(head) == ending


@pytest.mark.parametrize(
    ("name", "head", "ending"),
    [
        ("page.txt", b"<!doctype html><html>", ".html"),
        ("lines.txt", b'{"text": "a"}', ".jsonl"),
        ("pretty.json", b'{"text": "a"}', ".json"),
        ("page.htm", b"<html>", ".htm"),
        ("a.jsonl.gz", b"{bad", ".jsonl"),
        ("noending", b"The army moved.", ".txt"),
        ("-", b"{bad", ".jsonl"),
        ("-", b"The army moved.", ".txt"),
        ("https://example.org/a.php", b"The army moved.", ".txt"),
    ],
)
def test_bytes_go_before_the_name(name: str, head: bytes, ending: str) -> None:
    assert choose(name, head, READERS) == ending


@pytest.mark.parametrize(
    ("name", "head", "word"),
    [
        ("a.xyz", b"words", ".xyz"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "Word"),
        ("a.zip", b"PK\x03\x04abc", "zip"),
        ("a.txt", b"\x89PNG\r\n", "picture"),
        ("a.rtf", b"{\\rtf1", "RTF"),
    ],
)
def test_what_is_not_read_is_named(name: str, head: bytes, word: str) -> None:
    with pytest.raises(UnknownFormatError, match=word) as caught:
        choose(name, head, READERS)
    assert caught.value.hint


def test_a_false_name_is_told() -> None:
    with pytest.raises(InputError, match="named like a PDF"):
        choose("a.pdf", b"just text", READERS)


def test_the_ending_of_packing_does_not_count() -> None:
    assert [stem_of(name) for name in ("a.jsonl.gz", "A.CSV.ZST", "a.gz", "a.txt")] == [
        "a.jsonl",
        "A.CSV",
        "a",
        "a.txt",
    ]
