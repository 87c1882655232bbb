"""Who spoke in the general debate, and in what post: the corpus's own table beside its texts.

In: `Speakers_by_session.xlsx` or `.csv`, somewhere around a text. Out: name and post of a State in a session,
as the table has them. Refuses a table without its columns; a State with two rows in a session has none here.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.errors import UnreadableRecord
from index.readers.base import Candidate, Context
from index.speakers.delegations import load_delegations
from index.text.decode import decode_text

SPEAKER_TABLES = ("Speakers_by_session.xlsx", "Speakers_by_session.csv")
COLUMNS = {
    "session": ("session",),
    "code": ("iso code", "iso", "country code", "code"),
    "name": ("name of person speaking", "speaker", "name"),
    "post": ("post", "position", "role"),
}
_LARGEST, _UNPACKED, _MOST_ROWS = 16 << 20, 256 << 20, 200_000
_BROKEN = "The workbook of speakers cannot be opened; get it again from the corpus, or save it as CSV."
Cells = tuple[object, ...]
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Orator:
    """As the table has them; an empty cell is None."""

    name: str | None
    post: str | None


def find_orator(candidate: Candidate, context: Context, session: int, code: str) -> Orator | None:
    """The row of the nearest table that has one; a table that cannot be used costs no text beside it."""
    for name in SPEAKER_TABLES:
        for found in context.around(candidate, name):
            try:
                orator = load_orators(found, context).get((session, code))
            except (UnreadableRecord, OSError) as error:
                context.note_fault(found, error)
                continue
            if orator is not None:
                return orator
    return None


def load_orators(found: Candidate, context: Context) -> Mapping[Key, Orator]:
    """The table in `found`, parsed once; raises UnreadableRecord where it cannot be used."""
    place = f"{found.absolute}:{found.path}:{found.size}"
    table = context.once("ungdc-speakers", place, lambda: _try(found))
    if isinstance(table, str):
        raise UnreadableRecord(table)
    return table


def _try(found: Candidate) -> Mapping[Key, Orator] | str:
    try:
        rows = _workbook(found.read(_LARGEST)) if found.suffix == ".xlsx" else _csv(found.read(_LARGEST))
        return _by_session(rows)
    except UnreadableRecord as error:
        return str(error)


_BEHIND_NAME = " ,;"
"""What separates a name from its post in tables that were made from running text."""


def _csv(data: bytes) -> Iterator[Cells]:
    text = decode_text(data)
    head = text.split("\n", 1)[0]
    try:
        yield from map(
            tuple, csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
        )
    except csv.Error as error:
        raise UnreadableRecord(f"The table of speakers is not valid CSV ({error}).") from error


def _workbook(data: bytes) -> Iterator[Cells]:
    """The first sheet's rows."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(member.file_size for member in packed.infolist()) > _UNPACKED:
                raise UnreadableRecord(
                    "The workbook of speakers unpacks to more than 256 MiB; save it as CSV."
                )
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(max_row=_MOST_ROWS, values_only=True)
    except UnreadableRecord:
        raise
    except Exception as error:  # a damaged workbook fails anywhere in zipfile, the XML parser or openpyxl
        raise UnreadableRecord(_BROKEN) from error


def _by_session(rows: Iterable[Cells]) -> Mapping[Key, Orator]:
    reading = iter(rows)
    named = [_cell(cell).casefold() for cell in next(reading, ())]
    places = {
        column: next((named.index(name) for name in names if name in named), None)
        for column, names in COLUMNS.items()
    }
    session, code, name, post = (places[column] for column in COLUMNS)
    if session is None or code is None or name is None:
        raise UnreadableRecord(
            "The table of speakers needs the columns Session, ISO Code, Name of Person Speaking."
        )
    found: dict[Key, list[Orator]] = {}
    for row in reading:
        key = _key(_at(row, session), _at(row, code))
        orator = Orator(_at(row, name).rstrip(_BEHIND_NAME) or None, _at(row, post) or None)
        if key is not None and (orator.name or orator.post):
            found.setdefault(key, []).append(orator)
    return {key: orators[0] for key, orators in found.items() if len(set(orators)) == 1}


def _key(session: str, code: str) -> Key | None:
    """The table's codes are partly old ones; they are compared as the delegations they stand for."""
    known = load_delegations().resolve(code)
    digits = session.partition(".")[0]
    return (int(digits), known.code) if known and digits.isdecimal() and len(digits) < 4 else None


def _at(row: Cells, place: int | None) -> str:
    return _cell(row[place]) if place is not None and place < len(row) else ""


def _cell(cell: object) -> str:
    text = " ".join(str(cell).split()) if cell is not None else ""
    return "" if text.casefold() in ("na", "n/a", "nan", "none", "-") else text
