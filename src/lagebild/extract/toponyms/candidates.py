"""What a phrase may mean: places of the gazetteer by name, abbreviation, demonym or trimmed name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from lagebild.knowledge.gazetteer import Place, gazetteer, place_key
from lagebild.knowledge.load import ROOT, languages, rows, toml

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Lexicon", "bare_forms", "candidates", "countries_iso3", "lexicon", "part_of", "scene", "written_out"]

_LARGE = ("country", "adm1", "region", "continent", "sea")
_WORDS = re.compile(r"[£€$]|[^\W\d_](?:[\w.]*\w)?")
_POSSESSIVE = re.compile(r"['’]s?$|^(?:the|The|THE) ")


class Lexicon:
    """The words of one language that have to do with places, from ``places.toml`` and the names of nations."""

    def __init__(self, lang: str) -> None:
        data: dict[str, Any] = toml(f"languages/{lang}/places.toml") if lang in languages("places.toml") else {}
        self.abbreviations: dict[str, str] = {**data.get("abbreviations", {}), **data.get("nations", {})}
        self.types = tuple(data.get("types", ()))
        self.heads = tuple(sorted(data.get("heads", ()), key=len, reverse=True))
        self.prepositions = frozenset(data.get("prepositions", ()))
        self.titles = frozenset(data.get("titles", ()))
        self.common = frozenset(place_key(word) for word in data.get("common", ()))
        self.following = frozenset(data.get("following", ()))
        self.offices = frozenset(data.get("offices", ()))
        self.adjectives = frozenset(data.get("nations", {}))
        self.endings = tuple((ending, instead) for ending, instead in data.get("endings", ()))
        self.stem = int(data.get("stem", 3))
        self.prefixes = tuple(data.get("prefixes", ()))
        self.parts = tuple(data.get("parts", ()))
        self.openers = frozenset(data.get("openers", ()))
        self.noun_capitals = bool(data.get("noun_capitals", False))
        self.locative: dict[str, float] = data.get("locative", {})
        self.generic = frozenset(data.get("generic", ()))
        self.onto = frozenset(data.get("onto", ()))
        self.divisions = frozenset(data.get("divisions", ()))
        self.scan = str(data.get("scan", "cased"))
        self.smallest = int(data.get("smallest", 500))
        self.demonyms = dict(_demonyms(lang))
        self.scenes = {place_key(word): code for code, words in data.get("scenes", {}).items() for word in words}


@cache
def lexicon(lang: str) -> Lexicon:
    """Return the place words of ``lang``; empty where the language has no ``places.toml``."""
    return Lexicon(lang)


@cache
def countries_iso3() -> dict[str, str]:
    """Return ISO 3166-1 alpha-3 by alpha-2."""
    found = {row["iso2"]: row["id"] for row in rows("actors/countries.tsv", ("id", "iso2")) if row["iso2"]}
    return {iso2: iso3 for iso2, iso3 in found.items() if len(iso3) == 3}


def _demonyms(lang: str) -> Iterator[tuple[str, str]]:
    """Yield demonyms and adjectives with the alpha-2 code of their country."""
    name = f"actors/names/{lang}.tsv"
    if not (ROOT / name).is_file():
        return
    alpha2 = {iso3: iso2 for iso2, iso3 in countries_iso3().items()}
    for row in rows(name, ("country", "adjective", "demonym")):
        words = f"{row['adjective']}|{row['demonym']}".split("|")
        for word in filter(None, words):
            yield place_key(word), alpha2.get(row["country"], "")


def candidates(phrase: str, lang: str) -> tuple[Place, ...]:
    """Return the places that ``phrase`` may mean, best known first; none where the gazetteer has none."""
    known, words = gazetteer(), lexicon(lang)
    phrase = " ".join(phrase.split())
    full = words.abbreviations.get(phrase)
    if full is not None:
        return written_out(full)
    found = known.find(phrase)
    if not any(place.kind in _LARGE for place in found):
        found = _nation(phrase, words) or found
    if found:
        return found
    for trimmed in _trimmed(phrase, words):
        short = words.abbreviations.get(trimmed)
        found = written_out(short) if short is not None else known.find(trimmed) or _nation(trimmed, words)
        if found:
            return found
    return part_of(plain_name(phrase), words)


def plain_name(phrase: str) -> str:
    """Return ``phrase`` without possessive and punctuation at its ends."""
    return _POSSESSIVE.sub("", phrase).strip(" ,.'\"")


def written_out(full: str) -> tuple[Place, ...]:
    """Return the places an abbreviation stands for: a name, perhaps with "@country-kind" to tell namesakes apart."""
    name, _, rest = full.partition("@")
    country, _, kind = rest.partition("-")
    return tuple(
        place for place in gazetteer().find(name) if country in ("", place.country) and kind in ("", place.kind)
    )


def _trimmed(phrase: str, words: Lexicon) -> Iterator[str]:
    """Yield shorter or written-out forms of ``phrase``: without possessive, article, type word, abbreviation."""
    plain = plain_name(phrase)
    yield plain
    article, _, rest = plain.partition(" ")
    if article.lower() in toml("places/words.toml")["articles"]:
        yield rest
    for word in (*words.types, *words.heads):
        if plain.endswith(f" {word}"):
            yield plain.removesuffix(f" {word}")
        elif plain.startswith(f"{word} "):
            yield plain.removeprefix(f"{word} ").removeprefix("of ").removeprefix("de ").removeprefix("von ")
    yield from bare_forms(plain, words)
    for short, full in toml("places/words.toml")["short"].items():
        if plain.startswith(short):
            yield full + plain.removeprefix(short)
    for short, full in words.abbreviations.items():
        if plain.endswith(f" {short}"):
            yield plain.removesuffix(short) + full


def bare_forms(phrase: str, words: Lexicon) -> Iterator[str]:
    """Yield ``phrase`` without the endings and prefixes that the language may add to a name."""
    for ending, instead in words.endings:
        if phrase.endswith(ending) and len(phrase) - len(ending) >= words.stem:
            yield phrase[: len(phrase) - len(ending)] + instead
    for prefix in words.prefixes:
        if phrase.startswith(prefix) and len(phrase) - len(prefix) >= words.stem:
            yield phrase.removeprefix(prefix)


def part_of(phrase: str, words: Lexicon) -> tuple[Place, ...]:
    """Return the country or region that a compound names a part of ("Nordisrael", "Südlibanon")."""
    for prefix in words.parts:
        if phrase.startswith(prefix) and len(phrase) - len(prefix) > words.stem:
            whole = phrase.removeprefix(prefix)
            for form in (whole, *bare_forms(whole, words)):
                found = tuple(place for place in gazetteer().find(form) if place.kind in _LARGE)
                if found:
                    return found
    return ()


def scene(text: str, lang: str) -> dict[str, int]:
    """Return how many words of ``text`` belong to a country (alpha-2): its demonyms, offices, parties and coins."""
    words = lexicon(lang)
    found: dict[str, int] = {}
    for word in _WORDS.findall(text):
        code = words.scenes.get(word.lower())
        if code is None and word[0].isupper() and word.isalpha():
            code = words.demonyms.get(word.lower())
        if code:
            found[code] = found.get(code, 0) + 1
    return found


def _nation(phrase: str, words: Lexicon) -> tuple[Place, ...]:
    """Return the country that a demonym or adjective belongs to."""
    key = place_key(phrase)
    forms = [
        key,
        *(key.removesuffix(end) for end in ("s", "e", "er", "en", "es", "em", "n", "in", "innen") if key.endswith(end)),
    ]
    for form in forms:
        code = words.demonyms.get(form)
        if code:
            return tuple(place for place in _countries() if place.country == code)
    return ()


@cache
def _countries() -> tuple[Place, ...]:
    known = gazetteer()
    found = []
    for index in range(len(known)):
        place = known.place(index)
        if place.people and place.kind == "country":
            found.append(place)
        elif place.kind in ("adm1", "adm2", "city"):
            break
    return tuple(found)
