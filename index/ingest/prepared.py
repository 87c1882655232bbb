"""A statement cut into passages that waits for their vectors.

In: a draft, where it was read, and the embedder that will read its passages. Out: a `Prepared`; whatever the
draft makes cutting raise.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from index.embedding.embedder import Embedder
from index.ingest.drafting import content_sha, ref_of
from index.model import Statement, StatementDraft
from index.process.deadline import look
from index.segmentation.segment import embedded_text, segment
from index.store.sources import Location


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement with the texts to embed and their hashes; `known`: the record holds it in another form."""

    statement: Statement
    content_sha: str
    location: Location
    texts: tuple[str, ...]
    shas: tuple[bytes, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a file: statements it no longer holds, and where it lies now."""

    location: Location
    stale: tuple[str, ...]


def prepared(draft: StatementDraft, at: Location, id: str, known: bool, embedder: Embedder) -> Prepared:
    """The statement of this draft, cut; raises what a look does in between."""
    draft.text.encode()

    def count_tokens(words: str) -> int:
        look()
        return embedder.count_tokens(words)

    statement = segment(draft, ref_of(draft, at, id), count_tokens, embedder.window)
    texts = tuple(embedded_text(statement, passage) for passage in statement.passages)
    shas = tuple(hashlib.sha256(text.encode()).digest() for text in texts)
    return Prepared(statement, content_sha(draft), at, texts, shas, known)
