"""The agreed value of each field of an event, and the values that disagree with who holds each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lagebild.link.similarity import days_of
from lagebild.records import (
    Casualty,
    Disagreement,
    Event,
    Status,
    TimeBasis,
    TimePrecision,
    View,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lagebild.records import ActorMatch, CasualtyKind, Mention, PlaceMatch, Report

__all__ = ["merge"]

# What is said to have happened outweighs what is claimed, and that what is only planned.
_STATUS_RANK = {
    Status.ASSERTED: 0,
    Status.ALLEGED: 1,
    Status.DENIED: 2,
    Status.PLANNED: 3,
    Status.REQUESTED: 4,
    Status.HYPOTHETICAL: 5,
}


def merge(key: str, reports: Sequence[Report]) -> Event:
    """Return the event that ``reports`` (at least one) tell of, under the id ``key``; order plays no part."""
    ordered = sorted(reports, key=lambda r: (r.published, r.mention.document, r.mention.trigger.span, r.mention.id))
    mentions = [report.mention for report in ordered]
    lead = max(mentions, key=lambda m: (bool(m.mode), -_STATUS_RANK[m.status], m.confidence))
    best_time = min(ordered, key=_time_rank)
    start, end = days_of(best_time)
    time = best_time.mention.time
    return Event(
        id=key,
        type=lead.type,
        mode=lead.mode,
        cameo=lead.cameo,
        quad=lead.quad,
        score=lead.score,
        contexts=tuple(sorted({context for m in mentions for context in m.contexts})),
        actors=_union([m.actors for m in mentions]),
        recipients=_union([m.recipients for m in mentions]),
        status=min((m.status for m in mentions), key=_STATUS_RANK.__getitem__),
        background=all(m.background for m in mentions),
        start=start,
        end=end,
        time_precision=time.precision if time else TimePrecision.DAY,
        time_basis=time.basis if time else TimeBasis.PUBLISHED,
        place=_place(mentions),
        casualties=_casualties(mentions),
        confidence=max(m.confidence for m in mentions),
        disagreements=_disagreements(ordered),
        mentions=tuple(m.id for m in mentions),
        documents=tuple(dict.fromkeys(m.document for m in mentions)),
        publishers=tuple(dict.fromkeys(r.publisher for r in ordered if r.publisher)),
        languages=tuple(sorted({m.lang for m in mentions})),
        first_reported=ordered[0].published,
        last_reported=ordered[-1].published,
    )


def _time_rank(report: Report) -> tuple[object, ...]:
    """Order reports by how well they know the day: stated before carried before none, then the finest."""
    start, end = days_of(report)
    time = report.mention.time
    rank = {TimeBasis.STATED: 0, TimeBasis.CARRIED: 1, TimeBasis.PUBLISHED: 2}
    return (rank[time.basis] if time else 2), end - start, report.published, start


def _union(sides: Sequence[tuple[ActorMatch, ...]]) -> tuple[ActorMatch, ...]:
    """Return every party once, the most often named first; the same country counts as the same party."""
    counts: Counter[str] = Counter()
    first: dict[str, ActorMatch] = {}
    for side in sides:
        for match in side:
            name = match.country or match.id or match.text.casefold()
            counts[name] += 1
            kept = first.setdefault(name, match)
            if kept.id is None and match.id is not None:
                first[name] = match
    named = [name for name in first if first[name].country or first[name].id]
    names = named or list(first)
    return tuple(first[name] for name in sorted(names, key=lambda n: -counts[n]))


def _place(mentions: Sequence[Mention]) -> PlaceMatch | None:
    places = [m.place for m in mentions if m.place is not None]
    if not places:
        return None
    counts = Counter(place.geonames for place in places)
    order = list(type(places[0].precision))
    return min(places, key=lambda p: (order.index(p.precision), -counts[p.geonames]))


def _casualties(mentions: Sequence[Mention]) -> tuple[Casualty, ...]:
    """Return one range a kind that spans what the reports say."""
    found: dict[CasualtyKind, list[Casualty]] = {}
    for mention in mentions:
        for one in mention.casualties:
            found.setdefault(one.kind, []).append(one)
    return tuple(_span(ranges) for _, ranges in sorted(found.items()))


def _span(ranges: Sequence[Casualty]) -> Casualty:
    highs = [one.high for one in ranges if one.high is not None]
    return Casualty(
        kind=ranges[0].kind,
        low=min(one.low for one in ranges),
        high=max(highs) if len(highs) == len(ranges) else None,
        text="; ".join(dict.fromkeys(one.text for one in ranges)),
    )


def _disagreements(reports: Sequence[Report]) -> tuple[Disagreement, ...]:
    fields: dict[str, Callable[[Report], str | None]] = {
        "status": lambda r: r.mention.status.value,
        "mode": lambda r: r.mention.mode,
        "actors": lambda r: _names(r.mention.actors),
        "recipients": lambda r: _names(r.mention.recipients),
        "day": lambda r: days_of(r)[0].isoformat() if r.mention.time else None,
        "place": lambda r: r.mention.place.name if r.mention.place else None,
        "casualties": lambda r: _toll(r.mention.casualties),
    }
    found = (Disagreement(field=name, views=_views(reports, value)) for name, value in fields.items())
    return tuple(one for one in found if len(one.views) > 1)


def _names(side: tuple[ActorMatch, ...]) -> str | None:
    found = {match.country or match.id for match in side}
    return ", ".join(sorted(name for name in found if name)) or None


def _toll(casualties: tuple[Casualty, ...]) -> str | None:
    """Return counts to compare: ``killed 7; wounded 10-12; missing 3-`` (open)."""
    ranges = (f"{c.kind.value} {c.low}" + ("" if c.low == c.high else f"-{c.high or ''}") for c in casualties)
    return "; ".join(ranges) or None


def _views(reports: Sequence[Report], value: Callable[[Report], str | None]) -> tuple[View, ...]:
    groups: dict[str, list[Report]] = {}
    for report in reports:
        said = value(report)
        if said is not None:
            groups.setdefault(said, []).append(report)
    views = (
        View(
            value=said,
            mentions=tuple(report.mention.id for report in group),
            holders=tuple(dict.fromkeys(filter(None, map(_holder, group)))),
        )
        for said, group in groups.items()
    )
    return tuple(sorted(views, key=lambda view: -len(view.mentions)))


def _holder(report: Report) -> str | None:
    """Return who stands behind a report: the speaker it names, else the publisher."""
    said_by = report.mention.said_by
    return said_by.text if said_by else report.publisher
