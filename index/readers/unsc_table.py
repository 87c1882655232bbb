"""Tables of the UN Security Council Debates corpus (speaker.tsv, meta.tsv, meetings.tsv), every version.

In: the bytes of a table. Out: rows by speech and by meeting. Columns are known by any of their names;
rows broken over lines are mended, "NA" and "unknown" are nothing, quotes are no syntax. Refuses a table
without the columns, or of which no row can be placed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.errors import UnreadableRecord
from index.process.deadline import look
from index.text.dates import iso_date, parse_date
from index.text.decode import decode_text
from index.text.symbols import meeting_symbol

FILE_NAME = re.compile(
    r"UNSC_(?P<year>(?:19|20)\d\d)_SPV\.(?P<part>[A-Za-z0-9_.() -]{1,60}?)_?spch[_.]?(?P<number>\d{1,5})"
    r"(?:_(?:preproc_)?(?P<country>[^.]{2,80}))?(?:\.txt)?",
    re.IGNORECASE,
)
_BASENAME = re.compile(r"UNSC_(?P<year>(?:19|20)\d\d)_SPV\.(?P<part>[A-Za-z0-9_.() -]{1,60})", re.IGNORECASE)
# Column names of the versions seen, best first.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "file": ("filename", "file_name", "file", "doc_id", "document"),
    "basename": ("basename", "meeting_id", "base_name"),
    "meeting": ("symbol", "spv", "meeting", "meeting_num", "meeting_number"),
    "speech": ("speech_number", "speech", "speech_num", "speechnumber"),
    "speaker": ("speaker", "speaker_name", "name"),
    "delegation": (
        "country_org", "country_organization", "country_organisation", "country", "delegation", "affiliation",
    ),
    "role": ("role_in_un", "role"),
    "kind": ("participanttype", "participant_type", "participant"),
    "topic": ("topic", "agenda_item", "topic_original", "topic2"),
    "language": ("language", "spoken_language", "lang"),
    "date": ("date",),
    "year": ("year",),
    "month": ("month",),
    "day": ("day",),
}  # fmt: skip
_PLACES = ("file", "basename", "meeting")
_NOTHING = frozenset({"", "na", "n/a", "nan", "none", "null", "unknown"})
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One row by our own column names; absent and empty cells are left out."""

    cells: dict[str, str]

    def get(self, column: str) -> str | None:
        return self.cells.get(column)

    @property
    def presides(self) -> bool:
        """Does the table say that the President speaks?"""
        return (self.get("kind") or "").lower() in ("the president", "president")

    @property
    def date(self) -> str | None:
        """ISO date from the date cell, else from year, month and day."""
        written = self.cells.get("date")
        found = parse_date(written) if written else None
        if found and len(found) > 4:
            return found
        numbers = [_whole(self.cells.get(n)) for n in ("year", "month", "day")]
        year, month, day = numbers
        return (iso_date(year, month, day if month else None) if year else None) or found


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by (meeting part, speech number) and by meeting part, both as `meeting_key` writes them.

    `chairs` are the delegations that rows of a meeting give for its President, most frequent first.
    """

    speeches: dict[Key, Row] = field(default_factory=dict)
    meetings: dict[str, Row] = field(default_factory=dict)
    chairs: dict[str, Counter[str]] = field(default_factory=dict)


def meeting_key(year: str | None, part: str) -> str:
    """The one spelling of a meeting: its symbol, or the bare text where it has none."""
    return meeting_symbol(part) or f"{year}:{part}"


def parse_table(data: bytes, of_speakers: bool = False) -> Table:
    """All rows that name a speech or a meeting; other rows are left out. Raises UnreadableRecord.

    `of_speakers`: the table is there to say who speaks, and is refused where it has no column for that.
    """
    text = _text(data)
    names = _named(_header(text))
    fault = _fault(names, of_speakers)
    if fault:
        raise UnreadableRecord(fault)
    table = Table()
    for row in _rows(text, names):
        _keep(table, row)
    if not table.meetings:
        raise UnreadableRecord(
            "None of the table's rows names a speech or a meeting; get it again from the corpus."
        )
    return table


def _text(data: bytes) -> str:
    try:
        text = decode_text(data)
    except UnreadableRecord as error:
        raise UnreadableRecord(
            "The table is damaged: it is not text; get it again from the corpus."
        ) from error
    if not text.strip():
        raise UnreadableRecord("The table is empty; get it again from the corpus, or remove it.")
    return text


def _fault(names: dict[str, int], of_speakers: bool) -> str | None:
    """What the first line lacks: a column that places the rows, or one that says who speaks."""
    if not any(place in names for place in _PLACES):
        lacks = "which speech or meeting a row is of (such as filename)"
    elif of_speakers and not any(who in names for who in ("speaker", "delegation")):
        lacks = "who speaks (speaker or country)"
    else:
        return None
    return f"The table's first line names no column that tells {lacks}; give it back, or get the table again."


def _keep(table: Table, row: Row) -> None:
    meeting, number = _place(row)
    if meeting is None:
        return
    if number is not None:
        table.speeches.setdefault((meeting, number), row)
        if row.presides and (chair := row.get("delegation")):
            table.chairs.setdefault(meeting, Counter())[chair] += 1
    table.meetings.setdefault(meeting, row)


def _place(row: Row) -> tuple[str | None, int | None]:
    match = FILE_NAME.fullmatch(row.get("file") or "")
    if match:
        return meeting_key(match["year"], match["part"]), int(match["number"])
    base = _BASENAME.fullmatch((row.get("basename") or "").removesuffix(".txt"))
    part = base["part"] if base else row.get("meeting")
    if not part:
        return None, None
    return meeting_key(row.get("year"), part), _whole(row.get("speech"))


def _whole(cell: str | None) -> int | None:
    """ "12" and "12.0" -> 12; None for what is not the whole number of a speech, year, month or day."""
    digits = (cell or "").removesuffix(".0")
    return int(digits) if digits.isdecimal() and len(digits) <= 5 else None


def _header(text: str) -> list[str]:
    return [_cell(name).lower() for name in text.split("\n", 1)[0].split("\t")]


def _rows(text: str, names: dict[str, int]) -> Iterator[Row]:
    width = len(_header(text))
    for cells in _records(text.split("\n")[1:], width):
        shift = 1 if len(cells) == width + 1 else 0
        yield Row(
            {
                name: value
                for name, column in names.items()
                if column + shift < len(cells)
                and (value := _cell(cells[column + shift])).lower() not in _NOTHING
            }
        )


def _named(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, spellings in _COLUMNS.items():
        for spelling in spellings:
            if spelling in header:
                found.setdefault(name, header.index(spelling))
    return found


def _records(lines: list[str], width: int) -> Iterator[list[str]]:
    """Cells of each row; a line too short is continued by the next as long as the sum fits.

    A line without a tab after a whole row is the rest of that row's last cell.
    """
    pending: list[list[str]] = []
    for line in lines:
        look()
        cells = line.split("\t")
        if not line.strip():
            continue
        if len(pending) >= width and (len(cells) > 1 or width == 1):
            yield _whole_cells(pending)
            pending = []
        if pending and len(pending) + len(cells) - 1 <= width + 1:
            pending[-1].append(cells[0])
            pending += [[cell] for cell in cells[1:]]
            continue
        if pending:
            yield _whole_cells(pending)
        pending = [[cell] for cell in cells]
    if pending:
        yield _whole_cells(pending)


def _whole_cells(pending: list[list[str]]) -> list[str]:
    """Each cell of its parts."""
    return [" ".join(parts) for parts in pending]


def _cell(text: str) -> str:
    text = " ".join(text.split())
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text
