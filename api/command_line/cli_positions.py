"""Commands over many statements at once: `similar`, `compare`, `history`, `brief`, `coverage`, `timeline`.

In: arguments. Out: commands that `api.cli` adopts; `api.command_line.commands_positions` does the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from api.command_line.options import (
    Cursor,
    DataDir,
    Delegations,
    Narrowed,
    Own,
    Picture,
    Place,
    Server,
    StatementsShown,
    grouped,
)

app = typer.Typer()
Passages = Annotated[
    list[str] | None,
    typer.Option("--passage", metavar="ID", help="A passage of the record; may be repeated."),
]


@app.command()
@grouped
def similar(
    *,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="A point, in a sentence or more.")
    ] = None,
    passage: Annotated[
        str | None, typer.Option(metavar="ID", help="A passage of the record instead.")
    ] = None,
    include_own: Annotated[bool, typer.Option(help="Keep the point's own delegation.")] = False,
    by_date: Annotated[bool, typer.Option(help="Each delegation's points by date.")] = False,
    delegation: Delegations = None,
    narrowed: Narrowed,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=50, help="How many points in all.")] = 20,
    own: Own = None,
    place: Place,
) -> None:
    """Find who else holds a point, and who opposes it."""
    from api.command_line import commands, commands_positions

    if (text is None) == (passage is None):
        raise typer.BadParameter("give exactly one of TEXT and --passage")
    filters = commands.filters(delegation, narrowed)
    commands_positions.similar(
        place,
        text=text,
        passage_id=passage,
        filters=filters,
        limit=limit,
        include_own=include_own,
        by_date=by_date,
        own=own,
    )


class TopicsFirst(TyperCommand):
    """`compare TOPIC --delegation A B C`: after a topic, all names that follow the option are its values."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments left over; `ctx` is of a class that typer keeps to itself."""
        return super().parse_args(ctx, spread(args, "--delegation"))


def spread(args: Sequence[str], option: str) -> list[str]:
    """The option repeated before each value that follows it; unchanged if no topic comes first."""
    if not args or args[0].startswith("-"):
        return list(args)
    written: list[str] = []
    open_option = False
    for arg, following in zip(args, [*args[1:], "-"], strict=True):
        if arg == option and not following.startswith("-"):
            open_option = True
        elif open_option and not arg.startswith("-"):
            written += [option, arg]
        else:
            open_option = False
            written.append(arg)
    return written


@app.command(cls=TopicsFirst)
@grouped
def compare(
    topics: Annotated[list[str], typer.Argument(metavar="TOPIC", help="One issue or several.")],
    *,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write a .csv or .html.")
    ] = None,
    delegation: Delegations = None,
    narrowed: Narrowed,
    own: Own = None,
    place: Place,
) -> None:
    """Compare delegations issue by issue, those who did not address one included."""
    from api.command_line import commands, commands_positions

    filters = commands.filters(delegation, narrowed)
    commands_positions.compare(place, topics, filters, out, own)


@app.command()
@grouped
def brief(
    topic: Annotated[str | None, typer.Argument(metavar="TOPIC", help="A topic or a question.")] = None,
    *,
    out: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="A .docx, .md, .html or .pdf to write.")
    ],
    passage: Passages = None,
    passages: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Ids of passages, one a line; what follows an id is a remark."),
    ] = None,
    length: Annotated[
        str, typer.Option(metavar="LENGTH", help="short (the first page), standard or full.")
    ] = "standard",
    delegation: Delegations = None,
    narrowed: Narrowed,
    own: Own = None,
    data_dir: DataDir = None,
    server: Server = None,
) -> None:
    """Write a briefing of verified quotations with footnotes."""
    from api.command_line import commands, commands_positions

    if topic is None and not passage and passages is None:
        raise typer.BadParameter("give a TOPIC or passages with --passage or --passages")
    filters = commands.filters(delegation, narrowed)
    place = Place(data_dir=data_dir, server=server)
    commands_positions.brief(
        place,
        topic=topic,
        passages=passage or [],
        chosen=passages,
        filters=filters,
        out=out,
        own=own,
        length=length,
    )


@app.command()
@grouped
def history(
    delegation: Annotated[str, typer.Argument(metavar="DELEGATION", help='Any name or code, or "we".')],
    issue: Annotated[str, typer.Argument(metavar="ISSUE")],
    *,
    narrowed: Narrowed,
    limit: StatementsShown = 20,
    cursor: Cursor = None,
    own: Own = None,
    place: Place,
) -> None:
    """Show what one delegation said on an issue over time, and what changed."""
    from api.command_line import commands, commands_positions

    filters = commands.filters(None, narrowed)
    commands_positions.history(
        place,
        delegation=delegation,
        issue=issue,
        filters=filters,
        limit=limit,
        cursor=cursor,
        own=own,
    )


@app.command()
@grouped
def coverage(
    *,
    by: Annotated[
        str, typer.Option(metavar="COLUMN", help="What the columns are: year or meeting.")
    ] = "year",
    svg: Picture = None,
    delegation: Delegations = None,
    narrowed: Narrowed,
    place: Place,
) -> None:
    """Count statements by delegation and year or meeting, and say where there are none."""
    from api.command_line import commands, commands_positions

    filters = commands.filters(delegation, narrowed)
    commands_positions.coverage(place, by, filters, svg)


@app.command()
@grouped
def timeline(
    issue: Annotated[str, typer.Argument(metavar="ISSUE")],
    *,
    by: Annotated[
        str | None, typer.Option(metavar="PERIOD", help="Count by year, month or day; else what suits.")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(metavar="PERIOD", help='List the statements of one: 2020, 2020-05, "undated".'),
    ] = None,
    count: Annotated[
        str, typer.Option(metavar="WHAT", help="Bars of the picture: statements or delegations.")
    ] = "statements",
    svg: Picture = None,
    delegation: Delegations = None,
    narrowed: Narrowed,
    limit: StatementsShown = 20,
    cursor: Cursor = None,
    place: Place,
) -> None:
    """Count who speaks of an issue by year, month or day, and list the statements."""
    from api.command_line import commands, commands_positions

    filters = commands.filters(delegation, narrowed)
    commands_positions.timeline(
        place,
        issue=issue,
        by=by,
        at=at,
        count=count,
        filters=filters,
        limit=limit,
        cursor=cursor,
        svg=svg,
    )
