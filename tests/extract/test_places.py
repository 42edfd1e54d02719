import json
import math
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lagebild
from lagebild.extract.paths import FAR, path_cost
from lagebild.extract.places import find_places, place_of, resolve_places
from lagebild.knowledge.gazetteer import Place, gazetteer, place_key
from lagebild.records import PlaceMatch, PlacePrecision, Sentence, Token
from lagebild.spans import Span

SHARED = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "data" / "places"


def resolved(text: str, *phrases: str, lang: str = "en") -> list[PlaceMatch | None]:
    spans = [Span(text.index(phrase), text.index(phrase) + len(phrase)) for phrase in phrases]
    return list(resolve_places(text, spans, lang=lang))


def named(text: str, lang: str) -> list[tuple[str, str | None]]:
    return [(place.text, place.country) for place in find_places(text, lang=lang)]


# ---------------------------------------------------------------------------------------------
# the gazetteer


def test_the_gazetteer_knows_places_in_many_languages() -> None:
    for name in ("Moscow", "Moskau", "Moscou", "Москва", "モスクワ", "莫斯科", "모스크바", "موسكو"):
        assert 524901 in [place.geonames for place in gazetteer().find(name)], name


def test_sites_and_seas_are_known() -> None:
    kinds = {
        name: {place.kind for place in gazetteer().find(name)} for name in ("Sohae", "Straße von Hormus", "Natanz")
    }
    assert "site" in kinds["Sohae"]
    assert "site" in kinds["Natanz"]
    assert "sea" in kinds["Straße von Hormus"]


def test_keys_forgive_accents_hyphens_and_case() -> None:
    assert place_key("São-Paulo") == place_key("sao paulo")
    assert place_key("Санкт-Петербург") == place_key("санкт петербург")
    assert place_key("й") != place_key("и")


@given(st.text(max_size=20))
def test_any_name_can_be_looked_up(name: str) -> None:
    assert all(isinstance(place, Place) for place in gazetteer().find(name))


# ---------------------------------------------------------------------------------------------
# what a name means


def test_a_container_behind_the_name_decides() -> None:
    paris, texas = resolved("A man was arrested in Paris, Texas, on Monday.", "Paris", "Texas")
    assert paris is not None
    assert texas is not None
    assert (paris.country, paris.precision) == ("USA", PlacePrecision.CITY)
    assert abs(paris.lat - 33.66) < 0.1
    assert texas.precision is PlacePrecision.REGION


def test_capitals_stay_what_they_are_in_world_news() -> None:
    text = "Ministers from Russia, Iran and China met in Geneva, while Paris, London and Washington stayed away."
    places = resolved(text, "Geneva", "Paris", "London", "Washington")
    assert [place.country for place in places if place] == ["CHE", "FRA", "GBR", "USA"]


def test_neighbours_decide_between_namesakes() -> None:
    (near, _) = resolved(
        "The road from Cambridge to Somerville, Massachusetts, is closed.", "Cambridge", "Massachusetts"
    )
    (far, _) = resolved("The road from Cambridge to Ely, England, is closed.", "Cambridge", "England")
    assert near is not None
    assert far is not None
    assert (near.country, far.country) == ("USA", "GBR")


def test_a_state_and_a_country_of_one_name() -> None:
    (country,) = resolved("Georgia and Russia went to war over South Ossetia; Tbilisi blamed Moscow.", "Georgia")
    (state, _) = resolved("He was born in Augusta, Georgia.", "Georgia", "Augusta")
    assert country is not None
    assert state is not None
    assert (country.country, state.country) == ("GEO", "USA")


def test_abbreviations_demonyms_and_trimmed_names_resolve() -> None:
    text = "U.S. and Israeli officials met in St. Louis near the Rapides Parish border."
    places = resolved(text, "U.S.", "Israeli", "St. Louis", "Rapides Parish")
    assert [place.country if place else None for place in places] == ["USA", "ISR", "USA", "USA"]


def test_spans_come_back_in_the_order_given_and_unknown_names_as_none() -> None:
    text = "From Kyiv to Xqzzvw and Berlin."
    spans = [Span(24, 30), Span(5, 9), Span(13, 19)]
    found = resolve_places(text, spans, lang="en")
    assert [place.name if place else None for place in found] == ["Berlin", "Kyiv", None]


# ---------------------------------------------------------------------------------------------
# finding names


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("de", "Moskaus Truppen beschossen Charkiw.", [("Moskaus", "RUS"), ("Charkiw", "UKR")]),
        ("de", "Nordkorea feuerte in das Japanische Meer.", [("Nordkorea", "PRK")]),
        ("de", "Die Rakete fiel in das Gebiet des Japanischen Meeres.", [("Japanischen Meeres", None)]),
        ("de", "Die Hisbollah beschießt Nordisrael.", [("Nordisrael", "ISR")]),
        ("de", "Beim Essen sprach er mit der Union.", []),
        ("en", "George Washington read The Washington Post.", []),
        ("en", "Fighting near Avdiivka, Ukraine, went on.", [("Avdiivka", "UKR"), ("Ukraine", "UKR")]),
        ("en", "North Korea fired into the Sea of Japan.", [("North Korea", "PRK"), ("Sea of Japan", None)]),
        ("fr", "La Corée du Nord a tiré vers la mer du Japon.", [("Corée du Nord", "PRK"), ("mer du Japon", None)]),
        ("ru", "В Харькове и Москве прошли бои.", [("Харькове", "UKR"), ("Москве", "RUS")]),
        ("pl", "W Warszawie i Kijowie.", [("Warszawie", "POL"), ("Kijowie", "UKR")]),
        ("tr", "Ankara'da protesto vardı.", [("Ankara'da", "TUR")]),
        ("ko", "북한이 평양에서 발사했다.", [("북한이", "PRK"), ("평양에서", "PRK")]),
        ("ja", "北朝鮮は平壌から日本海に発射した。", [("北朝鮮", "PRK"), ("平壌", "PRK"), ("日本海", None)]),
        ("zh", "朝鲜从平壤发射了导弹。", [("朝鲜", "PRK"), ("平壤", "PRK")]),
        ("ar", "أطلقت كوريا الشمالية صاروخا", [("كوريا الشمالية", "PRK")]),
    ],
)
def test_names_are_found(lang: str, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert named(text, lang) == expected


@given(st.text(max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    for lang in ("de", "ko", "zh"):
        for place in find_places(text, lang=lang):
            assert place.span.of(text) == place.text


# ---------------------------------------------------------------------------------------------
# the place of an event


def tree(text: str, rows: list[tuple[str, str, str, int, str]], lang: str) -> Sentence:
    tokens, at = [], 0
    for index, (form, lemma, upos, head, deprel) in enumerate(rows):
        at = text.index(form, at)
        tokens.append(
            Token(index, form, lemma, upos, "", head - 1 if head else index, deprel, Span(at, at + len(form)))
        )
        at += len(form)
    return Sentence(document="d", index=0, span=Span(0, len(text)), text=text, lang=lang, tokens=tuple(tokens))


WARNS = tree(
    "Pyongyang warned Seoul in Geneva.",
    [
        ("Pyongyang", "Pyongyang", "PROPN", 2, "nsubj"),
        ("warned", "warn", "VERB", 0, "root"),
        ("Seoul", "Seoul", "PROPN", 2, "obj"),
        ("in", "in", "ADP", 5, "case"),
        ("Geneva", "Geneva", "PROPN", 2, "obl"),
    ],
    "en",
)


def test_a_place_that_acts_is_no_location() -> None:
    places = find_places(WARNS.text, lang="en")
    assert [place.text for place in places] == ["Pyongyang", "Seoul", "Geneva"]
    found = place_of(WARNS, 1, places)
    assert found is not None
    assert found.text == "Geneva"
    assert place_of(WARNS, 1, places[:2]) is None


def test_what_is_shelled_is_the_place() -> None:
    sent = tree(
        "Moskaus Truppen beschossen Charkiw.",
        [
            ("Moskaus", "Moskau", "PROPN", 2, "nmod"),
            ("Truppen", "Truppe", "NOUN", 3, "nsubj"),
            ("beschossen", "beschießen", "VERB", 0, "root"),
            ("Charkiw", "Charkiw", "PROPN", 3, "obj"),
        ],
        "de",
    )
    found = place_of(sent, 2, find_places(sent.text, lang="de"))
    assert found is not None
    assert found.name == "Kharkiv"


def test_a_sentence_without_tree_gives_no_place() -> None:
    sent = Sentence(document="d", index=0, span=Span(0, 7), text="In Kyiv", lang="en")
    assert place_of(sent, 0, find_places("In Kyiv", lang="en")) is None


def test_paths_between_clauses_are_long() -> None:
    assert path_cost(WARNS, 4, 1) < FAR
    assert path_cost(WARNS, 1, 1) == 0


# ---------------------------------------------------------------------------------------------
# development sets


def _kilometres(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    a, b, c, d = map(math.radians, (lat_a, lon_a, lat_b, lon_b))
    return 12742 * math.asin(
        math.sqrt(math.sin((a - c) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((b - d) / 2) ** 2)
    )


@pytest.mark.parametrize(("name", "floor"), [("lgl.jsonl", 0.86), ("geovirus.jsonl", 0.86)])
def test_toponyms_resolve_within_100_miles(name: str, floor: float) -> None:
    if not (SHARED / name).is_file():
        pytest.skip(f"{name} is not here (LAGEBILD_SHARED)")
    right = total = 0
    for line in (SHARED / name).read_text(encoding="utf-8").rstrip("\n").split("\n")[::4]:
        doc = json.loads(line)
        golds = [gold for gold in doc["toponyms"] if gold["lat"] is not None]
        found = resolve_places(doc["text"], [Span(gold["start"], gold["end"]) for gold in golds], lang=doc["lang"])
        total += len(golds)
        right += sum(
            place is not None
            and place.lat is not None
            and place.lon is not None
            and _kilometres(gold["lat"], gold["lon"], place.lat, place.lon) <= 161
            for gold, place in zip(golds, found, strict=True)
        )
    assert right / total >= floor


def test_names_whose_place_in_the_text_is_known_are_resolved() -> None:
    text = "The mayor of Paris, Texas, met farmers from Atlantis and Houston."
    spans = [(text.index(name), text.index(name) + len(name)) for name in ("Houston", "Paris", "Atlantis and")]
    found = lagebild.places(text, lang="en", spans=spans[:2])
    assert [(one.text, one.country, round(one.lat or 0)) for one in found] == [
        ("Houston", "USA", 30),
        ("Paris", "USA", 34),
    ]
    assert lagebild.places(text, lang="en", spans=spans[2:]) == ()
    assert lagebild.places(text, lang="en", spans=[]) == ()


def test_names_are_found_in_every_block() -> None:
    known = gazetteer()
    first, *_ = known.known_names(0)
    assert known.find(first)
    assert known.find("Kyiv")
    assert not known.find("")
    assert not known.find("\U0010fffd")
    assert not known.find("kyiv of nowhere at all")
