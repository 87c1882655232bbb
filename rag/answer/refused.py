"""A refusal with what comes nearest: a verdict and what was ranked in, the reason and three passages out.

Where a sentence of the record contradicts the question, its passage stands first and that sentence is cited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answer.evidence import sentences_of
from rag.answer.readings import Contradiction
from rag.answer.refusal import Verdict
from rag.citation.cite import cite
from rag.model import Hit, Refusal
from rag.ranking.hits import PassageLookup, hit_of
from rag.ranking.retrieval import Ranking

NEAREST = 3
"""Passages shown with a refusal."""


def refusal_of(verdict: Verdict, ranking: Ranking, hits: Sequence[Hit], lookup: PassageLookup) -> Refusal:
    """Reason, message and nearest passages, first the sentence that contradicts where one does."""
    assert verdict.reason is not None
    against = _contradicting(verdict.against, ranking, lookup)
    others = [hit for hit in hits if all(hit.passage.id != one.passage.id for one in against)]
    nearest = [replace(hit, rank=rank) for rank, hit in enumerate((*against, *others)[:NEAREST], 1)]
    return Refusal(verdict.reason, verdict.message, tuple(nearest))


def _contradicting(against: Contradiction | None, ranking: Ranking, lookup: PassageLookup) -> list[Hit]:
    """The passage that contradicts, as a hit that cites the sentence; none if it has been removed."""
    item = next((one for one in ranking.scored if against and one.row == against.row), None)
    found = lookup.fetch([item]) if item else {}
    if item is None or against is None or item.row not in found:
        return []
    statement, passage = found[item.row]
    sentence = sentences_of(statement, passage)[against.sentence]
    return [replace(hit_of(1, item, statement, passage), citation=cite(statement, sentence, number=1))]
