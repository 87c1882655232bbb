"""The commands that look after an index, as they are typed. `commands_upkeep` does most of the work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.command_line.options import AsJson, OwnIndex, Place, grouped

app = typer.Typer()
Overwrite = Annotated[bool, typer.Option(help="Replace what is there.")]


@app.command()
@grouped
def remove(
    *,
    id: Annotated[str | None, typer.Argument(metavar="ID", help="A statement.")] = None,
    source: Annotated[str | None, typer.Option(metavar="PATH", help="All of one file or folder.")] = None,
    collection: Annotated[
        str | None, typer.Option(metavar="NAME", help="All of one collection; with --source, of that only.")
    ] = None,
    place: Place,
) -> None:
    """Remove statements, completely."""
    from api.command_line import commands

    if (id is None) == (source is None and collection is None):
        raise typer.BadParameter("give an ID, or --source, --collection or both")
    commands.remove(place, id=id, source=source, collection=collection)


@app.command()
@grouped
def status(place: Place) -> None:
    """Say what the index holds and how it is."""
    from api.command_line import looking

    looking.status(place)


@app.command()
@grouped
def backup(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    *,
    overwrite: Overwrite = False,
    place: OwnIndex,
) -> None:
    """Write the index into one file, even while it is served."""
    from api.command_line import commands_upkeep

    commands_upkeep.backup(place, path, overwrite)


@app.command()
@grouped
def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `backup` wrote.")],
    *,
    overwrite: Overwrite = False,
    place: OwnIndex,
) -> None:
    """Put a backup in place of the index."""
    from api.command_line import commands_upkeep

    commands_upkeep.restore(place, path, overwrite)


@app.command()
@grouped
def copy(
    *,
    source: Annotated[str, typer.Argument(metavar="FROM", help="A data directory, or a postgresql:// URL.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty one of either kind.")],
    as_json: AsJson = False,
) -> None:
    """Copy a whole record, between a folder and a database too."""
    from api.command_line import commands_upkeep

    commands_upkeep.copy(OwnIndex(as_json=as_json), source, target)


@app.command()
@grouped
def work(
    *,
    until_empty: Annotated[bool, typer.Option(help="End once nothing waits any more.")] = False,
    place: OwnIndex,
) -> None:
    """Embed what `add --queue` put in the queue, until stopped."""
    from api.command_line import commands_upkeep

    commands_upkeep.work(place, until_empty)


@app.command()
@grouped
def migrate(place: OwnIndex) -> None:
    """Bring an index of an older version to this one's format."""
    from api.command_line import commands_upkeep

    commands_upkeep.migrate(place)


@app.command()
@grouped
def rebuild(place: OwnIndex) -> None:
    """Cut and embed the index anew for another model."""
    from api.command_line import commands_upkeep

    commands_upkeep.rebuild(place)


@app.command()
@grouped
def verify(place: OwnIndex) -> None:
    """Check the whole index, and whether the files it was read from are unchanged."""
    from api.command_line import commands_upkeep

    commands_upkeep.verify(place)
