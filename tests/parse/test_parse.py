"""The shipped parsers, on sentences that events stand on."""

from __future__ import annotations

import pytest

from lagebild import parse
from lagebild.parse import parser
from lagebild.records import Sentence


def _parsed(text: str, lang: str) -> Sentence:
    spans = parse.split(text, lang)
    sents = [Sentence(document="d", index=i, span=s, text=s.of(text), lang=lang) for i, s in enumerate(spans)]
    return next(iter(parse.parse(sents)))


def _role(sent: Sentence, word: str) -> tuple[str, str]:
    token = next(token for token in sent.tokens if token.text == word)
    return token.deprel, sent.tokens[token.head].text


@pytest.mark.parametrize(
    ("lang", "text", "roles"),
    [
        (
            "de",
            "Russland hat die Ukraine angegriffen.",
            {"Russland": ("nsubj", "angegriffen"), "Ukraine": ("obj", "angegriffen")},
        ),
        (
            "de",
            "Der Minister wurde von Soldaten verhaftet.",
            {"Minister": ("nsubj:pass", "verhaftet"), "Soldaten": ("obl:agent", "verhaftet")},
        ),
        (
            "de",
            "Die Regierung erklärte, dass sie die Sanktionen verschärfen werde.",
            {"Regierung": ("nsubj", "erklärte"), "verschärfen": ("ccomp", "erklärte")},
        ),
        (
            "en",
            "Israel launched strikes against Iran on Friday.",
            {"Israel": ("nsubj", "launched"), "strikes": ("obj", "launched")},
        ),
        (
            "en",
            "The mayor was arrested by police.",
            {"mayor": ("nsubj:pass", "arrested"), "police": ("obl:agent", "arrested")},
        ),
    ],
)
def test_roles(lang: str, text: str, roles: dict[str, tuple[str, str]]) -> None:
    sent = _parsed(text, lang)
    assert {word: _role(sent, word) for word in roles} == roles


def test_a_separated_prefix_is_in_the_lemma() -> None:
    sent = _parsed("Das Ministerium kündigte neue Gespräche an.", "de")
    assert next(token for token in sent.tokens if token.text == "kündigte").lemma == "ankündigen"


@pytest.mark.parametrize("lang", parse.languages())
def test_offsets_and_heads_are_sound(lang: str) -> None:
    text = "  A, b-c 5 „d“. 日本 "
    sent = Sentence(document="d", index=0, span=parse.split(text, lang)[0], text=text.strip(), lang=lang)
    try:
        (found,) = parse.parse([sent])
    except parser.ModelError:
        pytest.skip(f"the tokeniser of {lang} is an extra that is not installed")
    assert all(token.span.of(text) == token.text for token in found.tokens)
    assert all(0 <= token.head < len(found.tokens) for token in found.tokens)
    assert sum(token.deprel == "root" for token in found.tokens) == 1


def test_languages_without_a_parser_come_back_as_they_are() -> None:
    sent = Sentence(document="d", index=0, span=parse.split("Hej.", "sv")[0], text="Hej.", lang="sv")
    assert list(parse.parse([sent])) == [sent]


def test_order_is_kept_across_languages_and_lengths() -> None:
    texts = [
        ("en", "He left."),
        ("de", "Er ging fort, weil es schon spät war."),
        ("en", "They stayed at home."),
        ("de", "Ja."),
    ]
    sents = [
        Sentence(document="d", index=i, span=parse.split(text, lang)[0], text=text, lang=lang)
        for i, (lang, text) in enumerate(texts)
    ]
    assert [sent.index for sent in parse.parse(sents)] == [0, 1, 2, 3]
    assert all(sent.tokens for sent in parse.parse(sents))


def test_parsing_twice_gives_the_same() -> None:
    assert _parsed("Die NATO warnt Russland.", "de") == _parsed("Die NATO warnt Russland.", "de")
