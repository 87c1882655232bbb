"""Options that several commands share, each declared once, and the groups they come in.

In: nothing. Out: annotated types for the command line; `grouped` lets a command take a group as one value,
`commands_first` lets options stand before the command.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from api.settings import Settings, settings_from

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
StatementsShown = Annotated[
    int, typer.Option("--limit", metavar="N", min=1, max=50, help="How many statements.")
]
Cursor = Annotated[
    str | None,
    typer.Option("--cursor", metavar="CURSOR", help="The next page of a list, as the page before names it."),
]
Picture = Annotated[
    Path | None, typer.Option("--svg", metavar="FILE", help="Write a picture (.svg) instead.")
]
Answerer = Annotated[
    str | None, typer.Option("--answerer", metavar="NAME", help="Which answerer writes; the default quotes.")
]


@dataclass(frozen=True, slots=True)
class OwnIndex:
    """An index on this machine, and how a result is printed."""

    data_dir: DataDir = None
    as_json: AsJson = False

    @property
    def settings(self) -> Settings:
        """The environment's, with the data directory named here."""
        return settings_from(os.environ, self.data_dir)


@dataclass(frozen=True, slots=True)
class Place(OwnIndex):
    """The same, or the index of a running service."""

    server: Server = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What statements are restricted to, but for their delegations."""

    speakers: Speakers = None
    meetings: Meetings = None
    organs: Organs = None
    collections: Collections = None
    since: Since = None
    until: Until = None


EVERYWHERE = {"--data-dir": 2, "--server": 2, "--json": 1}
"""Options that every command takes, with the number of words each is made of."""


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Prepares a command for typer: each parameter that is a group is replaced by the options in it."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}

    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{one.name: given.pop(one.name) for one in fields(group)})
        command(**given)

    parameters = [
        option
        for one in inspect.signature(command, eval_str=True).parameters.values()
        for option in (_options(groups[one.name]) if one.name in groups else [one])
    ]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    vars(run)["__signature__"] = inspect.Signature(
        [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    )
    return run


def _options(group: Any) -> list[inspect.Parameter]:
    """The fields of a group as parameters."""
    return list(inspect.signature(group, eval_str=True).parameters.values())


def commands_first(words: Sequence[str]) -> list[str]:
    """The same words, with options before the command moved behind it."""
    before = 0
    while before < len(words) and (option := words[before].partition("="))[0] in EVERYWHERE:
        before += 1 if option[1] else EVERYWHERE[option[0]]
    return [*words[before : before + 1], *words[:before], *words[before + 1 :]]
