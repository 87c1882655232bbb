"""The commands that look after an index, as they are typed. What is done is `api.commands_upkeep`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.options import AsJson, DataDir

app = typer.Typer()
Overwrite = Annotated[bool, typer.Option(help="Replace what is there.")]


@app.command()
def backup(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    overwrite: Overwrite = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Write the index into one file, also while it is served."""
    from api import commands, commands_upkeep

    commands_upkeep.backup(commands.Place(data_dir, None, as_json), path, overwrite)


@app.command()
def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `backup` wrote.")],
    overwrite: Overwrite = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Put a backup in place of the index."""
    from api import commands, commands_upkeep

    commands_upkeep.restore(commands.Place(data_dir, None, as_json), path, overwrite)


@app.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A data directory, or a postgresql:// URL.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty one of either kind.")],
    as_json: AsJson = False,
) -> None:
    """Copy a whole record, between a folder and a database too."""
    from api import commands, commands_upkeep

    commands_upkeep.copy(commands.Place(None, None, as_json), source, target)


@app.command()
def work(
    until_empty: Annotated[bool, typer.Option(help="End once nothing waits any more.")] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Embed what `add --queue` had wait in the database, until stopped."""
    from api import commands, commands_upkeep

    commands_upkeep.work(commands.Place(data_dir, None, as_json), until_empty)


@app.command()
def migrate(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Bring an index of an older version to this one's format."""
    from api import commands, commands_upkeep

    commands_upkeep.migrate(commands.Place(data_dir, None, as_json))
