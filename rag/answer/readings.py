"""What the reader says about the passages ranked first: does each sentence answer, say the opposite, or
neither?

In: a question and its ranking. Out: `Readings` of the first passages, by row.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from index.model import Passage, Span, Statement
from index.segmentation.segment import context_header
from rag.answer.evidence import sentences_of
from rag.question.presumed import presumed_by
from rag.ranking.retrieval import Ranking, Scored
from rag.reader.reading import Read, Reader, ReadPassage

READ = 8
"""Passages read for one question."""
LEAST = 1e-4
"""Chances are kept this far from 0 and 1 before their odds are taken."""
DENIED = 2.0
"""How many times likelier each sentence must be to deny what is taken for granted than to say it."""

Lookup = Callable[[Sequence[Scored]], Mapping[int, tuple[Statement, Passage]]]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The chance that a sentence says the opposite: in which row, and in which of its sentences."""

    chance: float
    row: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read, by row and passage; a passage that was not read has nothing here."""

    by_row: Mapping[int, Read] = field(default_factory=dict)

    @property
    def best(self) -> float:
        """The best log odds that a passage answers; the lowest possible ones if none was read."""
        return max((log_odds(read.whole.answers) for read in self.by_row.values()), default=log_odds(0.0))

    @property
    def contradiction(self) -> Contradiction | None:
        """The sentence likeliest to say the opposite, None if none was read."""
        found = [
            Contradiction(each.otherwise, row, at)
            for row, read in self.by_row.items()
            for at, each in enumerate(read.sentences)
        ]
        return max(found, key=lambda one: one.chance, default=None)


def log_odds(chance: float) -> float:
    """The log odds of a chance, always finite."""
    kept = min(max(chance, LEAST), 1 - LEAST)
    return math.log(kept / (1 - kept))


class FirstPassages:
    """Reads the first passages of a ranking."""

    def __init__(self, reader: Reader, lookup: Lookup) -> None:
        self._reader, self._lookup = reader, lookup

    def read(self, question: str, ranking: Ranking) -> Readings:
        """The first passages, each in its context."""
        found = self._lookup(ranking.scored[:READ])
        read = self._reader.read(question, [as_read(*pair) for pair in found.values()])
        return Readings(dict(zip(found, read, strict=True)))

    def says_otherwise(self, question: str, scored: Scored, run: Span) -> Contradiction | None:
        """Where the sentences of a quotation say the opposite of what the question takes for granted, rather
        than that it is so; None where one of them does not, or nothing is taken for granted."""
        put, found = presumed_by(question), self._lookup([scored])
        if put is None or scored.row not in found:
            return None
        statement, passage = found[scored.row]
        (read,) = self._reader.read(put, [as_read(statement, passage)])
        quoted = [
            (at, read.sentences[at])
            for at, sentence in enumerate(sentences_of(statement, passage))
            if run.start <= sentence.start and sentence.end <= run.end
        ]
        if not quoted or any(one.otherwise <= DENIED * one.answers for _, one in quoted):
            return None
        at, one = max(quoted, key=lambda pair: pair[1].otherwise)
        return Contradiction(one.otherwise, scored.row, at)


def as_read(statement: Statement, passage: Passage) -> ReadPassage:
    """The passage under its header, its sentences as spans of its own text."""
    start = passage.span.start
    sentences = tuple(Span(s.start - start, s.end - start) for s in sentences_of(statement, passage))
    return ReadPassage(context_header(statement.ref), passage.span.of(statement.text), sentences)
