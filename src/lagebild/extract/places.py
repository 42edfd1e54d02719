"""Finds places in a text and resolves them to GeoNames; and the place of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.records import PlaceMatch, Sentence
    from lagebild.spans import Span

__all__ = ["find_places", "place_of", "resolve_places"]


def find_places(text: str, *, lang: str) -> tuple[PlaceMatch, ...]:
    """Return the places that ``text`` names, in its order, spans in ``text``."""
    del text, lang
    return ()


def resolve_places(text: str, spans: Sequence[Span], *, lang: str) -> tuple[PlaceMatch | None, ...]:
    """Return for each of ``spans`` the place that it names, or ``None`` where the gazetteer has none."""
    del text, lang
    return tuple(None for _ in spans)


def place_of(sent: Sentence, trigger: int, places: Sequence[PlaceMatch]) -> PlaceMatch | None:
    """Return the place of the event whose trigger is the word at index ``trigger``; spans are document offsets."""
    del sent, trigger, places
    return None
