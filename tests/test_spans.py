from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lagebild.spans import Span, covering, exclude, mask, strip

spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Span(min(pair), max(pair)))


@given(st.text(max_size=50), spans)
def test_strip_leaves_no_space_at_the_ends(text: str, span: Span) -> None:
    inner = strip(text, span)
    assert inner.of(text) == span.of(text).strip()


@given(spans, st.lists(spans, max_size=6))
def test_exclude_and_holes_cover_the_span_once(span: Span, holes: list[Span]) -> None:
    left = exclude(span, holes)
    kept = {at for piece in left for at in range(*piece)}
    assert kept == set(range(*span)) - {at for hole in holes for at in range(*hole)}
    assert left == sorted(left)


@given(st.text(max_size=50), st.lists(spans, max_size=6))
def test_mask_keeps_length_lines_and_everything_outside(text: str, holes: list[Span]) -> None:
    masked = mask(text, holes)
    assert len(masked) == len(text)
    assert masked.count("\n") == text.count("\n")
    blank = {at for hole in holes for at in range(*hole)}
    assert all(masked[at] == char for at, char in enumerate(text) if at not in blank)


def test_covering_spans_all() -> None:
    assert covering([Span(3, 5), Span(1, 2)]) == Span(1, 5)
