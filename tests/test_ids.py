from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lagebild.ids import document_id, mention_id, stable_id


@given(st.text(), st.text())
def test_parts_do_not_run_together(one: str, other: str) -> None:
    first = stable_id("d", one, other)
    assert first == stable_id("d", one, other)
    if one and "\x1f" not in one + other:
        assert first != stable_id("d", one + other)


def test_white_space_and_composition_do_not_make_another_document() -> None:
    assert document_id("x", "Zürich  heute\n") == document_id("x", "Zu\u0308rich heute")


def test_place_and_type_make_another_mention() -> None:
    assert len({mention_id("d", 1, 2, "AID"), mention_id("d", 1, 3, "AID"), mention_id("d", 1, 2, "AGREE")}) == 3
