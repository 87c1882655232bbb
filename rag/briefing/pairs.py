"""Pairs of quotations: those that contradict each other, and those that share words.

In: citations, the vector of each and its words without what it reads out. Out: pairs of different
delegations. A contradiction is told only where the reader is certain both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.embedding.embedder import Vector
from index.model import Span
from rag.briefing.brief import Contradiction, Joint, who
from rag.discourse.shared_text import common_runs
from rag.model import Citation
from rag.reader.reading import Reader, alone

SAME_POINT = 0.7
"""Cosine from which two quotations are on the same point, so that they can contradict each other."""
CONTRADICTS = 0.9
"""The reader's chance, both ways, from which two quotations contradict each other."""


@dataclass(frozen=True, slots=True)
class Held:
    """A quotation's vector, and its words without what it reads out of others."""

    vector: Vector
    own: str


Known = Mapping[tuple[str, int], Held]
"""What is known of each quotation, by its statement and where it begins."""


def words_at(statement: str, span: Span) -> tuple[str, int]:
    return (statement, span.start)


def contradictions(citations: Sequence[Citation], known: Known, reader: Reader) -> Iterable[Contradiction]:
    """Pairs of delegations on the same point of which each opposes the other, in their own words."""
    for one, other in _pairs(citations):
        ours, theirs = (known[words_at(each.statement.id, each.span)] for each in (one, other))
        if float(ours.vector @ theirs.vector) < SAME_POINT:
            continue
        if _opposed(reader, ours.own, theirs.own) and _opposed(reader, theirs.own, ours.own):
            yield Contradiction(one, other)


def _opposed(reader: Reader, claim: str, words: str) -> bool:
    (read,) = reader.stance(claim, [alone(words)])
    return read.whole.opposes >= CONTRADICTS


def joint(citations: Sequence[Citation]) -> Iterable[Joint]:
    """Pairs of different delegations that use the same run of words."""
    for one, other in _pairs(citations):
        runs = common_runs(one.quote, other.quote)
        if runs:
            yield Joint(one, other, runs)


def _pairs(citations: Sequence[Citation]) -> Iterable[tuple[Citation, Citation]]:
    for at, one in enumerate(citations):
        for other in citations[at + 1 :]:
            if who(one.statement) != who(other.statement):
                yield one, other
