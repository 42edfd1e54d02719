from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from lagebild.cli import group
from lagebild.errors import SettingsError
from lagebild.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

FEED = '\n[[feeds]]\nurl = "http://127.0.0.1:9999/feed?token=geheim"\npublisher = "Example"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Workspace.init(tmp_path).close()
    return tmp_path


def run(folder: Path, *args: str) -> Result:
    return CliRunner().invoke(group, ["watch", "--workspace", str(folder), *args])


def test_a_workspace_without_feeds_says_how_to_name_one(folder: Path) -> None:
    error = run(folder, "--once").exception
    assert isinstance(error, SettingsError)
    assert "[[feeds]]" in str(error)


def test_a_failing_feed_is_shown_without_its_secrets(folder: Path) -> None:
    settings = folder / "lagebild.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + FEED, encoding="utf-8")
    result = run(folder, "--once")
    assert (result.exit_code, "failing" in result.output, "geheim" in result.output) == (3, True, False)
    result = run(folder, "--health", "--json")
    (row,) = [json.loads(line) for line in result.output.splitlines()]
    assert (row["state"], row["failures"], row["url"]) == ("failing", 1, "http://127.0.0.1:9999/feed")
    assert "private network" in row["message"]
