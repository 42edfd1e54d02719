"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from lagebild.ask import EventQuery
from lagebild.records import EventType, Status
from lagebild.workspace import is_workspace

__all__ = ["as_json", "narrowing", "query_of", "workspace_folder", "workspace_option"]

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[dt.date]):
    """An ISO day."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return ``value`` as a date, or fail with a hint."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is not a day; write it as 2024-04-10", param, ctx)


def workspace_option(command: Command) -> Command:
    """Add ``--workspace``."""
    return click.option(
        "-w",
        "--workspace",
        type=click.Path(path_type=Path, file_okay=True),
        envvar="LAGEBILD_WORKSPACE",
        help="The workspace's folder.  [default: the nearest one upwards, else here]",
    )(command)


def workspace_folder(given: Path | None) -> Path:
    """Return the folder of the workspace: as given, else the nearest upwards, else the current one."""
    if given is not None:
        return given
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if is_workspace(folder)), here)


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON lines instead of a table.")

_NARROWING = (
    click.option("--country", metavar="CODE", help="Actor or recipient: ISO3 (PRK) or IGO:UN, NSA:Hamas …"),
    click.option("--actor", metavar="CODE", help="The actor's code."),
    click.option("--recipient", metavar="CODE", help="The recipient's code."),
    click.option(
        "--type", "type_", type=click.Choice([t.value for t in EventType], case_sensitive=False), help="PLOVER type."
    ),
    click.option("--status", type=click.Choice([s.value for s in Status]), help="What the reports say of its reality."),
    click.option("--from", "start", type=Day(), help="First day."),
    click.option("--to", "end", type=Day(), help="Last day, included."),
    click.option("--text", metavar="WORDS", help="Words in the reports (three letters or more)."),
    click.option("--dataset", metavar="NAME", help="Only an imported data set (icews, gdelt …), or own."),
    click.option("--as-of", type=Day(), help="What was known at the end of this day."),
    click.option("--limit", type=click.IntRange(min=1), help="At most so many."),
)


def narrowing(command: Command) -> Command:
    """Add the options that narrow which events are meant."""
    for option in reversed(_NARROWING):
        command = option(command)
    return command


def query_of(**values: Any) -> EventQuery:  # noqa: ANN401 - click hands over what its types made
    """Return the query that the options of :func:`narrowing` ask for."""
    end = values.pop("end", None)
    kind = values.pop("type_", None)
    return EventQuery(**values, type=kind, end=end + dt.timedelta(days=1) if end else None)
