"""Our own sentences, parsed by the shipped parsers; floors stand under what benchmarks/status.py measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from factories import make_document
from lagebild import models, parse
from lagebild.extract.status import status_of
from lagebild.records import Sentence, Status
from lagebild.spans import Span

DATA = Path(__file__).parent / "data"
FLOORS = {"de": 0.88, "en": 0.88}


def golden(lang: str) -> list[tuple[Status, bool, str, int]]:
    rows = [line.split("\t") for line in (DATA / f"status.{lang}.tsv").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if not row[0].startswith("#") and row[0] != "status"]
    return [
        (Status(name), past == "b", text.replace("[", "").replace("]", ""), text.index("["))
        for name, past, text in rows
    ]


def parsed(text: str, lang: str) -> Sentence:
    (sent,) = parse.parse([Sentence(document="d-1", index=0, span=Span(0, len(text)), text=text, lang=lang)])
    return sent


@pytest.mark.parametrize("lang", FLOORS)
def test_most_of_our_sentences_are_read_right(lang: str) -> None:
    if not (models.ROOT / lang / "parser.npz").is_file():
        pytest.skip(f"no parser for {lang} in this checkout")
    right = 0
    cases = golden(lang)
    for expected, _, text, start in cases:
        sent = parsed(text, lang)
        trigger = next(token.index for token in sent.tokens if token.span.end > start)
        right += status_of(sent, trigger, doc=make_document(text, language=lang)).status is expected
    assert right / len(cases) >= FLOORS[lang]
