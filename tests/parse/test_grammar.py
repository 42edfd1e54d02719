"""What the rules of grammar mend."""

from __future__ import annotations

from lagebild.parse.grammar import Draft, mend


def _draft(*rows: tuple[str, str, int, str]) -> Draft:
    forms, upos, heads, deprels = (list(column) for column in zip(*rows, strict=True))
    return Draft(forms, upos, ["_"] * len(rows), heads, deprels)


def test_the_agent_of_a_passive_is_marked() -> None:
    draft = _draft(
        ("Er", "PRON", 5, "nsubj"),
        ("wurde", "AUX", 5, "aux:pass"),
        ("von", "ADP", 4, "case"),
        ("Soldaten", "NOUN", 5, "obl"),
        ("getötet", "VERB", 0, "root"),
    )
    mend(draft, "de")
    assert draft.deprels == ["nsubj:pass", "aux:pass", "case", "obl:agent", "root"]


def test_case_tells_object_from_subject() -> None:
    draft = _draft(
        ("Den", "DET", 2, "det"),
        ("Mann", "NOUN", 3, "nsubj"),
        ("sah", "VERB", 0, "root"),
        ("die", "DET", 5, "det"),
        ("Frau", "NOUN", 3, "obj"),
    )
    draft.forms[0] = "einen"
    mend(draft, "de")
    assert draft.deprels == ["det", "obj", "root", "det", "nsubj"]


def test_a_relative_clause_is_marked() -> None:
    draft = _draft(
        ("Truppen", "NOUN", 0, "root"),
        (",", "PUNCT", 4, "punct"),
        ("die", "PRON", 4, "nsubj"),
        ("kamen", "VERB", 1, "acl"),
    )
    mend(draft, "de")
    assert draft.deprels[3] == "acl:relcl"


def test_es_gibt_has_no_subject() -> None:
    draft = _draft(("Es", "PRON", 2, "nsubj"), ("gab", "VERB", 0, "root"), ("Proteste", "NOUN", 2, "obj"))
    mend(draft, "de")
    assert draft.deprels == ["expl", "root", "obj"]
