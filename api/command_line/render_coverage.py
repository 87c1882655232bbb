"""Coverage and timelines as a person reads them in a terminal: a table of statements, cut into parts that fit
its width; a line for each period.

In: a reply model. Out: plain text; a word is never broken over lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api import schemas as wire
from api.command_line.render import WIDTH, blocks, dated, wrapped
from index.text.amounts import many
from index.text.steering import without_steering
from rag.answer.counting import covered

NAMELESS = {"year": "undated", "meeting": "none"}
BAR = 30
"""Letters of the longest bar of a timeline."""
LONGEST = 30
"""Letters of a delegation's name that are shown."""


def coverage(value: wire.Coverage) -> str:
    if not value.rows:
        return blocks("No statement was found.", _missing(value))
    head = (
        f"{many(value.statements, 'statement')} in {many(value.passages, 'passage')} "
        f"of {covered(row.delegation for row in value.rows)}."
    )
    return blocks(head, *("\n".join(_table(value, part)) for part in _parts(value)), _missing(value))


def timeline(value: wire.Timeline) -> str:
    """A line for each period, with a bar of letters, then the statements."""
    if not value.statements:
        return f"No statement holds these words; {many(value.searched, 'statement')} searched."
    head = (
        f"{value.issue}: {many(value.statements, 'statement')} of {many(value.delegations, 'delegation')}, "
        f"of {many(value.searched, 'statement')} searched."
    )
    longest = max(len(_period(one)) for one in value.periods)
    most = max(one.statements for one in value.periods)
    lines = (
        f"{_period(one):<{longest}}  {'#' * -(-BAR * one.statements // most):<{BAR}}  {one.statements} of "
        f"{one.searched}, {many(one.delegations, 'delegation')}"
        for one in value.periods
    )
    said = (wrapped(f"[{one.number}] “{one.quote}” {dated(one)}", "    ") for one in value.citations)
    more = f"More: ask again with --cursor {value.next}" if value.next else ""
    notes = "\n".join(map(wrapped, value.notes))
    return blocks(wrapped(head), notes, "\n".join(lines), *said, more)


def _period(value: wire.TimelinePeriod) -> str:
    return value.name or NAMELESS["year"]


def _parts(value: wire.Coverage) -> Iterator[Sequence[wire.CoverageColumn]]:
    """Runs of columns that fit beside the names and the total."""
    room = WIDTH - _names_width(value) - len("  total")
    part: list[wire.CoverageColumn] = []
    for column in value.columns:
        if part and sum(_width(value, one) for one in (*part, column)) > room:
            yield part
            part = []
        part.append(column)
    yield part


def _table(value: wire.Coverage, columns: Sequence[wire.CoverageColumn]) -> Iterator[str]:
    """The heading and the lines of those who spoke in any of the columns."""
    names, widths = _names_width(value), [_width(value, column) for column in columns]
    labels = [_label(value, column) for column in columns]
    yield _line("", names, labels, widths, "total")
    wanted = {column.name for column in columns}
    for row in value.rows:
        held = {cell.column: cell.statements for cell in row.cells if cell.column in wanted}
        if held:
            told = [str(held.get(column.name, "")) for column in columns]
            yield _line(_name(row), names, told, widths, str(row.statements))


def _line(name: str, room: int, cells: Sequence[str], widths: Sequence[int], total: str) -> str:
    told = "".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return f"{name:<{room}}{told}{total:>7}".rstrip()


def _missing(value: wire.Coverage) -> str:
    lines = []
    if value.gaps.columns:
        lines.append(f"Nobody spoke in {', '.join(value.gaps.columns)}.")
    if value.gaps.delegations:
        lines.append(f"No statement of {', '.join(one.name for one in value.gaps.delegations)}.")
    if value.by == "year":
        lines += [f"{_name(row)} did not speak in {', '.join(row.gaps)}." for row in value.rows if row.gaps]
    return "\n".join(wrapped(line, "  ") for line in lines)


def _names_width(value: wire.Coverage) -> int:
    return max((len(_name(row)) for row in value.rows), default=0)


def _name(row: wire.CoverageRow) -> str:
    name = without_steering(row.delegation.name) if row.delegation else "no delegation"
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _width(value: wire.Coverage, column: wire.CoverageColumn) -> int:
    return 2 + max(len(_label(value, column)), len(str(column.statements)))


def _label(value: wire.Coverage, column: wire.CoverageColumn) -> str:
    return without_steering(column.name or NAMELESS[value.by])
