"""``code``: the coder as a filter, without a workspace."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import ExitStack
from pathlib import Path

import click

from lagebild import pipeline, wire
from lagebild.cli import output
from lagebild.errors import InputError

__all__ = ["COMMANDS"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=str))
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="Write here instead of printing.")
@click.option("--published", metavar="DATE", help="Publication date (ISO) of documents that state none.")
@click.option("--lang", metavar="CODE", help="Language (ISO 639-1).  [default: recognised]")
def code(files: tuple[str, ...], target: Path | None, published: str | None, lang: str | None) -> None:
    """Code FILES and print one mention a line (JSON), in the order of the text.

    FILES are as for `lagebild add`; nothing is kept. Documents without a date are coded as of today, and only
    times that name their year are resolved in them.
    """
    today = dt.datetime.now(tz=dt.UTC).date()
    failed = False
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(target.open("w", encoding="utf-8")) if target else sys.stdout
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", where=str(target)) from error
        for item in pipeline.code_files(files, published=published, lang=lang, today=today):
            if isinstance(item, InputError):
                output.complain(item)
                failed = True
            else:
                stream.write(wire.dump(item) + "\n")
    if failed:
        raise click.exceptions.Exit(InputError.exit_code)


COMMANDS = (code,)
