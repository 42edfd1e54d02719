"""The whole story on the example reports: add, events, show, brief, export; command line and Python alike."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

import lagebild
from lagebild import wire
from lagebild.cli import group

if TYPE_CHECKING:
    from pathlib import Path


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(group, [str(arg) for arg in args], catch_exceptions=False)


@pytest.fixture(scope="session")
def space(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    folder = tmp_path_factory.mktemp("space")
    result = run("add", examples, "--published", "2024-04-10", "-w", folder)
    assert result.exit_code == 0, result.output
    return folder


def plain(record: object) -> object:
    return json.loads(wire.dump(record))


def lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_adding_twice_changes_nothing(space: Path, examples: Path) -> None:
    before = run("events", "--json", "-w", space).stdout
    again = run("add", examples, "--published", "2024-04-10", "-w", space)
    assert again.stdout.startswith("0 new documents")
    assert run("events", "--json", "-w", space).stdout == before


def test_the_command_line_and_python_give_the_same_answers(space: Path) -> None:
    with lagebild.open_workspace(space) as opened:
        query = lagebild.EventQuery(country="PRK")
        events = list(opened.events(query))
        assert [plain(e) for e in events] == lines(run("events", "--country", "PRK", "--json", "-w", space))
        assert opened.render(opened.brief(query, lang="de"), "md").strip() == (
            run("brief", "--country", "PRK", "--lang", "de", "-w", space).stdout.strip()
        )
        assert plain(opened.tension(query)) == lines(run("tension", "--country", "PRK", "--json", "-w", space))[0]
        assert plain(opened.show(events[0].id)) == lines(run("show", events[0].id, "--json", "-w", space))[0]
        assert "".join(opened.export("csv", query)) == (
            run("export", "--format", "csv", "--country", "PRK", "-w", space).stdout_bytes.decode()
        )


def test_every_event_leads_to_its_sentence_in_one_step(space: Path) -> None:
    for event in lines(run("events", "--json", "-w", space)):
        shown = lines(run("show", str(event["id"]), "--json", "-w", space))[0]
        texts = {doc["id"]: doc["text"] for doc in shown["documents"]}  # type: ignore[attr-defined]
        for mention in shown["mentions"]:  # type: ignore[attr-defined]
            start, end = mention["evidence"]["span"]
            assert texts[mention["document"]][start:end] == mention["evidence"]["quote"]


def test_show_marks_the_sentence_and_names_its_line(space: Path) -> None:
    event = lines(run("events", "--country", "PRK", "--json", "-w", space))[0]
    result = run("show", str(event["id"])[:12], "-w", space)
    assert result.exit_code == 0
    assert "line 1" in result.stdout


def test_one_launch_told_in_many_languages_is_one_event(space: Path) -> None:
    found = lines(
        run("events", "--actor", "PRK", "--type", "MOBILIZE", "--from", "2024-04-02", "--to", "2024-04-02", "--json",
            "-w", space)
    )  # fmt: skip
    assert any(len(event["publishers"]) >= 4 and {"de", "en"} <= set(event["languages"]) for event in found)  # type: ignore[arg-type, call-overload]


def test_news_of_other_kinds_gives_no_events(tmp_path: Path, examples: Path) -> None:
    run("add", examples / "other.jsonl", "-w", tmp_path)
    assert run("events", "--json", "-w", tmp_path).stdout == ""


def test_the_page_is_whole_and_every_number_leads_somewhere(space: Path, tmp_path: Path) -> None:
    page = tmp_path / "brief.html"
    assert run("brief", "--lang", "en", "-o", page, "-w", space).exit_code == 0
    html = page.read_text(encoding="utf-8")
    targets = set(re.findall(r'id="(c\d+)"', html))
    links = set(re.findall(r'href="#(c\d+)"', html))
    assert links
    assert links <= targets
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!#|https?://[\w.-]+\.example/)', html)


def test_csv_can_be_read_back(space: Path) -> None:
    out = run("export", "--format", "csv", "-w", space).stdout_bytes.decode()
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    events = lines(run("events", "--json", "-w", space))
    assert [row["id"] for row in rows] == [event["id"] for event in events]


def test_code_prints_mentions_in_the_order_of_the_text(examples: Path) -> None:
    mentions = lines(run("code", examples / "korea.jsonl"))
    assert mentions
    by_document: dict[object, list[int]] = {}
    for mention in mentions:
        by_document.setdefault(mention["document"], []).append(mention["trigger"]["span"][0])  # type: ignore[index]
    assert all(starts == sorted(starts) for starts in by_document.values())


def test_help_teaches() -> None:
    for command in ("", "add", "code", "events", "show", "brief", "tension", "export", "init"):
        result = run(*filter(None, (command, "--help")))
        assert result.exit_code == 0
        assert "Usage" in result.output
