"""Lemmas of verbs, names, acronyms and compounds."""

from __future__ import annotations

import pytest

from lagebild.parse.lemmas import join_prefixes, lemma


@pytest.mark.parametrize(
    ("form", "upos", "lang", "wanted"),
    [
        ("beschossen", "VERB", "de", "beschießen"),
        ("angegriffen", "VERB", "de", "angreifen"),
        ("erschoss", "VERB", "de", "erschießen"),
        ("zurückgewiesen", "VERB", "de", "zurückweisen"),
        ("wurde", "AUX", "de", "werden"),
        ("Raketenangriffen", "NOUN", "de", "Raketenangriff"),
        ("US-Truppen", "NOUN", "de", "US-Truppe"),
        ("EU", "PROPN", "de", "EU"),
        ("NATO", "NOUN", "de", "NATO"),
        ("zum", "ADP", "de", "zu"),
        ("shot", "VERB", "en", "shoot"),
        ("left", "VERB", "en", "leave"),
        ("troops", "NOUN", "en", "troop"),
        ("n't", "PART", "en", "not"),
        ("n’t", "PART", "en", "not"),
        ("playing", "VERB", "en", "play"),
        ("cutting", "VERB", "en", "cut"),
        ("gestiegen", "VERB", "de", "steigen"),
        ("arrêtées", "VERB", "fr", "arrêter"),
        ("détruites", "VERB", "fr", "détruire"),
        ("elegido", "VERB", "es", "elegir"),
        ("atacadas", "VERB", "pt", "atacar"),
        ("uccisi", "VERB", "it", "uccidere"),
        ("colpiti", "VERB", "it", "colpire"),
        ("объявил", "VERB", "ru", "объявить"),
    ],
)
def test_lemma(form: str, upos: str, lang: str, wanted: str) -> None:
    assert lemma(form, upos, "", lang) == wanted


def test_a_genitive_name_loses_its_s() -> None:
    assert lemma("Deutschlands", "PROPN", "Case=Gen", "de") == "Deutschland"
    assert lemma("Mars", "PROPN", "Case=Nom", "de") == "Mars"


def test_a_separated_prefix_joins_its_verb() -> None:
    lemmas = ["er", "kündigen", "Gespräch", "an"]
    join_prefixes(
        lemmas, ["Er", "kündigte", "Gespräche", "an"], [2, 0, 2, 2], ["nsubj", "root", "obj", "compound:prt"], "de"
    )
    assert lemmas[1] == "ankündigen"
