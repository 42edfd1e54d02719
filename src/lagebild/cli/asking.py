"""``events``, ``show``, ``tension``, ``brief``, ``export``: everything that reads a workspace."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lagebild import ask, wire, write
from lagebild.cli import options, output
from lagebild.errors import StoreError
from lagebild.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["COMMANDS"]

_FORMS: list[str] = [*write.WRITERS, *write.BINARY_WRITERS]


def _open(workspace: Path | None) -> Workspace:
    return Workspace.open(options.workspace_folder(workspace))


@click.command()
@options.narrowing
@options.workspace_option
@options.as_json
def events(workspace: Path | None, *, as_json: bool, **narrow: Any) -> None:  # noqa: ANN401
    """List the events, earliest first.

    Column n counts the reports of an event; a star says that they disagree. `lagebild show ID` says on what,
    and quotes the sentences. Ids are shown shortened; --json has them whole.
    """
    with _open(workspace) as space:
        found = space.events(options.query_of(**narrow))
        if as_json:
            for event in found:
                output.echo(wire.dump(event))
        elif not output.event_table(found):
            click.echo("No such events.", err=True)


@click.command()
@click.argument("key", metavar="ID")
@options.workspace_option
@options.as_json
def show(key: str, workspace: Path | None, *, as_json: bool) -> None:
    """Show what stands behind ID: an event, mention or document, with the quoted sentences in their place.

    ID may be shortened to an unambiguous beginning.
    """
    with _open(workspace) as space:
        found = space.show(key)
    if as_json:
        output.echo(wire.dump(found))
    else:
        output.shown(found)


@click.command()
@options.narrowing
@click.option("--half-life", type=click.FloatRange(min=0, min_open=True), default=7.0, show_default=True, help="Days.")
@click.option("--days", type=click.IntRange(min=1), default=60, show_default=True, help="Show the last so many days.")
@options.workspace_option
@options.as_json
def tension(workspace: Path | None, *, half_life: float, days: int, as_json: bool, **narrow: Any) -> None:  # noqa: ANN401
    """Show the daily tension: positive in conflict, negative in cooperation (PLOVER scores, smoothed)."""
    with _open(workspace) as space:
        series = space.tension(options.query_of(**narrow), half_life=half_life)
    if as_json:
        output.echo(wire.dump(series))
    else:
        output.tension_chart(series, days=days)


@click.command()
@click.option(
    "--lang", type=click.Choice(ask.BRIEF_LANGUAGES), help="Language of the brief.  [default: the workspace's]"
)
@click.option(
    "--format", "form", type=click.Choice(list(write.BRIEF_WRITERS)), help="Default: by --output's ending, else md."
)
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="Write here instead of printing.")
@options.narrowing
@options.workspace_option
@options.as_json
def brief(
    workspace: Path | None,
    *,
    lang: str | None,
    form: str | None,
    target: Path | None,
    as_json: bool,
    **narrow: Any,  # noqa: ANN401
) -> None:
    r"""Write the situation brief: every sentence cites the exact words it rests on.

    \b
      lagebild brief --lang de                     print it as Markdown
      lagebild brief -o brief.html                 one page, numbers lead to the marked sentence
      lagebild brief --country PRK --from 2024-04-01
    """
    with _open(workspace) as space:
        made = space.brief(options.query_of(**narrow), lang=lang)
        text = wire.dump(made) if as_json else space.render(made, form or _form(target))
    _put(text, target)


def _form(target: Path | None) -> str:
    ending = target.suffix.lower().lstrip(".") if target else "md"
    return {"htm": "html"}.get(ending, ending if ending in write.BRIEF_WRITERS else "md")


@click.command()
@click.option("--format", "form", type=click.Choice(_FORMS), default="jsonl", show_default=True)
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="Write here instead of printing.")
@options.narrowing
@options.workspace_option
@click.option("--json", "as_json", is_flag=True, help="The same as --format jsonl.")
def export(workspace: Path | None, *, form: str, target: Path | None, as_json: bool, **narrow: Any) -> None:  # noqa: ANN401
    """Write the events as a file for other programs.

    Cells of CSV that a spreadsheet would run as a formula are guarded by an apostrophe.
    """
    with _open(workspace) as space:
        pieces = space.export_bytes("jsonl" if as_json else form, options.query_of(**narrow))
        _put_bytes(pieces, target)


def _put_bytes(pieces: Iterable[bytes], target: Path | None) -> None:
    """Write piece by piece: an export may be larger than memory."""
    if target is None:
        stream = sys.stdout.buffer
        for piece in pieces:
            stream.write(piece)
        stream.flush()
        return
    try:
        with target.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror}", where=str(target), hint="name another file") from error
    click.echo(f"Wrote {target}", err=True)


def _put(text: str, target: Path | None) -> None:
    if target is None:
        output.echo(text)
        return
    try:
        target.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror}", where=str(target), hint="name another file") from error
    click.echo(f"Wrote {target}", err=True)


COMMANDS = (events, show, tension, brief, export)
