"""The order of the stages: documents together give what each gives alone, and an error loses nothing before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import lagebild
from lagebild import pipeline, read
from lagebild.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lagebild.records import Document

TEXTS = (
    "Russia condemned Japan. The weather was fine.",
    "China imposed sanctions on Taiwan on Monday. The talks of the United States and Iran had begun a month before.",
    "Deutschland hat Frankreich kritisiert.",
)


def documents() -> list[Document]:
    """Return documents of two languages, longer together than what is parsed at a time."""
    return [read.build(text, published="2024-04-10", source=str(i)) for i, text in enumerate(TEXTS * 4)]


def test_documents_together_give_what_each_gives_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_TOGETHER", 400)
    alone = [mention for doc in documents() for mention in pipeline.code([doc])]
    assert list(pipeline.code(documents())) == alone
    assert len(alone) >= 8


def test_what_comes_before_an_unreadable_document_is_coded() -> None:
    def given() -> Iterator[str]:
        yield TEXTS[0]
        yield ""

    found = lagebild.code(given())
    assert next(found).type.value == "ACCUSE"
    with pytest.raises(InputError):
        next(found)
