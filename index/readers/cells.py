"""The cells of a row of somebody's own corpus: which columns there are, and what may stand in them.

In: names and cells as written. Out: cells by column, dates as ISO 8601. Refuses an unknown column, and a cell
that is not what its column holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.errors import UnreadableRecord
from index.speakers.delegations import load_delegations
from index.text.dates import iso_date, parse_date

COLUMNS = {
    "text": "the words of the statement; paragraphs parted by a blank line",
    "speaker": "name as the record has it",
    "delegation": "State or organisation: any name or ISO code",
    "role": "in what role, such as President of the Council",
    "date": "2020-05-27, 2020-05, 2020 or 27 May 2020",
    "meeting": "symbol of the meeting, such as S/PV.8422",
    "topic": "agenda item or occasion",
    "organ": "such as Security Council",
    "language": "language spoken, such as French",
    "url": "address of the record",
    "order": "place in the meeting, a whole number",
    "id": "your own key, unique in the file",
}
ALIASES = {"country": "delegation", "symbol": "meeting", "key": "id", "statement": "text", "name": "speaker"}
Row = Mapping[str, str]
# What tables write for "nothing" (pandas, R, SQL, spreadsheets).
NOTHING = frozenset({"na", "n/a", "nan", "#n/a", "null", "none", "nil", "<na>", "-", "--"})
NUMERIC_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
BASIC_DAY = re.compile(r"^\s*((?:19|20)\d\d)(\d\d)(\d\d)\s*$")
"""ISO 8601, basic format."""
WRITTEN_DAY = re.compile(r"\b(\d{1,2})-([A-Za-z]{3,9})-(\d{4})\b")
YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})")


def known_cells(row: Row) -> dict[str, str]:
    """Cells by column; columns called `x_...` are the user's own and left alone."""
    cells: dict[str, str] = {}
    for name, cell in row.items():
        column = ALIASES.get(name.strip().lower(), name.strip().lower())
        if is_own(name) or not cell.strip() or (column != "text" and cell.strip().lower() in NOTHING):
            continue
        if column not in COLUMNS:
            raise UnreadableRecord(
                f"{name[:40]!r} is not a column we know: use {', '.join(COLUMNS)}, or call it 'x_{name[:40]}'"
            )
        cells[column] = cell.strip()
    return cells


def is_own(name: str) -> bool:
    """Is the column the user's own?"""
    return name.strip().lower().startswith("x_")


def delegation_in(cell: str | None) -> str | None:
    """The name as it stands there, of a delegation we know."""
    if cell is None:
        return None
    if load_delegations().resolve(cell) is None:
        raise UnreadableRecord(f"{cell[:60]!r} is not a delegation we know")
    return cell


def _days_in_figures(cell: str) -> set[str]:
    """The days that figures alone may mean: by day or month first with the year last, or by year first."""
    if (ordered := YEAR_FIRST.fullmatch(cell)) is not None:
        year, *orders = int(ordered[1]), (int(ordered[2]), int(ordered[3]))
    elif (numeric := NUMERIC_DAY.fullmatch(cell)) is not None:
        first, second = int(numeric[1]), int(numeric[2])
        year, orders = int(numeric[3]), [(first, second), (second, first)]
    else:
        return set()
    return {day for month, number in orders if (day := iso_date(year, month, number)) is not None}


def date_in(cell: str | None) -> str | None:
    """The ISO date, of a day that cannot be another."""
    if cell is None:
        return None
    cell = WRITTEN_DAY.sub(r"\1 \2 \3", BASIC_DAY.sub(r"\1-\2-\3", cell))
    days = _days_in_figures(cell)
    if len(days) > 1:
        raise UnreadableRecord(f"{cell!r} may be two days; write it as 2020-05-27")
    found = days.pop() if days else parse_date(cell)
    if found is None:
        raise UnreadableRecord(f"{cell[:40]!r} is not a date; write it as 2020-05-27")
    return found


def order_in(cell: str | None) -> int | None:
    """The place in the meeting."""
    if cell is None:
        return None
    if not cell.isdecimal() or len(cell) > 9:
        raise UnreadableRecord(f"order {cell[:20]!r} is not a whole number")
    return int(cell)
