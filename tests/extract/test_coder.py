import pytest

import lagebild
from extract.helpers import tree_of
from factories import make_document
from golden_update import expected, found, known_failures, names, same
from lagebild import parse
from lagebild.extract.coder import scene_of
from lagebild.extract.drafts import drafts_of
from lagebild.knowledge import plover
from lagebild.records import EventType, IssueKind, Mention

KNOWN = set(known_failures())


@pytest.mark.parametrize("name", names())
def test_golden(name: str) -> None:
    doubt = parse.doubt(name.partition("/")[0])
    if doubt is not None and doubt.kind is IssueKind.UNSUPPORTED_LANGUAGE:
        pytest.skip(doubt.message)
    right = same(expected(name), found(name))
    if name in KNOWN:
        assert not right, "it comes right now: take it off known-failures.txt"
        pytest.xfail("known to fall short")
    assert right


def test_goldens_cover_both_main_languages() -> None:
    for lang in ("de", "en"):
        assert sum(name.startswith(lang) for name in names()) >= 60


def test_known_failures_exist_and_are_few() -> None:
    assert set(names()) >= KNOWN
    assert len(KNOWN) <= len(names()) / 8


def code(text: str, lang: str = "en", published: str = "2024-04-10") -> list[Mention]:
    return list(lagebild.code([{"id": "d", "text": text, "lang": lang, "published": published}]))


def test_mentions_carry_their_evidence() -> None:
    text = "Spring came. Russia attacked Ukraine on Monday."
    (mention,) = code(text)
    assert mention.evidence.span.of(text) == mention.evidence.quote == "Russia attacked Ukraine on Monday."
    assert mention.trigger.span.of(text) == mention.trigger.text == "attacked"
    for party in (*mention.actors, *mention.recipients):
        assert party.span.of(text) == party.text


def test_score_quad_and_cameo_follow_type_and_mode() -> None:
    (mention,) = code("Moldova expelled ten Russian diplomats.")
    assert mention.score == plover.score(EventType.SANCTION, "expel")
    assert mention.quad is plover.quad(EventType.SANCTION)
    assert mention.cameo == plover.cameo(EventType.SANCTION, "expel")


def test_every_decision_has_a_reason() -> None:
    (mention,) = code("China condemned Japan.")
    assert {"type", "actors", "recipients"} <= {reason.field for reason in mention.reasons}


def test_same_text_gives_same_ids() -> None:
    text = "France and Germany signed an agreement. Russia attacked Ukraine."
    assert [m.id for m in code(text)] == [m.id for m in code(text)]


def test_mentions_come_in_text_order() -> None:
    found = code("China condemned Japan. Russia attacked Ukraine. Sweden suspended aid to Mali.")
    assert [m.trigger.span for m in found] == sorted(m.trigger.span for m in found)


def test_text_without_events_gives_nothing() -> None:
    assert code("The cat sat on the mat. Two and two are four.") == []


@pytest.mark.parametrize("event_type", list(EventType))
def test_examples_of_the_ontology(event_type: EventType) -> None:
    info = plover.info(event_type)
    hits = 0
    for example in info.examples:
        hits += any(m.type is event_type for m in code(example.text, example.lang))
    assert hits >= len(info.examples) - 1


@pytest.mark.parametrize("text", ["A storm destroyed a bridge.", "They met on Monday.", "Talks were held."])
def test_sentences_without_anybody_are_left_out_before_their_status_is_read(text: str) -> None:
    tree = tree_of(text, "en")
    doc = make_document(text)
    assert drafts_of(tree, scene_of(doc, [tree.sent]), lean=True) == []
    assert code(text) == []
