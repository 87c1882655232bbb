"""The command line: what can be typed. `api.command_line.commands` does the work.

In: arguments. Out: exit codes: 0 done, 1 an error told on stderr, 2 wrong usage, 130 and 143 stopped. Each
command imports `api.command_line.commands` only when it runs, so that `--help` answers at once.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from api import VERSION
from api.command_line import cli_checking, cli_positions, cli_upkeep
from api.command_line.options import (
    Answerer,
    Cursor,
    DataDir,
    Delegations,
    HitsOrStatements,
    Limit,
    Narrowed,
    Own,
    OwnIndex,
    Place,
    commands_first,
    grouped,
)
from api.settings import keep_off_proxies

NEW_OBJECTS = 50_000
"""How many objects are made between two runs of the garbage collector. With Python's default of 700 it runs a
thousand times during one list of delegations, which is a fifth of its time."""

app = typer.Typer(
    name="onrecord",
    help="Questions over diplomatic statements, answered in the speakers' own words, each cited.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


app.add_typer(cli_checking.app)
app.add_typer(cli_positions.app)
app.add_typer(cli_upkeep.app)


def main() -> None:
    gc.set_threshold(NEW_OBJECTS)
    keep_off_proxies(os.environ)
    app(commands_first(sys.argv[1:]), prog_name="onrecord")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onrecord {VERSION}")
        raise typer.Exit


@app.callback()
def onrecord(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    """Questions over diplomatic statements, answered in the speakers' own words, each cited."""


@app.command()
@grouped
def add(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", readable=False, help="Files and folders of records.")
    ],
    *,
    collection: Annotated[str, typer.Option(metavar="NAME", help="Keep them under this name.")] = "default",
    queue: Annotated[
        bool, typer.Option("--queue", help="Only queue them in the database for `onrecord work`.")
    ] = False,
    wait: Annotated[
        float | None,
        typer.Option(
            "--wait", metavar="SECONDS", min=0, help="For another that adds, at most; without end by default."
        ),
    ] = None,
    place: Place,
) -> None:
    """Read records, add or update statements."""
    from api.command_line import commands, commands_upkeep

    if queue and place.server is not None:
        raise typer.BadParameter("give --queue or --server")
    if queue:
        commands_upkeep.queue(place, paths, collection)
    else:
        commands.add(place, paths, collection, wait)


@app.command()
@grouped
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    *,
    delegation: Delegations = None,
    narrowed: Narrowed,
    limit: HitsOrStatements = None,
    answerer: Answerer = None,
    cursor: Cursor = None,
    sort: Annotated[str | None, typer.Option(metavar="date", help="A list, the newest first.")] = None,
    group: Annotated[
        str | None, typer.Option(metavar="BY", help="A list under headings: year, delegation or side.")
    ] = None,
    own: Own = None,
    place: Place,
) -> None:
    """Answer a question in the speakers' own words, with citations."""
    from api.command_line import commands

    filters = commands.filters(delegation, narrowed)
    commands.ask(place, question, filters, limit, answerer, cursor, own, sort, group)


@app.command("chat")
@grouped
def converse(
    *,
    delegation: Delegations = None,
    narrowed: Narrowed,
    limit: HitsOrStatements = None,
    answerer: Answerer = None,
    own: Own = None,
    place: Place,
) -> None:
    """Ask question after question; a follow-up is completed by those before it."""
    from api.command_line import chat, commands

    filters = commands.filters(delegation, narrowed)
    chat.chat(place, filters, limit, answerer, own)


@app.command()
@grouped
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    *,
    delegation: Delegations = None,
    narrowed: Narrowed,
    limit: Limit = 10,
    facets: Annotated[
        bool, typer.Option("--facets", help="Count by delegation, year, meeting, organ and capacity too.")
    ] = False,
    own: Own = None,
    place: Place,
) -> None:
    """Find passages."""
    from api.command_line import commands

    filters = commands.filters(delegation, narrowed)
    commands.search(place, query, filters, limit, facets, own)


@app.command()
@grouped
def show(
    id: Annotated[str, typer.Argument(metavar="STATEMENT_ID")],
    *,
    place: Place,
) -> None:
    """Show a statement, its paragraphs and points."""
    from api.command_line import looking

    looking.show(place, id)


@app.command()
@grouped
def cite(
    passage_id: Annotated[str, typer.Argument(metavar="PASSAGE_ID")],
    *,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORM", help="un, short, chicago, oscola, bluebook, csl, ris or bibtex."
        ),
    ] = "un",
    place: Place,
) -> None:
    """Cite a passage in one of the usual forms."""
    from api.command_line import looking

    looking.cite(place, passage_id, form)


@app.command("eval")
@grouped
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Questions and answers to measure with.")],
    data: Annotated[Path, typer.Option(metavar="DATA_DIR", help="The records they are about.")],
    *,
    section: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Measure only this; may be repeated.")
    ] = None,
    place: OwnIndex,
) -> None:
    """Measure quality on a gold set."""
    from api.command_line import commands

    commands.evaluate(place, gold, data, section or [])


@app.command()
def mcp(data_dir: DataDir = None) -> None:
    """Speak the Model Context Protocol on standard input and output."""
    from api.mcp import stdio

    stdio.serve_stdio(data_dir)


@app.command()
def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="0 takes a free one.")] = 8080,
    insecure: Annotated[bool, typer.Option(help="Let others read without a key.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Serve over HTTP until stopped."""
    from api.command_line import start

    start.start(data_dir, host, port, insecure)
