"""Who speaks when: delegations by year or meeting, with how much they said and where they are missing.

In: filters. Out: a `Coverage`: columns in order of time, a row for each delegation. A gap is a column between
a delegation's first and its last in which others spoke and it did not. No statement is read, one that the
record has twice counts once, and who presides speaks for no State, as in searches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.model import Delegation, Filters
from index.search.candidates import Searcher
from index.search.snapshot import Snapshot
from index.store.columns import StatementColumn
from index.store.rows import date_of
from rag.model import By

MOST_YEARS = 300
"""Years between the first and the last that are shown though nobody spoke; more is a date misread."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one delegation said in one column."""

    column: str | None
    statements: int
    passages: int


@dataclass(frozen=True, slots=True)
class Column:
    """A year or meeting, None for statements without one; the counts are those of the rows shown. `date` is
    the first one known, as the record has it."""

    name: str | None
    date: str | None
    statements: int
    passages: int


@dataclass(frozen=True, slots=True)
class Row:
    """One delegation, None for those who speak for none; `cells` only where it spoke. `gaps` are columns
    between its first and its last in which others spoke and it did not."""

    delegation: Delegation | None
    statements: int
    passages: int
    cells: tuple[Cell, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Years between the first and the last without a statement, and delegations asked for that have none."""

    columns: tuple[str, ...]
    delegations: tuple[Delegation, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    by: By
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    gaps: Gaps
    statements: int
    passages: int
    index: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Statements and passages of one delegation in one year or meeting; `first_day` is the first day they may
    be of (`yyyymmdd`, 0 where none is dated), `date` the earliest date told of them."""

    delegation: str | None
    column: str | None
    first_day: int
    date: str | None
    statements: int
    passages: int


class Surveyor:
    """Counts what the record holds."""

    def __init__(self, searcher: Searcher, named: Callable[[str], Delegation]) -> None:
        self._searcher, self._named = searcher, named

    def coverage(self, by: By, filters: Filters) -> Coverage:
        """The delegations of the filters, or all; the columns are those of everyone who spoke under the other
        filters."""
        snapshot = self._searcher.snapshot()
        everyone = _counted(snapshot, by, replace(filters, delegations=()))
        found = _counted(snapshot, by, filters) if filters.delegations else everyone
        shown = [one for one in found if one.delegation or not filters.delegations]
        names, spoken = column_names(by, everyone), {one.column for one in everyone}
        heard = {one.delegation for one in shown}
        return Coverage(
            by=by,
            columns=_columns(names, everyone, shown),
            rows=self._rows(shown, names, spoken),
            gaps=Gaps(
                tuple(name for name in names if name and name not in spoken),
                tuple(map(self._named, _silent(snapshot, filters, heard))),
            ),
            statements=sum(one.statements for one in shown),
            passages=sum(one.passages for one in shown),
            index=f"r{snapshot.revision}",
        )

    def _rows(
        self, shown: Sequence[Counted], names: Sequence[str | None], spoken: set[str | None]
    ) -> tuple[Row, ...]:
        """By name; those who speak for no delegation last."""
        held: dict[str | None, list[Counted]] = {}
        for one in shown:
            held.setdefault(one.delegation, []).append(one)
        order = {name: at for at, name in enumerate(names)}
        rows = [self._row(code, some, names, order, spoken) for code, some in held.items()]
        return tuple(sorted(rows, key=lambda row: (row.delegation is None, _name(row), _code(row))))

    def _row(
        self,
        code: str | None,
        counted: Sequence[Counted],
        names: Sequence[str | None],
        order: Mapping[str | None, int],
        spoken: set[str | None],
    ) -> Row:
        cells = sorted(
            (Cell(one.column, one.statements, one.passages) for one in counted),
            key=lambda cell: order[cell.column],
        )
        return Row(
            None if code is None else self._named(code),
            sum(cell.statements for cell in cells),
            sum(cell.passages for cell in cells),
            tuple(cells),
            () if code is None else gaps_of(cells, names, order, spoken),
        )


def _counted(snapshot: Snapshot, by: By, filters: Filters) -> list[Counted]:
    """A row for each delegation and year or meeting that has statements under the filters."""
    held = snapshot.columns.satisfying(filters)
    held[snapshot.copies.spare(held)] = False
    passages = np.bincount(snapshot.owner, minlength=len(held))
    together = defaultdict[tuple[str | None, str | None], list[int]](list)
    for at in np.flatnonzero(held).tolist():
        one = snapshot.statements[at]
        together[one.delegation, one.meeting if by == "meeting" else _year(one)].append(at)
    return [
        _of(who, across, [snapshot.statements[at] for at in some], int(passages[some].sum()))
        for (who, across), some in together.items()
    ]


def _of(who: str | None, across: str | None, statements: Sequence[StatementColumn], passages: int) -> Counted:
    dated = [one for one in statements if one.first_day]
    first = min((one.first_day for one in dated), default=0)
    date = min((date_of(one.first_day, one.last_day) or "" for one in dated), default=None)
    return Counted(who, across, first, date, len(statements), passages)


def _year(one: StatementColumn) -> str | None:
    return f"{one.first_day // 10_000:04}" if one.first_day else None


def _silent(snapshot: Snapshot, filters: Filters, heard: Container[str | None]) -> list[str]:
    """Delegations asked for that have no statement; a group speaks through its members."""
    return [
        code
        for code in filters.delegations
        if code not in heard and not snapshot.columns.satisfying(replace(filters, delegations=(code,))).any()
    ]


def column_names(by: By, counted: Iterable[Counted]) -> tuple[str | None, ...]:
    """Columns in order of time, each year between the first and the last among them; without a name last."""
    first: dict[str | None, int] = {}
    for one in counted:
        days = [day for day in (first.get(one.column, 0), one.first_day) if day]
        first[one.column] = min(days, default=0)
    if by == "year":
        first |= {year: int(year) * 10_000 for year in _years_between(first) if year not in first}
    return tuple(sorted(first, key=lambda name: (name is None, first[name] == 0, first[name], name or "")))


def _years_between(held: Iterable[str | None]) -> tuple[str, ...]:
    years = sorted(int(year) for year in held if year)
    if not years or years[-1] - years[0] > MOST_YEARS:
        return ()
    return tuple(f"{year:04}" for year in range(years[0], years[-1]))


def gaps_of(
    cells: Sequence[Cell],
    names: Sequence[str | None],
    order: Mapping[str | None, int],
    spoken: set[str | None],
) -> tuple[str, ...]:
    """The columns between the first and the last of the cells in which others spoke."""
    held = [order[cell.column] for cell in cells if cell.column]
    between = names[min(held, default=0) : max(held, default=0)]
    own = {cell.column for cell in cells}
    return tuple(name for name in between if name and name in spoken and name not in own)


def _columns(
    names: Sequence[str | None], everyone: Iterable[Counted], shown: Iterable[Counted]
) -> tuple[Column, ...]:
    dates: dict[str | None, str] = {}
    for one in everyone:
        if one.date:
            dates[one.column] = min(one.date, dates.get(one.column, one.date))
    statements, passages = Counter[str | None](), Counter[str | None]()
    for one in shown:
        statements[one.column] += one.statements
        passages[one.column] += one.passages
    return tuple(Column(name, dates.get(name), statements[name], passages[name]) for name in names)


def _name(row: Row) -> str:
    return row.delegation.name if row.delegation else ""


def _code(row: Row) -> str:
    return row.delegation.code if row.delegation else ""
