"""Everything the terminal shows: tables that fit it, marked quotations, errors in one line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from lagebild import ask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lagebild.ask import Shown
    from lagebild.errors import LagebildError
    from lagebild.records import ActorMatch, Copy, Document, Event, Mention, Series

__all__ = ["complain", "echo", "event_table", "out", "shown", "tension_chart"]

_ID_CHARS = 10  # enough to tell ten thousand events apart; longer ones are asked for when it is not
_FIXED = 10 + 12 + 3 + _ID_CHARS + 7  # columns that are never cut, and the blanks between all of them
_STATUS_STYLE = {"asserted": "green", "alleged": "yellow", "denied": "red"}


def out() -> Console:
    """Return the console of standard output."""
    return Console(highlight=False)


def err() -> Console:
    """Return the console of standard error: messages and progress, never results."""
    return Console(stderr=True, highlight=False)


def clean(text: str) -> str:
    """Return ``text`` without control characters, so that no input can steer the terminal."""
    return "".join(char if char in "\n\t" or char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def echo(line: str) -> None:
    """Print one line of results as it is."""
    click.echo(line, nl=not line.endswith("\n"))


def complain(error: LagebildError) -> None:
    """Print an error: what is wrong, where, and the way out."""
    click.echo(clean(f"lagebild: {error}"), err=True)


def parties(side: Sequence[ActorMatch]) -> str:
    """Return the parties of one side in a few words."""
    return ", ".join(dict.fromkeys(match.country or match.name or match.text for match in side))


def event_table(events: Iterable[Event]) -> int:
    """Print events as a table as wide as the terminal; return how many there were."""
    console = out()
    room = max(console.width - _FIXED, 30)  # for who, what, to whom
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", expand=False)
    table.add_column("day", no_wrap=True)
    table.add_column("actors", overflow="ellipsis", no_wrap=True, max_width=room * 3 // 10)
    table.add_column("type", overflow="ellipsis", no_wrap=True, max_width=room * 4 // 10)
    table.add_column("recipients", overflow="ellipsis", no_wrap=True, max_width=room * 3 // 10)
    table.add_column("status", no_wrap=True)
    table.add_column("n", justify="right", no_wrap=True)
    table.add_column("id", no_wrap=True, style="dim")
    number = 0
    for event in events:
        number += 1
        table.add_row(
            event.start.isoformat(),
            escape(clean(parties(event.actors))) or "-",
            f"{event.type.value} {event.mode or ''}".strip(),
            escape(clean(parties(event.recipients))) or "-",
            Text(event.status.value, style=_STATUS_STYLE.get(event.status.value, "")),
            f"{len(event.mentions)}{'*' if event.disagreements else ''}",
            event.id[:_ID_CHARS],
        )
    if number:
        console.print(table)
    return number


def shown(found: Shown) -> None:
    """Print an event with every quoted sentence at its place in its source, or a document with its mentions."""
    console = out()
    documents = {doc.id: doc for doc in found.documents}
    if found.event is not None:
        _event(console, found.event)
    else:
        _document(console, found.documents[0])
    for copy in found.copies:
        _copy(console, copy, documents)
    for mention in found.mentions:
        _mention(console, mention, documents[mention.document])


def _event(console: Console, event: Event) -> None:
    console.print(f"[bold]{event.type.value} {event.mode or ''}[/bold] {event.id}")
    rows = {
        "day": f"{event.start} ({event.time_precision}, {event.time_basis})",
        "actors": parties(event.actors) or "-",
        "recipients": parties(event.recipients) or "-",
        "status": event.status.value + (", background" if event.background else ""),
        "place": f"{event.place.name} ({event.place.country})" if event.place else "-",
        "casualties": "; ".join(f"{c.kind} {c.text}" for c in event.casualties) or "-",
        "score": f"{event.score:+.1f} ({event.quad})",
        "confidence": f"{event.confidence:.2f}",
        "publishers": ", ".join(event.publishers) or "-",
    }
    for name, value in rows.items():
        console.print(f"  {name:<11} {escape(clean(value))}")
    if event.origin is not None:
        console.print(f"  {'imported':<11} {escape(clean(f'{event.origin.dataset} {event.origin.id}'))}")
    for said in event.corrections:
        console.print(f"  [cyan]{said.action.value:<11} {escape(clean(f'{said.who}: {said.why}'))}[/cyan]")
    for one in event.disagreements:
        views = "; ".join(f"{view.value} ({', '.join(view.holders) or '-'})" for view in one.views)
        console.print(f"  [yellow]disputed    {one.field}: {escape(clean(views))}[/yellow]")


def _document(console: Console, doc: Document) -> None:
    console.print(f"[bold]{escape(clean(doc.title or doc.source))}[/bold] {doc.id}")
    console.print(f"  {escape(clean(doc.publisher or '-'))}, {doc.published.date()}, {doc.language}")
    if doc.url:
        console.print(f"  {escape(clean(doc.url))}")
    for issue in doc.issues:
        console.print(f"  [yellow]{issue.kind}: {escape(clean(issue.message))}[/yellow]")


def _copy(console: Console, copy: Copy, documents: Mapping[str, Document]) -> None:
    """Print one line on another printing of a document, or on the original of one that is itself a copy."""
    where = ", ".join(filter(None, (copy.publisher or "-", copy.published.date().isoformat(), copy.url)))
    if copy.document in documents:
        console.print(f"  a copy of {copy.original}: what both say is coded there")
    else:
        console.print(f"  {'printed too':<11} {escape(clean(where))} [dim]{copy.document}[/dim]")


def _mention(console: Console, mention: Mention, doc: Document) -> None:
    before, quote, after, line = ask.context(doc, mention)
    span = mention.evidence.span
    source = ", ".join(filter(None, (doc.publisher, doc.published.date().isoformat(), doc.url)))
    console.print()
    console.print(f"[dim]{mention.id} {mention.type.value} {mention.mode or ''} {mention.status.value}[/dim]")
    console.print(f"[dim]{escape(clean(source))} - line {line}, characters {span.start}-{span.end}[/dim]")
    text = Text(f"… {clean(before)}" if len(before) < span.start else clean(before), style="dim")
    text.append(clean(quote), style="bold not dim")
    text.append(f"{clean(after)} …" if span.end + len(after) < len(doc.text) else clean(after))
    console.print(text)
    if mention.said_by:
        console.print(f"[dim]said by {escape(clean(mention.said_by.text))}[/dim]")
    for cite in mention.cites:
        console.print(f"[dim]source {escape(clean(cite))}[/dim]")


def tension_chart(series: Series, *, days: int) -> None:
    """Print the last ``days`` points of a series as bars."""
    console = out()
    points = series.points[-days:]
    top = max((abs(point.value) for point in points), default=0.0) or 1.0
    width = max(10, console.width - 24)
    for point in points:
        bar = "█" * round(abs(point.value) / top * width)
        style = "red" if point.value > 0 else "green"
        console.print(f"{point.day} {point.value:>7.2f} [{style}]{bar}[/{style}]")


def is_terminal() -> bool:
    """Tell whether a person is watching standard error."""
    return sys.stderr.isatty()
