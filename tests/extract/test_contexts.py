import pytest

import lagebild
from lagebild.extract.contexts import named_in
from lagebild.knowledge import load, plover
from lagebild.knowledge.load import toml
from lagebild.records import EventType


def contexts(text: str, lang: str = "en") -> list[tuple[str, ...]]:
    doc = {"id": "d", "text": text, "lang": lang, "published": "2024-01-01"}
    return [mention.contexts for mention in lagebild.code([doc])]


@pytest.mark.parametrize(
    ("lang", "text", "context"),
    [
        ("en", "Russia halted gas deliveries to Bulgaria.", "energy"),
        ("en", "Pakistan deported thousands of undocumented Afghans.", "migration"),
        ("de", "Die EU verhängte Zölle auf chinesische Elektroautos.", "trade"),
        ("de", "Die Opposition warf der Regierung in Belgrad Wahlbetrug vor.", "election"),
        ("fr", "La France a condamné les violations des droits de l'homme en Iran.", "rights-freedoms"),
    ],
)
def test_words_tell_the_context(lang: str, text: str, context: str) -> None:
    assert any(context in found for found in contexts(text, lang))


def test_each_event_of_a_sentence_has_its_own() -> None:
    first, second = contexts("Germany criticised Iran over its nuclear programme and France bombed a base in Mali.")
    assert "cbrn" in first
    assert "cbrn" not in second


def test_types_and_sectors_imply_contexts() -> None:
    assert "legal" in contexts("A Russian court jailed an American journalist.")[0]


def test_stars_and_apostrophes() -> None:
    assert set(named_in(["Women", "'s", "rights"], "en")) == {"gender"}
    assert "climate" in set(named_in(["Klimagipfel"], "de"))
    assert "military" in set(named_in(["Bürgerkrieg"], "de"))
    assert not set(named_in(["Kriegsende-Gedicht"], "en"))


def test_a_language_without_words_has_none() -> None:
    assert list(named_in(["war"], "xx")) == []


def test_the_lists_name_known_contexts_types_and_modes() -> None:
    known = toml("events/contexts.toml")
    assert len(known) == 37
    for lang in load.languages("contexts.toml"):
        assert set(toml(f"languages/{lang}/contexts.toml")) - {"anywhere"} <= set(known)
    for entry in known.values():
        for key in entry.get("types", ()):
            kind, _, mode = key.partition("/")
            assert not mode or mode in plover.info(EventType(kind)).modes
