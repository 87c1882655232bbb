"""What positions are compared with: a passage, a pasted text or a topic in, its sentences and vectors out.

A stored passage comes with its stored vectors, so nothing is embedded. A text longer than the embedder's
window is read piece by piece. A pasted text is looked up in the record, so that its own delegation is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding.embedder import Embedder, Vector
from index.embedding.token_codec import unit
from index.errors import InvalidInput
from index.model import Delegation, Statement, StatementRef, met_by
from index.segmentation.segment import context_header
from index.segmentation.sentences import split_sentences
from index.store.record_store import RecordStore
from index.text.terms import content_terms
from rag.answer.evidence import sentences_of
from rag.answer.focus import WORD
from rag.citation.cite import cite
from rag.model import Citation, Difference, QuoteCheck
from rag.quotation.check import QuoteChecker

LONGEST = 20_000
"""Characters of a pasted text at most."""
PIECES = 16
"""Pieces of a long text that are embedded, at most; a longer text is refused."""
RECOGNISABLE = 6
"""A text of this many words can be looked up in the record."""
SLIPS = 2
"""How many differences from the record a pasted text may have and still count as taken from it."""


@dataclass(frozen=True, slots=True)
class EncodedQuery:
    """A point to compare with.

    `context` are the token vectors of the passages it stands in, or its own if it was not found in the
    record; `words` are the content terms of each token's word; `around` is the vector of the passages a
    sentence was taken from, which shows what "in that regard" refers to; `own` is the statement it was taken
    from. Both are None if it was not found in the record.
    """

    text: str
    sentences: tuple[str, ...]
    vector: Vector
    tokens: Vector
    context: Vector
    terms: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    own: StatementRef | None
    around: Vector | None = None

    @property
    def delegation(self) -> Delegation | None:
        return self.own.delegation if self.own else None


class QueryEncoder:
    """Encodes stored passages and texts."""

    def __init__(self, store: RecordStore, embedder: Embedder, quotes: QuoteChecker) -> None:
        self._store, self._embedder, self._quotes = store, embedder, quotes

    def encode_passage(self, passage_id: str) -> tuple[EncodedQuery, Citation]:
        """The passage with its stored vectors, and its citation; raises NotFound."""
        place = self._store.passage(passage_id)
        statement = self._store.statement(place.statement)
        tokens = self._stored_tokens(statement, (place.row,))
        spans = sentences_of(statement, place.passage)
        text = place.passage.span.of(statement.text)
        encoded = EncodedQuery(
            text=text,
            sentences=tuple(span.of(statement.text) for span in spans),
            vector=self._store.vector(place.row),
            tokens=tokens,
            context=tokens,
            terms=_terms(text),
            words=self._words(text, len(tokens)),
            own=statement.ref,
        )
        return encoded, cite(statement, place.passage.span)

    def encode_text(self, text: str, known: bool = False) -> EncodedQuery:
        """Encodes a text; with `known`, also finds the statement it was taken from, if the record has it.

        Raises InvalidInput for a text without words or beyond bounds.
        """
        if not any(map(str.isalnum, text)):
            raise InvalidInput("The text has no words; give a sentence or a passage.")
        if len(text) > LONGEST:
            raise InvalidInput(f"The text is longer than {LONGEST} characters; give one point of it.")
        sentences = tuple(span.of(text) for span in split_sentences(text))
        embedded = [self._embedder.embed_query(piece) for piece in self._pieces(sentences)]
        tokens = np.concatenate([one.tokens for one in embedded])
        match = self._found(text) if known else None
        around = self._around(match) if match else None
        return EncodedQuery(
            text=text,
            sentences=sentences,
            vector=unit(np.sum([one.vector for one in embedded], axis=0, dtype=np.float32)),
            tokens=tokens,
            context=around[0] if around else tokens,
            terms=_terms(text),
            words=self._words(text, len(tokens)),
            own=match.statement if match else None,
            around=around[1] if around else None,
        )

    def _around(self, match: Citation) -> tuple[Vector, Vector] | None:
        """Token vectors and the vector of the passages that hold the words; None where none does."""
        statement = self._store.statement(match.statement.id)
        held = statement.passages[met_by(match.span, statement.passages, lambda passage: passage.span)]
        if not held:
            return None
        rows = [self._store.passage(passage.id).row for passage in held]
        whole = np.stack([self._store.vector(row) for row in rows]).sum(axis=0)
        return self._stored_tokens(statement, rows), unit(whole)

    def _stored_tokens(self, statement: Statement, rows: Sequence[int]) -> Vector:
        """Stored token vectors without those of the header."""
        count = self._embedder.count_tokens
        header = count(context_header(statement.ref)) - count("")
        codes = self._store.codes_of(rows)
        return unit(np.concatenate([some[header:] for some in codes]).astype(np.float32))

    def _words(self, text: str, tokens: int) -> tuple[tuple[str, ...], ...]:
        """Per token the terms of its word; all terms for each where the words cannot be told apart."""
        count, empty = self._embedder.count_tokens, self._embedder.count_tokens("")
        words = [(tuple(content_terms(word)), count(word) - empty) for word in WORD.findall(text)]
        owned = tuple(terms for terms, length in words for _ in range(length))
        return owned if len(owned) == tokens else (_terms(text),) * tokens

    def _pieces(self, sentences: Sequence[str]) -> list[str]:
        """The sentences joined into as few pieces as fit the window."""
        pieces: list[str] = []
        for sentence in sentences:
            joined = f"{pieces[-1]} {sentence}" if pieces else sentence
            if pieces and self._embedder.count_tokens(joined) <= self._embedder.window:
                pieces[-1] = joined
            else:
                pieces.append(sentence)
        if len(pieces) > PIECES:
            raise InvalidInput("The text holds too many points to compare at once; give one of them.")
        return pieces

    def _found(self, text: str) -> Citation | None:
        """Where the record has the text."""
        if len(text.split()) < RECOGNISABLE:
            return None
        check = self._quotes.check(text)
        return check.match if check.match and _taken_from(check, text) else None


def _taken_from(check: QuoteCheck, text: str) -> bool:
    """Word for word, or with one or two slips of a word or two if the text is long enough to be sure; words
    from different places are put together by whoever wrote the text."""
    if check.verdict == "altered":
        few = len(check.differences) <= SLIPS and len(text.split()) >= RECOGNISABLE * SLIPS
        return few and all(map(_is_slip, check.differences))
    return check.verdict != "not_found"


def _is_slip(difference: Difference) -> bool:
    words = max(len(difference.quoted.split()), len(difference.recorded.split()))
    return difference.kind != "spliced" and words <= SLIPS


def _terms(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(content_terms(text)))
