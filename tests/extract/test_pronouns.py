"""Whom a pronoun takes up in its sentence."""

from __future__ import annotations

from extract.helpers import tree_of
from lagebild.extract.roles import antecedent


def _meant(text: str, pronoun: str) -> str | None:
    tree = tree_of(text, "en")
    at = next(token.index for token in tree.tokens if token.text == pronoun)
    found = antecedent(tree, at)
    return None if found is None else tree.tokens[found].text


def test_a_subject_takes_up_the_subject_above() -> None:
    assert _meant("Japan said it had halted aid.", "it") == "Japan"


def test_an_object_is_not_the_subject_of_its_clause() -> None:
    assert _meant("Peter was released after the president pardoned him.", "him") == "Peter"


def test_nor_the_one_understood() -> None:
    assert _meant("Japan asked Norway to support it.", "it") == "Japan"


def test_an_object_takes_up_the_object_above() -> None:
    assert _meant("The premier met the minister and thanked him.", "him") == "minister"
