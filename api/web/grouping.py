"""The lines of an answer put under headings: by delegation, by the side taken, by year.

In: lines in the answer's order. Out: headings with their lines; our own text stands first, under none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from api import schemas as wire
from api.web.views import SIDES, Line

ORDERS = {"": "As answered", "delegation": "By delegation", "side": "By side", "year": "By year"}
NO_SIDE = "No side asked for"


def _delegation(citation: wire.Citation) -> str:
    held = citation.statement.delegation
    return held.name if held else "No delegation"


def _side(citation: wire.Citation) -> str:
    return SIDES[citation.side].capitalize() if citation.side else NO_SIDE


def _year(citation: wire.Citation) -> str:
    return citation.date[:4] if citation.date else "Undated"


HEADINGS: dict[str, Callable[[wire.Citation], str]] = {
    "delegation": _delegation,
    "side": _side,
    "year": _year,
}


def _heads(line: Line) -> bool:
    """Is it a heading of the answer's own text, which the groups have themselves?"""
    return len(line.rest) == 1 and str(line.rest[0]).endswith(":") and line.citation is None


def grouped(lines: Sequence[Line], order: str) -> list[tuple[str, list[Line]]]:
    """One group without a heading where no known order is asked for."""
    heading = HEADINGS.get(order)
    if heading is None:
        return [("", list(lines))]
    found: dict[str, list[Line]] = {"": []}
    for at, line in enumerate(lines):
        if at and _heads(line):
            continue
        found.setdefault(heading(line.citation) if line.citation else "", []).append(line)
    names = list(found) if order == "side" else sorted(found)
    return [(name, found[name]) for name in names if found[name]]
