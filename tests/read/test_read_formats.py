from __future__ import annotations

import datetime as dt
import gzip
import importlib
import io
import json
import os
import shutil
from pathlib import Path

import pytest
from reading import CORPUS, read_all

from lagebild.errors import EmptyInputError, EncodingError, InputError, MissingDateError, TooLargeError
from lagebild.read import Given, find_files, read
from lagebild.read import need as need_module
from lagebild.records import IssueKind, TimePrecision
from lagebild.settings import Settings

DAY = "2024-04-10"


def test_text() -> None:
    docs, errors = read_all(CORPUS / "text" / "article.txt", published=DAY, publisher="Blatt")
    assert not errors
    assert [note.marker for note in docs[0].footnotes] == ["1", "2"]
    assert docs[0].footnotes[0].url == "https://example.org/quelle"
    assert {credit.kind.value for credit in docs[0].credits} == {"photo", "dateline"}
    assert (docs[0].language, docs[0].publisher, docs[0].source) == ("de", "Blatt", "article.txt")


def test_text_line_ends_and_byte_order_mark() -> None:
    docs, _ = read_all(CORPUS / "text" / "crlf.txt", published=DAY)
    assert docs[0].text == "One line.\nPhoto: AP/Name\nTwo (Reuters)\n"


def test_json_lines_lose_only_the_bad_line() -> None:
    docs, errors = read_all(CORPUS / "jsonl" / "lines.jsonl")
    assert docs[0].id == "7"
    assert docs[1].published == dt.datetime(2024, 4, 9, 21, 53, tzinfo=dt.UTC)
    assert docs[1].published_precision is TimePrecision.MINUTE
    assert len(errors) == 1
    assert "line 4" in str(errors[0])


@pytest.mark.parametrize("name", ["array.json", "one.json"])
def test_json_array_and_single_object(name: str) -> None:
    docs, errors = read_all(CORPUS / "json" / name)
    assert [doc.text for doc in docs] == ["A b"]
    assert [("record 2" in str(error)) for error in errors] == ([True] if name == "array.json" else [])


@pytest.mark.parametrize(("pack", "ending"), [("gzip", ".gz"), ("zstandard", ".zst")])
def test_packed_lines(tmp_path: Path, pack: str, ending: str) -> None:
    data = b"".join(json.dumps({"text": f"Army {n} moved.", "published": DAY}).encode() + b"\n" for n in range(5000))
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(importlib.import_module(pack).compress(data))
    docs, errors = read_all(path, lang="en")
    assert (len(docs), errors) == (5000, [])
    assert docs[-1].source == f"a.jsonl{ending}:5000"


def test_utf16_lines_as_powershell_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"text": "Größe"}\n{"text": "zwei"}\n'.encode("utf-16"))
    docs, errors = read_all(path, published=DAY)
    assert ([doc.text for doc in docs], errors) == (["Größe", "zwei"], [])


@pytest.mark.parametrize("name", ["semicolon.csv", "comma.csv", "tabs.tsv"])
def test_csv_columns_are_found_by_name(name: str) -> None:
    docs, errors = read_all(CORPUS / "csv" / name, published=DAY)
    texts = {"semicolon.csv": ["Hello\nthere"], "comma.csv": ['a "b" c'], "tabs.tsv": ["B c d"]}
    assert [doc.text for doc in docs] == texts[name]
    assert len(errors) == (name == "semicolon.csv")
    if errors:
        assert "line 4: there is no text" in str(errors[0])
        assert docs[0].title == "T;x"


def test_csv_without_text_names_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("GLOBALEVENTID,Actor1\n1,USA\n", encoding="utf-8")
    _, errors = read_all(path)
    assert "GLOBALEVENTID, Actor1" in str(errors[0])


def test_csv_bad_lines_are_named_and_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"text\nOne army\n\xff\xfe\nTwo armies\n" + b"x" * 300 + b"\nThree armies\n")
    docs, errors = read_all(path, published=DAY, settings=Settings(max_line_bytes=200))
    assert [doc.text for doc in docs] == ["One army", "Two armies", "Three armies"]
    assert ["line 3" in str(errors[0]), "line 5" in str(errors[1])] == [True, True]
    assert [type(error) for error in errors] == [EncodingError, TooLargeError]


@pytest.mark.parametrize("name", ["plain.parquet", "zstd.parquet"])
def test_parquet(name: str) -> None:
    docs, errors = read_all(CORPUS / "parquet" / name, published=None if name == "plain.parquet" else DAY)
    assert docs[0].text == "Hello world"
    assert len(docs) + len(errors) == (2 if name == "plain.parquet" else 3)


def test_page() -> None:
    docs, errors = read_all(CORPUS / "html" / "article.html")
    doc = docs[0]
    assert not errors
    assert (doc.title, doc.authors, doc.language) == ("Rakete gestartet", ("Erika Muster",), "de")
    assert doc.published == dt.datetime(2024, 4, 2, 6, 15, tzinfo=dt.UTC)
    assert doc.published_precision is TimePrecision.MINUTE
    assert "Die Armee des Landes" in doc.text
    assert "Start\n" not in doc.text


def test_page_in_its_own_encoding() -> None:
    docs, _ = read_all(CORPUS / "html" / "latin.html")
    assert "Ministerium" in docs[0].text
    assert not docs[0].issues


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "rdf.xml"])
def test_feeds(name: str) -> None:
    docs, errors = read_all(CORPUS / "feed" / name, lang="de")
    texts = {
        "rss.xml": "Nordkorea hat am Dienstag eine Rakete gestartet.\nJapan protestierte.",
        "atom.xml": "One bold.\nTwo.",
        "rdf.xml": "Meldung",
    }
    assert docs[0].text == texts[name]
    assert docs[0].url
    assert docs[0].publisher in {"Beispiel & Co", "Ex", "R"}
    assert [type(error) for error in errors] == ([MissingDateError] if name == "rss.xml" else [])


def test_archive() -> None:
    docs, errors = read_all(CORPUS / "warc" / "four.warc", lang="en")
    assert [doc.text for doc in docs][:2] == ["plain text", "converted text"]
    assert docs[0].url == "https://example.org/b"
    assert docs[0].retrieved == dt.datetime(2024, 4, 3, tzinfo=dt.UTC)
    assert docs[0].published_precision is TimePrecision.VAGUE
    assert len(errors) <= 1


def test_archive_packed_as_archives_are(tmp_path: Path) -> None:
    data = (CORPUS / "warc" / "four.warc").read_bytes()
    parts = [b"WARC/1.0" + part for part in data.split(b"WARC/1.0")[1:]]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, parts)))
    docs, _ = read_all(path, lang="en")
    assert [doc.text for doc in docs][:2] == ["plain text", "converted text"]


def test_pdf_joins_lines_and_takes_its_date() -> None:
    docs, errors = read_all(CORPUS / "pdf" / "small.pdf")
    assert not errors
    assert docs[0].text == "Die Armee hat am Dienstag eine Mittelstreckenrakete gestartet. Der Minister sagte dies."
    assert (docs[0].title, docs[0].authors) == ("Titel", ("Max",))
    assert [issue.kind for issue in docs[0].issues] == [IssueKind.DATE_ASSUMED]


def test_docx_with_a_footnote_and_a_table() -> None:
    docs, errors = read_all(CORPUS / "docx" / "small.docx")
    assert not errors
    assert docs[0].text == "Die Armee rückte am 2. April vor.[1]\nZelle\n[1] https://example.org/quelle"
    assert docs[0].footnotes[0].url == "https://example.org/quelle"
    assert docs[0].footnotes[0].refs[0].of(docs[0].text) == "[1]"
    assert (docs[0].title, docs[0].authors) == ("Titel", ("Erika Muster",))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(b'{"text": "The army moved.", "published": "2024-04-10"}\n')

    monkeypatch.setattr("sys.stdin", Input)
    docs, errors = read_all("-")
    assert ([doc.text for doc in docs], errors) == (["The army moved."], [])


@pytest.mark.parametrize(
    ("data", "kind", "word"),
    [
        (b"", EmptyInputError, "empty"),
        (b" \n\t ", EmptyInputError, "empty"),
        (b"...!?", EmptyInputError, "no text"),
        (b"\0\1\2\3" * 100, InputError, "binary"),
        (b"Gr\xf6\xdfe\nzwei", EncodingError, "line 1"),
        (b"ok\nok\nGr\xf6\xdfe", EncodingError, "line 3"),
        ("ok".encode("utf-16") + b"\0", EncodingError, "UTF-16"),
    ],
)
def test_what_is_no_text_is_told(tmp_path: Path, data: bytes, kind: type[InputError], word: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    docs, errors = read_all(path, published=DAY)
    assert not docs
    assert type(errors[0]) is kind
    assert word in errors[0].message
    assert (errors[0].where, bool(errors[0].hint)) == (str(path), True)


def test_a_missing_date_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The army moved.", encoding="utf-8")
    _, errors = read_all(path)
    assert isinstance(errors[0], MissingDateError)
    docs, _ = read_all(path, undated=dt.date(2024, 4, 10))
    assert (docs[0].published_precision, docs[0].issues[0].kind) == (TimePrecision.VAGUE, IssueKind.NO_DATE)


def test_too_large_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The army moved. " * 10, encoding="utf-8")
    _, errors = read_all(path, published=DAY, settings=Settings(max_file_bytes=100))
    assert (type(errors[0]), "max_file_bytes" in errors[0].hint) == (TooLargeError, True)


def test_long_texts_are_cut_with_an_issue(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The army moved. " * 100, encoding="utf-8")
    docs, _ = read_all(path, published=DAY, settings=Settings(max_text_chars=150))
    assert len(docs[0].text) == 150
    assert [issue.message for issue in docs[0].issues] == ["cut after 150 of 1600 characters"]


def test_files_that_cannot_be_opened_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert len(read_all(tmp_path / "gone.txt")[1]) == 1
    assert "directory" in read_all(tmp_path)[1][0].message

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "Permission denied" in str(read_all(tmp_path / "a.txt")[1][0])


def test_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    for name in ("b.txt", "a.jsonl.gz", "c.xyz", "deep/er/d.html", "deep/e"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert found == ["a.jsonl.gz", "b.txt", "deep/er/d.html"]
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: scan(path) if "deep" not in str(path) else _refuse(path))
    assert tmp_path / "deep" in find_files([tmp_path])
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmptyInputError, match="nothing in this folder"):
        find_files([tmp_path / "empty"])
    with pytest.raises(InputError, match="no such file"):
        find_files([tmp_path / "none.txt"])


def _refuse(path: object) -> None:
    raise PermissionError(13, "Permission denied", str(path))


def test_addresses_keep_their_slashes() -> None:
    address = "https://example.org//a/?next=http://other.example/"
    assert find_files([address]) == [address]


def test_addresses_are_found_also_as_paths() -> None:
    assert find_files([Path("https://example.org/a")]) == [Path("https:/example.org/a")]


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(need_module.importlib, "import_module", missing)
    for name, extra in (("pdf/small.pdf", "files"), ("html/article.html", "web"), ("warc/four.warc", "files")):
        _, errors = read_all(CORPUS / name)
        assert f"lagebild[{extra}]" in errors[0].hint
    shutil.copy(CORPUS / "packed" / "a.zst", tmp_path / "a.txt.zst")
    assert "lagebild[files]" in read_all(tmp_path / "a.txt.zst")[1][0].hint


def test_one_file_after_the_other_is_pure() -> None:
    path = CORPUS / "text" / "article.txt"
    first, second = (list(read(path, Given(published=DAY))) for _ in range(2))
    assert first == second
