"""Trees are put in plain terms before they are read."""

from __future__ import annotations

import pytest

from lagebild.extract.mend import mended, plain
from lagebild.records import Sentence, Token
from lagebild.spans import Span


def _sentence(*rows: tuple[str, str, int, str]) -> Sentence:
    text = " ".join(row[0] for row in rows)
    tokens, at = [], 0
    for i, (form, upos, head, deprel) in enumerate(rows):
        span = Span(at, at + len(form))
        tokens.append(Token(index=i, text=form, lemma=form, upos=upos, feats="", head=head, deprel=deprel, span=span))
        at += len(form) + 1
    return Sentence(document="", index=0, span=Span(0, len(text)), text=text, lang="de", tokens=tuple(tokens))


def test_a_conjunct_of_comparison_is_an_oblique_again() -> None:
    sent = _sentence(
        ("Sie", "PRON", 1, "nsubj"),
        ("nennen", "VERB", 1, "root"),
        ("ihn", "PRON", 1, "obj"),
        ("als", "ADP", 4, "cc:case"),
        ("Zeugen", "NOUN", 2, "conj:obl"),
    )
    found = plain(sent).tokens
    assert (found[4].head, found[4].deprel, found[3].deprel) == (1, "obl", "case")


@pytest.mark.parametrize("renamed", ["cop:state", "nsubj:state"])
def test_a_state_is_a_passive_again(renamed: str) -> None:
    sent = _sentence(("Straße", "NOUN", 2, "nsubj:state"), ("ist", "AUX", 2, "cop:state"), ("zu", "VERB", 2, "root"))
    assert renamed not in {token.deprel for token in mended(sent).tokens}
    assert [token.deprel for token in plain(sent).tokens] == ["nsubj:pass", "aux:pass", "root"]


def test_a_plain_tree_stays_as_it_is() -> None:
    sent = _sentence(("Er", "PRON", 1, "nsubj"), ("kommt", "VERB", 1, "root"))
    assert plain(sent) is sent
