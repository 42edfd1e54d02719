"""A brief as one self-contained HTML page: every number leads to the marked sentence in the source text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lagebild.records import Brief, Document, Point, Series, Source
    from lagebild.spans import Span

__all__ = ["brief_html"]

_WIDTH = 720
_HEIGHT = 150
_FOOT = 16
_LABELS = {
    "de": ("Quellen", "auch bei", "Spannung je Tag", "PLOVER-Werte, geglättet; oben Konflikt, unten Zusammenarbeit"),
    "en": (
        "Sources",
        "also printed by",
        "Tension per day",
        "PLOVER scores, smoothed; up is conflict, down cooperation",
    ),
}


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    source: Source
    link: str | None
    pieces: tuple[_Piece, ...]


@dataclass(frozen=True, slots=True)
class _Bar:
    x: float
    y: float
    w: float
    h: float
    calm: bool
    label: str


@dataclass(frozen=True, slots=True)
class _Chart:
    title: str
    unit: str
    width: int
    height: int
    zero: float
    bars: tuple[_Bar, ...]
    first: str
    last: str
    top: str


@cache
def _template() -> Template:
    env = Environment(
        loader=PackageLoader("lagebild", "write"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return env.get_template("brief.html.jinja")


def brief_html(brief: Brief, documents: Mapping[str, Document]) -> str:
    """Return the page; it needs no network and runs no script (its own policy forbids both)."""
    sources, too, tension, unit = _LABELS.get(brief.lang, _LABELS["en"])
    marks = _marks(brief)
    texts = [
        _Text(
            source=source,
            link=source.url if source.url and source.url.startswith(("http://", "https://")) else None,
            pieces=tuple(_pieces(documents[source.document].text, marks.get(source.document, {}))),
        )
        for source in brief.sources
    ]
    charts = [_chart(series, title=tension, unit=unit) for series in brief.series if series.points]
    return _template().render(brief=brief, texts=texts, charts=charts, sources_label=sources, too_label=too)


def _marks(brief: Brief) -> dict[str, dict[Span, list[int]]]:
    """Return the cited spans of each document with their numbers."""
    found: dict[str, dict[Span, list[int]]] = {}
    for section in brief.sections:
        for claim in section.claims:
            for citation in claim.citations:
                numbers = found.setdefault(citation.document, {}).setdefault(citation.span, [])
                if citation.number not in numbers:
                    numbers.append(citation.number)
    return found


def _pieces(text: str, marks: Mapping[Span, Sequence[int]]) -> Iterator[_Piece]:
    """Cut ``text`` into marked and unmarked pieces; of overlapping marks the second begins after the first."""
    at = 0
    for span, numbers in sorted(marks.items()):
        start = max(at, span.start)
        if start > at:
            yield _Piece(text[at:start])
        yield _Piece(text[start : max(start, span.end)], tuple(numbers))
        at = max(start, span.end)
    yield _Piece(text[at:])


def _chart(series: Series, *, title: str, unit: str) -> _Chart:
    top = max(0.0, *(point.value for point in series.points))
    low = min(0.0, *(point.value for point in series.points))
    height = _HEIGHT - _FOOT
    scale = height / ((top - low) or 1.0)
    step = _WIDTH / len(series.points)
    zero = top * scale
    return _Chart(
        title=f"{title}: {series.name}" if series.name != "tension" else title,
        unit=unit,
        width=_WIDTH,
        height=_HEIGHT,
        zero=round(zero, 1),
        bars=tuple(_bar(number, point, step, scale, zero) for number, point in enumerate(series.points)),
        first=series.points[0].day.isoformat(),
        last=series.points[-1].day.isoformat(),
        top=f"{top:.1f}" if top else "",
    )


def _bar(number: int, point: Point, step: float, scale: float, zero: float) -> _Bar:
    size = abs(point.value) * scale
    return _Bar(
        x=round(number * step, 2),
        y=round(zero - size if point.value > 0 else zero, 2),
        w=round(max(step - 1, step * 0.8), 2),
        h=round(size, 2),
        calm=point.value < 0,
        label=f"{point.day.isoformat()}: {point.value:.2f}",
    )
