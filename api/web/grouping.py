"""The lines of a list put under the headings the answer gives them: delegations, sides, years.

In: lines in the answer's order. Out: headings with their lines, as the answer has them; what stands before
the first heading is under none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from api.web.views import Line
from rag.model import Group

ORDERS = {"": "As answered", "delegation": "By delegation", "side": "By side", "year": "By year"}


def grouped(lines: Sequence[Line], order: str) -> list[tuple[str, list[Line]]]:
    """One group without a heading where no known order is asked for."""
    if order not in get_args(Group):
        return [("", list(lines))]
    groups: list[tuple[str, list[Line]]] = [("", [])]
    for line in lines:
        heading = _heading(line)
        if heading:
            groups.append((heading, []))
        else:
            groups[-1][1].append(line)
    return [(heading, some) for heading, some in groups if some]


def _heading(line: Line) -> str:
    """Our own words before a colon, with no citation's mark among them, else ""."""
    if line.citation is not None or len(line.rest) != 1 or not isinstance(line.rest[0], str):
        return ""
    return line.rest[0].removesuffix(":") if line.rest[0].endswith(":") else ""
