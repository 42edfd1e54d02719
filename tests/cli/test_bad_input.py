"""Bad input gives one clear error, an exit code that says so, and leaves the workspace as it was."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from lagebild.cli import main

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {"text": "Russia condemned Japan on Monday.", "published": "2024-04-10", "publisher": "Gazette"}


@dataclass(frozen=True)
class Run:
    returncode: int
    stdout: str
    stderr: str


def run(*args: str | Path, cwd: Path) -> Run:
    """Run the command line as a shell would, in this process: what it prints and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    with (
        chdir(cwd),
        redirect_stdout(out),
        redirect_stderr(err),
        patch.object(sys, "argv", ["lagebild", *map(str, args)]),
        pytest.raises(SystemExit) as stop,
    ):
        main()
    return Run(int(stop.value.code or 0), out.getvalue(), err.getvalue())


def test_a_real_process_says_the_same(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lagebild", "events", "-w", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (4, "")
    assert result.stderr == run("events", "-w", tmp_path, cwd=tmp_path).stderr


@pytest.fixture
def space(tmp_path: Path) -> Path:
    folder = tmp_path / "space"
    (tmp_path / "good.jsonl").write_text(json.dumps(GOOD) + "\n")
    result = run("add", "good.jsonl", "-w", folder, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    return folder


def contents(space: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(space / "lagebild.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute("SELECT key FROM document ORDER BY key").fetchall()


def _huge_line(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b'{"published": "2024-04-10", "text": "')
        for _ in range(200):
            file.write(b"a" * 1_000_000)
        file.write(b'"}\n')


CASES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "marks.txt": (b"... --- !!!\n", "no text"),
    "binary.txt": (bytes(range(256)) * 20, "binary"),
    "latin.txt": ("Müller übt Kritik an Österreich.".encode("latin-1"), "line 1"),
    "broken.jsonl": (b'{"text": "x"', "line 1"),
    "list.jsonl": (b"[1, 2]\n", "line 1"),
    "notext.jsonl": (b'{"published": "2024-04-10"}\n', "text"),
    "baddate.jsonl": (b'{"text": "Russia condemned Japan.", "published": "yesterday"}\n', "not a date"),
    "nodate.jsonl": (b'{"text": "Russia condemned Japan."}\n', "publication date"),
    "deep.jsonl": (b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", "line 1"),
    "archive.xyz": (b"something", "no reader"),
}


@pytest.mark.parametrize("name", CASES)
def test_unreadable_input(space: Path, name: str) -> None:
    data, said = CASES[name]
    path = space.parent / name
    path.write_bytes(data)
    dated = ("--published", "2024-04-10") if name.endswith(".txt") else ()
    before = contents(space)
    result = run("add", path, "-w", space, *dated, cwd=space.parent)
    assert result.returncode == 3
    assert said in result.stderr
    assert name in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert contents(space) == before


def test_a_line_of_200_megabytes(space: Path) -> None:
    path = space.parent / "huge.jsonl"
    _huge_line(path)
    before = contents(space)
    result = run("add", path, "-w", space, cwd=space.parent)
    assert result.returncode == 3
    assert "limit" in result.stderr
    assert contents(space) == before


def test_a_text_without_date_is_asked_for_one(space: Path) -> None:
    (space.parent / "a.txt").write_text("Russia condemned Japan on Monday.")
    result = run("add", "a.txt", "-w", space, cwd=space.parent)
    assert result.returncode == 3
    assert "--published" in result.stderr


def test_one_bad_line_loses_nothing_but_itself(space: Path) -> None:
    lines = [json.dumps(GOOD | {"text": f"China condemned Japan on day {n}."}) for n in range(3)]
    (space.parent / "mixed.jsonl").write_text("\n".join([lines[0], "{broken", *lines[1:]]))
    result = run("add", "mixed.jsonl", "-w", space, cwd=space.parent)
    assert result.returncode == 3
    assert "line 2" in result.stderr
    assert len(contents(space)) == 4


def test_a_missing_file(space: Path) -> None:
    result = run("add", "nowhere.txt", "-w", space, cwd=space.parent)
    assert result.returncode == 3
    assert "nowhere.txt" in result.stderr


def test_a_wrong_date_on_the_command_line(space: Path) -> None:
    (space.parent / "a.txt").write_text("Russia condemned Japan on Monday.")
    result = run("add", "a.txt", "--published", "10.4.2024", "-w", space, cwd=space.parent)
    assert result.returncode == 3
    assert "2024-04-10" in result.stderr


def test_no_workspace(tmp_path: Path) -> None:
    result = run("events", "-w", tmp_path, cwd=tmp_path)
    assert result.returncode == 4
    assert "lagebild init" in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lagebild.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE precious (x)")
    before = path.read_bytes()
    for command in (("init", tmp_path), ("events", "-w", tmp_path)):
        result = run(*command, cwd=tmp_path)
        assert result.returncode == 4
        assert "another program" in result.stderr
    assert path.read_bytes() == before


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "lagebild.db").write_text("these are not the bytes you are looking for" * 50)
    result = run("events", "-w", tmp_path, cwd=tmp_path)
    assert result.returncode == 4
    assert "no SQLite database" in result.stderr


def test_a_locked_database_is_waited_for_then_named(space: Path) -> None:
    (space / "lagebild.toml").write_text("lock_timeout = 0.2\n")
    (space.parent / "more.jsonl").write_text(json.dumps(GOOD | {"text": "Iran condemned Israel on Monday."}))
    with sqlite3.connect(space / "lagebild.db", isolation_level=None) as connection:
        connection.execute("BEGIN IMMEDIATE")
        result = run("add", "more.jsonl", "-w", space, cwd=space.parent)
    assert result.returncode == 4
    assert "another process is writing" in result.stderr
    assert len(contents(space)) == 1


def test_wrong_settings_are_named(space: Path) -> None:
    (space / "lagebild.toml").write_text('langue = "de"\n')
    result = run("events", "-w", space, cwd=space.parent)
    assert result.returncode == 2
    assert "langue" in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o500)
    result = run("init", folder, cwd=tmp_path)
    assert result.returncode == 4


def test_a_workspace_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("init", tmp_path / "file" / "space", cwd=tmp_path)
    assert result.returncode == 4
    assert "cannot be made" in result.stderr


def test_an_unknown_id(space: Path) -> None:
    result = run("show", "e-nothing", "-w", space, cwd=space.parent)
    assert result.returncode == 4
    assert "e-nothing" in result.stderr


def test_output_that_cannot_be_written(space: Path) -> None:
    result = run("brief", "-o", "no/such/folder/brief.html", "-w", space, cwd=space.parent)
    assert result.returncode == 4
    assert "cannot be written" in result.stderr
