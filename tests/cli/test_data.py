from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from lagebild.cli import group
from lagebild.errors import LagebildError
from lagebild.read.eventdata.icews import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

ROW = (
    "{id}\t2018-06-0{day}\tPolice (Japan)\tPolice\tJapan\tThreaten\t130\t-4.4\t=Citizen (India)\tSocial\tIndia"
    "\t7\t1\tBote\tDelhi\t\tDelhi\tIndia\t28.6\t77.2\n"
)
KEY = "e-icews-20180601-1"


@pytest.fixture
def space(tmp_path: Path) -> Path:
    table = tmp_path / "events.tab"
    table.write_text("\t".join(COLUMNS) + "\n" + ROW.format(id=1, day=1) + ROW.format(id=1, day=2))
    assert "2 new events" in run(tmp_path, "import", str(table))
    assert "0 new events, 2 known" in run(tmp_path, "import", str(table))
    return tmp_path


def run(folder: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(group, [*words, "--workspace", str(folder)])
    assert done.exit_code == code, done.output
    return done.output


def test_imported_events_are_listed_counted_and_shown(space: Path) -> None:
    events = [json.loads(line) for line in run(space, "events", "--json").splitlines()]
    assert [event["id"] for event in events] == [KEY, "e-icews-20180602-1"]
    assert events[0]["origin"]["dataset"] == "icews"
    assert run(space, "count", "--country", "IND") == "IND\t2018\t-\t2\t-7.0\n"
    assert run(space, "series", "--actor", "JPN", "--recipient", "IND").splitlines()[0] == "2018-06-01\t1\t-3.5"
    assert json.loads(run(space, "show", KEY, "--json"))["event"]["id"] == KEY
    assert len(json.loads(run(space, "tension", "--json"))["points"]) == 2
    assert run(space, "events", "--json", "--as-of", "2018-05-31") == ""


def test_an_imported_event_can_be_corrected(space: Path) -> None:
    done = json.loads(run(space, "correct", "reject", KEY, "--who", "ana", "--why", "wrong", "--json"))
    assert KEY not in run(space, "events", "--json")
    assert run(space, "count", "--country", "IND") == "IND\t2018\t-\t1\t-3.5\n"
    assert "by ana: wrong" in run(space, "correct", "log")
    run(space, "correct", "undo", done["id"])
    assert KEY in run(space, "events", "--json")
    run(space, "correct", "edit", KEY, "--set", "type=AID", "--who", "ana", "--why", "read it")
    assert [json.loads(line)["type"] for line in run(space, "events", "--json").splitlines()] == ["AID", "THREATEN"]
    assert run(space, "check") == "All is well.\n"


def test_a_backup_is_a_workspace(space: Path, tmp_path: Path) -> None:
    run(space, "backup", str(tmp_path / "copy"))
    assert run(tmp_path / "copy", "check") == "All is well.\n"
    assert "2" in run(tmp_path / "copy", "count", "--json")


def test_exports_go_to_files_and_hold_no_formulas(space: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    run(space, "export", "--format", "parquet", "-o", str(target))
    assert target.read_bytes()[:4] == b"PAR1"
    assert "\t'=Citizen (India)\t" in run(space, "export", "--format", "icews")


@pytest.mark.parametrize(
    "words",
    [
        ["correct", "reject", KEY],
        ["correct", "edit", KEY, "--why", "x", "--set", "type"],
        ["correct", "merge", KEY, "e-icews-20180602-1", "--why", "x"],
        ["correct", "undo", "c-0"],
        ["import", "nothing.tab"],
    ],
)
def test_wrong_words_are_refused(space: Path, words: list[str]) -> None:
    done = CliRunner().invoke(group, [*words, "--workspace", str(space)])
    assert isinstance(done.exception, LagebildError) or done.exit_code == 3
    assert run(space, "correct", "log") == ""
