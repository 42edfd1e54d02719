import pytest

from lagebild import parse
from lagebild.extract.casualties import _counts, _words, casualties_of
from lagebild.records import IssueKind, Sentence
from lagebild.spans import Span


def parsed(text: str, verb: str, lang: str) -> tuple[Sentence, int]:
    """The sentence as the shipped parser reads it, and the index of ``verb``."""
    if any(one.kind is IssueKind.UNSUPPORTED_LANGUAGE for one in (parse.doubt(lang),) if one):
        pytest.skip(f"no parser for {lang} in this checkout")
    text = text.rstrip(".") + "."
    (sent,) = parse.parse([Sentence(document="d", index=0, span=Span(0, len(text)), text=text, lang=lang)])
    return sent, next(token.index for token in sent.tokens if token.text == verb)


CASES = [
    ("en", "A bomb killed at least 12 people in Kabul", "killed", [("killed", 12, None)]),
    ("en", "12 soldiers were killed and 30 wounded", "killed", [("killed", 12, 12), ("wounded", 30, 30)]),
    ("en", "Two soldiers and three civilians were killed", "killed", [("killed", 5, 5)]),
    ("en", "The blast left 12 dead and dozens injured", "left", [("killed", 12, 12), ("wounded", 24, None)]),
    ("en", "between 10 and 12 people were wounded", "wounded", [("wounded", 10, 12)]),
    ("en", "more than 1,200 people died", "died", [("killed", 1200, None)]),
    ("en", "up to 40 people are missing", "are", [("missing", 0, 40)]),
    ("en", "a soldier was killed", "killed", [("killed", 1, 1)]),
    ("en", "Hamas took 250 hostages", "took", [("captured", 250, 250)]),
    ("en", "The missile killed no one in 2023", "killed", [("killed", 0, 0)]),
    ("de", "mindestens zwölf Menschen wurden getötet", "getötet", [("killed", 12, None)]),
    (
        "de",
        "Bei der Explosion gab es 15 Tote und Dutzende Verletzte",
        "gab",
        [("killed", 15, 15), ("wounded", 24, None)],
    ),
    ("de", "zwischen zehn und zwölf Zivilisten wurden verletzt", "verletzt", [("wounded", 10, 12)]),
    ("de", "Bei dem Unglück kamen 3 Menschen ums Leben", "kamen", [("killed", 3, 3)]),
    ("de", "Die Polizei hat mehr als 100 Demonstranten festgenommen", "festgenommen", [("captured", 100, None)]),
    ("fr", "au moins 12 personnes ont été tuées", "tuées", [("killed", 12, None)]),
    ("es", "más de 20 personas murieron", "murieron", [("killed", 20, None)]),
    ("ru", "не менее 12 человек погибли", "погибли", [("killed", 12, None)]),
]


@pytest.mark.parametrize(("lang", "text", "verb", "expected"), CASES)
def test_counts(lang: str, text: str, verb: str, expected: list[tuple[str, int, int | None]]) -> None:
    sent, root = parsed(text, verb, lang)
    assert [(one.kind.value, one.low, one.high) for one in casualties_of(sent, root)] == expected


def test_the_phrase_is_quoted_to_the_letter() -> None:
    sent, root = parsed("Am Montag wurden mindestens 12 Menschen getötet.", "getötet", "de")
    (found,) = casualties_of(sent, root)
    assert found.text == "mindestens 12 Menschen getötet"


def test_numbers_that_count_nobody_are_left_alone() -> None:
    sent, root = parsed("In 2023 the army fired 12 missiles", "fired", "en")
    assert casualties_of(sent, root) == ()


def test_a_sentence_without_tree_or_language_gives_none() -> None:
    assert casualties_of(Sentence(document="d", index=0, span=Span(0, 3), text="abc", lang="en"), 0) == ()
    sent, root = parsed("12 people were killed", "killed", "en")
    odd = Sentence(document="d", index=0, span=sent.span, text=sent.text, lang="xx", tokens=sent.tokens)
    assert casualties_of(odd, root) == ()


def test_multipliers_and_ranges() -> None:
    words = _words("en")
    assert words is not None
    found = [
        (count.low, count.high)
        for count in _counts(["two", "thousand", "men", "or", "10", "to", "12", "others"], words)
    ]
    assert found == [(2000, 2000), (10, 12)]
