"""The corpus's tables around a speech, nearest first; one that cannot be used costs no speech beside it.

In: a speech file and its context. Out: the row of a speech, of a meeting, and who presides.
`load_table` refuses a table in one sentence, for the report on the table itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from index.errors import UnreadableRecord
from index.readers.base import Candidate, Context
from index.readers.unsc_table import Row, Table, parse_table
from index.speakers.delegations import load_delegations

SPEECH_TABLES = ("speaker.tsv", "speaker_annotated.tsv")
MEETING_TABLES = ("meta.tsv", "meetings.tsv")
_LARGEST = 1 << 30


def load_table(found: Candidate, context: Context) -> Table:
    """The table in `found`, parsed once; raises UnreadableRecord where it cannot be used."""
    place = f"{found.absolute}:{found.path}:{found.size}"
    table = context.once("unsc-table", place, lambda: _try(found))
    if isinstance(table, str):
        raise UnreadableRecord(table)
    return table


def _try(found: Candidate) -> Table | str:
    try:
        return parse_table(found.read(limit=_LARGEST), of_speakers=found.name in SPEECH_TABLES)
    except UnreadableRecord as error:
        return str(error)


def find_speech(candidate: Candidate, context: Context, meeting: str, number: int) -> Row | None:
    """The row of one speech."""
    rows = (table.speeches.get((meeting, number)) for table in _around(candidate, context, SPEECH_TABLES))
    return next((row for row in rows if row is not None), None)


def find_meeting(candidate: Candidate, context: Context, meeting: str) -> Row | None:
    """The row of a meeting, or of one of its speeches."""
    rows = (t.meetings.get(meeting) for t in _around(candidate, context, MEETING_TABLES + SPEECH_TABLES))
    return next((row for row in rows if row is not None), None)


def find_chair(candidate: Candidate, context: Context, meeting: str) -> str | None:
    """The State of the President by the meeting's other rows: a State presides, never the Secretariat."""
    for table in _around(candidate, context, SPEECH_TABLES):
        ranked = table.chairs.get(meeting, Counter()).most_common()
        return next((chair for chair, _ in ranked if not is_un(chair)), None)
    return None


def is_un(name: str | None) -> bool:
    """Does `name` stand for the Secretariat?"""
    found = load_delegations().resolve(name) if name else None
    return found is not None and found.code == "UN"


def _around(candidate: Candidate, context: Context, names: tuple[str, ...]) -> Iterator[Table]:
    for name in names:
        for found in context.around(candidate, name):
            try:
                yield load_table(found, context)
            except (UnreadableRecord, OSError) as error:
                context.note_fault(found, error)
