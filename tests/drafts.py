"""Records made by hand for the fast suite: drafts, files as readers give them, statements ready to store."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.embedding.embedder import Embedder
from index.ingest.build import Builder
from index.model import (
    Delegation,
    Paragraph,
    Passage,
    Point,
    Source,
    Span,
    Speaker,
    Statement,
    StatementDraft,
    StatementRef,
)
from index.readers.base import ReadFile
from index.segmentation.segment import SEGMENTATION, context_header
from index.store.database import Place
from index.store.record_store import RecordStore
from index.store.writes import Stored

TEXT = "We condemn attacks on hospitals. Medical workers must be protected. We call for accountability."
KAZAKHSTAN = Delegation("KAZ", "Kazakhstan")
ESTONIA = Delegation("EST", "Estonia")


UMAROV = StatementRef(
    id="a1b2c3d4e5f6",
    speaker=Speaker("Mr. Umarov"),
    delegation=KAZAKHSTAN,
    capacity="national",
    meeting="S/PV.8422",
    date="2018-12-14",
    topic="Peacekeeping",
    organ="Security Council",
    language=None,
    source=Source("un", "S_PV.8422_E.pdf", "00"),
)
"""What a citation needs of a statement of the Council."""


def a_draft(text: str = TEXT, key: str = "", **fields: Any) -> StatementDraft:
    known = {"speaker": Speaker("Mr. Umarov"), "delegation": KAZAKHSTAN, "capacity": "national"} | fields
    return StatementDraft(key=key, text=text, paragraphs=(), **known)


def a_file(path: str, *drafts: StatementDraft, absolute: str = "") -> ReadFile:
    said = repr(drafts).encode("utf-8", "surrogatepass")
    return ReadFile(path, absolute, hashlib.sha256(said).hexdigest(), drafts)


def a_statement(id: str, text: str = TEXT, **fields: Any) -> Statement:
    """A statement of one paragraph, one sentence and one passage for each half of the text."""
    source = Source("council", f"{id}.txt", hashlib.sha256(text.encode()).hexdigest())
    known = {
        "speaker": Speaker("Mr. Umarov"), "delegation": KAZAKHSTAN, "capacity": "national", "meeting": None,
        "date": None, "topic": None, "organ": None, "language": None, "source": source,
    } | fields  # fmt: skip
    whole, middle = Span(0, len(text)), len(text) // 2
    halves = (Span(0, middle), Span(middle, len(text)))
    return Statement(
        StatementRef(id=id, **known),
        text,
        (Paragraph(1, whole, page=3, label="12"),),
        (whole,),
        (Point(1, "point", whole),),
        tuple(Passage(f"{id}-{n}", 1, "point", span) for n, span in enumerate(halves)),
    )


def stored(statement: Statement, embedder: Embedder) -> list[Stored]:
    """The statement's passages, embedded by their first letters."""
    texts = [passage.span.of(statement.text) for passage in statement.passages]
    shas = [hashlib.sha256(text[:500].encode("utf-8", "surrogatepass")).digest() for text in texts]
    made = embedder.embed_passages([as_embedded(statement.ref, text) for text in texts])
    return list(zip(statement.passages, shas, made, strict=True))


def as_embedded(ref: StatementRef, text: str) -> str:
    """The first letters of a text under its header."""
    return f"{context_header(ref)}\n{text}"[:500]


def halved(sentence: str) -> str:
    """A text whose first half is the sentence, for `a_statement`."""
    return f"{sentence} {('And so ' * len(sentence))[: len(sentence) - 2]}."


def open_store(place: Place, embedder: Embedder, segmentation: str = SEGMENTATION) -> RecordStore:
    """A folder, a file in one, or a database."""
    return RecordStore.open(
        place / "record.sqlite" if isinstance(place, Path) and not place.suffix else place,
        fingerprint=embedder.fingerprint,
        segmentation=segmentation,
        dim=embedder.dim,
        token_dim=embedder.token_dim,
    )


def add(
    store: RecordStore, embedder: Embedder, files: Sequence[ReadFile], collection: str = "council"
) -> Any:
    return Builder(store, embedder).add(files, collection)
