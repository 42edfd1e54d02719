"""Decides whether an event is reported as so: asserted, alleged, planned, requested, hypothetical or denied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lagebild.extract.background import past
from lagebild.extract.embedding import judge
from lagebild.extract.modality import Clauses
from lagebild.extract.when import ahead
from lagebild.records import Reason, Status

if TYPE_CHECKING:
    from lagebild.records import Document, Sentence

__all__ = ["StatusCall", "status_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCall:
    """The status of an event, whether the document places it in the past, and why."""

    status: Status
    background: bool
    reasons: tuple[Reason, ...]


def status_of(sent: Sentence, trigger: int, *, doc: Document) -> StatusCall:
    """Return the status of the event that the word ``trigger`` of ``sent`` names.

    Args:
        sent: a parsed sentence; without tokens the event is asserted.
        trigger: index of the verb or event noun in ``sent.tokens``.
        doc: the document of the sentence; its date tells what is long past.

    Raises:
        IndexError: if ``trigger`` is no token of the sentence.
    """
    if not sent.tokens:
        return StatusCall(status=Status.ASSERTED, background=False, reasons=())
    if not 0 <= trigger < len(sent.tokens):
        raise IndexError(f"no token {trigger} in a sentence of {len(sent.tokens)}")
    clauses = Clauses.of(sent)
    found = judge(clauses, trigger)
    soon = ahead(clauses, trigger, doc) if found.status is Status.ASSERTED else ""
    if soon:
        found = found.because(f"present tense, {soon}", status=Status.PLANNED)
    reasons = [Reason(field="status", why=why) for why in found.why]
    why = past(clauses, trigger, doc=doc) if found.status in {Status.ASSERTED, Status.ALLEGED} else ""
    if why:
        reasons.append(Reason(field="background", why=why))
    return StatusCall(status=found.status, background=bool(why), reasons=tuple(reasons))
