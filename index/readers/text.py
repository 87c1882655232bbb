"""A plain text with one statement: speaker line first, or a sidecar that says who speaks.

In: `NAME.txt`, optionally `NAME.meta.toml` or `.meta.json`. Out: one draft; one for each speaker line where
several speeches stand in the file. A text with neither speaker line nor sidecar is refused with what to add.
"""

from __future__ import annotations

from dataclasses import replace

from index.errors import UnreadableRecord
from index.model import StatementDraft
from index.readers.base import Candidate, Context, KnownBySuffix
from index.readers.sidecar import sidecar_of
from index.readers.statement import NOTHING, draft_of
from index.readers.turns import split_turns, take_cover
from index.speakers.headers import parse_header
from index.text.content import other_than
from index.text.decode import decode_text


class PlainText(KnownBySuffix):
    """Reads the statement, or the statements, of one text file."""

    suffixes = (".txt", ".text")

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        data = candidate.read()
        if told := other_than(data, "plain text"):
            raise UnreadableRecord(told)
        raw = decode_text(data)
        if not raw.strip():
            raise UnreadableRecord("The file is empty; add the words of a statement, or remove it.")
        note = sidecar_of(candidate, context)
        cover = NOTHING
        if parse_header(raw.lstrip()) is None:
            cover, raw = take_cover(raw)
        if parse_header(raw.lstrip()) is None and not (note.speaker or note.delegation):
            raise UnreadableRecord(
                'Nothing says who speaks: start the text with a line like "Mr. Umarov (Kazakhstan): ..." '
                f"or add {_note_name(candidate)} with speaker and delegation."
            )
        turns = (raw,) if note.speaker or note.delegation else split_turns(raw)
        if len(turns) == 1:
            return (draft_of(raw, cover, note=note),)
        return tuple(
            draft_of(turn, cover, str(order), note=replace(note, order=order))
            for order, turn in enumerate(turns, 1)
        )


def _note_name(candidate: Candidate) -> str:
    return candidate.name.rpartition(".")[0] + ".meta.toml"
