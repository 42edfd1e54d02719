from __future__ import annotations

import pytest

import lagebild
from extract.ud import tree
from lagebild.extract.quotations import find_quotations
from lagebild.records import QuotationKind, Sentence

FIN = "Mood=Ind|Tense=Past|VerbForm=Fin"
SUB = "Mood=Sub|Tense=Pres|VerbForm=Fin"
INDIRECT = f"""Der der DET 2 det
Minister Minister NOUN 3 nsubj
sagte sagen VERB 0 root {FIN}
, , PUNCT 6 punct
Moskau Moskau PROPN 6 nsubj
lüge lügen VERB 3 ccomp {SUB}
. . PUNCT 3 punct"""
DIRECT = f"""„ „ PUNCT 4 punct
Wir wir PRON 4 nsubj
sind sein AUX 4 cop {FIN}
bereit bereit ADJ 7 ccomp
“ “ PUNCT 4 punct
, , PUNCT 4 punct
sagte sagen VERB 0 root {FIN}
Kiew Kiew PROPN 7 nsubj
. . PUNCT 7 punct"""


def quoted(*sentences: Sentence) -> list[tuple[QuotationKind, str, str | None, str | None]]:
    text = ""
    for sent in sentences:
        text = text.ljust(sent.span.start) + sent.text
    found = find_quotations(text, sentences, lang="de")
    return [(q.kind, q.content.of(text), q.speaker and q.speaker.of(text), q.cue and q.cue.of(text)) for q in found]


def test_indirect_speech_has_content_speaker_and_cue() -> None:
    assert quoted(tree(INDIRECT)) == [(QuotationKind.INDIRECT, "Moskau lüge", "Der Minister", "sagte")]


def test_words_in_marks_are_direct() -> None:
    assert quoted(tree(DIRECT)) == [(QuotationKind.DIRECT, "„Wir sind bereit“", "Kiew", "sagte")]


def test_the_subjunctive_runs_on() -> None:
    first = tree(INDIRECT)
    rows = f"""Die der DET 2 det
Stadt Stadt NOUN 4 nsubj
sei sein AUX 4 aux {SUB}
gefallen fallen VERB 0 root VerbForm=Part
. . PUNCT 4 punct"""
    second = tree(rows, index=1, start=first.span.end + 1)
    assert quoted(first, second)[1] == (QuotationKind.INDIRECT, "Die Stadt sei gefallen", "Der Minister", None)


def test_a_name_in_marks_is_no_speech() -> None:
    rows = f"""Das der DET 2 det
Blatt Blatt NOUN 6 nsubj
„ „ PUNCT 4 punct
Welt Welt PROPN 2 appos
“ “ PUNCT 4 punct
erschien erscheinen VERB 0 root {FIN}"""
    assert quoted(tree(rows)) == []


def test_a_sentence_that_says_nothing_holds_no_quotation() -> None:
    assert quoted(tree(f"Iran Iran PROPN 2 nsubj\nfeuerte feuern VERB 0 root {FIN}\n. . PUNCT 2 punct")) == []


NEWS = [
    (
        "Der Sprecher bestätigte, dass die Brücke gesperrt ist, und kündigte an, die Polizei zu verstärken.",
        [("dass die Brücke gesperrt ist", "Der Sprecher"), ("die Polizei zu verstärken", "Der Sprecher")],
    ),
    (
        "Nachdem die Anwältin dem Richter mitgeteilt hatte, dass ihr Mandant gesucht werde, vertagte er die Sitzung.",
        [("dass ihr Mandant gesucht werde", "die Anwältin")],
    ),
    (
        "Der Botschafter wies den Vorwurf zurück, seine Regierung habe das Abkommen gebrochen.",
        [("seine Regierung habe das Abkommen gebrochen", "den Vorwurf")],
    ),
    ("Die Ministerin nannte den Beschluss einen „Rückschritt“.", [("„Rückschritt“", "Die Ministerin")]),
    (
        "Der General sagte, die Lage an der Grenze sei „sehr ernst“.",
        [("die Lage an der Grenze sei „sehr ernst“", "Der General"), ("„sehr ernst“", "Der General")],
    ),
    (
        "Gestern wurde bekannt, dass die Verhandlungen gescheitert sind.",
        [("dass die Verhandlungen gescheitert sind", None)],
    ),
    (
        "Die Opposition verlangte Neuwahlen, weil die Auszählung gefälscht worden sei.",
        [("weil die Auszählung gefälscht worden sei", "Die Opposition")],
    ),
    (
        "Nach einer Hochrechnung des Senders liegt die Partei des Präsidenten vorn.",
        [("liegt die Partei des Präsidenten vorn", "einer Hochrechnung des Senders")],
    ),
    (
        "Das Innenministerium bestätigte dem Abgeordneten auf Anfrage, dass er auf der Liste stehe.",
        [("dass er auf der Liste stehe", "Das Innenministerium")],
    ),
    (
        "Der Plan von Innenminister Weber, den Behörden Zugriff zu geben, stieß auf Kritik.",
        [("den Behörden Zugriff zu geben", "Innenminister Weber")],
    ),
    ("Die Armee konnte nicht bestätigen, dass die Stadt gefallen ist.", []),
    ("Die Behörden fordern mehr Geld, lehnen aber neue Steuern ab.", []),
    ("Die Anlage war so eingestellt, dass sie bei Überdruck abschaltet.", []),
    ("Der Kapitän wusste, dass der Sturm näher kam.", []),
]


@pytest.mark.parametrize(("text", "expected"), NEWS, ids=[text[:40] for text, _ in NEWS])
def test_sentences_of_news(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = lagebild.quotations(text, lang="de")
    assert [(q.content.of(text), q.speaker and q.speaker.of(text)) for q in found] == expected
