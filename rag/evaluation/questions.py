"""Gold questions through the real service: one row per question, aggregates derived from the rows.

A passage counts as a gold passage when it shares at least half of the gold quote, or lies within it.
A question that is answered without a gold passage among the citations costs like a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.model import Delegation, Filters, Span, Statement
from rag.evaluation.gold import GoldAnswer, GoldQuestion, locate
from rag.evaluation.measures import Estimate, area_under_roc, estimate, exact, overlap, rejected_at, risk_at
from rag.model import Answer, Hit, SearchResult

DEPTH = 10
COVERAGES = (0.25, 0.5, 0.75, 1.0)
"""Shares of all questions answered, most confident first, for which the risk is told."""
KEPT = 0.9
"""Share of answerable questions that must stay answered when refusals are counted."""


@dataclass(frozen=True, slots=True)
class Place:
    """A gold passage in the index: the statement and the span of the quote in it."""

    statement: str
    delegation: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """What came of one question; `rank` is that of the first gold passage where it is searched, `rank_asked`
    where it is asked and the first passages are read; None beyond the depth."""

    id: str
    kind: str
    located: bool
    rank: int | None
    rank_asked: int | None
    answered: bool
    cited: bool
    delegations_found: float | None
    confidence: float
    reason: str | None
    missed_by_filter: bool
    took_ms: float


def places(
    question: GoldQuestion,
    by_path: Mapping[str, Sequence[Statement]],
    resolve: Callable[[str], Delegation | None],
) -> tuple[Place, ...]:
    """The gold answers located in the index; those whose words are not there are left out."""
    return tuple(
        place
        for answer in question.answers
        for place in _places(answer, by_path.get(answer.file, ()), resolve)
    )


def question_row(
    question: GoldQuestion, gold: Sequence[Place], result: SearchResult, answer: Answer, took_ms: float
) -> QuestionRow:
    """One question's outcome."""

    def rank(hits: Sequence[Hit]) -> int | None:
        there = (h.rank for h in hits if any(holds(p, h.statement.id, h.passage.span) for p in gold))
        return min(there, default=None)

    cited = [c for c in answer.citations if any(holds(p, c.statement.id, c.span) for p in gold)]
    wanted = {place.delegation for place in gold if place.delegation}
    given = {c.statement.delegation.code for c in answer.citations if c.statement.delegation}
    return QuestionRow(
        id=question.id,
        kind=question.kind,
        located=bool(gold),
        rank=rank(result.hits),
        rank_asked=rank(answer.hits),
        answered=answer.answered,
        cited=bool(cited),
        delegations_found=len(wanted & given) / len(wanted) if question.kind == "multi" and wanted else None,
        confidence=answer.confidence,
        reason=answer.refusal.reason if answer.refusal else None,
        missed_by_filter=bool(gold) and not _any_allowed(gold, answer.interpreted.filters),
        took_ms=took_ms,
    )


def holds(place: Place, statement: str, span: Span) -> bool:
    """Does this span of this statement show the gold passage?"""
    if place.statement != statement:
        return False
    common = overlap(place.span, span)
    return common * 2 >= len(place.span) or (common > 0 and common == len(span))


def question_measures(rows: Sequence[QuestionRow]) -> dict[str, Estimate]:
    """The table's figures about questions, each with its interval."""
    answerable = [row for row in rows if row.kind != "unanswerable"]
    unanswerable = [row for row in rows if row.kind == "unanswerable"]
    multi = [row.delegations_found for row in rows if row.delegations_found is not None]
    yes = [row.confidence for row in answerable]
    no = [row.confidence for row in unanswerable]
    roc, refused = area_under_roc(yes, no), rejected_at(yes, no, KEPT)
    return {
        "gold passage first": estimate([row.rank == 1 for row in answerable]),
        "gold passage first, where it is asked": estimate([row.rank_asked == 1 for row in answerable]),
        "gold passage in 5": estimate([row.rank is not None and row.rank <= 5 for row in answerable]),
        "gold passage in 10": estimate([row.rank is not None and row.rank <= DEPTH for row in answerable]),
        "answered and gold passage cited": estimate([row.answered and row.cited for row in answerable]),
        "answerable answered": estimate([row.answered for row in answerable]),
        "unanswerable refused": estimate([not row.answered for row in unanswerable]),
        "area under ROC": exact(roc, len(rows)),
        f"refused at {KEPT:.0%} of answerable kept": exact(refused, len(unanswerable)),
        "multi: gold delegations cited": estimate(multi),
        **_risks(rows),
    }


def _risks(rows: Sequence[QuestionRow]) -> dict[str, Estimate]:
    """Wrong answers among the most confident; one that was refused would have cited its first passage."""
    right = [row.cited if row.answered else row.rank == 1 for row in rows]
    confidences = [row.confidence for row in rows]
    risks = {coverage: risk_at(confidences, right, coverage) for coverage in COVERAGES}
    return {
        f"risk at {coverage:.0%} of questions answered": exact(risk, len(rows))
        for coverage, risk in risks.items()
    }


def _places(
    answer: GoldAnswer, statements: Sequence[Statement], resolve: Callable[[str], Delegation | None]
) -> Iterator[Place]:
    """The answer's words in the file it names and in copies of it."""
    for statement in statements:
        span = locate(statement.text, answer.quote)
        if span is not None:
            delegation = statement.ref.delegation or (resolve(answer.country) if answer.country else None)
            yield Place(statement.ref.id, delegation.code if delegation else None, span)


def _any_allowed(gold: Sequence[Place], filters: Filters) -> bool:
    wanted = set(filters.delegations)
    return not wanted or any(place.delegation in wanted for place in gold)


@dataclass(frozen=True, slots=True)
class RankRow:
    """Where a way of ranking puts the first gold passage of a question, None beyond the depth."""

    id: str
    ranking: str
    rank: int | None


def rank_measures(rows: Sequence[RankRow]) -> dict[str, Estimate]:
    """Gold passage first, in 5 and in 10, by way of ranking."""
    figures = {}
    for name in dict.fromkeys(row.ranking for row in rows):
        ranks = [row.rank for row in rows if row.ranking == name]
        for depth in (1, 5, DEPTH):
            hits = [float(rank is not None and rank <= depth) for rank in ranks]
            figures[f"{name}: gold passage in {depth}"] = estimate(hits)
    return figures
