"""Text to trees: :func:`split` finds sentences cheaply, :func:`parse` fills them with a UD tree.

The two are apart so that a gate can stand between them: sentences that can hold no event are not parsed.
Parsers load on first use and stay loaded (about 25 MB of memory a language beside spaCy's tokeniser).
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from lagebild.errors import ModelError
from lagebild.parse import parser
from lagebild.parse.sentences import split
from lagebild.parse.tokens import tokenise, tokenise_all
from lagebild.records import Issue, IssueKind, Token
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lagebild.parse.tokens import Word
    from lagebild.records import Sentence

__all__ = ["doubt", "languages", "parse", "split"]

_BATCH = 256  # sentences taken together
_LONGEST = 250  # words; what is longer is no sentence but a list or table, and is left without a tree


def languages() -> tuple[str, ...]:
    """Return the languages that have a parser, sorted."""
    return tuple(sorted(parser.supported()))


def doubt(lang: str) -> Issue | None:
    """Return what is to be said of parsing a language: none, no tokeniser installed, or a weak parser."""
    if lang not in parser.supported():
        message = f"no parser for '{lang}': the text is kept and searched, not coded"
        return Issue(kind=IssueKind.UNSUPPORTED_LANGUAGE, message=message)
    try:
        tokenise("", lang)
    except ModelError as error:
        return Issue(kind=IssueKind.UNSUPPORTED_LANGUAGE, message=f"not coded: {error}")
    if parser.model(lang).experimental:
        message = f"the parser of '{lang}' is experimental: read its events with care"
        return Issue(kind=IssueKind.EXPERIMENTAL_PARSER, message=message)
    return None


def parse(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences with their trees, in order.

    A sentence in a language without a parser, or too long to be one, comes back as it was.

    Raises:
        ModelError: if a shipped model does not load, or the language's tokeniser is not installed.
    """
    waiting = iter(sentences)
    while batch := list(itertools.islice(waiting, _BATCH)):
        yield from _parse(batch)


def _parse(batch: Sequence[Sentence]) -> list[Sentence]:
    done = list(batch)
    for lang in dict.fromkeys(sent.lang for sent in batch):
        if lang not in parser.supported():
            continue
        own = {i: sent.text for i, sent in enumerate(batch) if sent.lang == lang}
        words = dict(zip(own, tokenise_all(list(own.values()), lang), strict=True))
        fit = {i: found for i, found in words.items() if 0 < len(found) <= _LONGEST}
        rows = parser.columns([[form for form, _ in found] for found in fit.values()], lang)
        for (i, found), columns in zip(fit.items(), rows, strict=True):
            done[i] = _filled(batch[i], found, columns)
    return done


def _filled(sent: Sentence, words: Sequence[Word], rows: Sequence[parser.Row]) -> Sentence:
    """Return the sentence with tokens; its offsets are those of the document."""
    start = sent.span.start
    tokens = tuple(
        Token(
            i,
            form,
            lemma,
            upos,
            "" if feats == "_" else feats,
            head - 1 if head else i,
            deprel,
            Span(start + at, start + at + len(form)),
        )
        for i, ((form, at), (lemma, upos, feats, head, deprel)) in enumerate(zip(words, rows, strict=True))
    )
    found = parser.model(sent.lang)
    return replace(sent, tokens=tokens, parser=found.name, experimental=found.experimental)
