"""Timelines and coverage laid out as tables: periods down, or delegations down and years or meetings across.

In: replies of the backend. Out: lines, columns, cells, words for what was counted, a file for spreadsheets.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from api import schemas as wire
from index.text.amounts import many
from index.text.dates import spoken_date
from index.text.terms import content_terms
from rag.answer import counting
from rag.ranking.facets import FEW

PERIODS = {"": "What suits", "year": "Year", "month": "Month", "day": "Day"}
COUNTS = {"statements": "Statements", "delegations": "Delegations"}
"""What a timeline has a bar for, and what its bars count."""
MOST_CELLS = 20_000
"""The most cells of a table that can still be read, and sent."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a timeline's table: a period, or a run of several in which nobody spoke of the issue."""

    label: str
    first: wire.TimelinePeriod
    searched: int


def timeline_lines(drawn: wire.Timeline) -> list[Line]:
    """Periods without a statement that follow each other are one line."""
    found = []
    for silent, some in groupby(drawn.periods, key=lambda one: not one.statements):
        if silent:
            run = list(some)
            label = " – ".join(dict.fromkeys(period_label(one.name) for one in (run[0], run[-1])))
            found.append(Line(label, run[0], sum(one.searched for one in run)))
        else:
            found += [Line(period_label(one.name), one, one.searched) for one in some]
    return found


def period_label(name: str | None) -> str:
    return spoken_date(name) or "undated"


def counted_words(drawn: wire.Timeline) -> str:
    """What is counted, in words."""
    told = " or ".join(f"“{one}”" for one in drawn.wordings)
    several = max(len(content_terms(one)) for one in drawn.wordings)
    if several == 1:
        return f"a passage that holds {told}"
    if several <= FEW:
        return f"a passage that holds all words of {told}"
    return f"a passage that holds three quarters of the words of {told}, or more"


def table_of(drawn: wire.Timeline) -> bytes:
    """One line a period, UTF-8 with a mark so that spreadsheets read it as such."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(("period", "statements", "delegations", "passages", "statements on record"))
    for one in drawn.periods:
        writer.writerow((one.name or "undated", one.statements, one.delegations, one.passages, one.searched))
    return stream.getvalue().encode("utf-8-sig")


def fits(covered: wire.Coverage) -> bool:
    """Can the table be read, or has it to be narrowed?"""
    return len(covered.rows) * len(columns(covered)) <= MOST_CELLS


def columns(covered: wire.Coverage) -> list[wire.CoverageColumn]:
    """Those in which anybody spoke; the years of nobody are told in a sentence."""
    empty = set(covered.gaps.columns)
    return [column for column in covered.columns if column.name not in empty]


def told(covered: wire.Coverage) -> str:
    """How many statements, and who made them."""
    of = counting.covered(row.delegation for row in covered.rows)
    return f"{many(covered.statements, 'statement')} of {of}"


def silent_years(covered: wire.Coverage) -> list[str]:
    """The years of nobody, those that follow each other by the first and the last."""
    runs: list[list[int]] = []
    for year in map(int, covered.gaps.columns):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs]


def line(covered: wire.Coverage, row: wire.CoverageRow) -> Iterator[int]:
    """How many statements in each column, 0 for none."""
    held = {cell.column: cell.statements for cell in row.cells}
    return (held.get(column.name, 0) for column in columns(covered))


def shade(statements: int, covered: wire.Coverage) -> int:
    """0 for none, else 1 to 5: the share of the most that any delegation said in one column."""
    most = max((cell.statements for row in covered.rows for cell in row.cells), default=1)
    return 0 if not statements else min(5, 1 + 5 * statements // (most + 1))
