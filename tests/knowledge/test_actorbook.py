"""The book of actors: what is in it, and that its check finds what is wrong."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from lagebild.errors import KnowledgeError
from lagebild.knowledge import actorbook, check, load

if TYPE_CHECKING:
    from pathlib import Path


def test_the_shipped_files_have_no_faults() -> None:
    assert [str(fault) for fault in check.faults()] == []


def test_countries_carry_all_codes() -> None:
    germany = actorbook.countries()["DEU"]
    assert (germany.iso2, germany.cow, germany.gw, germany.fips) == ("DE", 255, 260, "GM")
    assert actorbook.countries()["SUN"].end == dt.date(1991, 12, 26)


def test_every_state_has_a_name_in_every_language() -> None:
    for lang in ("de", "en", "fr", "es", "it", "pt", "ru", "uk", "ko", "ja", "zh", "ar", "tr", "pl"):
        named = {form.target for form in actorbook.country_forms(lang) if form.kind == "name"}
        missing = {c.id for c in actorbook.countries().values() if c.kind == "state"} - named
        assert not missing, lang


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_state_of_note_has_an_adjective(lang: str) -> None:
    with_adjective = {form.target for form in actorbook.country_forms(lang) if form.kind == "adjective"}
    missing = {c.id for c in actorbook.countries().values() if c.cow and c.kind == "state"} - with_adjective
    assert len(missing) <= 12


def test_there_are_many_organisations_and_people() -> None:
    assert len(actorbook.organisations()) >= 250
    assert len(actorbook.people()) >= 1500


def test_the_taliban_govern_by_date() -> None:
    spells = actorbook.organisations()["NSA:Taliban"].offices
    governing = [(s.start, s.end) for s in spells if s.sectors == ("GOV",)]
    assert governing == [(dt.date(1996, 9, 27), dt.date(2001, 12, 7)), (dt.date(2021, 8, 15), None)]


def test_offices_of_a_person_are_in_order() -> None:
    merkel = actorbook.people()["angela-merkel"]
    assert merkel.country == "DEU"
    assert merkel.offices[0].start == dt.date(2005, 11, 22)


def test_check_names_file_line_and_fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "actors").mkdir()
    for name in ("countries.tsv", "offices.tsv", "sectors.tsv"):
        (tmp_path / "actors" / name).write_bytes((load.ROOT / "actors" / name).read_bytes())
    header = "id\tname\talone\tcountry\toffice\tstart\tend\tother\n"
    rows = "a\tA\t\tXYZ\tpresident\t2001\t2000\t\nb\tB\t\tDEU\twizard\t\t\t\n"
    (tmp_path / "actors" / "people.tsv").write_text(header + rows, encoding="utf-8")
    monkeypatch.setattr(load, "ROOT", tmp_path)
    found = [str(fault) for fault in check.people()]
    assert found == [
        "actors/people.tsv:2: the country XYZ is unknown (use an id of actors/countries.tsv)",
        "actors/people.tsv:2: it ends (2000) before it starts (2001) (swap or mend the dates)",
        "actors/people.tsv:3: the office 'wizard' is unknown (use one of actors/offices.tsv)",
    ]


def test_a_wrong_date_is_named() -> None:
    with pytest.raises(KnowledgeError, match=r"actors/people\.tsv: 'soon' is no date"):
        actorbook.day("soon", where="actors/people.tsv")
