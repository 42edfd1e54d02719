"""A brief as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.write.cells import markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lagebild.records import Brief, Citation, Claim, Document, Source

__all__ = ["brief_markdown"]

_LABELS = {"de": ("Quellen", "Belege", "auch bei"), "en": ("Sources", "Evidence", "also printed by")}


def brief_markdown(brief: Brief, _documents: Mapping[str, Document]) -> str:
    """Return the brief with numbered citations, the quoted sentences, and the list of sources."""
    sources, evidence, too = _LABELS.get(brief.lang, _LABELS["en"])
    lines = [f"# {markdown(brief.title)}", ""]
    lines += [line for note in brief.notes for line in (f"*{markdown(note)}*", "")]
    citations: dict[int, Citation] = {}
    for section in brief.sections:
        lines += [f"## {markdown(section.heading)}", ""]
        for claim in section.claims:
            lines.append(f"- {_claim(claim)}")
            citations |= {citation.number: citation for citation in claim.citations}
        lines.append("")
    order = {source.document: number for number, source in enumerate(brief.sources, 1)}
    if citations:
        lines += [f"## {evidence}", ""]
        lines += [_evidence(citation, order) for _, citation in sorted(citations.items())]
        lines += ["", f"## {sources}", ""]
        lines += [f"{number}. {_source(source, too)}" for number, source in enumerate(brief.sources, 1)]
        lines.append("")
    return "\n".join(lines)


def _claim(claim: Claim) -> str:
    numbers = "".join(f"[{citation.number}]" for citation in claim.citations)
    return f"{markdown(claim.text)} {numbers}."


def _evidence(citation: Citation, order: Mapping[str, int]) -> str:
    start, end = citation.span
    return f"[{citation.number}] Q{order[citation.document]}, {start}-{end}: {markdown(citation.quote)}  "


def _source(source: Source, too: str) -> str:
    day = source.published.date().isoformat()
    link = f" <{source.url}>" if source.url and source.url.startswith(("http://", "https://")) else ""
    by = f"{markdown(source.publisher)}, " if source.publisher else ""
    also = f"; {too} {markdown(', '.join(source.also))}" if source.also else ""
    return f"{markdown(source.title)} — {by}{day}, {source.language}{link}{also}"
