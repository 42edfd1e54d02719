from pathlib import Path

import pytest
from helpers import tree_of

from lagebild.errors import KnowledgeError
from lagebild.extract.predicates import COLUMNS, find, lexicon
from lagebild.knowledge import load
from lagebild.knowledge.plover import info
from lagebild.records import EventType


def found(text: str, lang: str = "en") -> list[tuple[str, str]]:
    tree = tree_of(text, lang)
    return [(tree.tokens[one.index].text, one.row.type) for one in find(tree)]


@pytest.mark.parametrize("lang", load.languages("triggers.tsv"))
def test_lexicons_are_well_formed(lang: str) -> None:
    for rows in lexicon(lang).values():
        for row in rows:
            assert row.pos in {"verb", "noun", "adj"}
            if row.mode and row.type in EventType.__members__:
                assert row.mode in info(EventType(row.type)).modes, f"{lang}: {row.lemma} has unknown mode {row.mode}"


@pytest.mark.parametrize("lang", load.languages("triggers.tsv"))
def test_no_row_stands_twice(lang: str) -> None:
    rows = load.rows(f"languages/{lang}/triggers.tsv", COLUMNS)
    keys = [(row["lemma"], row["pos"], row["type"], row["need"]) for row in rows]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("lang", "least"), [("de", 1000), ("en", 1000)])
def test_main_languages_are_rich(lang: str, least: int) -> None:
    assert len(load.rows(f"languages/{lang}/triggers.tsv", COLUMNS)) >= least


def test_light_verb_and_noun_are_one_predicate() -> None:
    assert found("Greece held talks with Turkey.") == [("held", "CONSULT"), ("talks", "CONSULT")]
    tree = tree_of("Greece held talks with Turkey.", "en")
    assert find(tree)[0].consumed == (2,)


def test_a_weekday_is_no_target() -> None:
    assert ("launched", "MOBILIZE") in found("North Korea launched several ballistic missiles on Monday.")
    assert ("launched", "ASSAULT") in found("North Korea launched several ballistic missiles on Seoul.")


def test_separable_verb() -> None:
    assert ("lehnte", "REJECT") in found("Polen lehnte den Vorschlag ab.", "de")


def test_verb_takes_in_the_noun_that_its_row_needs() -> None:
    tree = tree_of("Sweden suspended development aid to Mali.", "en")
    verb = next(one for one in find(tree) if one.row.type == "SANCTION")
    assert tree.tokens[verb.consumed[0]].text == "aid"


def test_language_without_a_lexicon_has_no_predicates() -> None:
    assert lexicon("xx") == {}


def test_wrong_type_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "languages" / "yy"
    folder.mkdir(parents=True)
    row = "jump\tverb\tJUMP\t\t\t\t"
    (folder / "triggers.tsv").write_text("\t".join(COLUMNS) + "\n" + row + "\n", "utf-8")
    monkeypatch.setattr(load, "ROOT", tmp_path)
    with pytest.raises(KnowledgeError, match="unknown type 'JUMP'"):
        lexicon("yy")
