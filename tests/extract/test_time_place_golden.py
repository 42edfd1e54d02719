"""Our own sentences, read by the shipped parsers: when and where an event took place, and who came to harm.

A line of ``data/{times,places,casualties}.tsv`` that begins with "~" is known to go wrong, and must be told when it
comes right.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lagebild import parse
from lagebild.extract.casualties import casualties_of
from lagebild.extract.mend import mended
from lagebild.extract.places import find_places, place_of
from lagebild.extract.times import find_times, time_of
from lagebild.records import IssueKind, Sentence
from lagebild.spans import Span

DATA = Path(__file__).parent / "data"
PUBLISHED = "2024-04-10"


def cases(name: str) -> list[tuple[str, ...]]:
    lines = (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def parsed(marked: str, lang: str) -> tuple[Sentence, int]:
    if any(one.kind is IssueKind.UNSUPPORTED_LANGUAGE for one in (parse.doubt(lang),) if one):
        pytest.skip(f"no parser for {lang} in this checkout")
    text, start = marked.replace("[", "").replace("]", ""), marked.index("[")
    (sent,) = parse.parse([Sentence(document="d", index=0, span=Span(0, len(text)), text=text, lang=lang)])
    return mended(sent), next(token.index for token in sent.tokens if token.span.end > start)


def check(lang: str, *, right: bool) -> None:
    if lang.startswith("~"):
        assert not right, "this one comes right now: take its ~ away"
        pytest.xfail("known to go wrong")
    assert right


@pytest.mark.parametrize(("lang", "marked", "start", "end"), cases("times"))
def test_times(lang: str, marked: str, start: str, end: str) -> None:
    sent, trigger = parsed(marked, lang.removeprefix("~"))
    time = time_of(sent, trigger, find_times(sent.text, published=PUBLISHED, lang=sent.lang))
    got = (str(time.start), str(time.end)) if time else ("-", "-")
    check(lang, right=got == (start, end))


@pytest.mark.parametrize(("lang", "marked", "expected"), cases("places"))
def test_places(lang: str, marked: str, expected: str) -> None:
    sent, trigger = parsed(marked, lang.removeprefix("~"))
    place = place_of(sent, trigger, find_places(sent.text, lang=sent.lang))
    check(lang, right=(place.name if place else "-") == expected)


@pytest.mark.parametrize(("lang", "marked", "expected"), cases("casualties"))
def test_casualties(lang: str, marked: str, expected: str) -> None:
    sent, trigger = parsed(marked, lang.removeprefix("~"))
    got = [f"{one.kind} {one.low} {'-' if one.high is None else one.high}" for one in casualties_of(sent, trigger)]
    check(lang, right=("; ".join(got) or "-") == expected)
