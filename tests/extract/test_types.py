import pytest

import lagebild
from lagebild.extract import classifier
from lagebild.extract.types import locate
from lagebild.records import EventType
from lagebild.spans import Span

CASES = [
    ("en", "Russia shelled Ukraine.", "Russia", "Ukraine", "ASSAULT"),
    ("en", "Sweden granted asylum to an Iranian journalist.", "Sweden", "an Iranian journalist", "AID"),
    ("en", "Iran refused to meet with American negotiators.", "Iran", "American negotiators", "REJECT"),
    ("de", "Norwegen hat Palästina als Staat anerkannt.", "Norwegen", "Palästina", "SUPPORT"),
    ("de", "Moldau wies zehn russische Diplomaten aus.", "Moldau", "russische Diplomaten", "SANCTION"),
]


@pytest.mark.parametrize(("lang", "text", "actor", "recipient", "kind"), CASES)
def test_relation(lang: str, text: str, actor: str, recipient: str, kind: str) -> None:
    assert lagebild.relation(text, actor, recipient, lang=lang)[0].type.value == kind


def test_probabilities_are_probabilities_best_first() -> None:
    found = lagebild.relation("China condemned Japan.", "China", "Japan", lang="en")
    chances = [one.probability for one in found]
    assert chances == sorted(chances, reverse=True)
    assert 0.9 < sum(chances) <= 1.0001


def test_spans_and_strings_are_the_same() -> None:
    text = "China condemned Japan."
    by_span = lagebild.relation(text, (0, 5), (16, 21), lang="en")
    assert by_span == lagebild.relation(text, "China", "Japan", lang="en")


def test_absent_party_does_not_raise() -> None:
    assert lagebild.relation("China condemned Japan.", "China", "Peru", lang="en")


def test_locate() -> None:
    assert locate("a b", "b") == Span(2, 3)
    assert locate("a b", "c") is None
    assert locate("a b", Span(0, 1)) == Span(0, 1)


def test_the_shipped_model_knows_all_types() -> None:
    assert {EventType(name) for name in classifier.load().types} == set(EventType)
