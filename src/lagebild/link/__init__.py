"""Mentions in, events out: reports of one event are brought together across sentences, documents, languages.

Linking only ever adds: a mention joins an event or starts one; no mention is rewritten, and an event keeps
its id. The measure of likeness is :func:`lagebild.link.similarity.likeness`; a report joins the likest
event over the threshold (greedy, in the order of publication).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.ids import event_id
from lagebild.link.merge import merge
from lagebild.link.similarity import days_of, likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lagebild.records import Event, Report

__all__ = ["THRESHOLD", "days_of", "link", "merge", "reach"]

THRESHOLD = 0.6


def link(reports: Iterable[Report], known: Iterable[tuple[Event, Sequence[Report]]] = ()) -> tuple[Event, ...]:
    """Return the events that are new or have gained a report, in the order in which they were first touched.

    Args:
        reports: the new reports; order does not matter, they are taken by publication and place in the text.
        known: the events they may join, each with its reports so far.
    """
    clusters: list[tuple[str, list[Report]]] = [(event.id, list(members)) for event, members in known]
    touched: dict[str, list[Report]] = {}
    for report in sorted(reports, key=_order):
        best = max(((_score(report, members), -at) for at, (_, members) in enumerate(clusters)), default=(0.0, 0))
        if best[0] >= THRESHOLD:
            key, members = clusters[-best[1]]
        else:
            key, members = event_id(report.mention.id), []
            clusters.append((key, members))
        members.append(report)
        touched[key] = members
    return tuple(merge(key, members) for key, members in touched.items())


def reach(reports: Iterable[Report]) -> tuple[frozenset[str], frozenset[str] | None]:
    """Return what events must have that one of ``reports`` could join: a type, and a country or an unknown side.

    It only leaves out what :func:`lagebild.link.similarity.likeness` rules out. ``None`` for the countries: any.
    """
    types: set[str] = set()
    countries: set[str] | None = set()
    for report in reports:
        mention = report.mention
        types.add(mention.type.value)
        named = {match.country for match in (*mention.actors, *mention.recipients) if match.country}
        countries = countries | named if named and countries is not None else None
    return frozenset(types), frozenset(countries) if countries is not None else None


def _order(report: Report) -> tuple[object, ...]:
    return report.published, report.mention.document, report.mention.trigger.span, report.mention.id


def _score(report: Report, members: Sequence[Report]) -> float:
    """Return the mean likeness to the members, so that chains of chance likenesses do not grow."""
    return sum(likeness(report, other) for other in members) / len(members)
