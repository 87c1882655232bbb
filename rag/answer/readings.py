"""What the reader says about the passages ranked first: does each sentence answer, say the opposite, or
neither?

In: a question and its ranking. Out: `Readings` of the first passages, by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.model import Passage, Span, Statement
from index.segmentation.segment import context_header
from rag.answer.evidence import sentences_of
from rag.question.presumed import presumed_by
from rag.ranking.retrieval import Ranking, Scored
from rag.reader.reading import Read, Reader, ReadPassage, alone, log_odds

READ, MOST = 8, 24
"""Passages read at once for one question, and before it is refused (docs/choices.md)."""
ORDERED, WORTH = 5, 0.03
"""Passages put in order by what was read of them, and what the log odds that one answers count beside its
score: docs/choices.md."""
DENIED, SIDED = 0.6, 0.25
"""From which log odds a question is told to be denied: those that the passage quoted says otherwise rather
than answers, and so much of those that the quotation opposes rather than supports what is taken for granted
(docs/choices.md)."""

TURNED = 4
"""Sentences likeliest to say otherwise that the reader of sides reads, to show the plainest."""

Lookup = Callable[[Sequence[Scored]], Mapping[int, tuple[Statement, Passage]]]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The chance that a sentence says the opposite: in which row, and in which of its sentences."""

    chance: float
    row: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read, by row and by passage; a passage that was not read is missing. `first` are those that
    were, as they were ranked."""

    by_row: Mapping[int, Read] = field(default_factory=dict)
    first: tuple[Scored, ...] = ()

    @property
    def best(self) -> float:
        """The highest log odds that a passage answers; the lowest possible if none was read."""
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

    def ordered(self, scored: Sequence[Scored]) -> tuple[Scored, ...]:
        """The passages with the first few put in order by their readings as well; each place keeps its
        score."""
        first = [item for item in scored[:ORDERED] if item.row in self.by_row]
        if len(first) < min(ORDERED, len(scored)):
            return tuple(scored)

        def worth(item: Scored) -> float:
            return item.score + WORTH * log_odds(self.by_row[item.row].whole.answers)

        again = sorted(first, key=worth, reverse=True)
        placed = [replace(item, score=place.score) for item, place in zip(again, first, strict=True)]
        return (*placed, *scored[ORDERED:])


class FirstPassages:
    """Reads the first passages of a ranking."""

    def __init__(self, reader: Reader, lookup: Lookup) -> None:
        self._reader, self._lookup = reader, lookup

    def read(self, question: str, ranking: Ranking) -> Readings:
        """The first passages in their order, each in its context."""
        return next(self.in_turn(question, ranking))

    def in_turn(self, question: str, ranking: Ranking) -> Iterator[Readings]:
        """What was read of the first passages, then of these and the next ones, to the last that are read."""
        read = dict[int, Read]()
        for start in range(0, MOST, READ):
            some = ranking.scored[start : start + READ]
            if start and not some:
                return
            found = self._lookup(some)
            rows = [item.row for item in some if item.row in found]
            told = self._reader.ranked(question, [as_read(*found[row]) for row in rows], start)
            read |= zip(rows, told, strict=True)
            yield Readings(dict(read), ranking.scored[: start + READ])

    def says_otherwise(
        self, question: str, readings: Readings, scored: Scored, run: Span
    ) -> Contradiction | None:
        """Where a passage contradicts what the question takes for granted, or its quotation plainly
        opposes that; None where they do not, or nothing is taken for granted."""
        claim, read = presumed_by(question), readings.by_row.get(scored.row)
        found = self._lookup([scored])
        if claim is None or read is None or scored.row not in found:
            return None
        statement, _ = found[scored.row]
        quotation = alone(run.of(statement.text), context_header(statement.ref))
        (sided,) = self._reader.stance(claim, [quotation])
        opposed = log_odds(sided.whole.opposes) - log_odds(sided.whole.supports)
        otherwise = log_odds(read.whole.otherwise) - log_odds(read.whole.answers)
        return self._plainest(claim, readings) if otherwise + SIDED * opposed > DENIED else None

    def _plainest(self, claim: str, readings: Readings) -> Contradiction | None:
        """Of the sentences read first, the one that says otherwise and opposes what is taken for granted: not
        always one that was to be quoted, nor one of the same passage."""
        found = self._lookup(readings.first[:READ])
        said = [
            (each.otherwise, row, at)
            for row, read in readings.by_row.items()
            if row in found
            for at, each in enumerate(read.sentences)
        ]
        likely = sorted(said, reverse=True)[:TURNED]
        sided = self._reader.stance(claim, [_sentence_read(*found[row], at) for _, row, at in likely])
        told = [
            (otherwise * one.whole.opposes, Contradiction(one.whole.opposes, row, at))
            for (otherwise, row, at), one in zip(likely, sided, strict=True)
        ]
        return max(told, key=lambda one: one[0])[1] if told else None


def _sentence_read(statement: Statement, passage: Passage, at: int) -> ReadPassage:
    return alone(sentences_of(statement, passage)[at].of(statement.text), context_header(statement.ref))


def as_read(statement: Statement, passage: Passage) -> ReadPassage:
    """The passage under its header, its sentences as spans of its own text."""
    start = passage.span.start
    sentences = tuple(Span(s.start - start, s.end - start) for s in sentences_of(statement, passage))
    return ReadPassage(context_header(statement.ref), passage.span.of(statement.text), sentences)
