"""Actors in phrases and sentences, without a parse tree."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from lagebild.extract.actors import match

if TYPE_CHECKING:
    from lagebild.records import ActorMatch

ON = dt.date(2023, 6, 1)


def first(text: str, lang: str = "en", on: dt.date | None = ON) -> ActorMatch:
    found = match(text, lang=lang, on=on)
    assert found, text
    return found[0]


@pytest.mark.parametrize(
    ("text", "country", "sectors"),
    [
        ("Iran's Revolutionary Guards", "IRN", ("MIL",)),
        ("retired vice president", None, ("ELI",)),
        ("South Korean opposition lawmakers", "KOR", ("OPP", "LEG")),
        ("the defence minister of Japan", "JPN", ("GOV", "MIL")),
        ("people in the UK", "GBR", ("CVL",)),
        ("Turkey's central bank", "TUR", ("GOV",)),
        ("Somali pirates", "SOM", ("CRM",)),
        ("the spokesman for the Ministry of Defence of Ukraine", "UKR", ("GOV", "MIL")),
        ("Hamas fighters", "NSA:Hamas", ("REB", "PTY")),
        ("NATO", "IGO:NATO", ("IGO", "MIL")),
        ("EU lawmakers", "IGO:EU", ("LEG", "IGO")),
        ("the White House", "USA", ("GOV",)),
        ("Tehran", "IRN", ("GOV",)),
        ("Mariupol", "UKR", ("CVL",)),
        ("Kyiv police", "UKR", ("COP",)),
        ("demonstrators", None, ("CVL",)),
        ("America", "USA", ()),
        ("the soldiers' families", None, ("CVL",)),
    ],
)
def test_english_phrases(text: str, country: str | None, sectors: tuple[str, ...]) -> None:
    found = first(text)
    assert (found.country, found.sectors) == (country, sectors)


@pytest.mark.parametrize(
    ("text", "country", "sectors"),
    [
        ("US-Außenminister", "USA", ("GOV",)),
        ("Kremlsprecher", "RUS", ("GOV",)),
        ("die Bundesregierung", "DEU", ("GOV",)),
        ("nordkoreanische Soldaten", "PRK", ("MIL",)),
        ("die Regierung Nordkoreas", "PRK", ("GOV",)),
        ("der frühere Kanzler", None, ("ELI",)),
        ("Rebellenführer", None, ("REB",)),
        ("das Blaue Haus", "KOR", ("GOV",)),
        ("Pjöngjang", "PRK", ("GOV",)),
        ("der Sprecher des iranischen Außenministeriums", "IRN", ("GOV",)),
        ("die Huthi-Rebellen", "YEM", ("REB",)),
        ("das Internationale Komitee vom Roten Kreuz", "IGO:ICRC", ("NGO",)),
    ],
)
def test_german_phrases(text: str, country: str | None, sectors: tuple[str, ...]) -> None:
    found = first(text, "de")
    assert (found.country, found.sectors) == (country, sectors)


@pytest.mark.parametrize(
    ("lang", "text", "country", "sector"),
    [
        ("fr", "l'armée turque", "TUR", "MIL"),
        ("es", "la policía mexicana", "MEX", "COP"),
        ("it", "il governo italiano", "ITA", "GOV"),
        ("pt", "o exército israelense", "ISR", "MIL"),
        ("ru", "Российские войска", "RUS", "MIL"),
        ("uk", "російські війська", "RUS", "MIL"),
        ("pl", "rosyjskie wojska", "RUS", "MIL"),
        ("tr", "Rusya Dışişleri Bakanı", "RUS", "GOV"),
        ("ar", "وزير الخارجية الإيراني", "IRN", "GOV"),
        ("ko", "북한군이", "PRK", "MIL"),
        ("ja", "北朝鮮の外相", "PRK", "GOV"),
        ("zh", "中国外交部长", "CHN", "GOV"),
    ],
)
def test_other_languages(lang: str, text: str, country: str, sector: str) -> None:
    found = first(text, lang)
    assert (found.country, found.sectors[0]) == (country, sector)


@pytest.mark.parametrize(
    ("text", "on", "person", "sectors"),
    [
        ("the president of the United States", dt.date(2015, 3, 1), "barack-obama", ("GOV",)),
        ("the president of the United States", dt.date(2018, 3, 1), "donald-trump", ("GOV",)),
        ("Angela Merkel", dt.date(2010, 1, 1), "angela-merkel", ("GOV",)),
        ("Angela Merkel", dt.date(2022, 1, 10), "angela-merkel", ("ELI",)),
        ("Bush", dt.date(1991, 1, 17), "george-h-w-bush", ("GOV",)),
        ("President Bush", dt.date(2003, 3, 20), "george-w-bush", ("GOV",)),
        ("Sergei Lavrov, the Russian foreign minister", ON, "sergei-lavrov", ("GOV",)),
        ("UK Defence Secretary Ben Wallace", ON, "ben-wallace", ("GOV", "MIL")),
    ],
)
def test_people_by_date(text: str, on: dt.date, person: str, sectors: tuple[str, ...]) -> None:
    found = first(text, on=on)
    assert (found.id, found.sectors) == (person, sectors)


def test_the_taliban_by_date() -> None:
    assert first("the Taliban", on=dt.date(1999, 1, 1)).country == "AFG"
    assert first("the Taliban", on=dt.date(2010, 1, 1)).country == "NSA:Taliban"
    assert first("Taliban", "de", on=dt.date(2022, 1, 1)).sectors == ("GOV",)


@pytest.mark.parametrize("text", ["Michael Jordan", "Chad Smith", "Washington Irving", "Marcus Beam", "Leon Bobb"])
def test_private_and_famous_names_are_no_states(text: str) -> None:
    assert match(text, lang="en") == ()


def test_a_state_and_a_state_of_the_union() -> None:
    assert first("the government of Georgia").country == "GEO"
    assert all(found.country != "GEO" for found in match("Georgia Republican senators met in Atlanta", lang="en"))


def test_coordination_shares_role_and_state() -> None:
    found = match("US and Israeli officials met the foreign ministers of France and Germany", lang="en", on=ON)
    assert [(actor.country, actor.sectors) for actor in found] == [
        ("USA", ("GOV",)),
        ("ISR", ("GOV",)),
        ("FRA", ("GOV",)),
        ("DEU", ("GOV",)),
    ]


def test_spans_lie_in_the_text() -> None:
    text = "On Friday Russian troops and Ukraine's army fought near Kharkiv."
    for actor in match(text, lang="en"):
        assert actor.span.of(text) == actor.text


def test_misspelt_names_are_found() -> None:
    assert first("Vladimir Puttin").id == "vladimir-putin"
    assert first("white supremicists").sectors == ("CRM",)


def test_things_are_no_actors_in_a_sentence() -> None:
    found = match("The army fired a missile and a rocket toward the sea.", lang="en")
    assert [actor.text for actor in found] == ["army"]


def test_acronyms_of_parties_abroad_need_their_state() -> None:
    assert match("Der CCC kritisierte am Montag in einer Mitteilung das Vorhaben.", lang="de") == ()
    assert first("Der PRI aus Mexiko", "de").country == "MEX"


@pytest.mark.parametrize(
    ("text", "country"),
    [("Правительство Германии", "DEU"), ("der iranische Außenminister", "IRN"), ("북한 외무성", "PRK")],
)
def test_the_language_is_found(text: str, country: str) -> None:
    assert match(text, on=ON)[0].country == country


def test_empty_text() -> None:
    assert match("", lang="en") == ()
    assert match("   ", lang=None) == ()


@pytest.mark.parametrize(
    ("lang", "text", "countries"),
    [
        ("en", "the leaders of the two Koreas", ["KOR", "PRK"]),
        ("de", "die baltischen Staaten", ["EST", "LVA", "LTU"]),
        ("ko", "한미", ["KOR", "USA"]),
    ],
)
def test_several_states_in_one_phrase(lang: str, text: str, countries: list[str]) -> None:
    assert [actor.country for actor in match(text, lang=lang, on=ON)] == countries


@pytest.mark.parametrize(
    ("lang", "text", "country", "sector"),
    [
        ("en", "gunmen near Moscow", None, "UAF"),
        ("de", "Bewaffnete bei Moskau", None, "UAF"),
        ("en", "police in Kenya", "KEN", "COP"),
        ("en", "the international community", None, "IGO"),
        ("de", "die internationale Gemeinschaft", None, "IGO"),
        ("de", "beide Staaten", None, "GOV"),
        ("en", "villagers", None, "CVL"),
        ("de", "Anwohner", None, "CVL"),
        ("de", "die Lokführergewerkschaft GDL", "DEU", "LAB"),
        ("de", "der Papst", "VAT", "REL"),
    ],
)
def test_places_kinds_and_the_unnamed(lang: str, text: str, country: str | None, sector: str) -> None:
    best = match(text, lang=lang)[0]
    assert (best.country, best.sectors[0]) == (country, sector)


@pytest.mark.parametrize("text", ["Maria Gonzalez", "Sabine Müller", "a strong earthquake"])
def test_private_persons_and_things_are_nobody(text: str) -> None:
    assert match(text, lang="en") == ()
