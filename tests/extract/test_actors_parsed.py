"""Actors in parsed sentences: owners, coordination, apposition, memory."""

from __future__ import annotations

import datetime as dt

from lagebild.extract.actors import ActorMemory, resolve
from lagebild.records import Document, Sentence, Token
from lagebild.spans import Span

ON = dt.date(2023, 6, 1)
DOC = Document(id="d", text="", language="en", published=dt.datetime(2023, 6, 1, tzinfo=dt.UTC))


def parsed(rows: str, *, lang: str = "en", index: int = 0, start: int = 0) -> Sentence:
    """Build a sentence from lines ``word upos head deprel [feats]`` (head counted from 1, 0 for the root)."""
    tokens: list[Token] = []
    text = ""
    for number, line in enumerate(rows.strip().splitlines()):
        word, upos, head, deprel, *feats = line.split()
        text += " " if text else ""
        span = Span(start + len(text), start + len(text) + len(word))
        text += word
        governor = int(head) - 1 if head != "0" else number
        tokens.append(Token(number, word, word, upos, "".join(feats), governor, deprel, span))
    return Sentence(
        document="d", index=index, span=Span(start, start + len(text)), text=text, lang=lang, tokens=tuple(tokens)
    )


def named(sent: Sentence, head: int, memory: ActorMemory | None = None) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(actor.country, actor.sectors) for actor in resolve(sent, head, doc=DOC, on=ON, memory=memory)]


def test_adjective_and_compound() -> None:
    sent = parsed("Iranian ADJ 2 amod\nsoldiers NOUN 3 nsubj\nattacked VERB 0 root")
    assert named(sent, 1) == [("IRN", ("MIL",))]


def test_the_owner_may_stand_apart() -> None:
    sent = parsed(
        "Das DET 2 det\nMinisterium NOUN 7 nsubj\nfür ADP 5 case\näußere ADJ 5 amod\nSachen NOUN 2 nmod\n"
        "Nordkoreas PROPN 2 nmod\nprotestierte VERB 0 root",
        lang="de",
    )
    assert named(sent, 1) == [("PRK", ("GOV",))]


def test_coordination_is_expanded() -> None:
    sent = parsed(
        "US PROPN 4 amod\nand CCONJ 3 cc\nIsraeli ADJ 1 conj\nofficials NOUN 5 nsubj\nmet VERB 0 root\n"
        "France PROPN 5 obj\nand CCONJ 8 cc\nGermany PROPN 6 conj"
    )
    assert named(sent, 3) == [("USA", ("GOV",)), ("ISR", ("GOV",))]
    assert named(sent, 5) == [("FRA", ()), ("DEU", ())]


def test_title_and_name_are_one() -> None:
    sent = parsed("US-Außenminister NOUN 3 nsubj\nBlinken PROPN 1 flat\nreiste VERB 0 root", lang="de")
    found = resolve(sent, 0, doc=DOC, on=ON)
    assert [(actor.id, actor.text) for actor in found] == [("antony-blinken", "US-Außenminister Blinken")]


def test_verbs_are_no_roles() -> None:
    sent = parsed("Ukraine PROPN 2 nsubj\nsuspect VERB 0 root\nRussia PROPN 2 obj")
    assert named(sent, 0) == [("UKR", ())]


def test_spans_are_document_offsets() -> None:
    sent = parsed("Iran PROPN 2 nsubj\nagreed VERB 0 root", start=100)
    assert resolve(sent, 0, doc=DOC, on=ON)[0].span == Span(100, 104)


def test_an_unknown_phrase_names_nobody() -> None:
    sent = parsed("The DET 2 det\noffer NOUN 3 nsubj\nfailed VERB 0 root")
    assert named(sent, 1) == []


def test_a_pronoun_finds_the_one_person() -> None:
    memory = ActorMemory()
    one = parsed("Putin PROPN 2 nsubj\nspoke VERB 0 root")
    two = parsed("He PRON 2 nsubj Gender=Masc|Number=Sing|Person=3|PronType=Prs\nleft VERB 0 root", index=1, start=20)
    assert named(one, 0, memory) == [("RUS", ("GOV",))]
    found = resolve(two, 0, doc=DOC, on=ON, memory=memory)
    assert [(actor.id, actor.text, actor.span) for actor in found] == [("vladimir-putin", "He", Span(20, 22))]


def test_a_pronoun_between_two_people_stays_open() -> None:
    memory = ActorMemory()
    one = parsed("Putin PROPN 2 nsubj\nmet VERB 0 root\nMacron PROPN 2 obj")
    two = parsed("He PRON 2 nsubj Gender=Masc|Number=Sing|Person=3|PronType=Prs\nleft VERB 0 root", index=1, start=20)
    named(one, 0, memory)
    named(one, 2, memory)
    assert named(two, 0, memory) == []


def test_a_definite_description_takes_the_state_spoken_of() -> None:
    memory = ActorMemory()
    one = parsed("Iran PROPN 2 nsubj\nagreed VERB 0 root")
    two = parsed("The DET 2 det Definite=Def|PronType=Art\nministry NOUN 3 nsubj\nspoke VERB 0 root", index=1, start=20)
    assert named(two, 1) == [(None, ("GOV",))]
    named(one, 0, memory)
    assert named(two, 1, memory) == [("IRN", ("GOV",))]


def test_an_indefinite_one_does_not() -> None:
    memory = ActorMemory()
    one = parsed("Iran PROPN 2 nsubj\nagreed VERB 0 root")
    two = parsed("A DET 2 det Definite=Ind|PronType=Art\nministry NOUN 3 nsubj\nspoke VERB 0 root", index=1, start=20)
    named(one, 0, memory)
    assert named(two, 1, memory) == [(None, ("GOV",))]
