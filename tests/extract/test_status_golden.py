"""Our own sentences, parsed by the shipped parsers; floors stand under what benchmarks/status.py measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from factories import make_document
from lagebild import parse
from lagebild.extract.status import status_of
from lagebild.records import IssueKind, Sentence, Status
from lagebild.spans import Span

DATA = Path(__file__).parent / "data"
FLOORS = {"de": 0.88, "en": 0.88}
PATTERNS = {"ar": 0.9, "ja": 0.9, "ko": 0.9, "tr": 0.9, "zh": 0.9}  # read by the words, not the tree
NEWS = {"de": 0.85, "en": 0.88}
MORE = {"es": 0.8, "fr": 0.9, "it": 0.8, "pt": 0.8, "nl": 0.8, "pl": 0.75, "ru": 0.8, "uk": 0.6}


def golden(lang: str, name: str = "status") -> list[tuple[Status, bool, str, int]]:
    rows = [line.split("\t") for line in (DATA / f"{name}.{lang}.tsv").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if not row[0].startswith("#") and row[0] != "status"]
    return [
        (Status(name), past == "b", text.replace("[", "").replace("]", ""), text.index("["))
        for name, past, text in rows
    ]


def parsed(text: str, lang: str) -> Sentence:
    (sent,) = parse.parse([Sentence(document="d-1", index=0, span=Span(0, len(text)), text=text, lang=lang)])
    return sent


def share_right(cases: list[tuple[Status, bool, str, int]], lang: str) -> float:
    right = 0
    for expected, _, text, start in cases:
        sent = parsed(text, lang)
        trigger = next(token.index for token in sent.tokens if token.span.end > start)
        right += status_of(sent, trigger, doc=make_document(text, language=lang)).status is expected
    return right / len(cases)


def skip_without_parser(lang: str) -> None:
    doubt = parse.doubt(lang)
    if doubt is not None and doubt.kind is IssueKind.UNSUPPORTED_LANGUAGE:
        pytest.skip(f"no parser for {lang} in this checkout")


@pytest.mark.parametrize("lang", PATTERNS)
def test_most_sentences_of_languages_with_patterns_are_read_right(lang: str) -> None:
    skip_without_parser(lang)
    assert share_right(golden(lang), lang) >= PATTERNS[lang]


@pytest.mark.parametrize("lang", FLOORS)
def test_most_of_our_sentences_are_read_right(lang: str) -> None:
    skip_without_parser(lang)
    assert share_right(golden(lang), lang) >= FLOORS[lang]


@pytest.mark.parametrize("lang", NEWS)
def test_most_sentences_in_the_manner_of_news_are_read_right(lang: str) -> None:
    skip_without_parser(lang)
    assert share_right(golden(lang, "status-news"), lang) >= NEWS[lang]


@pytest.mark.parametrize("lang", MORE)
def test_most_sentences_of_further_languages_are_read_right(lang: str) -> None:
    skip_without_parser(lang)
    lines = (DATA / "status.more.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.startswith(f"{lang}\t")]
    cases = [(Status(kind), False, text.replace("[", "").replace("]", ""), text.index("[")) for _, kind, text in rows]
    assert share_right(cases, lang) >= MORE[lang]
