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


def test_als_with_a_noun_is_a_conjunct_that_remembers_what_it_was() -> None:
    draft = _draft(
        ("Er", "PRON", 2, "nsubj"),
        ("sieht", "VERB", 0, "root"),
        ("Daten", "NOUN", 2, "obj"),
        ("als", "ADP", 5, "case"),
        ("Beweis", "NOUN", 2, "obl"),
    )
    mend(draft, "de")
    assert (draft.heads[4], draft.deprels[3:]) == (3, ["cc:case", "conj:obl"])


def test_a_state_is_no_passive() -> None:
    draft = _draft(
        ("Die", "DET", 2, "det"),
        ("Straße", "NOUN", 4, "nsubj:pass"),
        ("ist", "AUX", 4, "aux:pass"),
        ("gesperrt", "VERB", 0, "root"),
    )
    mend(draft, "de")
    assert draft.deprels == ["det", "nsubj:state", "cop:state", "root"]


def test_a_name_ends_in_its_head() -> None:
    draft = _draft(
        ("die", "DET", 2, "det"),
        ("Royal", "ADJ", 0, "root"),
        ("Air", "PROPN", 2, "flat"),
        ("Force", "PROPN", 2, "flat"),
    )
    mend(draft, "de")
    assert draft.heads == [4, 4, 4, 0]
    assert draft.deprels == ["det", "amod", "compound", "root"]


def test_werden_with_an_adjective_is_the_verb() -> None:
    draft = _draft(("Listen", "NOUN", 3, "nsubj:pass"), ("wurden", "AUX", 3, "aux:pass"), ("lang", "ADJ", 0, "root"))
    mend(draft, "de")
    assert (draft.heads, draft.deprels) == ([2, 0, 2], ["nsubj", "root", "xcomp"])


def test_of_two_subjects_the_relative_pronoun_is_the_object() -> None:
    draft = _draft(
        ("Stadt", "NOUN", 0, "root"),
        ("die", "PRON", 4, "nsubj"),
        ("Smog", "NOUN", 4, "nsubj"),
        ("plagt", "VERB", 1, "acl:relcl"),
    )
    mend(draft, "de")
    assert draft.deprels[1:3] == ["obj", "nsubj"]


def test_of_two_subjects_beside_an_object_the_one_behind_the_verb_is_a_dative() -> None:
    draft = _draft(
        ("China", "PROPN", 2, "nsubj"),
        ("schickte", "VERB", 0, "root"),
        ("Nepal", "PROPN", 2, "nsubj"),
        ("Impfstoff", "NOUN", 2, "obj"),
    )
    mend(draft, "de")
    assert draft.deprels == ["nsubj", "root", "obl:arg", "obj"]


def test_a_clause_behind_its_noun_is_not_the_main_one() -> None:
    draft = _draft(
        ("Berichte", "NOUN", 4, "nsubj"),
        (",", "PUNCT", 4, "punct"),
        ("China", "PROPN", 4, "dep"),
        ("schicke", "VERB", 0, "root"),
        ("Schiffe", "NOUN", 4, "obj"),
        (",", "PUNCT", 4, "punct"),
        ("häufen", "VERB", 4, "xcomp"),
        ("sich", "PRON", 7, "obj"),
        (".", "PUNCT", 4, "punct"),
    )
    for word, number in ((1, "Plur"), (3, "Sing")):
        draft.feats[word - 1] = f"Number={number}"
    draft.feats[3] = "Number=Sing|VerbForm=Fin"
    draft.feats[6] = "Number=Plur|VerbForm=Fin"
    mend(draft, "de")
    assert draft.heads == [7, 4, 4, 1, 4, 4, 0, 7, 7]
    assert draft.deprels[:4] == ["nsubj", "punct", "nsubj", "acl"]


def test_an_english_word_in_ing_is_no_infinitive() -> None:
    draft = _draft(
        ("accused", "VERB", 0, "root"),
        ("Iran", "PROPN", 1, "obj"),
        ("of", "SCONJ", 4, "mark"),
        ("shelling", "VERB", 1, "advcl"),
        ("to", "PART", 6, "mark"),
        ("bring", "VERB", 1, "advcl"),
    )
    draft.feats[3] = draft.feats[5] = "VerbForm=Inf"
    mend(draft, "en")
    assert (draft.feats[3], draft.feats[5]) == ("VerbForm=Ger", "VerbForm=Inf")


def test_a_passive_keeps_the_subject_that_agrees() -> None:
    draft = _draft(
        ("Bürgern", "NOUN", 4, "nsubj:pass"),
        ("Hilfe", "NOUN", 4, "nsubj:pass"),
        ("wird", "AUX", 4, "aux:pass"),
        ("gewährt", "VERB", 0, "root"),
    )
    draft.feats[:3] = ["Number=Plur", "Number=Sing", "Number=Sing"]
    mend(draft, "de")
    assert draft.deprels[:2] == ["obl:arg", "nsubj:pass"]


def test_joined_participles_share_their_auxiliary() -> None:
    draft = _draft(
        ("Städte", "NOUN", 2, "nsubj"),
        ("beschossen", "VERB", 0, "root"),
        ("und", "CCONJ", 4, "cc"),
        ("zerstört", "VERB", 2, "conj"),
        ("wurden", "AUX", 4, "aux:pass"),
    )
    draft.feats[1] = "VerbForm=Part"
    mend(draft, "de")
    assert draft.deprels[0] == "nsubj:pass"


def test_a_preposition_of_a_spanish_infinitive_is_case() -> None:
    draft = _draft(("viajó", "VERB", 0, "root"), ("para", "ADP", 3, "mark"), ("negociar", "VERB", 1, "advcl"))
    draft.feats[2] = "VerbForm=Inf"
    mend(draft, "es")
    assert draft.deprels == ["root", "case:mark", "xcomp:advcl"]


def test_an_object_with_a_preposition_is_oblique_in_portuguese() -> None:
    draft = _draft(("disse", "VERB", 0, "root"), ("a", "ADP", 3, "case"), ("todos", "PRON", 1, "obj"))
    mend(draft, "pt")
    assert draft.deprels[2] == "obl:obj"


def test_an_infinitive_has_no_subject() -> None:
    draft = _draft(("Waffen", "NOUN", 3, "nsubj"), ("zu", "PART", 3, "mark"), ("liefern", "VERB", 0, "root"))
    draft.feats[2] = "VerbForm=Inf"
    mend(draft, "de")
    assert draft.deprels[0] == "obj"


def test_a_title_heads_the_name() -> None:
    draft = _draft(("Frau", "NOUN", 2, "compound"), ("Merkel", "PROPN", 3, "nsubj"), ("sprach", "VERB", 0, "root"))
    mend(draft, "de")
    assert (draft.heads, draft.deprels) == ([3, 1, 0], ["nsubj", "appos", "root"])


def test_a_turkish_name_in_the_accusative_is_an_object() -> None:
    draft = _draft(("Fransa", "PROPN", 3, "nsubj"), ("İran'ı", "PROPN", 3, "nmod:poss"), ("kınadı", "NOUN", 0, "root"))
    mend(draft, "tr")
    assert (draft.deprels[1], draft.upos[2]) == ("obj", "VERB")


def test_capitals_are_a_name_and_no_adverb() -> None:
    draft = _draft(("КНДР", "ADV", 2, "advmod"), ("запустила", "VERB", 0, "root"), ("ракету", "NOUN", 2, "obj"))
    mend(draft, "ru")
    assert (draft.upos[0], draft.deprels) == ("PROPN", ["nsubj", "root", "obj"])
