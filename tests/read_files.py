"""Files of any format, read as a user's are."""

from __future__ import annotations

from pathlib import Path

from index.model import StatementDraft
from index.readers.base import Candidate, Context, Reader
from index.readers.trees import DiskFiles

DATA = Path(__file__).parent / "data" / "formats"


def read(reader: Reader, name: str, data: bytes | str | None = None) -> tuple[StatementDraft, ...]:
    if data is None:
        data = (DATA / name).read_bytes()
    candidate = Candidate.of_bytes(name, data.encode() if isinstance(data, str) else data)
    context = Context(DiskFiles(DATA))
    assert reader.accepts(candidate, context)
    return reader.read(candidate, context)


def one(reader: Reader, name: str, data: bytes | str | None = None) -> StatementDraft:
    (draft,) = read(reader, name, data)
    return draft


def spoken(draft: StatementDraft) -> list[str]:
    return [paragraph.span.of(draft.text) for paragraph in draft.paragraphs]
