"""A plain text with one statement: speaker line first, or a sidecar that says who speaks.

In: `NAME.txt`, optionally `NAME.meta.toml` or `.meta.json`. Out: one draft. A text with neither is refused
with what to add.
"""

from __future__ import annotations

from index.decode import decode_text
from index.errors import UnreadableRecord
from index.headers import parse_header
from index.model import StatementDraft
from index.readers.base import Candidate, Context
from index.readers.sidecar import find_sidecar, read_sidecar
from index.readers.statement import Known, draft_of


class PlainText:
    """Reads one statement from one text file."""

    name = "plain text"
    version = "1"
    suffixes = (".txt", ".text")

    def accepts(self, candidate: Candidate, context: Context) -> bool:
        return True

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        raw = decode_text(candidate.read())
        note = find_sidecar(candidate, context)
        known = read_sidecar(note) if note else Known()
        if parse_header(raw.lstrip()) is None and not (known.speaker or known.delegation):
            raise UnreadableRecord(
                'Nothing says who speaks: start the text with a line like "Mr. Umarov (Kazakhstan): ..." '
                f"or add {_note_name(candidate)} with speaker and delegation."
            )
        return (draft_of(raw, known),)


def _note_name(candidate: Candidate) -> str:
    return candidate.name.rpartition(".")[0] + ".meta.toml"
