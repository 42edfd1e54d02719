import datetime as dt
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.errors import KnowledgeError
from lagebild.extract.times import carried, find_times, time_of
from lagebild.extract.timex import calendar as cal
from lagebild.extract.timex import rules
from lagebild.knowledge.load import languages
from lagebild.records import Sentence, TimeBasis, TimeMatch, TimePrecision, Token
from lagebild.spans import Span

PUBLISHED = "2024-04-10"  # a Wednesday
SHARED = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "data" / "time"

GERMAN = [
    ("Am Mittwoch griff die Armee an.", "2024-04-10", "2024-04-10", "2024-04-11"),
    ("Am Montag griff die Armee an.", "2024-04-08", "2024-04-08", "2024-04-09"),
    ("Am Freitag wird der Rat tagen.", "2024-04-12", "2024-04-12", "2024-04-13"),
    ("letzten Freitag", "2024-04-05", "2024-04-05", "2024-04-06"),
    ("am kommenden Freitag", "2024-04-12", "2024-04-12", "2024-04-13"),
    ("am Dienstag vergangener Woche", "2024-04-02", "2024-04-02", "2024-04-03"),
    ("in der Nacht zum Mittwoch", "2024-04-10", "2024-04-09", "2024-04-11"),
    ("in der Nacht auf den 9. April", "2024-04-09", "2024-04-08", "2024-04-10"),
    ("in der Nacht von Montag auf Dienstag", "2024-04-09", "2024-04-08", "2024-04-10"),
    ("in der Nacht vom 8. auf den 9. April", "2024-04-09", "2024-04-08", "2024-04-10"),
    ("Anfang April", "2024-04", "2024-04-01", "2024-04-11"),
    ("Mitte Mai", "2024-05", "2024-05-11", "2024-05-22"),
    ("Ende März 2023", "2023-03", "2023-03-22", "2023-04-01"),
    ("seit Wochenbeginn", "2024-04-08", "2024-04-08", "2024-04-09"),
    ("vor drei Tagen", "2024-04-07", "2024-04-07", "2024-04-08"),
    ("vor zwei Wochen", "2024-W13", "2024-03-25", "2024-04-01"),
    ("vor einem Monat", "2024-03", "2024-03-01", "2024-04-01"),
    ("im ersten Quartal 2024", "2024-Q1", "2024-01-01", "2024-04-01"),
    ("in der ersten Jahreshälfte", "2024-H1", "2024-01-01", "2024-07-01"),
    ("in den 1990er-Jahren", "199", "1990-01-01", "2000-01-01"),
    ("in den Neunzigerjahren", "199", "1990-01-01", "2000-01-01"),
    ("im 19. Jahrhundert", "18", "1800-01-01", "1900-01-01"),
    ("am Karfreitag", "2024-03-29", "2024-03-29", "2024-03-30"),
    ("zu Ostern", "2024-03-31", "2024-03-31", "2024-04-01"),
    ("nächste Woche", "2024-W16", "2024-04-15", "2024-04-22"),
    ("am Wochenende", "2024-W14-WE", "2024-04-06", "2024-04-08"),
    ("im Vorjahr", "2023", "2023-01-01", "2024-01-01"),
    ("gestern Abend", "2024-04-09TEV", "2024-04-09", "2024-04-10"),
    ("am 05.04.2024", "2024-04-05", "2024-04-05", "2024-04-06"),
    ("am 2. April", "2024-04-02", "2024-04-02", "2024-04-03"),
    ("am zweiten Mai", "2024-05-02", "2024-05-02", "2024-05-03"),
    ("in den vergangenen drei Tagen", "P3D", "2024-04-07", "2024-04-11"),
    ("bis Ende des Jahres", "2024", "2024-09-01", "2025-01-01"),
    ("im Sommer 2023", "2023-SU", "2023-06-01", "2023-09-01"),
]
ENGLISH = [
    ("The army attacked on Tuesday.", "2024-04-09", "2024-04-09", "2024-04-10"),
    ("He will arrive Thursday.", "2024-04-11", "2024-04-11", "2024-04-12"),
    ("last Friday", "2024-04-05", "2024-04-05", "2024-04-06"),
    ("three days ago", "2024-04-07", "2024-04-07", "2024-04-08"),
    ("two years ago", "2022", "2022-01-01", "2023-01-01"),
    ("last month", "2024-03", "2024-03-01", "2024-04-01"),
    ("in early April", "2024-04", "2024-04-01", "2024-04-11"),
    ("in the first quarter of 2024", "2024-Q1", "2024-01-01", "2024-04-01"),
    ("the nineties", "199", "1990-01-01", "2000-01-01"),
    ("on April 2", "2024-04-02", "2024-04-02", "2024-04-03"),
    ("Sept. 11, 2001", "2001-09-11", "2001-09-11", "2001-09-12"),
    ("on the first of March", "2024-03-01", "2024-03-01", "2024-03-02"),
    ("on March the 3rd, 2023", "2023-03-03", "2023-03-03", "2023-03-04"),
    ("by the thirty-first of December last year", "2023-12-31", "2023-12-31", "2024-01-01"),
    ("11 September 2001", "2001-09-11", "2001-09-11", "2001-09-12"),
    ("yesterday evening", "2024-04-09TEV", "2024-04-09", "2024-04-10"),
    ("at 6:53 a.m. on Tuesday", "2024-04-09T06:53", "2024-04-09", "2024-04-10"),
    ("at noon on Friday", "2024-04-05T12:00", "2024-04-05", "2024-04-06"),
    ("over the weekend", "2024-W14-WE", "2024-04-06", "2024-04-08"),
    ("last summer", "2023-SU", "2023-06-01", "2023-09-01"),
    ("Thanksgiving", "2023-11-23", "2023-11-23", "2023-11-24"),
]
OTHERS = [
    ("fr", "il y a trois jours", "2024-04-07"),
    ("fr", "mardi 2 avril 2024", "2024-04-02"),
    ("es", "hace tres días", "2024-04-07"),
    ("es", "el 2 de abril", "2024-04-02"),
    ("pt", "na terça-feira, 2 de abril", "2024-04-02"),
    ("it", "il 2 aprile", "2024-04-02"),
    ("nl", "drie dagen geleden", "2024-04-07"),
    ("pl", "2 kwietnia 2024 roku", "2024-04-02"),
    ("ru", "2 апреля 2024 года", "2024-04-02"),
    ("uk", "2 квітня", "2024-04-02"),
    ("tr", "2 Nisan 2024'te", "2024-04-02"),
    ("ar", "يوم الثلاثاء 2 أبريل", "2024-04-02"),
    ("ko", "지난해 4월 2일", "2023-04-02"),
    ("ja", "4月2日午前", "2024-04-02TMO"),
    ("zh", "去年4月2日", "2023-04-02"),
]


@pytest.mark.parametrize(("text", "value", "start", "end"), GERMAN)
def test_german(text: str, value: str, start: str, end: str) -> None:
    (found,) = find_times(text, published=PUBLISHED, lang="de")
    assert (found.value, str(found.start), str(found.end)) == (value, start, end)


@pytest.mark.parametrize(("text", "value", "start", "end"), ENGLISH)
def test_english(text: str, value: str, start: str, end: str) -> None:
    (found,) = find_times(text, published=PUBLISHED, lang="en")
    assert (found.value, str(found.start), str(found.end)) == (value, start, end)


@pytest.mark.parametrize(("lang", "text", "value"), OTHERS)
def test_other_languages(lang: str, text: str, value: str) -> None:
    found = find_times(text, published=PUBLISHED, lang=lang)
    assert [time.value for time in found] == [value]


@pytest.mark.parametrize(
    "text", ["am 31. April", "Guten Morgen", "ein 24 Jahre alter Mann", "der 24-Jährige", "zur Zeit der Krise"]
)
def test_what_is_no_time(text: str) -> None:
    assert find_times(text, published=PUBLISHED, lang="de") == ()


def test_a_distance_from_another_event_is_no_day() -> None:
    text = "North Korea on Tuesday rejected any contact, a day after saying that Japan had proposed talks."
    found = find_times(text, published=PUBLISHED, lang="en")
    assert [(time.value, time.start is None) for time in found] == [("2024-04-09", False), ("P1D", True)]


def test_sets_and_lengths_are_no_place_on_the_calendar() -> None:
    for text, kind, value in (("jeden Montag", "SET", "XXXX-WXX-1"), ("dreitägige Übung", "DURATION", "P3D")):
        (found,) = find_times(text, published=PUBLISHED, lang="de")
        assert (found.type, found.value, found.start, found.end) == (kind, value, None, None)


def test_spans_are_those_of_the_text() -> None:
    text = "Der Start am 2. April folgte auf den Test vom 19. März.\n\nDerzeit ist es ruhig."
    found = find_times(text, published=PUBLISHED, lang="de")
    assert [time.span.of(text) for time in found] == ["2. April", "19. März", "Derzeit"]
    assert all(time.text == time.span.of(text) for time in found)


def test_the_model_case_resolves_against_the_day_of_publication() -> None:
    text = "Der Schritt folgt auf den Start einer Mittelstreckenrakete am 2. April, der Bedenken aufkommen ließ."
    (found,) = find_times(text, published="2024-04-10", lang="de")
    assert found.start == dt.date(2024, 4, 2)
    assert found.precision is TimePrecision.DAY


def test_published_may_be_a_date_a_time_or_text() -> None:
    day = dt.date(2024, 4, 10)
    given_as = (day, dt.datetime(2024, 4, 10, 23, 59, tzinfo=dt.UTC), "2024-04-10T23:59:00Z")
    assert len({find_times("gestern", published=each, lang="de") for each in given_as}) == 1
    with pytest.raises(ValueError, match="Invalid isoformat"):
        find_times("gestern", published="soon", lang="de")


def test_an_unknown_language_gives_no_times() -> None:
    assert find_times("yesterday", published=PUBLISHED, lang="xx") == ()


def test_every_language_compiles() -> None:
    for code in languages("dates.toml"):
        assert rules.language(code) is not None


def test_a_rule_with_an_unknown_class_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="no class <nonsense>"):
        rules._compile("<nonsense>", {}, bounded=True, where="here")  # noqa: SLF001 - the check that authors meet


@given(st.text(max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    for lang in ("de", "en", "ja"):
        for time in find_times(text, published=PUBLISHED, lang=lang):
            assert time.span.of(text) == time.text


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)), st.sampled_from(["D", "W", "M", "Q", "Y", "E"]))
def test_a_period_holds_its_day(day: dt.date, unit: str) -> None:
    start, end, _ = cal.period(day, unit)
    assert start is not None
    assert end is not None
    assert start <= day < end


def test_easter_and_counted_weekdays() -> None:
    assert [cal.easter(year) for year in (2023, 2024, 2038)] == [
        dt.date(2023, 4, 9),
        dt.date(2024, 3, 31),
        dt.date(2038, 4, 25),
    ]
    assert cal.nth_weekday(2024, 11, 4, 4) == dt.date(2024, 11, 28)
    assert cal.nth_weekday(2024, 5, 1, -1) == dt.date(2024, 5, 27)


# ---------------------------------------------------------------------------------------------
# the time that governs a predicate


def tree(text: str, rows: list[tuple[str, str, str, int, str]], lang: str = "de") -> Sentence:
    """A sentence from rows of (form, lemma, upos, head counted from 1 with 0 the root, deprel)."""
    tokens, at = [], 0
    for index, (form, lemma, upos, head, deprel) in enumerate(rows):
        at = text.index(form, at)
        tokens.append(
            Token(index, form, lemma, upos, "", head - 1 if head else index, deprel, Span(at, at + len(form)))
        )
        at += len(form)
    return Sentence(document="d", index=0, span=Span(0, len(text)), text=text, lang=lang, tokens=tuple(tokens))


SAID = tree(
    "Er sagte am Montag, dass Russland am Sonntag eine Brücke angriff.",
    [
        ("Er", "er", "PRON", 2, "nsubj"),
        ("sagte", "sagen", "VERB", 0, "root"),
        ("am", "an", "ADP", 4, "case"),
        ("Montag", "Montag", "NOUN", 2, "obl"),
        (",", ",", "PUNCT", 12, "punct"),
        ("dass", "dass", "SCONJ", 12, "mark"),
        ("Russland", "Russland", "PROPN", 12, "nsubj"),
        ("am", "an", "ADP", 9, "case"),
        ("Sonntag", "Sonntag", "NOUN", 12, "obl"),
        ("eine", "ein", "DET", 11, "det"),
        ("Brücke", "Brücke", "NOUN", 12, "obj"),
        ("angriff", "angreifen", "VERB", 2, "ccomp"),
    ],
)


def test_the_governing_time_is_not_the_nearest_one() -> None:
    times = find_times(SAID.text, published=PUBLISHED, lang="de")
    said, attacked = time_of(SAID, 1, times), time_of(SAID, 11, times)
    assert said is not None
    assert said.value == "2024-04-08"
    assert attacked is not None
    assert attacked.value == "2024-04-07"


def test_a_time_of_another_clause_does_not_govern() -> None:
    times = [time for time in find_times(SAID.text, published=PUBLISHED, lang="de") if time.text == "Montag"]
    assert time_of(SAID, 11, times) is None


def test_the_time_of_a_reaction_is_not_that_of_what_it_is_about() -> None:
    sent = tree(
        "Washington condemned the attack on Monday.",
        [
            ("Washington", "Washington", "PROPN", 2, "nsubj"),
            ("condemned", "condemn", "VERB", 0, "root"),
            ("the", "the", "DET", 4, "det"),
            ("attack", "attack", "NOUN", 2, "obj"),
            ("on", "on", "ADP", 6, "case"),
            ("Monday", "Monday", "PROPN", 2, "obl"),
        ],
        "en",
    )
    times = find_times(sent.text, published=PUBLISHED, lang="en")
    assert time_of(sent, 3, times) is None
    assert time_of(sent, 1, times) is not None


OBJECT = [
    ("Ministers", "minister", "NOUN", 2, "nsubj"),
    ("discussed", "discuss", "VERB", 0, "root"),
    ("the", "the", "DET", 4, "det"),
    ("fire", "fire", "NOUN", 2, "obj"),
    ("in", "in", "ADP", 6, "case"),
    ("February", "February", "PROPN", 4, "nmod"),
]
RELATIVE = [
    ("Rebels", "rebel", "NOUN", 2, "nsubj"),
    ("approved", "approve", "VERB", 0, "root"),
    ("attacks", "attack", "NOUN", 2, "obj"),
    ("that", "that", "PRON", 5, "nsubj"),
    ("took", "take", "VERB", 3, "acl:relcl"),
    ("place", "place", "NOUN", 5, "obj"),
    ("on", "on", "ADP", 8, "case"),
    ("Monday", "Monday", "PROPN", 5, "obl"),
]
PLANNED = [
    ("She", "she", "PRON", 2, "nsubj"),
    ("promised", "promise", "VERB", 0, "root"),
    ("to", "to", "PART", 4, "mark"),
    ("leave", "leave", "VERB", 2, "xcomp"),
    ("in", "in", "ADP", 6, "case"),
    ("May", "May", "PROPN", 4, "obl"),
]
FREED = [
    ("On", "on", "ADP", 2, "case"),
    ("Monday", "Monday", "PROPN", 4, "obl"),
    ("police", "police", "NOUN", 4, "nsubj"),
    ("freed", "free", "VERB", 0, "root"),
    ("the", "the", "DET", 7, "det"),
    ("arrested", "arrest", "VERB", 7, "amod"),
    ("man", "man", "NOUN", 4, "obj"),
]


@pytest.mark.parametrize(
    ("rows", "dated", "undated"),
    [(OBJECT, 3, 1), (RELATIVE, 2, 1), (PLANNED, 3, 1), (FREED, 3, 5)],
    ids=["object", "relative", "plan", "participle"],
)
def test_a_time_that_belongs_to_something_else_does_not_govern(
    rows: list[tuple[str, str, str, int, str]], dated: int, undated: int
) -> None:
    sent = tree(" ".join(row[0] for row in rows) + ".", rows, "en")
    times = find_times(sent.text, published=PUBLISHED, lang="en")
    assert time_of(sent, dated, times) is not None
    assert time_of(sent, undated, times) is None


def test_a_time_named_with_of_belongs_to_its_noun() -> None:
    rows = [
        ("Die", "der", "DET", 2, "det"),
        ("Zahlen", "Zahl", "NOUN", 8, "nsubj:pass"),
        ("des", "der", "DET", 4, "det"),
        ("Anschlags", "Anschlag", "NOUN", 2, "nmod"),
        ("vom", "von", "ADP", 6, "case"),
        ("Montag", "Montag", "NOUN", 4, "nmod"),
        ("wurden", "werden", "AUX", 8, "aux:pass"),
        ("korrigiert", "korrigieren", "VERB", 0, "root"),
    ]
    sent = tree(" ".join(row[0] for row in rows) + ".", rows, "de")
    times = find_times(sent.text, published=PUBLISHED, lang="de")
    assert time_of(sent, 3, times) is not None
    assert time_of(sent, 7, times) is None


def test_two_ends_make_a_range() -> None:
    sent = tree(
        "Vom 3. bis 5. Mai tagt der Rat.",
        [
            ("Vom", "von", "ADP", 2, "case"),
            ("3.", "3.", "ADJ", 6, "obl"),
            ("bis", "bis", "ADP", 4, "case"),
            ("5.", "5.", "ADJ", 5, "amod"),
            ("Mai", "Mai", "NOUN", 6, "obl"),
            ("tagt", "tagen", "VERB", 0, "root"),
            ("der", "der", "DET", 8, "det"),
            ("Rat", "Rat", "NOUN", 6, "nsubj"),
        ],
    )
    found = time_of(sent, 5, find_times(sent.text, published=PUBLISHED, lang="de"))
    assert found is not None
    assert (found.text, str(found.start), str(found.end)) == ("3. bis 5. Mai", "2024-05-03", "2024-05-06")


def test_a_sentence_without_tree_has_no_governing_time() -> None:
    sent = Sentence(document="d", index=0, span=Span(0, 7), text="gestern", lang="de")
    assert time_of(sent, 0, find_times("gestern", published=PUBLISHED, lang="de")) is None


FIRE = "An apartment block caught fire {time} in Badalona. The blaze killed three."


def _story(time: str) -> tuple[Sentence, Sentence]:
    text = FIRE.format(time=time)
    head, _, _ = text.partition(" The")
    words = [word.strip(".") for word in head.split()]
    place = len(words)
    rows = [
        ("An", "a", "DET", 3, "det"),
        ("apartment", "apartment", "NOUN", 3, "compound"),
        ("block", "block", "NOUN", 4, "nsubj"),
        ("caught", "catch", "VERB", 0, "root"),
        ("fire", "fire", "NOUN", 4, "obj"),
        *((word, word.lower(), "ADP" if word in ("on", "in") else "PROPN", 4, "obl") for word in words[5 : place - 2]),
        ("in", "in", "ADP", place, "case"),
        ("Badalona", "Badalona", "PROPN", 4, "obl"),
    ]
    told = [
        ("The", "the", "DET", 2, "det"),
        ("blaze", "blaze", "NOUN", 3, "nsubj"),
        ("killed", "kill", "VERB", 0, "root"),
    ]
    first, second = past(tree(head, rows, "en")), past(tree("The blaze killed three.", told, "en"))
    by = len(head) + 1
    moved = tuple(replace(token, span=token.span.shift(by)) for token in second.tokens)
    return first, replace(second, index=1, span=second.span.shift(by), tokens=moved)


def past(sent: Sentence) -> Sentence:
    return replace(
        sent,
        tokens=tuple(replace(one, feats="Tense=Past") if one.upos == "VERB" else one for one in sent.tokens),
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Profit in the third quarter fell from a year earlier.", ["2023-Q3", "2022-Q3"]),
        (
            "Third-quarter sales rose. The latest period had no gains, the 2022 period had.",
            ["2023-Q3", "2023-Q3", "2022-Q3"],
        ),
        ("Sales rose in the quarter ended July 31.", ["2023-Q2", "2023-07-31"]),
        ("Prices are lower than a year earlier.", ["2023"]),
        ("The latest period was hard.", []),
        ("It takes two to three weeks, and a year and a half at worst.", ["P2W", "P1.5Y"]),
        ("On April 24 and 25 they will meet.", ["2024-04-24", "2024-04-25"]),
        ("They may one day return.", ["FUTURE_REF"]),
        ("In nineteen ninety-one he left.", ["1991"]),
        ("On Monday he left. That night he died.", ["2024-04-08", "2024-04-08TNI"]),
        ("In all, 1885 aftershocks were felt at 75 miles per hour by a quarter of a million.", []),
        ("The past year and a half was hard, on weekends too.", ["P1.5Y", "XXXX-WXX-WE"]),
        ("A man in his 30s was the third to die in as many months.", []),
        ("The paper Granma, a party daily Granma readers buy.", []),
        ("The 9/11 attacks changed that.", ["2001-09-11"]),
        ("Until Thursday they had not called him.", ["2024-04-04"]),
        ("A bullet tore through the window on Friday.", ["2024-04-05"]),
    ],
)
def test_what_english_news_means(text: str, values: list[str]) -> None:
    assert [found.value for found in find_times(text, published=PUBLISHED, lang="en")] == values


def test_a_day_is_carried_and_a_year_is_not() -> None:
    for time, value in (("on Saturday", "2024-04-06"), ("in 2023", None)):
        story = _story(time)
        times = find_times(FIRE.format(time=time), published=PUBLISHED, lang="en")
        got = carried(story, story[1], 2, times)
        assert (got and got.value) == value
        assert got is None or got.basis is TimeBasis.CARRIED


def test_nothing_is_carried_across_paragraphs_or_into_a_sentence_with_a_time() -> None:
    first, second = _story("on Saturday")
    times = find_times(FIRE.format(time="on Saturday"), published=PUBLISHED, lang="en")
    apart = replace(second, span=second.span.shift(3))
    assert carried((first, apart), apart, 2, times) is None
    assert carried((first, second), first, 3, times) is None
    own = replace(times[0], span=Span(second.span.start, second.span.start + 3))
    assert carried((first, second), second, 2, (*times, own)) is None


def _value_f1(name: str) -> float:
    right = found_count = gold_count = 0
    for line in (SHARED / name).read_text(encoding="utf-8").rstrip("\n").split("\n"):
        doc = json.loads(line)
        found: list[TimeMatch] = list(find_times(doc["text"], published=doc["dct"], lang=doc["lang"]))
        found_count, gold_count = found_count + len(found), gold_count + len(doc["timexes"])
        for gold in doc["timexes"]:
            hit = next(
                (time for time in found if time.span.start < gold["end"] and gold["start"] < time.span.end), None
            )
            if hit is not None:
                found.remove(hit)
                right += hit.value == gold["value"]
    return 2 * right / (found_count + gold_count)


@pytest.mark.parametrize(
    ("name", "floor"), [("krauts_dolomiten100.de.jsonl", 0.80), ("timebank.en.jsonl", 0.77), ("aquaint.en.jsonl", 0.73)]
)
def test_development_sets(name: str, floor: float) -> None:
    if not (SHARED / name).is_file():
        pytest.skip(f"{name} is not here (LAGEBILD_SHARED)")
    assert _value_f1(name) >= floor


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "The market opens on Fridays.", "Fridays"),  # the word of a class with the ending that a rule gives it
        ("de", "Er kam des Abends.", "Abends"),
        ("en", "It was signed on Independence Day.", "Independence Day"),
        ("en", "He left that same day.", "that same day"),
        ("en", "The same was said of that man.", None),
    ],
)
def test_windows_open_where_a_rule_can_match(lang: str, text: str, found: str | None) -> None:
    times = [time.text for time in find_times(text, published=PUBLISHED, lang=lang)]
    assert times == ([] if found is None else [found])


@pytest.mark.parametrize("lang", languages("dates.toml"))
def test_every_match_of_a_rule_holds_what_the_rule_requires(lang: str) -> None:
    known = rules.language(lang)
    assert known is not None
    text = " ".join(word for kind in known.classes.values() for word in list(kind)[:9]) + " 9/11 10:30 14.05.2014 1990s"
    words = [word.span() for word in re.finditer(r"\w+", text)] if known.spaced else [(0, len(text))]
    _, seen = known.seen(text.lower(), words)
    for rule in known.rules:
        if rule.pattern.search(text):
            assert rule.is_held_by(frozenset(seen)), rule.pattern.pattern
