"""Finds who a report attributes a claim to: quotation, "laut", "according to", "hieß es aus", Konjunktiv I."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.extract.actors import match
from lagebild.extract.modality import Clauses, own
from lagebild.extract.voices import phrase, voices
from lagebild.records import Speaker
from lagebild.spans import Span, covering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.records import Document, Sentence

__all__ = ["said_by"]

_MARKS = frozenset('„“”"«»')
_BACK = 3  # sentences that the indirect speech of one speaker may run on for


def said_by(sent: Sentence, trigger: int, *, doc: Document, sentences: Sequence[Sentence]) -> Speaker | None:
    """Return who the report attributes the claim with the word ``trigger`` to; ``None``: the document's own voice.

    Of several, the nearest claimant is named: in "A says that B said it" that is B.

    Args:
        sent: a parsed sentence.
        trigger: index in ``sent.tokens`` of the predicate.
        doc: the document of the sentence; its date tells who holds an office.
        sentences: all sentences of the document, for speech that runs on.

    Raises:
        IndexError: if ``trigger`` is no token of the sentence.
    """
    if not sent.tokens:
        return None
    if not 0 <= trigger < len(sent.tokens):
        raise IndexError(f"no token {trigger} in a sentence of {len(sent.tokens)}")
    clauses = Clauses.of(sent)
    inside = [voice for voice in voices(clauses) if trigger in voice.content]
    for voice in reversed(inside):
        if voice.speaker is not None and voice.speaker not in voice.cue:
            return _speaker(clauses, voice.speaker, doc)
    if inside or not _runs_on(clauses, trigger):
        return None
    return _carried(sent, doc, sentences)


def _runs_on(clauses: Clauses, trigger: int) -> bool:
    """Tell whether the clause is reported speech without a speaker of its own."""
    sent = clauses.tree.sent
    text = sent.text.strip().rstrip(".,")
    marked = sent.quoted or (text[:1] in _MARKS and text[-1:] in _MARKS and len(text) > 1)
    return marked or any("reported speech" in why for why in own(clauses, trigger).why)


def _carried(sent: Sentence, doc: Document, sentences: Sequence[Sentence]) -> Speaker | None:
    """The speaker of the nearest earlier sentence that names one."""
    before = [one for one in sentences if one.index < sent.index][-_BACK:]
    for one in reversed(before):
        if one.tokens:
            clauses = Clauses.of(one)
            for voice in voices(clauses):
                if voice.clause and voice.speaker is not None:
                    return _speaker(clauses, voice.speaker, doc)
    return None


def _speaker(clauses: Clauses, head: int, doc: Document) -> Speaker:
    """Name the speaker at ``head``: of "Angaben der Polizei" the police."""
    span = _span(clauses, _source(clauses, head))
    shift = clauses.tree.sent.span.start
    text = clauses.tree.sent.text[span.start - shift : span.end - shift]
    found = match(text, lang=clauses.tree.sent.lang, on=doc.published.date())
    best = found[0] if found else None
    return Speaker(text=text, span=span, id=best.id if best else None, country=best.country if best else None)


def _source(clauses: Clauses, head: int) -> int:
    """Of a noun of saying, who says it."""
    tree = clauses.tree
    if clauses.cues.ends("attribution.nouns", *clauses.keys(head)):
        for child in tree.of(head, "nmod"):
            if tree.is_nominal(child):
                return child
    return head


def _span(clauses: Clauses, head: int) -> Span:
    return covering(clauses.tree.tokens[i].span for i in phrase(clauses, head))
