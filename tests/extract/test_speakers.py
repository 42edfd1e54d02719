from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extract.ud import at, tree
from factories import make_document
from lagebild.extract.modality import Clauses
from lagebild.extract.speakers import said_by
from lagebild.extract.voices import claimant

if TYPE_CHECKING:
    from lagebild.records import Sentence

FIN = "Mood=Ind|Tense=Past|VerbForm=Fin"
SUB = "Mood=Sub|Tense=Pres|VerbForm=Fin"
INDIRECT = f"""Der der DET 2 det
Minister Minister NOUN 3 nsubj
sagte sagen VERB 0 root {FIN}
, , PUNCT 7 punct
Moskau Moskau PROPN 7 nsubj
habe haben AUX 7 aux {SUB}
angegriffen angreifen VERB 3 ccomp VerbForm=Part
. . PUNCT 3 punct"""


def speaker(sent: Sentence, form: str, *others: Sentence) -> str | None:
    found = said_by(sent, at(sent, form), doc=make_document(sent.text), sentences=(*others, sent))
    return None if found is None else found.text


def test_the_subject_of_the_verb_of_saying_speaks() -> None:
    assert speaker(tree(INDIRECT), "angegriffen") == "Der Minister"


def test_the_saying_itself_is_the_documents_own_voice() -> None:
    assert speaker(tree(INDIRECT), "sagte") is None


def test_a_source_after_laut_speaks() -> None:
    rows = f"""Laut laut ADP 3 case
der der DET 3 det
Armee Armee NOUN 4 obl
fiel fallen VERB 0 root {FIN}
die der DET 6 det
Stadt Stadt NOUN 4 nsubj"""
    assert speaker(tree(rows), "fiel") == "der Armee"


def test_of_somebodys_account_the_somebody_speaks() -> None:
    rows = f"""Nach nach ADP 2 case
Angaben Angabe NOUN 5 obl
der der DET 4 det
Armee Armee NOUN 2 nmod
fiel fallen VERB 0 root {FIN}
die der DET 7 det
Stadt Stadt NOUN 5 nsubj"""
    assert speaker(tree(rows), "fiel") == "der Armee"


def test_so_names_a_speaker_in_passing() -> None:
    rows = f"""Die der DET 2 det
Stadt Stadt NOUN 3 nsubj
fiel fallen VERB 0 root {FIN}
, , PUNCT 7 punct
so so ADV 7 advmod
der der DET 7 det
General General NOUN 3 parataxis"""
    assert speaker(tree(rows), "fiel") == "der General"


def test_of_a_chain_the_nearest_claimant_is_named() -> None:
    rows = """Paris Paris PROPN 2 nsubj
said say VERB 0 root Mood=Ind|Tense=Past|VerbForm=Fin
Kyiv Kyiv PROPN 4 nsubj
claimed claim VERB 2 ccomp Mood=Ind|Tense=Past|VerbForm=Fin
Moscow Moscow PROPN 6 nsubj
attacked attack VERB 4 ccomp Mood=Ind|Tense=Past|VerbForm=Fin"""
    sent = tree(rows, "en")
    assert speaker(sent, "attacked") == "Kyiv"
    assert speaker(sent, "claimed") == "Paris"


def test_who_demands_a_thing_speaks_for_it() -> None:
    rows = f"""Kiew Kiew PROPN 2 nsubj
forderte fordern VERB 0 root {FIN}
einen ein DET 4 det
Waffenstillstand Waffenstillstand NOUN 2 obj"""
    assert speaker(tree(rows), "Waffenstillstand") == "Kiew"


def test_the_subjunctive_carries_the_speaker_on() -> None:
    first = tree(INDIRECT)
    rows = f"""Die der DET 2 det
Stadt Stadt NOUN 4 nsubj
sei sein AUX 4 aux {SUB}
gefallen fallen VERB 0 root VerbForm=Part"""
    second = tree(rows, index=1, start=first.span.end + 1)
    assert speaker(second, "gefallen", first) == "Der Minister"


def test_the_indicative_ends_it() -> None:
    first = tree(INDIRECT)
    rows = f"Die der DET 2 det\nStadt Stadt NOUN 3 nsubj\nfiel fallen VERB 0 root {FIN}"
    assert speaker(tree(rows, index=1, start=first.span.end + 1), "fiel", first) is None


def test_a_word_that_is_not_there_is_an_error() -> None:
    sent = tree("Ja ja INTJ 0 root")
    with pytest.raises(IndexError):
        said_by(sent, 5, doc=make_document(), sentences=(sent,))


def test_who_is_quoted_speaks() -> None:
    rows = f"""Reuters Reuters PROPN 2 nsubj
zitierte zitieren VERB 0 root {FIN}
den der DET 4 det
Minister Minister NOUN 2 obj
, , PUNCT 7 punct
Moskau Moskau PROPN 7 nsubj
habe haben AUX 8 aux {SUB}
angegriffen angreifen VERB 2 ccomp VerbForm=Part"""
    assert (
        speaker(tree(rows.replace("PROPN 7", "PROPN 8").replace("PUNCT 7", "PUNCT 8")), "angegriffen") == "den Minister"
    )


def test_a_pronoun_behind_the_verb_speaks_when_an_object_stands_in_front() -> None:
    rows = f"""Den der DET 2 det
Angriff Angriff NOUN 3 nsubj
verurteilt verurteilen VERB 0 root {FIN}
er er PRON 3 obj"""
    assert claimant(Clauses.of(tree(rows)), 2) == 3
