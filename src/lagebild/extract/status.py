"""Decides whether an event is reported as so: asserted, alleged, planned, requested, hypothetical or denied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lagebild.extract.attribution import distance
from lagebild.extract.background import past, presupposed
from lagebild.extract.cues import Stance
from lagebild.extract.embedding import judge
from lagebild.extract.modality import Clauses, Finding
from lagebild.extract.surface import read, suffices
from lagebild.extract.times import find_times
from lagebild.extract.voices import voices
from lagebild.extract.when import ahead
from lagebild.records import Reason, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.records import Document, Sentence, TimeMatch

__all__ = ["StatusCall", "status_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCall:
    """The status of an event, whether the document places it in the past, and why."""

    status: Status
    background: bool
    reasons: tuple[Reason, ...]


def status_of(sent: Sentence, trigger: int, *, doc: Document, times: Sequence[TimeMatch] | None = None) -> StatusCall:
    """Return the status of the event that the word ``trigger`` of ``sent`` names.

    Args:
        sent: a parsed sentence; without tokens the event is asserted.
        trigger: index of the verb or event noun in ``sent.tokens``.
        doc: the document of the sentence; its date tells what is long past.
        times: the times of the sentence, spans in the document's text; found if not given.

    Raises:
        IndexError: if ``trigger`` is no token of the sentence.
    """
    if not sent.tokens:
        return StatusCall(status=Status.ASSERTED, background=False, reasons=())
    if not 0 <= trigger < len(sent.tokens):
        raise IndexError(f"no token {trigger} in a sentence of {len(sent.tokens)}")
    clauses = Clauses.of(sent)
    times = _times(sent, doc) if times is None else times
    if suffices(sent.lang):
        found = read(sent, trigger) or Finding(Status.ASSERTED)
    else:
        found = _parsed(clauses, trigger, doc, times)
    reasons = [Reason(field="status", why=why) for why in found.why]
    why = past(clauses, trigger, doc=doc, times=times) if found.status in {Status.ASSERTED, Status.ALLEGED} else ""
    if not why and found.status is Status.ASSERTED:
        why = presupposed(clauses, trigger)
    if why:
        reasons.append(Reason(field="background", why=why))
    return StatusCall(status=found.status, background=bool(why), reasons=tuple(reasons))


def _times(sent: Sentence, doc: Document) -> list[TimeMatch]:
    shift, day = sent.span.start, doc.published.date()
    return [replace(one, span=one.span.shift(shift)) for one in find_times(sent.text, published=day, lang=sent.lang)]


def _parsed(clauses: Clauses, trigger: int, doc: Document, times: Sequence[TimeMatch]) -> Finding:
    """Read the tree: what the clause and its governors say, whose voice it is, and what day is given."""
    found = judge(clauses, trigger)
    if found.status is Status.ASSERTED:
        found = _voiced(clauses, trigger, found)
    soon = ahead(clauses, trigger, doc, times) if found.status is Status.ASSERTED else ""
    return found.because(f"present tense, {soon}", status=Status.PLANNED) if soon else found


def _voiced(clauses: Clauses, trigger: int, found: Finding) -> Finding:
    """Heed who speaks where only the order of words shows it: a claimed clause is no fact of the report's own."""
    inside = [one for one in voices(clauses) if one.clause and one.speaker is not None and trigger in one.content]
    if not inside:
        return found
    voice = inside[-1]
    stances = {stance for word in voice.cue for stance in clauses.cues.stances(clauses.keys(word), noun=False)}
    if not stances & {Stance.REPORT, Stance.CLAIM} or stances - {Stance.REPORT, Stance.CLAIM}:
        return found
    why = f"'{clauses.text(voice.cue[0])}'" if Stance.CLAIM in stances else distance(clauses, voice.speaker, trigger)
    return found.because(why, status=Status.ALLEGED) if why else found
