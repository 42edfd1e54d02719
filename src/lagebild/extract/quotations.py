"""Finds quotations in a document: what is said, who says it, and the word that reports it.

Two sources are brought together: marks of quotation in the text, which may run over sentences, and the voices
that syntax shows. Kinds and spans as in Petersen-Frey and Biemann, "Dataset of quotation attribution in German
news articles" (LREC-COLING 2024).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lagebild.extract.modality import Clauses, own
from lagebild.extract.voices import Voice, phrase, voices
from lagebild.records import Quotation, QuotationKind
from lagebild.spans import Span, covering, strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lagebild.records import Sentence

__all__ = ["find_quotations"]

_MARKED = re.compile(r"„[^„“”\"]{2,1500}[“”\"]|“[^“”]{2,1500}”|«[^«»]{2,1500}»|»[^«»]{2,1500}«|\"[^\"\n]{2,1500}\"")
_WORDS = 4  # shortest words in marks that are speech without a verb of saying; fewer are names and scare quotes
_COVER = 0.7  # share of a reported clause in marks from which it is a direct quotation
_CLOSE = 3  # characters of punctuation between a quotation and the sentence part that reports it
_EDGE = " \t\n\r,;:–—-."


@dataclass(frozen=True, slots=True)
class _Reported:
    """A voice of a sentence as spans of the document."""

    content: Span
    speaker: Span | None
    cue: Span | None


def find_quotations(doc_text: str, sentences: Sequence[Sentence], *, lang: str) -> tuple[Quotation, ...]:
    """Return the quotations of a document in text order.

    Args:
        doc_text: the text that the spans of ``sentences`` point into.
        sentences: its parsed sentences, in order.
        lang: ISO 639-1 code; a language without ``status.toml`` has quotations in marks only.
    """
    _ = lang
    marked = [Span(*m.span()) for m in _MARKED.finditer(doc_text)]
    reported: list[_Reported] = []
    free: list[_Reported] = []
    last: _Reported | None = None
    for sent in sentences:
        clauses = Clauses.of(sent)
        here = _of_sentence(clauses, doc_text)
        reported += here
        named = [one for one in here if one.speaker is not None]
        if not here and last is not None and _runs_on(clauses):
            free.append(_Reported(_trim(doc_text, sent.span), last.speaker, None))
        elif named:
            last = named[0]
        elif sent.tokens and not _inside(sent.span, marked):
            last = None
    return _joined(doc_text, marked, reported, free)


def _runs_on(clauses: Clauses) -> bool:
    """Tell whether the main clause stands in the subjunctive of reported speech."""
    roots = [t.index for t in clauses.tree.tokens if t.head == t.index]
    return any("reported speech" in why for root in roots for why in own(clauses, root).why)


def _of_sentence(clauses: Clauses, text: str) -> list[_Reported]:
    tokens = clauses.tree.tokens
    found: list[_Reported] = []
    for voice in voices(clauses):
        if not voice.clause or not voice.content:
            continue
        content = _trim(text, covering(tokens[i].span for i in _core(clauses, voice)))
        if content.length == 0 or any(content.overlaps(one.content) and one.cue == _cue(clauses, voice) for one in found):
            continue
        speaker = None if voice.speaker is None else covering(tokens[i].span for i in phrase(clauses, voice.speaker))
        found.append(_Reported(content, speaker, _cue(clauses, voice)))
    return found


def _cue(clauses: Clauses, voice: Voice) -> Span | None:
    """The verb of saying (without a far-off auxiliary) or the preposition."""
    words = [i for i in voice.cue if i - min(voice.cue) <= len(voice.cue)]
    return covering(clauses.tree.tokens[i].span for i in words) if words else None


def _core(clauses: Clauses, voice: Voice) -> list[int]:
    """The longest run of content words when speaker and cue are cut out, so that a span holds no speaker."""
    holes = set(voice.cue)
    if voice.speaker is not None:
        holes |= set(phrase(clauses, voice.speaker))
    runs: list[list[int]] = [[]]
    for index in range(min(voice.content), max(voice.content) + 1):
        if index in holes or (index not in voice.content and clauses.tree.tokens[index].upos != "PUNCT"):
            runs.append([])
        else:
            runs[-1].append(index)
    return max(runs, key=len) or sorted(voice.content)


def _trim(text: str, span: Span) -> Span:
    """Cut blanks and joining punctuation off both ends, but no marks of quotation."""
    start, end = strip(text, span)
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)


def _inside(span: Span, marked: Iterable[Span]) -> bool:
    return any(mark.contains(span) or mark.overlaps(span) for mark in marked)


def _joined(text: str, marked: list[Span], reported: list[_Reported], free: list[_Reported]) -> tuple[Quotation, ...]:
    """Bring marks and voices together; a voice wholly in marks that others speak is left to them."""
    found: list[Quotation] = []
    used: set[Span] = set()
    for one in reported:
        touching = [mark for mark in marked if mark.overlaps(one.content)]
        whole = [mark for mark in touching if _share(one.content, mark) >= _COVER and not (one.cue and mark.contains(one.cue))]
        if whole:
            used.update(whole)
            found.append(Quotation(kind=QuotationKind.DIRECT, content=covering(whole), speaker=one.speaker, cue=one.cue))
        else:
            kind = QuotationKind.MIXED if touching and not any(m.contains(one.content) for m in touching) else QuotationKind.INDIRECT
            used.update(mark for mark in touching if one.content.contains(mark))
            found.append(Quotation(kind=kind, content=one.content, speaker=one.speaker, cue=one.cue))
    for mark in marked:
        if mark not in used and len(mark.of(text).split()) >= _WORDS:
            near = _nearest(text, mark, reported)
            found.append(Quotation(kind=QuotationKind.DIRECT, content=mark, speaker=near.speaker if near else None, cue=near.cue if near else None))
    found += [Quotation(kind=QuotationKind.INDIRECT, content=one.content, speaker=one.speaker) for one in free if not _inside(one.content, marked)]
    return tuple(sorted(_unique(found), key=lambda q: q.content))


def _share(span: Span, mark: Span) -> float:
    common = min(span.end, mark.end) - max(span.start, mark.start)
    return common / max(1, span.length)


def _nearest(text: str, mark: Span, reported: list[_Reported]) -> _Reported | None:
    """The voice that most likely speaks words in marks: the last before them in the paragraph, or the next."""
    start = text.rfind("\n", 0, mark.start) + 1
    before = [one for one in reported if one.speaker is not None and start <= one.content.start < mark.start]
    return before[-1] if before else None


def _unique(found: list[Quotation]) -> list[Quotation]:
    """Drop quotations with the content of an earlier one."""
    kept: dict[Span, Quotation] = {}
    for one in found:
        if one.content not in kept or (kept[one.content].speaker is None and one.speaker is not None):
            kept[one.content] = replace(one)
    return list(kept.values())
