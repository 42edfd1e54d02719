"""Events in, brief out: every sentence made from records, and every one with its citations."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lagebild.brief.phrases import Phrases, phrases
from lagebild.records import Brief, Citation, Claim, Quad, Section, Source, Status
from lagebild.spans import Span, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lagebild.records import Disagreement, Document, Event, Mention, Series

__all__ = ["MAX_CLAIMS", "compose"]

MAX_CLAIMS = 25
"""Claims a section; what is left out is counted in a note, never silently dropped."""

_QUOTE_CHARS = 180
_ORDER = ("deeds", "words", "claims", "ahead", "background")
_WORDS = {Quad.VERBAL_CONFLICT, Quad.VERBAL_COOPERATION}
_CLAIMED = {Status.ALLEGED, Status.DENIED}
_AHEAD = {Status.PLANNED, Status.REQUESTED, Status.HYPOTHETICAL}
_DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class _Citations:
    """Numbers the cited passages in the order in which they are first cited."""

    documents: Mapping[str, Document]
    numbers: dict[tuple[str, Span], int] = field(default_factory=dict)

    def cite(self, mention: Mention) -> Citation:
        key = (mention.document, mention.evidence.span)
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        return Citation(
            number=number,
            mention=mention.id,
            document=mention.document,
            span=mention.evidence.span,
            quote=mention.evidence.quote,
        )


def compose(
    events: Iterable[tuple[Event, Sequence[Mention]]],
    documents: Mapping[str, Document],
    *,
    lang: str,
    series: Sequence[Series] = (),
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> Brief:
    """Return the brief on ``events``, each given with its mentions.

    Args:
        events: with their member mentions.
        documents: the cited documents by id.
        lang: ``de`` or ``en``.
        series: measures to show beside the text.
        start: first day of the period; the first event's day where not given.
        end: day after the period; the day after the last event where not given.

    Raises:
        SettingsError: if no brief can be written in ``lang``.
    """
    words = phrases(lang)
    chosen = sorted(events, key=lambda pair: (pair[0].start, pair[0].id))
    first = start or min((event.start for event, _ in chosen), default=dt.datetime.now(tz=dt.UTC).date())
    last = (end or max((event.end for event, _ in chosen), default=first + _DAY)) - _DAY
    cites = _Citations(documents)
    sections, omitted = _sections(chosen, words, cites)
    cited = dict.fromkeys(document for document, _ in cites.numbers)
    label = "title_day" if first >= last else "title"
    return Brief(
        title=words.label(label, start=words.day(first), end=words.day(last)),
        lang=lang,
        start=first,
        end=last + _DAY,
        sections=tuple(sections),
        sources=tuple(_source(documents[key]) for key in cited),
        series=tuple(series),
        notes=_notes(chosen, words, omitted),
    )


def _sections(
    chosen: Sequence[tuple[Event, Sequence[Mention]]], words: Phrases, cites: _Citations
) -> tuple[list[Section], list[str]]:
    groups: dict[str, list[tuple[Event, Sequence[Mention]]]] = {name: [] for name in _ORDER}
    for event, mentions in chosen:
        groups[_section_of(event)].append((event, mentions))
    sections: list[Section] = []
    omitted: list[str] = []
    shown: list[tuple[Event, Sequence[Mention]]] = []
    for name, members in groups.items():
        kept = _weightiest(members)
        shown += kept
        claims = tuple(_claim(event, mentions, words, cites) for event, mentions in kept)
        if claims:
            sections.append(Section(heading=words.section(name), claims=claims))
        if len(members) > len(kept):
            omitted.append(words.label("more", n=len(members) - len(kept), section=words.section(name)))
    contradictions = tuple(
        _contradiction(event, mentions, one, words, cites)
        for event, mentions in shown
        for one in event.disagreements
        if _is_contradiction(one)
    )
    if contradictions:
        sections.append(Section(heading=words.section("contradictions"), claims=contradictions))
    return sections, omitted


def _section_of(event: Event) -> str:
    if event.status in _CLAIMED:
        return "claims"
    if event.status in _AHEAD:
        return "ahead"
    if event.background:
        return "background"
    return "words" if event.quad in _WORDS else "deeds"


def _weightiest(members: list[tuple[Event, Sequence[Mention]]]) -> list[tuple[Event, Sequence[Mention]]]:
    """Return the ``MAX_CLAIMS`` events with most publishers, confidence and intensity, by day."""
    ranked = sorted(members, key=lambda pair: (-_weight(pair[0]), pair[0].id))[:MAX_CLAIMS]
    return sorted(ranked, key=lambda pair: (pair[0].start, pair[0].id))


def _weight(event: Event) -> float:
    return event.confidence * (1 + abs(event.score) / 10) * (1 + len(event.publishers))


def _claim(event: Event, mentions: Sequence[Mention], words: Phrases, cites: _Citations) -> Claim:
    lead = min(mentions, key=lambda m: (m.status is not event.status, m.lang != words.lang))
    stated = _state(event, lead, words)
    quote = words.label("quote", text=_snippet(lead))
    return Claim(
        text=f"{stated}: {quote}",
        citations=tuple({c.number: c for c in map(cites.cite, (lead, *mentions))}.values()),
        events=(event.id,),
    )


def _state(event: Event, lead: Mention, words: Phrases) -> str:
    speaker = lead.said_by
    named = speaker is not None and speaker.country not in {match.country for match in event.actors}
    by = words.speaker(speaker) if speaker is not None and named else None
    counts = [words.label(c.kind.value, n=_range(c.low, c.high)) for c in event.casualties]
    sentence = words.sentence(
        event.status,
        by=by,
        actors=words.names(event.actors),
        when=words.when(event),
        act=words.act(event),
    )
    toll = f" ({'; '.join(counts)})" if counts else ""
    return f"{sentence}{toll}{words.reported(event)}"


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"≥ {low}"
    return str(low) if low == high else f"{low}-{high}"


def _snippet(mention: Mention) -> str:
    """Return the sentence of a mention, cut around its trigger where it is long, with … at the cuts."""
    quote = squeeze(mention.evidence.quote)
    if len(quote) <= _QUOTE_CHARS:
        return quote
    offset = max(0, mention.trigger.span.start - mention.evidence.span.start)
    start = max(0, min(offset - _QUOTE_CHARS // 2, len(quote) - _QUOTE_CHARS))
    piece = quote[start : start + _QUOTE_CHARS]
    if start > 0:
        piece = "… " + re.sub(r"^\S*\s", "", piece)
    if start + _QUOTE_CHARS < len(quote):
        piece = re.sub(r"\s\S*$", "", piece) + " …"
    return piece


def _is_contradiction(one: Disagreement) -> bool:
    """Tell whether values rule each other out, rather than one saying more than the other."""
    values = [set(view.value.split(", ")) for view in one.views]
    if one.field == "status":
        return any(Status.DENIED.value in value for value in values)
    if one.field in {"actors", "recipients"}:
        return not all(a <= b or b <= a for a in values for b in values)
    return one.field != "mode"


def _contradiction(
    event: Event, mentions: Sequence[Mention], one: Disagreement, words: Phrases, cites: _Citations
) -> Claim:
    by_id = {mention.id: mention for mention in mentions}
    views = []
    for view in one.views:
        label = "view" if view.holders else "view_alone"
        value = _value(one.field, view.value, words)
        views.append(words.label(label, value=value, holders=", ".join(view.holders)))
    cited = [by_id[view.mentions[0]] for view in one.views if view.mentions[0] in by_id]
    done, _ = words.act(event)
    title = f"{words.names(event.actors).nominative}: {done}"
    text = words.label("disagree", event=title, field=words.field(one.field), views="; ".join(views))
    return Claim(text=text.rstrip("."), citations=tuple(map(cites.cite, cited)), events=(event.id,))


def _value(name: str, value: str, words: Phrases) -> str:
    if name in {"actors", "recipients"}:
        return words.join([words.name(code) for code in value.split(", ")])
    if name == "day":
        return words.day(dt.date.fromisoformat(value))
    if name == "casualties":
        return ", ".join(_count(part, words) for part in value.split("; "))
    return words.word(value)


def _count(part: str, words: Phrases) -> str:
    kind, _, count = part.partition(" ")
    low, dash, high = count.partition("-")
    return words.label(kind, n=f"≥ {low}" if dash and not high else count)


def _source(doc: Document) -> Source:
    title = doc.title or squeeze(doc.text)[:80]
    return Source(
        document=doc.id,
        title=title,
        publisher=doc.publisher,
        published=doc.published,
        url=doc.url,
        language=doc.language,
    )


def _notes(
    chosen: Sequence[tuple[Event, Sequence[Mention]]], words: Phrases, omitted: Sequence[str]
) -> tuple[str, ...]:
    if not chosen:
        return (words.label("empty"),)
    method = words.label(
        "method",
        events=len(chosen),
        mentions=sum(len(mentions) for _, mentions in chosen),
        documents=len({key for event, _ in chosen for key in event.documents}),
        publishers=len({name for event, _ in chosen for name in event.publishers}),
    )
    return (method, *omitted)
