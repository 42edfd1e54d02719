from __future__ import annotations

from pathlib import Path

from lagebild.store import database

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "store.md"


def test_the_reference_holds_the_schema_as_it_is() -> None:
    assert database.schema().rstrip() in PAGE.read_text(encoding="utf-8")
