"""What exploring shows, laid out: facets as links, years as bars, a history as a line of time.

In: replies of the backend. Out: frozen values with addresses and, for pictures, places in an SVG's own units.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from api import schemas as wire
from api.web.forms import Asked
from index.text.dates import spoken_date
from index.text.terms import content_terms
from rag.ranking.facets import FEW
from rag.ranking.in_time import in_time

LABELS = {
    "delegations": "Delegation",
    "years": "Year",
    "meetings": "Meeting",
    "organs": "Organ",
    "capacities": "Speaking as",
}
ORDERS = {"": "Best first", "newest": "Newest first", "oldest": "Oldest first"}
RELATIONS = {
    "same": "says the same as before",
    "stronger": "goes further than before",
    "weaker": "goes less far than before",
    "reversed": "turns against what it said before",
    "new": "says something new",
    None: "no clear change from before",
}
"""How a statement relates to the one before, in the words a reader is shown."""
FIRST = 8
"""How many values of a facet are shown at once."""
LATEST = 20
PERIODS = {"": "What suits", "year": "Year", "month": "Month", "day": "Day"}
COUNTS = {"statements": "Statements", "delegations": "Delegations"}
"""What a timeline has a bar for, and what its bars count."""
MOST_CELLS = 20_000
"""The most cells of a table that can still be read, and sent."""
DATED = "40"
"""Passages on a page by date, as a form gives it: few enough for a page of 150 KB."""
ISSUES = 12
WIDTH, HEIGHT, FOOT = 360, 96, 20
"""The size of a picture, and of the labels under it: about that of a telephone, so that they can be read."""
LABEL = 48
"""The room of a year's label."""
SHAPES = {"for": "▲", "against": "▼", "conditional": "◆", "unclear": "●"}
"""A mark for each side, told apart without colour."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet; `address` is the search within it, None where there is no such filter."""

    name: str
    statements: int
    address: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """One facet: its most frequent values, and the rest."""

    label: str
    first: tuple[Value, ...]
    rest: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A year and how many statements; places in a picture of WIDTH by HEIGHT."""

    year: str
    statements: int
    x: float
    y: float
    width: float
    height: float
    labelled: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A statement of a history, by its number on the page."""

    number: int
    shape: str
    x: float
    told: str


def sought(asked: Asked) -> wire.SearchBody:
    """An order by date is one of the `DATED` best passages, not of the first few."""
    if asked.order not in ORDERS:
        asked = replace(asked, order="")
    return replace(asked, limit=DATED).search_body() if asked.order else asked.search_body()


def in_order(found: wire.SearchResult, asked: Asked) -> wire.SearchResult:
    """The passages by date where that is asked for; what has no date comes last."""
    if asked.order not in ("newest", "oldest"):
        return found
    hits = in_time(found.hits, lambda hit: hit.statement.date, latest=asked.order == "newest")
    return found.model_copy(update={"hits": hits})


def groups(asked: Asked, facets: wire.Facets) -> tuple[Group, ...]:
    """The facets that have something to choose from."""
    found = []
    for field, label in LABELS.items():
        values = tuple(_value(asked, field, one) for one in getattr(facets, field))
        if values:
            found.append(Group(label, values[:FIRST], values[FIRST:]))
    return tuple(found)


def _value(asked: Asked, field: str, one: wire.Facet) -> Value:
    if field == "capacities":
        return Value(one.name, one.statements, None)
    return Value(one.name, one.statements, asked.under(asked.narrowed.within(field, one.value), True).address)


def bars(years: Sequence[wire.Facet]) -> tuple[Bar, ...]:
    """A bar for every year from the first to the last; none where there is only one."""
    counts = {int(one.value): one.statements for one in years if one.value.isdecimal()}
    span = range(min(counts), max(counts) + 1) if len(counts) > 1 else range(0)
    most, wide = max(counts.values(), default=1), WIDTH / max(len(span), 1)
    every = max(1, -int(-LABEL // wide))
    return tuple(
        Bar(
            str(year), counts.get(year, 0), round(at * wide + 1, 1),
            round((HEIGHT - 14) * (1 - counts.get(year, 0) / most) + 14, 1), round(wide - 2, 1),
            round((HEIGHT - 14) * counts.get(year, 0) / most, 1),
            at % every == 0 and at * wide + LABEL <= WIDTH,
        )
        for at, year in enumerate(span)
    )  # fmt: skip


def dots(told: wire.History) -> tuple[Dot, ...]:
    """The dated items of a history along a line of time; none where all are of one day."""
    days = [_day(item.date) for item in told.items if item.date]
    if not days or min(days) == max(days):
        return ()
    scale = (WIDTH - 40) / (max(days) - min(days))
    return tuple(
        Dot(number, SHAPES[item.side], round(20 + (_day(item.date) - min(days)) * scale, 1), item.date)
        for number, item in enumerate(told.items, 1)
        if item.date
    )


def _day(date: str) -> float:
    """Years since 0, as far as the date is known."""
    year, month, day = (int(part) for part in [*date.split("-"), "1", "1"][:3])
    return year + (month - 1) / 12 + (day - 1) / 365


def topics(listed: Sequence[wire.StatementRef]) -> list[tuple[str, int]]:
    """What the meetings were about in which it spoke most, as the record names them."""
    counted = Counter(ref.topic for ref in listed if ref.topic and not ref.procedural)
    return counted.most_common(ISSUES)


def latest(listed: Sequence[wire.StatementRef]) -> list[wire.StatementRef]:
    """The newest statements, those that only conduct the meeting left out."""
    own = [ref for ref in listed if not ref.procedural]
    return sorted(own, key=lambda ref: ref.date or "", reverse=True)[:LATEST]


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
