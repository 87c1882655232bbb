"""Speeches of the UN Security Council Debates corpus, with or without its tables.

In: `UNSC_<year>_SPV.<meeting>_spch<n>.txt`, a table in the folder or above it. Out: one draft. Without a
table the speaker is the header's; a text with neither is refused.
"""

from __future__ import annotations

from dataclasses import replace

from index.errors import UnreadableRecord
from index.model import StatementDraft
from index.readers.base import Candidate, Context
from index.readers.sidecar import sidecar_of
from index.readers.statement import Known, draft_of
from index.readers.unsc_table import FILE_NAME, Row, meeting_key
from index.readers.unsc_tables import find_chair, find_meeting, find_speech, is_un
from index.speakers.chair_line import parse_chair
from index.speakers.headers import Header, parse_header
from index.speakers.procedural import is_letter
from index.text.decode import decode_text
from index.text.symbols import meeting_symbol

IN_PERSON = "S/PV."
NOTHING_SAYS = (
    "Nothing says who speaks: add (or mend) the corpus's speaker.tsv, or a first line like "
    '"Mr. Umarov (Kazakhstan):".'
)
NOBODY_IN_ROW = (
    "Nothing says who speaks: the row of speaker.tsv names nobody; name the speaker or country there, "
    'or in a first line like "Mr. Umarov (Kazakhstan):".'
)


class CouncilDebates:
    """Reads one speech file of the corpus, any version."""

    suffixes = (".txt",)

    def accepts(self, candidate: Candidate, context: Context) -> bool:
        return FILE_NAME.fullmatch(candidate.name) is not None

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        raw = decode_text(candidate.read())
        known, in_table = self._known(candidate, context)
        if not raw.strip():
            raise UnreadableRecord("The file is empty; remove it or get it again from the corpus.")
        header = _header(raw.lstrip(), known)
        if known.president and header is None and not (known.meeting or "").startswith(IN_PERSON):
            # Statements sent in for a video-teleconference: the presiding State's own is a national one.
            known = replace(known, president=is_letter(raw.lstrip()))
        draft = draft_of(raw, known, header=header, note=sidecar_of(candidate, context))
        if not (draft.speaker.name or draft.speaker.role or draft.delegation):
            raise UnreadableRecord(NOBODY_IN_ROW if in_table else NOTHING_SAYS)
        return (draft,)

    def _known(self, candidate: Candidate, context: Context) -> tuple[Known, bool]:
        match = FILE_NAME.fullmatch(candidate.name)
        if match is None:
            raise UnreadableRecord("The file name is not one of the corpus; rename it or remove it.")
        key = meeting_key(match["year"], match["part"])
        number = int(match["number"])
        symbol = meeting_symbol(match["part"])
        speech = find_speech(candidate, context, key, number)
        meeting = find_meeting(candidate, context, key)
        country = (match["country"] or "").replace("_", " ") or None
        known = Known(
            delegation=country,
            meeting=symbol,
            date=match["year"],
            order=number,
        )
        if meeting:
            known = replace(known, date=meeting.date or known.date, topic=meeting.get("topic"))
        if speech is None:
            return known, False
        known = _with_row(known, speech)
        chair = find_chair(candidate, context, key) if known.president and is_un(known.delegation) else None
        return replace(known, delegation=chair or known.delegation), True


def _header(text: str, known: Known) -> Header | None:
    """The speaker line; where the row is the President's, also one that recognition damaged."""
    header = parse_header(text, expected=(known.meeting or "").startswith(IN_PERSON))
    if known.president and (header is None or header.role is None):
        return parse_chair(text) or header
    return header


def _with_row(known: Known, row: Row) -> Known:
    return replace(
        known,
        speaker=row.get("speaker"),
        delegation=row.get("delegation") or known.delegation,
        role=row.get("role"),
        president=row.presides,
        date=row.date or known.date,
        topic=row.get("topic") or known.topic,
        language=row.get("language"),
    )
