"""``init`` and ``add``: making a workspace and filling it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from lagebild import wire
from lagebild.cli import options, output
from lagebild.errors import InputError
from lagebild.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from lagebild.workspace import Added

__all__ = ["COMMANDS"]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@options.as_json
def init(folder: Path, *, as_json: bool) -> None:
    """Make a workspace in FOLDER (the current one if none is named).

    A workspace is two files: lagebild.toml, its settings, and lagebild.db, everything known. Making it twice
    changes nothing.
    """
    with Workspace.init(folder) as space:
        counts = space.counts()
    if as_json:
        output.echo(wire.dump({"workspace": str(folder), **counts}))
    else:
        output.echo(f"Workspace in {folder.resolve()}: {counts['document']} documents, {counts['event']} events.")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str))
@click.option("--published", metavar="DATE", help="Publication date (ISO) of documents that state none.")
@click.option("--publisher", help="Publisher of documents that state none.")
@click.option("--url", help="URL of a document that states none.")
@click.option("--title", help="Title of a document that has none.")
@click.option("--lang", metavar="CODE", help="Language (ISO 639-1).  [default: recognised]")
@options.workspace_option
@options.as_json
def add(paths: tuple[str, ...], workspace: Path | None, *, as_json: bool, **given: str | None) -> None:
    """Read PATHS, find the events in them and keep all of it.

    PATHS are text, HTML, PDF and DOCX files (one document each), JSON lines, CSV and Parquet ("text", "published",
    "title", "publisher", "url", "lang", "id" a row), RSS and Atom feeds, WARC archives, all of these also packed
    (.gz, .zst), folders of them, addresses (https://…), or - for standard input. Documents that are there already
    are passed over, so adding twice changes nothing. What cannot be read is named; the rest is kept.
    """
    failed = False
    totals = {"new": 0, "known": 0, "mentions": 0, "failed": 0, "copies": 0}
    folder = options.workspace_folder(workspace)
    with open_workspace(folder) as space, _progress() as progress:
        for one in space.add(paths, progress=progress, **given):
            failed |= one.error is not None
            _count(totals, one)
            if as_json:
                output.echo(wire.dump(_as_json(one)))
            if one.error is not None:
                output.complain(one.error)
    if not as_json:
        copies = f" ({totals['copies']} of them copies of texts that are there)" if totals["copies"] else ""
        output.echo(
            f"{totals['new']} new documents{copies} with {totals['mentions']} mentions of events, "
            f"{totals['known']} known already, {totals['failed']} not readable. Workspace: {folder}"
        )
    if failed:
        raise click.exceptions.Exit(InputError.exit_code)


def _count(totals: dict[str, int], one: Added) -> None:
    totals["failed" if one.error else "known" if one.known else "new"] += 1
    totals["mentions"] += one.mentions
    totals["copies"] += one.copy_of is not None


def _as_json(one: Added) -> dict[str, object]:
    return {
        "source": one.source,
        "document": one.document,
        "mentions": one.mentions,
        "known": one.known,
        "copy_of": one.copy_of,
        "error": str(one.error) if one.error else None,
    }


class _progress:  # noqa: N801 - a context manager used like a function
    """A progress bar on standard error while a person is watching, else nothing."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("files"),
            TimeRemainingColumn(),
            console=output.err(),
            transient=True,
            disable=not output.is_terminal(),
        )

    def __enter__(self) -> Callable[[int, int], None]:
        self._bar.start()
        task = self._bar.add_task("reading", total=None)

        def advance(done: int, total: int) -> None:
            self._bar.update(task, completed=done, total=total)

        return advance

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


COMMANDS = (init, add)
