from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from click.testing import CliRunner

from lagebild.cli import group
from lagebild.read.fetch import Answer, Fetcher

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ADDRESS = "https://example.org//news/?from=http://other.example/"


def test_an_address_reaches_the_network_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def get(_: Fetcher, url: str) -> Answer:
        asked.append(url)
        body = b"North Korea fired a missile on Tuesday. South Korea condemned the launch."
        return Answer(url=url, status=200, body=body, retrieved=dt.datetime(2024, 4, 2, tzinfo=dt.UTC))

    monkeypatch.setattr(Fetcher, "get", get)
    done = CliRunner().invoke(
        group, ["add", ADDRESS, "--published", "2024-04-02", "--workspace", str(tmp_path / "w"), "--json"]
    )
    assert (done.exit_code, asked) == (0, [ADDRESS]), done.output
