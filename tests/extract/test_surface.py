"""Patterns over the words: what they write, and what they make of sentences without any tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lagebild.errors import KnowledgeError
from lagebild.extract import surface
from lagebild.records import Sentence, Status, Token
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(lang: str, marked: str) -> Status | None:
    """Read the bracketed word of a sentence of which nothing is known but its words."""
    text, start = marked.replace("[", "").replace("]", ""), marked.index("[")
    span = Span(start, marked.index("]") - 1)
    token = Token(
        index=0, span=span, text=span.of(text), lemma=span.of(text), upos="VERB", feats="", head=0, deprel="root"
    )
    sent = Sentence(document="d", index=0, span=Span(0, len(text)), text=text, lang=lang, tokens=(token,))
    found = surface.read(sent, 0)
    return found.status if found is not None else None


@pytest.mark.parametrize(
    ("lang", "marked", "status"),
    [
        ("zh", "美国没有[承认]新政府。", Status.DENIED),
        ("zh", "美國將[承認]新政府。", Status.PLANNED),  # traditional script
        ("zh", "联合国安理会[谴责]这次袭击。", None),  # 会 is no auxiliary here
        ("zh", "不得不[撤离]该市。", Status.ASSERTED),
        ("ja", "米国は部隊を[撤退]させる方針だ。", Status.PLANNED),
        ("ja", "米国が[撤退]しなければ、戦闘は続く。", Status.HYPOTHETICAL),
        ("ja", "米国は[撤退]しなければならない。", Status.REQUESTED),
        ("ja", "パレスチナ側が出席を[拒否]したため、中止された。", None),
        ("ja", "警察は男を[殺害]した疑いで逮捕した。", Status.ALLEGED),
        ("ja", "警察は[逮捕]した容疑者を調べている。", None),
        ("ko", "미국은 군대를 [철수하지] 않기로 했다.", Status.DENIED),
        ("ko", "미국이 [철수하지] 않으면 전투는 계속된다.", Status.HYPOTHETICAL),
        ("ko", "미국은 경찰이 [배치된] 데 대해 위험하다고 우려했다.", None),
        ("tr", "ABD birliklerini [çekmeyecek].", Status.DENIED),
        ("tr", "ABD birliklerini [çekmezse] savaş sürer.", Status.HYPOTHETICAL),
        ("tr", "Bakan kenti [ziyaret] etmedi.", Status.DENIED),
        ("tr", "Rusya kenti [bombalamıştı].", None),
        ("tr", "Yardım [vermemiz] gerekiyor.", Status.REQUESTED),
        ("ja", "学校は教育を[提供]し続けることであろう。", Status.HYPOTHETICAL),
        ("ko", "[합의에] 도달하기 위한 노력이 계속된다.", Status.HYPOTHETICAL),
        ("ar", "قد [اعتقلت] الشرطة الرجل.", None),  # a perfect: it has happened
        ("ar", "قد [تعتقل] الشرطة الرجل.", Status.HYPOTHETICAL),
        ("ar", "[سيطرت] القوات على المدينة.", None),  # no future prefix
    ],
)
def test_patterns_read_words_alone(lang: str, marked: str, status: Status | None) -> None:
    assert read(lang, marked) is status


def test_a_language_without_patterns_is_left_to_its_trees() -> None:
    assert read("en", "They will not [leave].") is None
    assert surface.suffices("ja")
    assert not surface.suffices("en")


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, object]]:
    """Let the language "xx" have the status words that a test writes."""
    data: dict[str, object] = {}
    monkeypatch.setattr(surface, "languages", lambda _name: ("xx",))
    monkeypatch.setattr(surface, "toml", lambda _name: data)
    surface._book.cache_clear()  # noqa: SLF001 - files are read once
    yield data
    surface._book.cache_clear()  # noqa: SLF001 - files are read once


@pytest.mark.parametrize(
    "wrong",
    [
        {"surface": {"letters": "upside down"}},
        {"pattern": [{"find": "<event>"}]},
        {"pattern": [{"find": "<nowhere> <event>", "status": "denied"}]},
        {"pattern": [{"find": "(<event>", "status": "denied"}]},
        {"pattern": [{"find": "<event>", "status": "doubtful"}]},
    ],
)
def test_a_pattern_that_cannot_be_read_is_told(files: dict[str, object], wrong: dict[str, object]) -> None:
    files.update(wrong)
    with pytest.raises(KnowledgeError, match=r"status\.toml"):
        read("xx", "[word]")
