"""Decides how real a reported event is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lagebild.records import Reason, Status

if TYPE_CHECKING:
    from lagebild.records import Document, Sentence

__all__ = ["StatusCall", "status_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCall:
    """The status of an event, whether it is background, and why."""

    status: Status
    background: bool = False
    reasons: tuple[Reason, ...] = ()


def status_of(sent: Sentence, trigger: int, *, doc: Document) -> StatusCall:
    """Return the status of the event whose trigger is the word at index ``trigger``."""
    del sent, trigger, doc
    return StatusCall(status=Status.ASSERTED)
