"""Sentences with trees written by hand, one word a line: form, lemma, class, head (from 1), relation, features."""

from __future__ import annotations

from lagebild.records import Sentence, Token
from lagebild.spans import Span

__all__ = ["at", "tree"]


def tree(rows: str, lang: str = "de", *, index: int = 0, start: int = 0, **fields: bool) -> Sentence:
    """Build a sentence from rows; words are parted by blanks, but not before a comma, stop or closing mark."""
    tokens: list[Token] = []
    text = ""
    cells = [row.split() for row in rows.strip().splitlines()]
    for number, (form, lemma, upos, head, deprel, *feats) in enumerate(cells):
        if text and form not in {",", ".", ":", "?", "“"} and not text.endswith("„"):
            text += " "
        span = Span(start + len(text), start + len(text) + len(form))
        text += form
        parent = number if head == "0" else int(head) - 1
        tokens.append(Token(number, form, lemma, upos, feats[0] if feats else "", parent, deprel, span))
    whole = Span(start, start + len(text))
    return Sentence(document="d-1", index=index, span=whole, text=text, lang=lang, tokens=tuple(tokens), **fields)


def at(sent: Sentence, form: str) -> int:
    """Return the index of the word ``form``."""
    return next(token.index for token in sent.tokens if token.text == form)
