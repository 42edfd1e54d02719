"""Checks a brief against its sources: no sentence without evidence, no quotation that is not in its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.errors import LagebildError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lagebild.records import Brief, Document

__all__ = ["UncitedError", "check", "faults"]


class UncitedError(LagebildError):
    """A brief says what its sources do not."""


def faults(brief: Brief, documents: Mapping[str, Document]) -> Iterator[str]:
    """Yield a line for every claim that lacks evidence or whose quotation differs from its source."""
    listed = {source.document for source in brief.sources}
    for section in brief.sections:
        for claim in section.claims:
            if not claim.citations:
                yield f"no citation: {claim.text}"
            for citation in claim.citations:
                doc = documents.get(citation.document)
                if doc is None or citation.document not in listed:
                    yield f"[{citation.number}] cites a document that is not listed"
                elif citation.span.of(doc.text) != citation.quote:
                    yield f"[{citation.number}] does not quote {citation.document} to the letter"


def check(brief: Brief, documents: Mapping[str, Document]) -> Brief:
    """Return ``brief`` if every claim is covered.

    Raises:
        UncitedError: naming the first fault.
    """
    for fault in faults(brief, documents):
        raise UncitedError(fault, where=brief.title, hint="this is a fault of the program: please report it")
    return brief
