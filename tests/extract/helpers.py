"""Parsed sentences for the tests of this folder."""

from lagebild import parse
from lagebild.extract.mend import mended
from lagebild.extract.roles import Tree
from lagebild.records import Sentence
from lagebild.spans import Span


def sentence_of(text: str, lang: str) -> Sentence:
    """Return ``text``, which is one sentence, parsed."""
    plain = Sentence(document="d", index=0, span=Span(0, len(text)), text=text, lang=lang)
    return next(iter(parse.parse([plain])))


def tree_of(text: str, lang: str) -> Tree:
    """Return the tree that the rules read."""
    return Tree(mended(sentence_of(text, lang)))
