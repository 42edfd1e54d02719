from __future__ import annotations

import pytest

from extract.ud import at, tree
from factories import make_document
from lagebild.errors import KnowledgeError
from lagebild.extract import cues as cues_module
from lagebild.extract import surface
from lagebild.extract.cues import cues
from lagebild.extract.status import StatusCall, status_of
from lagebild.knowledge.load import languages
from lagebild.records import Sentence, Status

FIN = "Mood=Ind|Tense=Past|VerbForm=Fin"
NOW = "Mood=Ind|Tense=Pres|VerbForm=Fin"
SUB = "Mood=Sub|Tense=Pres|VerbForm=Fin"


def call(sent: Sentence, form: str) -> StatusCall:
    return status_of(sent, at(sent, form), doc=make_document(sent.text))


def status(rows: str, form: str, lang: str = "de") -> Status:
    return call(tree(rows, lang), form).status


def test_a_plain_past_is_asserted_without_reasons() -> None:
    sent = tree(f"Iran Iran PROPN 2 nsubj\nfeuerte feuern VERB 0 root {FIN}\n. . PUNCT 2 punct")
    assert call(sent, "feuerte") == StatusCall(status=Status.ASSERTED, background=False, reasons=())


def test_negation_denies() -> None:
    rows = f"Iran Iran PROPN 2 nsubj\nfeuerte feuern VERB 0 root {FIN}\nnicht nicht PART 2 advmod"
    assert status(rows, "feuerte") is Status.DENIED


def test_kein_before_an_argument_denies() -> None:
    rows = f"Kein kein DET 2 det\nStaat Staat NOUN 3 nsubj\nfeuerte feuern VERB 0 root {FIN}"
    assert status(rows, "feuerte") is Status.DENIED


def test_not_only_denies_nothing() -> None:
    rows = f"Nicht nicht PART 4 advmod\nnur nur ADV 3 advmod\nIran Iran PROPN 4 nsubj\nfeuerte feuern VERB 0 root {FIN}"
    assert status(rows, "feuerte") is Status.ASSERTED


@pytest.mark.parametrize(
    ("modal", "expected"),
    [
        ("soll", Status.PLANNED), ("will", Status.PLANNED), ("wird", Status.PLANNED), ("könnte", Status.HYPOTHETICAL),
        ("dürfte", Status.HYPOTHETICAL), ("muss", Status.REQUESTED), ("musste", Status.ASSERTED),
        ("konnte", Status.ASSERTED),
    ],
)  # fmt: skip
def test_modals_with_a_plain_infinitive(modal: str, expected: Status) -> None:
    rows = f"Iran Iran PROPN 3 nsubj\n{modal} {modal} AUX 3 aux {NOW}\nangreifen angreifen VERB 0 root VerbForm=Inf"
    assert status(rows, "angreifen") is expected


@pytest.mark.parametrize("modal", ["soll", "will"])
def test_a_perfect_infinitive_makes_a_modal_a_claim(modal: str) -> None:
    rows = f"""Iran Iran PROPN 3 nsubj
{modal} {modal} AUX 3 aux {NOW}
angegriffen angreifen VERB 0 root VerbForm=Part
haben haben AUX 3 aux VerbForm=Inf"""
    assert status(rows, "angegriffen") is Status.ALLEGED


def test_a_condition_makes_both_clauses_hypothetical() -> None:
    rows = f"""Wenn wenn SCONJ 3 mark
Iran Iran PROPN 3 nsubj
angreift angreifen VERB 6 advcl {NOW}
, , PUNCT 3 punct
wird werden AUX 6 aux {NOW}
antworten antworten VERB 0 root VerbForm=Inf"""
    assert status(rows, "angreift") is Status.HYPOTHETICAL
    assert status(rows, "antworten") is Status.HYPOTHETICAL


def test_a_question_asserts_nothing() -> None:
    rows = f"Feuerte feuern VERB 0 root {FIN}\nIran Iran PROPN 1 nsubj\n? ? PUNCT 1 punct"
    assert status(rows, "Feuerte") is Status.HYPOTHETICAL


EMBEDDED = """Kiew Kiew PROPN 2 nsubj
{form} {lemma} VERB 0 root Mood=Ind|Tense=Past|VerbForm=Fin
, , PUNCT 6 punct
Truppen Truppe NOUN 6 obj
zu zu PART 6 mark
schicken schicken VERB 2 xcomp VerbForm=Inf"""


@pytest.mark.parametrize(
    ("form", "lemma", "expected"),
    [
        ("plante", "planen", Status.PLANNED), ("drohte", "drohen", Status.HYPOTHETICAL),
        ("bestritt", "bestreiten", Status.DENIED), ("verlangte", "verlangen", Status.REQUESTED),
        ("begann", "beginnen", Status.ASSERTED), ("versäumte", "versäumen", Status.DENIED),
    ],
)  # fmt: skip
def test_the_verb_above_decides(form: str, lemma: str, expected: Status) -> None:
    assert status(EMBEDDED.format(form=form, lemma=lemma), "schicken") is expected


def test_the_refusal_itself_is_asserted() -> None:
    rows = (
        f"Iran Iran PROPN 2 nsubj\nverweigert verweigern VERB 0 root {NOW}\nden der DET 4 det\nDialog Dialog NOUN 2 obj"
    )
    assert status(rows, "verweigert") is Status.ASSERTED
    assert status(rows, "Dialog") is Status.DENIED


def test_a_failing_verb_denied_is_a_deed() -> None:
    rows = EMBEDDED.format(form="versäumte", lemma="versäumen") + "\nnicht nicht PART 2 advmod"
    assert status(rows, "schicken") is Status.ASSERTED


def test_what_is_accused_is_alleged_and_the_noun_above_may_say_so() -> None:
    rows = """Vorwürfe Vorwurf NOUN 0 root
über über ADP 3 case
Zusammenarbeit Zusammenarbeit NOUN 1 nmod"""
    assert status(rows, "Zusammenarbeit") is Status.ALLEGED


def test_the_chain_of_governors_is_read_to_its_end() -> None:
    rows = f"""Das das PRON 3 nsubj
könnte können AUX 3 aux Mood=Sub|Tense=Past|VerbForm=Fin
drängen drängen VERB 0 root VerbForm=Inf
Seoul Seoul PROPN 3 obj
, , PUNCT 7 punct
zu zu PART 7 mark
kooperieren kooperieren VERB 3 xcomp VerbForm=Inf
. . PUNCT 3 punct {""}"""
    assert status(rows, "kooperieren") is Status.HYPOTHETICAL


def test_reported_speech_in_the_subjunctive_is_alleged() -> None:
    rows = f"""Kiew Kiew PROPN 2 nsubj
sagte sagen VERB 0 root {FIN}
, , PUNCT 6 punct
Moskau Moskau PROPN 6 nsubj
habe haben AUX 6 aux {SUB}
angegriffen angreifen VERB 2 ccomp VerbForm=Part"""
    sent = tree(rows)
    assert call(sent, "angegriffen").status is Status.ALLEGED
    assert call(sent, "sagte").status is Status.ASSERTED
    assert [reason.field for reason in call(sent, "angegriffen").reasons] == ["status", "status"]


@pytest.mark.parametrize(("form", "lemma"), [("gebe", "geben"), ("liefere", "liefern")])
def test_the_subjunctive_is_told_by_its_ending(form: str, lemma: str) -> None:
    rows = f"""Iran Iran PROPN 2 nsubj
{form} {lemma} VERB 0 root Mood=Ind|VerbForm=Fin
Waffen Waffe NOUN 2 obj"""
    assert status(rows, form) is Status.ALLEGED


def test_what_a_denied_plan_was_to_bring_is_denied() -> None:
    rows = EMBEDDED.format(form="plante", lemma="planen") + "\nnicht nicht PART 2 advmod"
    assert status(rows, "schicken") is Status.DENIED


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("geplante", Status.PLANNED),
        ("mutmaßliche", Status.ALLEGED),
        ("verhinderte", Status.DENIED),
        ("mögliche", Status.HYPOTHETICAL),
    ],
)
def test_an_adjective_places_the_noun(word: str, expected: Status) -> None:
    lemma = word.removesuffix("e")
    rows = (
        f"Der der DET 3 det\n{word} {lemma} ADJ 3 amod\nAngriff Angriff NOUN 4 nsubj\nempörte empören VERB 0 root {FIN}"
    )
    assert status(rows, "Angriff") is expected


def test_an_adjective_on_the_actor_leaves_the_deed_alone() -> None:
    rows = f"Mutmaßliche mutmaßlich ADJ 2 amod\nRebellen Rebell NOUN 3 nsubj\nschossen schießen VERB 0 root {FIN}"
    assert status(rows, "schossen") is Status.ASSERTED


def test_a_conjunct_shares_the_modal() -> None:
    rows = """They they PRON 3 nsubj
will will AUX 3 aux VerbForm=Fin
meet meet VERB 0 root VerbForm=Inf
and and CCONJ 5 cc
talk talk VERB 3 conj VerbForm=Inf"""
    assert status(rows, "talk", "en") is Status.PLANNED


def test_the_pluperfect_is_background() -> None:
    rows = """Iran Iran PROPN 3 nsubj
hatte haben AUX 3 aux Tense=Past|VerbForm=Fin
angegriffen angreifen VERB 0 root VerbForm=Part"""
    found = call(tree(rows), "angegriffen")
    assert (found.status, found.background) == (Status.ASSERTED, True)
    assert [reason.field for reason in found.reasons] == ["background"]


def test_what_is_evaded_or_watched_over_was_there_before() -> None:
    rows = f"""Ships ship NOUN 2 nsubj
evaded evade VERB 0 root {FIN}
sanctions sanction NOUN 2 obj
. . PUNCT 2 punct"""
    assert call(tree(rows, "en"), "sanctions").background
    assert not call(tree(rows.replace("evaded evade", "imposed impose"), "en"), "sanctions").background


def test_what_the_news_follows_is_background() -> None:
    rows = f"""Der der DET 2 det
Schritt Schritt NOUN 3 nsubj
folgt folgen VERB 0 root {NOW}
auf auf ADP 6 case
den der DET 6 det
Start Start NOUN 3 obl"""
    assert call(tree(rows), "Start").background


def test_without_a_tree_an_event_is_asserted() -> None:
    sent = Sentence(document="d-1", index=0, span=make_document().body[0], text=make_document().text, lang="de")
    assert status_of(sent, 0, doc=make_document()).status is Status.ASSERTED


def test_a_word_that_is_not_there_is_an_error() -> None:
    sent = tree("Ja ja INTJ 0 root")
    with pytest.raises(IndexError):
        status_of(sent, 5, doc=make_document())


@pytest.mark.parametrize("lang", languages("status.toml"))
def test_every_language_file_reads(lang: str) -> None:
    book = cues(lang)
    assert book.verbs
    assert surface.suffices(lang) or book.words["negation.words"]


def test_a_language_without_a_file_has_no_cues() -> None:
    assert cues("xx").verbs == {}


def test_a_wrong_status_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cues_module, "toml", lambda _name: {"modal": [{"forms": ["soll"], "plain": "maybe"}]})
    cues.cache_clear()
    with pytest.raises(KnowledgeError, match="maybe"):
        cues("de")
    cues.cache_clear()


def test_a_contrasted_phrase_denies_nothing() -> None:
    rows = f"""Nicht nicht PART 6 advmod
Moskau Moskau PROPN 6 nsubj
, , PUNCT 5 punct
sondern sondern CCONJ 5 cc
Minsk Minsk PROPN 2 conj
verhängte verhängen VERB 0 root {FIN}
Sanktionen Sanktion NOUN 6 obj"""
    assert status(rows, "verhängte") is Status.ASSERTED


def test_a_polite_command_is_a_demand() -> None:
    rows = f"""Lassen lassen VERB 0 root {NOW}
Sie Sie PRON 1 nsubj
die der DET 4 det
Geiseln Geisel NOUN 1 obj
frei frei ADJ 1 compound:prt"""
    assert status(rows, "Lassen") is Status.REQUESTED


def test_a_verb_before_its_subject_opens_a_condition() -> None:
    rows = f"""Greift angreifen VERB 6 advcl {NOW}
Iran Iran PROPN 1 nsubj
an an ADP 1 compound:prt
, , PUNCT 1 punct
wird werden AUX 6 aux {NOW}
antworten antworten VERB 0 root VerbForm=Inf
Washington Washington PROPN 6 nsubj"""
    assert status(rows, "Greift") is Status.HYPOTHETICAL


@pytest.mark.parametrize(
    ("negation", "expected"), [("", Status.DENIED), ("not not PART 3 advmod\n", Status.HYPOTHETICAL)]
)
def test_what_is_ruled_out_is_denied_and_what_is_not_is_open(negation: str, expected: Status) -> None:
    shift = 1 if negation else 0
    rows = f"""Paris Paris PROPN {2 + shift} nsubj
{negation}excluded exclude VERB 0 root {FIN}
attacks attack NOUN {2 + shift} obj"""
    rows = rows.replace("PART 3", f"PART {2 + shift}")
    assert status(rows, "attacks", "en") is expected


def test_who_is_charged_with_an_event_has_not_done_it_for_sure() -> None:
    rows = f"""Er er PRON 2 nsubj:pass
wurde werden AUX 5 aux:pass {FIN}
wegen wegen ADP 4 case
Mordes Mord NOUN 5 obl
angeklagt anklagen VERB 0 root VerbForm=Part"""
    assert status(rows.replace("PRON 2", "PRON 5"), "Mordes") is Status.ALLEGED


def test_a_set_phrase_governs_as_one_verb() -> None:
    rows = f"""Berlin Berlin PROPN 2 nsubj
stellt stellen VERB 0 root {NOW}
Lieferungen Lieferung NOUN 2 obj
in in ADP 5 case
Aussicht Aussicht NOUN 2 obl"""
    assert status(rows, "Lieferungen") is Status.PLANNED


def test_one_negation_denies_once() -> None:
    rows = f"""Es es PRON 2 expl
gab geben VERB 0 root {FIN}
keine kein DET 4 det
Gespräche Gespräch NOUN 2 obj"""
    assert status(rows, "Gespräche") is Status.DENIED


@pytest.mark.parametrize(("day", "expected"), [("2024-04-20", Status.PLANNED), ("2024-03-20", Status.ASSERTED)])
def test_the_present_with_a_day_to_come_is_planned(day: str, expected: Status) -> None:
    rows = f"""Minister minister NOUN 2 nsubj
meet meet VERB 0 root {NOW}
on on ADP 4 case
{day} {day} NUM 2 obl"""
    assert status(rows, "meet", "en") is expected


def test_a_chance_that_is_none_is_denied() -> None:
    rows = """There there PRON 2 expl
is be VERB 0 root Mood=Ind|Tense=Pres|VerbForm=Fin
no no DET 4 det
chance chance NOUN 2 nsubj
of of ADP 6 case
peace peace NOUN 4 nmod"""
    assert status(rows, "peace", "en") is Status.DENIED


@pytest.mark.parametrize(("case", "expected"), [("for", Status.PLANNED), ("against", Status.DENIED)])
def test_the_case_word_may_decide_what_a_verb_says(case: str, expected: Status) -> None:
    rows = f"""Lawmakers lawmaker NOUN 2 nsubj
voted vote VERB 0 root {FIN}
{case} {case} ADP 4 case
withdrawal withdrawal NOUN 2 obl"""
    assert status(rows, "withdrawal", "en") is expected


@pytest.mark.parametrize(("correlate", "expected"), [("dafür", Status.PLANNED), ("dagegen", Status.DENIED)])
def test_a_correlate_stands_for_the_case_word_of_a_clause(correlate: str, expected: Status) -> None:
    rows = f"""Polen Polen PROPN 2 nsubj
stimmte stimmen VERB 0 root {FIN}
{correlate} {correlate} ADV 2 advmod
, , PUNCT 7 punct
Truppen Truppe NOUN 7 obj
zu zu PART 7 mark
schicken schicken VERB 2 xcomp VerbForm=Inf"""
    assert status(rows, "schicken") is expected


def test_a_motion_voted_down_is_no_deed() -> None:
    rows = f"""They they PRON 2 nsubj
rejected reject VERB 0 root {FIN}
a a DET 4 det
motion motion NOUN 2 obj
to to PART 6 mark
impeach impeach VERB 4 acl VerbForm=Inf
him he PRON 6 obj"""
    assert status(rows, "impeach", "en") is Status.DENIED


def test_what_somebody_leaves_before_it_could_be_done_was_not_done() -> None:
    rows = f"""He he PRON 2 nsubj
fled flee VERB 0 root {FIN}
before before SCONJ 7 mark
he he PRON 7 nsubj:pass
could could AUX 7 aux VerbForm=Fin
be be AUX 7 aux:pass VerbForm=Inf
arrested arrest VERB 2 advcl Tense=Past|VerbForm=Part"""
    assert status(rows, "arrested", "en") is Status.DENIED


def test_what_might_have_been_prevented_was_so() -> None:
    rows = """The the DET 2 det
attack attack NOUN 6 nsubj:pass
might might AUX 6 aux VerbForm=Fin
have have AUX 6 aux VerbForm=Inf
been be AUX 6 aux:pass Tense=Past|VerbForm=Part
prevented prevent VERB 0 root Tense=Past|VerbForm=Part"""
    assert status(rows, "attack", "en") is Status.ASSERTED


def test_the_bare_form_behind_that_is_a_demand() -> None:
    rows = f"""Brussels Brussels PROPN 2 nsubj
insists insist VERB 0 root {NOW}
that that SCONJ 5 mark
Budapest Budapest PROPN 5 nsubj
pay pay VERB 2 ccomp {NOW}"""
    assert status(rows, "pay", "en") is Status.REQUESTED


def test_a_negator_before_a_phrase_at_the_start_denies_nothing() -> None:
    rows = f"""Nicht nicht PART 4 advmod
zum zu ADP 3 case
Spaß Spaß NOUN 4 obl
feuerte feuern VERB 0 root {FIN}
Iran Iran PROPN 4 nsubj"""
    assert status(rows, "feuerte") is Status.ASSERTED


def test_a_participle_says_what_was_done_to_the_event() -> None:
    rows = """Der der DET 3 det
widerrufene widerrufen ADJ 3 amod
Besuch Besuch NOUN 0 root"""
    told = rows.replace("widerrufene widerrufen", "abgeblasene abblasen")
    assert status(rows, "Besuch") is Status.ASSERTED
    assert status(told, "Besuch") is Status.DENIED
