"""The import rules hold, and they notice when they are broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINTER = Path(sys.executable).parent / "lint-imports"


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    env = {"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"}
    return subprocess.run([str(LINTER), "--no-cache"], cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__", "models", "places")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignore)
    (tmp_path / "src/lagebild/models").mkdir()
    (tmp_path / "src/lagebild/models/__init__.py").write_text("")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_rules_hold(copy: Path) -> None:
    run = _lint(copy)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("link/__init__.py", "from lagebild import store"),
        ("records/vocabulary.py", "from lagebild import knowledge"),
        ("store/rows.py", "from lagebild import pipeline"),
    ],
)
def test_a_break_is_refused(copy: Path, file: str, line: str) -> None:
    path = copy / "src/lagebild" / file
    path.write_text(f"{path.read_text()}\n{line}\n")
    assert _lint(copy).returncode != 0


def test_a_module_without_a_place_is_refused(copy: Path) -> None:
    (copy / "src/lagebild/utils").mkdir()
    (copy / "src/lagebild/utils/__init__.py").write_text("")
    run = _lint(copy)
    assert run.returncode != 0
    assert "utils" in run.stdout
