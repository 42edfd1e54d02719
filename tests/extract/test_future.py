"""PLOVER's rules on what is announced, promised, threatened or demanded."""

import pytest

import lagebild
from lagebild.records import Mention, Status


def code(text: str, lang: str) -> list[Mention]:
    return list(lagebild.code([{"id": "d", "text": text, "lang": lang, "published": "2024-04-10"}]))


@pytest.mark.parametrize(
    ("lang", "text", "kind", "mode", "status"),
    [
        ("en", "Japan will deliver food to Sudan next week.", "AGREE", None, Status.PLANNED),
        ("en", "Poland promised to send tanks to Ukraine.", "AGREE", None, Status.ASSERTED),
        ("en", "The Turkish president will visit Egypt in May.", "AGREE", None, Status.PLANNED),
        ("de", "Norwegen wird der Ukraine Panzer liefern.", "AGREE", None, Status.PLANNED),
        ("en", "France will withdraw its troops from Niger.", "AGREE", None, Status.PLANNED),
        ("en", "Israel will bomb Lebanon.", "THREATEN", "violence", Status.PLANNED),
        ("en", "North Korea threatened to attack South Korea.", "THREATEN", "violence", Status.ASSERTED),
        ("en", "The United States will impose sanctions on Iran.", "THREATEN", "relations", Status.PLANNED),
        ("de", "Russland will die Ukraine angreifen.", "THREATEN", "violence", Status.PLANNED),
        ("en", "China refused to meet Japan.", "REJECT", "meet", Status.ASSERTED),
    ],
)
def test_future_acts_are_words(lang: str, text: str, kind: str, mode: str | None, status: Status) -> None:
    (mention,) = code(text, lang)
    assert (mention.type.value, mention.mode, mention.status) == (kind, mode, status)


def test_the_past_is_the_deed() -> None:
    (mention,) = code("Japan delivered food to Sudan.", "en")
    assert (mention.type.value, mention.status) == ("AID", Status.ASSERTED)


def test_the_reason_names_the_rule() -> None:
    (mention,) = code("Japan will deliver food to Sudan next week.", "en")
    assert any("is AGREE" in reason.why for reason in mention.reasons)
