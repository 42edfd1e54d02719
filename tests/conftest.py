"""What every test may use."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of evaluation data that may not be shipped; tests that need it skip where it is not."""
    default = Path(__file__).parent.parent.parent / "shared"
    folder = Path(os.environ.get("LAGEBILD_SHARED", default))
    if not folder.is_dir():
        pytest.skip(f"no evaluation data in {folder} (set LAGEBILD_SHARED)")
    return folder


@pytest.fixture(scope="session")
def examples() -> Path:
    return Path(__file__).parent.parent / "examples"
