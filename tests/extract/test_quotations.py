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
    (
        "Gemäß einem Sprecher der Feuerwehr bleibt die Brücke bis Freitag gesperrt.",
        [("bleibt die Brücke bis Freitag gesperrt", "einem Sprecher der Feuerwehr")],
    ),
    ("Nach Reuters wurden zwei Soldaten verletzt.", [("wurden zwei Soldaten verletzt", "Reuters")]),
    (
        "Seit Montag ist der Hafen geschlossen, das teilte die Küstenwache mit.",
        [("Seit Montag ist der Hafen geschlossen", "die Küstenwache")],
    ),
    (
        "Die Fähre lief am Morgen auf Grund. Verletzt wurde niemand. Das berichtet der Sender NDR.",
        [("Die Fähre lief am Morgen auf Grund. Verletzt wurde niemand", "der Sender NDR")],
    ),
    (
        "In der Stadt fehlt es an Wasser. Dies geht aus einem Bericht des Roten Kreuzes hervor.",
        [("In der Stadt fehlt es an Wasser", "einem Bericht des Roten Kreuzes")],
    ),
    ("Es gibt Gerüchte, nach denen der General geflohen ist.", [("der General geflohen ist", "denen")]),
    (
        "Der Abgeordnete widersprach Berichten, wonach er zurücktreten wolle.",
        [("wonach er zurücktreten wolle", "Berichten")],
    ),
    (
        "Einige vertreten die Auffassung, die Lage befände sich am Wendepunkt.",
        [("die Lage befände sich am Wendepunkt", "Einige")],
    ),
    (
        "Der Verband lehnte den Entwurf mit der Begründung ab, er gefährde Arbeitsplätze.",
        [("er gefährde Arbeitsplätze", "Der Verband")],
    ),
    (
        "Die Botschaft ließ verlauten, dass der Empfang ausfällt.",
        [("dass der Empfang ausfällt", "Die Botschaft")],
    ),
    ("„Wir geben nicht auf“, wird der Präsident zitiert.", [("„Wir geben nicht auf“", "der Präsident")]),
    (
        "Laut Reuters sagte der Minister, dass die Grenze offen bleibe.",
        [
            ("sagte der Minister, dass die Grenze offen bleibe", "Reuters"),
            ("dass die Grenze offen bleibe", "der Minister"),
        ],
    ),
    (
        "Der Minister erklärte, die Kritik sei „völlig überzogen. Wir haben alles getan.“ Danach verließ er den Saal.",
        [
            ("die Kritik sei „völlig überzogen. Wir haben alles getan.“", "Der Minister"),
            ("„völlig überzogen. Wir haben alles getan.“", "Der Minister"),
        ],
    ),
    (
        "Der Sprecher sagte, die Truppen seien abgezogen. Er habe den General gebeten, die Straße zu räumen.",
        [
            ("die Truppen seien abgezogen", "Der Sprecher"),
            ("Er habe den General gebeten, die Straße zu räumen", "Der Sprecher"),
        ],
    ),
    (
        "Die Zahlen wurden gestern bekannt. Danach steigen die Preise weiter.",
        [("steigen die Preise weiter", "Danach")],
    ),
    (
        "Kritiker hatten ihm vorgeworfen, er habe sich bereichert.",
        [("er habe sich bereichert", "Kritiker")],
    ),
    (
        "Den Entwurf lehnte der Senator ab und sagte, dass er neu verhandeln wolle.",
        [("dass er neu verhandeln wolle", "der Senator")],
    ),
    ("Danach verließ der Minister den Saal.", []),
    ("Zwei Monate nach dem Urteil kam der Häftling frei.", []),
    ("Die Demonstranten zogen unter dem Motto „Wir haben genug gewartet“ durch die Stadt.", []),
    ("Ich denke, das Tief zieht morgen ab.", []),
    ("Niemand erwartet, dass die Front hält.", []),
    ("Das zeigt, dass der Vertrag wirkt.", []),
    ("Die Armee konnte nicht bestätigen, dass die Stadt gefallen ist.", []),
    ("Die Behörden fordern mehr Geld, lehnen aber neue Steuern ab.", []),
    ("Die Anlage war so eingestellt, dass sie bei Überdruck abschaltet.", []),
    ("Der Kapitän wusste, dass der Sturm näher kam.", []),
]


@pytest.mark.parametrize(("text", "expected"), NEWS, ids=[text[:40] for text, _ in NEWS])
def test_sentences_of_news(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = lagebild.quotations(text, lang="de")
    assert [(q.content.of(text), q.speaker and q.speaker.of(text)) for q in found] == expected
