"""Turns the service's values into the shapes on the wire.

In: frozen dataclasses of `index.model` and `rag.model`. Out: models of `api.schemas`. Values whose names and
nesting agree are taken attribute by attribute; the rest is laid out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from api import schemas as wire
from index.model import Paragraph, Point, Statement, StatementRef, met_by

if TYPE_CHECKING:
    from rag.draft.check import DraftReport
    from rag.generation.chat import WrittenAnswer
    from rag.generation.model import VerifiedSentence
    from rag.generation.verify import VerifiedAnswer
    from rag.model import Answer, Hit, QuoteCheck, Refusal, SearchResult
    from rag.position.history import History
    from rag.position.matrix import Matrix
    from rag.position.model import DelegationPosition
    from rag.position.similar import SimilarResult
    from rag.position.timeline import Timeline

HEADINGS = {
    "agrees": "In the same direction",
    "unclear": "On the same point, no clear side",
    "opposes": "In the other direction",
}
"""Over positions like the one given, by the way they point."""


def hit(value: Hit) -> wire.Hit:
    passage = wire.HitPassage(
        id=value.passage.id,
        text=value.text,
        start=value.passage.span.start,
        end=value.passage.span.end,
        paragraphs=_range(value.paragraphs),
        point=value.passage.point,
        page=value.page,
    )
    return wire.Hit(
        rank=value.rank,
        score=value.score,
        statement=statement_ref(value.statement),
        passage=passage,
        citation=wire.Citation.model_validate(value.citation),
    )


def answer(value: Answer, next_page: str | None = None, notes: Sequence[str] = ()) -> wire.Answer:
    """`next_page` is the cursor as it goes out, `notes` what is to be known of the page."""
    taken = wire.Interpreted.model_validate(value.interpreted)
    return wire.Answer(
        question=value.question,
        answered=value.answered,
        text=value.text,
        citations=[wire.Citation.model_validate(citation) for citation in value.citations],
        refusal=None if value.refusal is None else refusal(value.refusal),
        interpreted=taken.model_copy(update={"notes": [*notes, *taken.notes]}),
        hits=hits(value.hits),
        answerer=value.answerer,
        index=value.index,
        counts=None if value.counts is None else wire.Counts.model_validate(value.counts),
        next=next_page,
        sentences=[],
        removed=[],
        passages_retrieved=None,
        passages_cited=None,
        model=None,
        prompt_sha256=None,
        usage=None,
        finish_reason=None,
        fallback_reason=None,
        standalone_question=None,
    )


def written_answer(value: WrittenAnswer) -> wire.Answer:
    """An answer with what became of every sentence the model wrote."""
    return answer(value.answer).model_copy(
        update={
            "sentences": [verified_sentence(one) for one in value.sentences],
            "removed": [verified_sentence(one) for one in value.removed],
            "passages_retrieved": value.passages_retrieved,
            "passages_cited": value.passages_cited,
            "model": value.model,
            "prompt_sha256": value.prompt_sha256,
            "usage": value.usage,
            "finish_reason": value.finish_reason,
            "fallback_reason": value.fallback_reason,
            "standalone_question": value.standalone_question,
        }
    )


def refusal(value: Refusal) -> wire.Refusal:
    return wire.Refusal(reason=value.reason, message=value.message, nearest=hits(value.nearest))


def search_result(value: SearchResult) -> wire.SearchResult:
    interpreted = wire.Interpreted.model_validate(value.interpreted)
    return wire.SearchResult(
        query=value.query,
        interpreted=interpreted,
        hits=hits(value.hits),
        took_ms=value.took_ms,
        facets=None if value.facets is None else wire.Facets.model_validate(value.facets),
    )


def similar(value: SimilarResult) -> wire.SimilarResult:
    return wire.SimilarResult(
        positions=[_position(position) for position in value.positions],
        delegation=None if value.delegation is None else wire.Delegation.model_validate(value.delegation),
        left_out=[wire.Delegation.model_validate(one) for one in value.left_out],
        point=None if value.point is None else wire.Citation.model_validate(value.point),
        took_ms=value.took_ms,
    )


def _position(value: DelegationPosition) -> wire.Position:
    return wire.Position(
        delegation=None if value.delegation is None else wire.Delegation.model_validate(value.delegation),
        hits=hits(value.hits),
        stance=value.stance,
        shared_text=value.shared_text,
        evidence=[wire.Evidence.model_validate(evidence) for evidence in value.evidence],
    )


def matrix(value: Matrix) -> wire.Matrix:
    return wire.Matrix.model_validate(value)


def history(value: History, next_page: str | None, notes: Sequence[str] = ()) -> wire.History:
    """`next_page` is the cursor as it goes out, `notes` what is to be known of the page."""
    return wire.History(
        delegation=wire.Delegation.model_validate(value.delegation),
        issue=value.issue,
        items=[wire.HistoryItem.model_validate(moment) for moment in value.moments],
        statements=value.statements,
        searched=value.searched,
        certain=value.certain,
        perhaps=[wire.Citation.model_validate(citation) for citation in value.perhaps],
        notes=list(notes),
        next=next_page,
        index=value.index,
        took_ms=value.took_ms,
    )


def timeline(value: Timeline, next_page: str | None, notes: Sequence[str] = ()) -> wire.Timeline:
    """`next_page` is the cursor as it goes out, `notes` what is to be known of the page."""
    given = {name: getattr(value, name) for name in wire.Timeline.model_fields if name != "notes"}
    return wire.Timeline.model_validate({**given, "next": next_page, "notes": list(notes)})


def quote_check(value: QuoteCheck) -> wire.QuoteCheck:
    return wire.QuoteCheck.model_validate(value)


def draft_report(value: DraftReport) -> wire.DraftReport:
    return wire.DraftReport.model_validate(value)


def verified_answer(value: VerifiedAnswer) -> wire.VerifiedAnswer:
    sentences = [verified_sentence(one) for one in value.sentences]
    return wire.VerifiedAnswer(
        supported=all(one.verdict == "supported" for one in sentences), sentences=sentences, index=value.index
    )


def verified_sentence(value: VerifiedSentence) -> wire.VerifiedSentence:
    return wire.VerifiedSentence(
        text=value.text,
        start=value.span.start,
        end=value.span.end,
        verdict=value.judged.verdict,
        reason=value.judged.reason,
        checks=[wire.Check.model_validate(check) for check in value.judged.checks],
        citations=[wire.Citation.model_validate(citation) for citation in value.citations],
    )


def statement_ref(value: StatementRef) -> wire.StatementRef:
    return wire.StatementRef.model_validate(value)


def statement(value: Statement) -> wire.Statement:
    return wire.Statement(
        **statement_ref(value.ref).model_dump(),
        text=value.text,
        paragraphs=[_paragraph(paragraph) for paragraph in value.paragraphs],
        points=[_point(point, value.paragraphs) for point in value.points],
    )


def hits(values: Iterable[Hit]) -> list[wire.Hit]:
    return [hit(value) for value in values]


def _paragraph(value: Paragraph) -> wire.StatementParagraph:
    return wire.StatementParagraph(
        number=value.number, start=value.span.start, end=value.span.end, page=value.page, label=value.label
    )


def _point(value: Point, paragraphs: Sequence[Paragraph]) -> wire.StatementPoint:
    inside = paragraphs[met_by(value.span, paragraphs, lambda paragraph: paragraph.span)]
    return wire.StatementPoint(
        number=value.number,
        kind=value.kind,
        start=value.span.start,
        end=value.span.end,
        paragraphs=wire.Range(first=inside[0].number, last=inside[-1].number) if inside else None,
    )


def _range(value: object) -> wire.Range | None:
    return None if value is None else wire.Range.model_validate(value)
