"""Subject and object of German clauses are told apart by form, number and who can act."""

from __future__ import annotations

from extract.ud import at, tree
from lagebild.extract.orient import tree_of


def _relations(rows: str) -> dict[str, str]:
    found = tree_of(tree(rows))
    return {token.text: token.deprel for token in found.tokens}


def test_an_accusative_article_makes_an_object() -> None:
    found = _relations(
        """
        Den der DET 2 det Case=Acc
        Abzug Abzug NOUN 3 nsubj Number=Sing
        verlangt verlangen VERB 0 root Number=Sing|VerbForm=Fin
        Serbien Serbien PROPN 3 obj Number=Sing
        """
    )
    assert (found["Abzug"], found["Serbien"]) == ("obj", "nsubj")


def test_who_can_act_is_the_subject() -> None:
    found = _relations(
        """
        Die der DET 2 det
        Entscheidung Entscheidung NOUN 3 nsubj Number=Sing
        kritisiert kritisieren VERB 0 root Number=Sing|VerbForm=Fin
        Israel Israel PROPN 3 obj Number=Sing
        """
    )
    assert (found["Entscheidung"], found["Israel"]) == ("obj", "nsubj")


def test_a_masculine_subject_stays_one() -> None:
    found = _relations(
        """
        Der der DET 2 det Gender=Masc
        Rat Rat NOUN 3 nsubj Number=Sing
        kritisiert kritisieren VERB 0 root Number=Sing|VerbForm=Fin
        Israel Israel PROPN 3 obj Number=Sing
        """
    )
    assert (found["Rat"], found["Israel"]) == ("nsubj", "obj")


def test_things_may_do_harm() -> None:
    found = _relations(
        """
        Die der DET 2 det
        Bombe Bombe NOUN 3 nsubj Number=Sing
        tötete töten VERB 0 root Number=Sing|VerbForm=Fin
        Putin Putin PROPN 3 obj Number=Sing
        """
    )
    assert (found["Bombe"], found["Putin"]) == ("nsubj", "obj")


def test_the_first_of_two_objects_is_the_one_who_gets() -> None:
    found = _relations(
        """
        Frankreich Frankreich PROPN 5 nsubj Number=Sing
        hat haben AUX 5 aux Number=Sing|VerbForm=Fin
        Russland Russland PROPN 5 obj Number=Sing
        Hilfe Hilfe NOUN 5 obj Number=Sing
        zugesagt zusagen VERB 0 root VerbForm=Part
        """
    )
    assert (found["Russland"], found["Hilfe"]) == ("obl:arg", "obj")


def test_a_future_taken_for_a_passive_is_active_again() -> None:
    found = _relations(
        """
        Kolumbien Kolumbien PROPN 4 nsubj:pass
        wird werden AUX 4 aux:pass VerbForm=Fin
        Beziehungen Beziehung NOUN 4 obl:arg Case=Acc
        aufgeben aufgeben VERB 0 root VerbForm=Part
        """
    )
    assert (found["Kolumbien"], found["wird"], found["Beziehungen"]) == ("nsubj", "aux", "obj")


def test_a_name_behind_a_title_is_part_of_it() -> None:
    sent = tree(
        """
        Minister Minister NOUN 3 nsubj Number=Sing
        Clement Clement PROPN 3 nsubj Number=Sing
        spricht sprechen VERB 0 root Number=Sing|VerbForm=Fin
        """
    )
    found = tree_of(sent).tokens[at(sent, "Clement")]
    assert (found.deprel, found.head) == ("flat", 0)
