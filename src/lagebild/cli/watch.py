"""``watch``: following the feeds of the workspace."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Literal

import click
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from lagebild import wire
from lagebild.cli import options, output
from lagebild.errors import InputError
from lagebild.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lagebild.settings import Feed
    from lagebild.workspace import Health, Watcher

__all__ = ["COMMANDS"]

_STYLE = {"ok": "green", "new": "dim", "silent": "yellow", "failing": "red"}
_COLUMNS: dict[str, Literal["left", "right"]] = {
    "feed": "left",
    "state": "left",
    "last success": "left",
    "last new item": "left",
    "items": "right",
    "fails": "right",
}
_REST = 62  # cells of a line that are not the feed's name
_NARROW = 16
_NAP = 60.0  # seconds of sleep at most, so that a clock set forward does not stop the watch


@click.command()
@click.option("--once", is_flag=True, help="Ask the feeds that are due, then stop: for cron.")
@click.option("--health", "only_health", is_flag=True, help="Only show how the feeds are doing.")
@options.workspace_option
@options.as_json
def watch(workspace: Path | None, *, once: bool, only_health: bool, as_json: bool) -> None:
    r"""Follow the feeds of lagebild.toml and keep what is new.

    \b
    A feed is a table there:
      [[feeds]]
      url = "https://example.org/news.rss"
      publisher = "Example"      # else the feed's own title
      lang = "en"                # else recognised
      every = 30                 # minutes
      full = true                # fetch the page behind each item

    Feeds are asked politely: only for what has changed, within robots.txt, one at a time, and less often while
    they fail. A feed that fails or falls silent is shown.
    """
    with Workspace.open(options.workspace_folder(workspace)) as space:
        watcher = space.watcher()
        while not only_health:
            for feed in watcher.due():
                _check(space, watcher, feed, as_json=as_json)
            if once:
                break
            time.sleep(max(1.0, min(_NAP, watcher.pause())))
        failing = _show(watcher, as_json=as_json)
    if failing:
        raise click.exceptions.Exit(InputError.exit_code)


def _check(space: Workspace, watcher: Watcher, feed: Feed, *, as_json: bool) -> None:
    new = mentions = 0
    for item in watcher.check(feed):
        added = space.put(item)
        new += added.document is not None and not added.known
        mentions += added.mentions
        if added.error is not None:
            output.complain(added.error)
    if not as_json:
        output.echo(
            f"{feed.publisher or feed.url.partition('?')[0]}: {new} new documents with {mentions} mentions of events."
        )


def _show(watcher: Watcher, *, as_json: bool) -> bool:
    """Show how the feeds are doing; tell whether one is failing."""
    now = dt.datetime.now(tz=dt.UTC)
    rows = [(feed, health, health.state(feed, now)) for feed, health in watcher.health()]
    if as_json:
        for feed, health, state in rows:
            output.echo(wire.dump(_as_json(feed, health, state)))
    else:
        _table(rows)
    return any(state == "failing" for _, _, state in rows)


def _table(rows: Sequence[tuple[Feed, Health, str]]) -> None:
    """Print a line a feed that fits the terminal, and below what went wrong."""
    console = output.out()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, justify in _COLUMNS.items():
        table.add_column(name, justify=justify, no_wrap=True)
    for feed, health, state in rows:
        title = Text(_name(feed, health))
        title.truncate(max(_NARROW, console.width - _REST), overflow="ellipsis")
        table.add_row(
            title,
            Text(state, style=_STYLE[state]),
            _time(health.success),
            _time(health.newest),
            str(health.items),
            str(health.failures),
        )
    console.print(table)
    for feed, health, _ in rows:
        if health.message:
            console.print(f"[red]{escape(_name(feed, health))}[/red]: {escape(output.clean(health.message))}")


def _name(feed: Feed, health: Health) -> str:
    return output.clean(feed.publisher or health.name)


def _as_json(feed: Feed, health: Health, state: str) -> dict[str, object]:
    names = ("checked", "success", "newest", "items", "failures", "message", "due")
    return {"url": health.name, "publisher": feed.publisher or None, "state": state} | {
        name: getattr(health, name) for name in names
    }


def _time(moment: dt.datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else "never"


COMMANDS = (watch,)
