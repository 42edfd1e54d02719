from pathlib import Path

import pytest

from lagebild.knowledge import check, load

BROKEN = {
    "dates.toml": (
        '[class.month]\n1 = ["Jan"]\n[[rule]]\nfind = "<day> <moon>"\nmake = "date"\n',
        "<moon> is no class",
    ),
    "casualties.toml": ('[kind.eaten]\nverbs = ["ate"]\n[numbers]\nmany = [5]\n', "the kind 'eaten' is unknown"),
    "places.toml": (
        '[locative]\nin = -1\n[abbreviations]\n"XY" = "Nowhere at All"\n',
        "no place is named 'Nowhere at All'",
    ),
}


def test_the_files_as_they_ship_have_no_faults() -> None:
    assert check.faults() == []


@pytest.mark.parametrize("name", BROKEN)
def test_faults_name_file_line_and_fix(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, said = BROKEN[name]
    folder = tmp_path / "languages" / "xx"
    folder.mkdir(parents=True)
    (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(load, "ROOT", tmp_path)
    monkeypatch.setattr(load, "languages", lambda _: ("xx",))
    monkeypatch.setattr(load, "toml", load.toml.__wrapped__)
    found = [fault for fault in check.CHECKS[name]() if said in fault.message]
    assert [(fault.file, bool(fault.line), bool(fault.fix)) for fault in found] == [
        (f"languages/xx/{name}", True, True)
    ]
