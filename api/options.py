"""Options that several commands share, each declared once.

In: nothing. Out: annotated types for the command line.
"""

from __future__ import annotations

from typing import Annotated

import typer

DataDir = Annotated[
    str | None,
    typer.Option(
        "--data-dir",
        metavar="DIR",
        envvar="ONRECORD_DATA_DIR",
        help="Where the index lives (./onrecord-data).",
    ),
]
Server = Annotated[
    str | None,
    typer.Option(
        "--server",
        metavar="URL",
        envvar="ONRECORD_SERVER",
        help="Ask this running service instead.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print exactly the HTTP body.")]
Own = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="DELEGATION",
        envvar="ONRECORD_AS",
        help='The delegation that asks: whose "we" it is.',
    ),
]
Delegations = Annotated[
    list[str] | None,
    typer.Option("--delegation", metavar="NAME", help="Any name or code; may be repeated."),
]
Speakers = Annotated[list[str] | None, typer.Option("--speaker", metavar="NAME", help="May be repeated.")]
Meetings = Annotated[
    list[str] | None,
    typer.Option("--meeting", metavar="SYMBOL", help="S/PV.8534, PV8534 or 8534; may be repeated."),
]
Organs = Annotated[list[str] | None, typer.Option("--organ", metavar="NAME", help="May be repeated.")]
Collections = Annotated[
    list[str] | None,
    typer.Option("--collection", metavar="NAME", help="May be repeated."),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="First day; 2020 is 2020-01-01.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Last day; 2020 is 2020-12-31.")
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=50, help="How many passages at most.")]
HitsOrStatements = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, max=50, help="How many hits, or statements of a list."),
]
Answerer = Annotated[
    str | None, typer.Option("--answerer", metavar="NAME", help="Which answerer writes; the default quotes.")
]
