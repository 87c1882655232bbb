"""The commands that check words against the record, as they are typed. `commands` does the work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.command_line.options import Place, grouped

app = typer.Typer()


@app.command("check-quote")
@grouped
def check_quote(
    quote: Annotated[str, typer.Argument(metavar="QUOTE")],
    *,
    delegation: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose words they are said to be.")
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who is said to have spoken them.")
    ] = None,
    meeting: Annotated[
        str | None, typer.Option(metavar="SYMBOL", help="Where they are said to be spoken.")
    ] = None,
    place: Place,
) -> None:
    """Check a quotation against the record."""
    from api.command_line import commands

    commands.check_quote(place, quote=quote, delegation=delegation, speaker=speaker, meeting=meeting)


@app.command("check-draft")
@grouped
def check_draft(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A draft: .docx, .md, .txt or .html.")],
    *,
    place: Place,
) -> None:
    """Check every quotation of a draft against the record."""
    from api.command_line import commands

    commands.check_draft(place, path)


@app.command("verify-answer")
@grouped
def verify_answer(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="An answer: JSON as `ask --json` prints it, or text with references."
        ),
    ],
    *,
    place: Place,
) -> None:
    """Check an answer of any system against the record, sentence by sentence."""
    from api.command_line import commands

    commands.verify_answer(place, path)
