"""Finds places in a text and resolves them to GeoNames; and the place of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.extract.paths import FAR, head_of, path_cost
from lagebild.extract.toponyms.candidates import countries_iso3, lexicon
from lagebild.extract.toponyms.resolve import resolve
from lagebild.extract.toponyms.scan import name_spans
from lagebild.records import PlaceMatch, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.knowledge.gazetteer import Place
    from lagebild.records import Sentence
    from lagebild.spans import Span

__all__ = ["find_places", "place_of", "resolve_places"]

_PRECISION = {
    "country": PlacePrecision.COUNTRY,
    "continent": PlacePrecision.REGION,
    "region": PlacePrecision.REGION,
    "adm1": PlacePrecision.REGION,
    "adm2": PlacePrecision.REGION,
    "sea": PlacePrecision.SEA,
    "site": PlacePrecision.SITE,
    "city": PlacePrecision.CITY,
}


def find_places(text: str, *, lang: str) -> tuple[PlaceMatch, ...]:
    """Return the places that ``text`` names, in its order, spans in ``text``."""
    spans = name_spans(text, lang)
    found = resolve(text, spans, lang)
    return tuple(_match(text, span, place) for span, place in zip(spans, found, strict=True) if place is not None)


def resolve_places(text: str, spans: Sequence[Span], *, lang: str) -> tuple[PlaceMatch | None, ...]:
    """Return for each of ``spans`` the place that it names, or ``None`` where the gazetteer has none.

    What else the text names counts as context. The cost grows with the square of the number of different names.
    """
    others = [span for span in name_spans(text, lang) if not any(span.overlaps(given) for given in spans)]
    whole = sorted({*spans, *others})
    found = dict(zip(whole, resolve(text, whole, lang), strict=True))
    return tuple(_match(text, span, place) if (place := found[span]) is not None else None for span in spans)


def _match(text: str, span: Span, place: Place) -> PlaceMatch:
    return PlaceMatch(
        text=span.of(text),
        span=span,
        geonames=place.geonames,
        name=place.name,
        country=countries_iso3().get(place.country),
        lat=place.lat,
        lon=place.lon,
        precision=_PRECISION[place.kind],
    )


def place_of(sent: Sentence, trigger: int, places: Sequence[PlaceMatch]) -> PlaceMatch | None:
    """Return the place of the event named by the word at index ``trigger``, ``None`` where the sentence gives none.

    A place counts where it is an adverbial ("in Kyiv", "off Sohae", "über dem Japanischen Meer") of the event's
    clause. As subject, object, possessor or agent it stands for those who act there, and is no location.

    Args:
        sent: the sentence.
        trigger: index of the word that names the event.
        places: the places of the document, spans in the document.
    """
    best: tuple[float, int, int] | None = None
    inside = [place for place in places if sent.span.contains(place.span)] if sent.tokens else []
    for at, place in enumerate(inside):
        head = head_of(sent, place.span)
        if head is None:
            continue
        cost = _location_cost(sent, head, trigger) + _COARSE * (place.precision is PlacePrecision.COUNTRY)
        rank = (cost, abs(head - trigger), at)
        if cost < FAR and (best is None or rank < best):
            best = rank
    return inside[best[2]] if best is not None else None


_COARSE = 0.6  # of two places, the finer one is that of the event
_ACTING = ("nsubj", "obj", "iobj", "csubj", "vocative", "root")


def _location_cost(sent: Sentence, head: int, trigger: int) -> float:
    """Return what it costs to take the place headed by word ``head`` as that of the event at word ``trigger``."""
    token = sent.tokens[head]
    outer = token
    while outer.deprel.split(":")[0] in ("conj", "appos", "flat", "compound", "dep") and outer.head != outer.index:
        outer = sent.tokens[outer.head]  # "in Kyiv and Odesa", "the city of Kyiv", "in Kyiv, Ukraine"
    words = lexicon(sent.lang)
    if sent.tokens[outer.head].lemma.lower() in words.generic and outer.deprel.split(":")[0] == "nmod":
        outer = sent.tokens[outer.head]  # "on the port city of Odesa"
        head = outer.index
    relation = outer.deprel.split(":")[0]
    if relation == "obj" or outer.deprel == "nsubj:pass":  # who shells a city, shells it there
        return path_cost(sent, outer.head, trigger) if sent.tokens[outer.head].lemma in words.onto else FAR
    if relation in _ACTING and outer.index != trigger:
        return FAR
    case = _case(sent, head) or _case(sent, outer.index)
    locative = words.locative
    if locative and case not in locative and not (not case and "Case=Loc" in token.feats):
        return FAR
    governor = outer.head
    way = 0.0 if governor == trigger else path_cost(sent, governor, trigger)
    return way + locative.get(case, 0.0)


def _case(sent: Sentence, head: int) -> str:
    """Return the adpositions of a word, lower case, contractions written out by the language's table."""
    found = [token for token in sent.tokens if token.head == head and token.deprel.split(":")[0] == "case"]
    return found[0].text.lower() if found else ""
