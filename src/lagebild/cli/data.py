"""``import``, ``correct``, ``recode``, ``search``, ``count``, ``series``, ``backup``, ``check``: the care of data."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

import click

from lagebild import wire
from lagebild.cli import options, output
from lagebild.errors import CorruptError, InputError, SettingsError
from lagebild.records import CorrectionAction
from lagebild.revise import DATASETS
from lagebild.workspace import Workspace, open_workspace

__all__ = ["COMMANDS"]

_SIDES = ("actor", "recipient", "either")


def _open(workspace: Path | None) -> Workspace:
    return Workspace.open(options.workspace_folder(workspace))


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dataset", type=click.Choice(DATASETS), help="What the files are.  [default: recognised]")
@options.workspace_option
@options.as_json
def import_(files: tuple[Path, ...], dataset: str | None, workspace: Path | None, *, as_json: bool) -> None:
    """Read event-data FILES: GDELT 2.0, ICEWS, POLECAT, UCDP GED and Candidate, ACLED, MID 5.0 (midip, midb).

    Events keep their data set and id, and everything works on them as on those coded here. Files may be packed
    (.gz, .zip). Importing twice changes nothing; what is left out is counted with the reason.
    """
    failed = False
    with open_workspace(options.workspace_folder(workspace)) as space:
        for path in files:
            try:
                done = space.import_file(path, dataset=dataset)
            except InputError as error:
                output.complain(error)
                failed = True
                continue
            if as_json:
                output.echo(wire.dump(done))
            else:
                output.echo(f"{done.file}: {done.dataset}, {done.new} new events, {done.known} known already")
                for reason, number in done.skipped.items():
                    output.echo(f"  {number} left out: {output.clean(reason)}")
    if failed:
        raise click.exceptions.Exit(InputError.exit_code)


@click.command()
@click.argument("action", type=click.Choice([*(one.value for one in CorrectionAction), "undo", "log"]))
@click.argument("target", metavar="[ID]", required=False)
@click.argument("ids", nargs=-1)
@click.option("--set", "fields", multiple=True, metavar="FIELD=VALUE", help="For edit: a new value (JSON or text).")
@click.option("--who", default=getpass.getuser, show_default="your user name", help="Who says so.")
@click.option("--why", default="", help="Why; needed for all but undo and log.")
@options.workspace_option
@options.as_json
def correct(
    action: str,
    target: str | None,
    ids: tuple[str, ...],
    *,
    fields: tuple[str, ...],
    who: str,
    why: str,
    workspace: Path | None,
    as_json: bool,
) -> None:
    r"""Confirm, reject or edit a mention or event, merge or split events; what the coder said stays on record.

    \b
      lagebild correct reject m-0123… --why "a quotation from a film"
      lagebild correct edit e-0123… --set type=THREATEN --set status=alleged --why "only announced"
      lagebild correct merge e-0123… e-4567… --why "the same launch"
      lagebild correct split e-0123… m-89ab… --why "another day"
      lagebild correct undo c-0123…
      lagebild correct log
    """
    with _open(workspace) as space:
        if action == "log":
            done = space.corrections(target)
        elif target is None:
            raise SettingsError(f"{action} needs an id", hint="lagebild events lists them")
        elif action == "undo":
            done = (space.undo(target),)
        else:
            done = (space.correct(action, target, who=who, why=why, value=_values(fields), ids=ids),)
    for one in done:
        undone = f" (taken back {one.undone:%Y-%m-%d})" if one.undone else ""
        line = f"{one.id} {one.made:%Y-%m-%d} {one.action.value} {one.target} by {one.who}: {one.why}{undone}"
        output.echo(wire.dump(one) if as_json else output.clean(line))


def _values(fields: tuple[str, ...]) -> dict[str, Any]:
    """Return ``name=value`` pairs as a dict; a value that is no JSON is text."""
    found: dict[str, Any] = {}
    for one in fields:
        name, mark, value = one.partition("=")
        if not mark:
            raise SettingsError(f"'{one}' is no FIELD=VALUE", hint="write --set type=THREATEN")
        found[name.strip()] = wire.parse(value)
    return found


@click.command()
@options.workspace_option
@options.as_json
def recode(workspace: Path | None, *, as_json: bool) -> None:
    """Code every document again with today's rules and models; corrections stay. Prints what changed."""
    with _open(workspace) as space:
        done = space.recode()
    if as_json:
        output.echo(wire.dump(done))
        return
    output.echo(f"{done.documents} documents coded again.")
    for what, gained, lost, changed in (
        ("mentions", done.mentions_gained, done.mentions_lost, done.mentions_changed),
        ("events", done.events_gained, done.events_lost, done.events_changed),
    ):
        output.echo(f"{what}: {len(gained)} gained, {len(lost)} lost, {len(changed)} changed")
    for mark, keys in (("+", done.events_gained), ("-", done.events_lost), ("~", done.events_changed)):
        for key in keys:
            output.echo(output.clean(f"{mark} {key} {done.notes[key]}"))


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--quotes", is_flag=True, help="Search the sentences of mentions, not the documents.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@options.workspace_option
@options.as_json
def search(words: tuple[str, ...], workspace: Path | None, *, quotes: bool, limit: int, as_json: bool) -> None:
    """Find WORDS in the documents, the newest first: all must occur; "words in quotes" together; Rake* a beginning."""
    with _open(workspace) as space:
        hits = list(space.search(" ".join(words), quotes=quotes, limit=limit))
    for hit in hits:
        text = " ".join(hit.text.split())
        line = f"{hit.published:%Y-%m-%d} {hit.mention or hit.document} {hit.publisher or '-'}: {text}"
        output.echo(wire.dump(hit) if as_json else output.clean(line))
    if not hits and not as_json:
        click.echo("Nothing found.", err=True)


@click.command()
@click.option("--country", metavar="CODE", help="Only this country.")
@click.option("--side", type=click.Choice(_SIDES), default="either", show_default=True)
@click.option("--type", "type_", metavar="TYPE", help="Only this PLOVER type.")
@click.option("--dataset", metavar="NAME", help="Only this data set, or own.")
@click.option("--by-type", is_flag=True, help="One row a type.")
@options.workspace_option
@options.as_json
def count(workspace: Path | None, *, type_: str | None, as_json: bool, **narrow: Any) -> None:  # noqa: ANN401
    """Count the events that name each country, by year."""
    with _open(workspace) as space:
        found = list(space.by_year(type=type_.upper() if type_ else None, **narrow))
    for one in found:
        line = f"{one.country}\t{one.year}\t{one.type or '-'}\t{one.events}\t{one.score:+.1f}"
        output.echo(wire.dump(one._asdict()) if as_json else line)


@click.command()
@options.narrowing
@options.workspace_option
@options.as_json
def series(workspace: Path | None, *, as_json: bool, **narrow: Any) -> None:  # noqa: ANN401
    """Print the days with events asked for: how many begin, and the sum of their PLOVER scores."""
    with _open(workspace) as space:
        found = list(space.by_day(options.query_of(**narrow)))
    for one in found:
        line = f"{one.day}\t{one.events}\t{one.score:+.1f}"
        output.echo(wire.dump(one._asdict()) if as_json else line)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@options.workspace_option
def backup(folder: Path, workspace: Path | None) -> None:
    """Copy the workspace into the new FOLDER, while others read and write; the copy is a workspace."""
    with _open(workspace) as space:
        space.backup(folder)
    output.echo(f"Copied to {folder}")


@click.command()
@click.option("--repair", is_flag=True, help="Make counts and indexes anew first.")
@options.workspace_option
@options.as_json
def check(workspace: Path | None, *, repair: bool, as_json: bool) -> None:
    """Check the workspace's database: structure, references, quotes, counts."""
    with _open(workspace) as space:
        wrong = space.check(repair=repair)
    if as_json:
        output.echo(wire.dump({"problems": list(wrong)}))
    elif not wrong:
        output.echo("All is well.")
    for line in wrong if not as_json else ():
        output.echo(output.clean(line))
    if wrong:
        raise click.exceptions.Exit(CorruptError.exit_code)


COMMANDS = (import_, correct, recode, search, count, series, backup, check)
