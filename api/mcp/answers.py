"""What each tool answers: it asks a backend and lays the reply flat, with a short cited text.

In: checked arguments. Out: `Said`. Nothing is summarised: texts are quotations with their footnotes.
"""

from __future__ import annotations

from dataclasses import dataclass

from api import schemas as wire
from api.local import LocalBackend
from api.mcp.cited import address, cited, cited_passage, notes, quoted
from api.mcp.names import check_names
from api.mcp.parts import around, end_from
from api.mcp.room import Said, fitted
from api.schemas import tools as shape
from index.errors import NotFound
from index.model import Span

SEARCHED = 10
DIFFERENCES = 30
NEAREST = 3
MORE = "({} statements of the list are shown; for those that follow ask the same with `next` as `cursor`.)"


@dataclass(frozen=True, slots=True)
class ToolContext:
    """Who answers: the backend, and where this service's pages begin, None where it has none."""

    backend: LocalBackend
    base: str | None

    def filters(self, arguments: wire.Filters) -> wire.Filters:
        """The filters alone; raises InvalidInput for a value that the index does not know."""
        names = wire.Filters.model_fields
        filters = wire.Filters(**{name: getattr(arguments, name) for name in names})
        check_names(filters, self.backend.names())
        return filters


def search(context: ToolContext, arguments: shape.SearchArguments) -> Said:
    found = context.backend.search(wire.SearchBody(query=arguments.query, limit=SEARCHED))
    base = context.base
    documents = [
        shape.FoundDocument(id=hit.passage.id, title=hit.citation.text, url=address(hit.citation, base))
        for hit in found.hits
    ]
    return _as_json(shape.FoundDocuments(results=documents))


def fetch(context: ToolContext, arguments: shape.FetchArguments) -> Said:
    """The passage with as much of its statement around it as there is room for."""
    statement, span = _place(context.backend, arguments.id)
    part = around(statement, span)
    citation = context.backend.cited(statement.id, part)
    metadata = {
        "statement_id": statement.id,
        "speaker": statement.speaker.name or statement.speaker.role,
        "delegation": statement.delegation and statement.delegation.name,
        "meeting": statement.meeting,
        "date": statement.date,
        "topic": statement.topic,
        "passage": span.of(statement.text) if len(span) < len(statement.text) else None,
        "part": f"{part.start}-{part.end} of {len(statement.text)} characters",
    }
    return _as_json(
        shape.Document(
            id=arguments.id,
            title=context.backend.cited(statement.id, span).text,
            text=part.of(statement.text),
            url=address(citation, context.base),
            metadata={name: value for name, value in metadata.items() if value},
        )
    )


def find_passages(context: ToolContext, arguments: shape.PassagesArguments) -> Said:
    filters = context.filters(arguments)

    def made(limit: int) -> Said:
        body = wire.SearchBody(query=arguments.query, filters=filters, limit=limit, literal=arguments.literal)
        found = context.backend.search(body)
        passages = [cited_passage(hit, context.base) for hit in found.hits]
        shown = shape.PassagesFound(
            query=found.query,
            filters=found.interpreted.filters,
            notes=found.interpreted.notes,
            passages=passages,
        )
        listed = [f"{one.number}. {quoted(one)}" for one in passages] or ["Nothing was found."]
        return Said("\n\n".join([*listed, *shown.notes]), shown)

    return fitted(made, arguments.limit)


def ask(context: ToolContext, arguments: shape.AskArguments) -> Said:
    filters = context.filters(arguments)

    def made(limit: int) -> Said:
        body = wire.AskBody(
            question=arguments.question, filters=filters, limit=limit, cursor=arguments.cursor
        )
        return _answered(context, context.backend.ask(body))

    return fitted(made, arguments.limit)


def check_quote(context: ToolContext, arguments: shape.QuoteArguments) -> Said:
    checked = context.backend.check_quote(wire.QuoteBody(**arguments.model_dump()))
    match = None if checked.match is None else cited(checked.match, context.base)
    shown = shape.QuoteChecked(
        verdict=checked.verdict,
        message=checked.message,
        match=match,
        differences=checked.differences[:DIFFERENCES],
        more_differences=max(0, len(checked.differences) - DIFFERENCES),
    )
    said = [f"{checked.verdict}: {checked.message}", "" if match is None else quoted(match)]
    return Said("\n\n".join(part for part in said if part), shown)


def similar(context: ToolContext, arguments: shape.SimilarArguments) -> Said:
    filters = context.filters(arguments)

    def made(limit: int) -> Said:
        found = context.backend.similar(
            wire.SimilarBody(
                text=arguments.text,
                passage_id=arguments.passage_id,
                filters=filters,
                limit=limit,
                include_own=arguments.include_own,
            )
        )
        shown = shape.HeldPositions(
            compared_with=None if found.point is None else cited(found.point, context.base),
            left_out=found.left_out,
            positions=[_position(context, position) for position in found.positions],
        )
        told = [_held(position) for position in shown.positions] or ["Nobody else speaks to this."]
        return Said("\n\n".join(told), shown)

    return fitted(made, arguments.limit)


def get_statement(context: ToolContext, arguments: shape.StatementArguments) -> Said:
    statement = context.backend.statement(arguments.id)
    length = len(statement.text)
    start = min(arguments.start, length)
    end = end_from(statement, start)
    whole = context.backend.cited(statement.id, Span(0, length))
    text = statement.text[start:end]
    shown = shape.StatementPart(
        id=statement.id,
        title=whole.text,
        url=address(whole, context.base),
        speaker=statement.speaker.name or statement.speaker.role,
        delegation=statement.delegation,
        meeting=statement.meeting,
        date=statement.date,
        topic=statement.topic,
        text=text,
        start=start,
        end=end,
        length=length,
        next=end if end < length else None,
    )
    more = "" if shown.next is None else f"\n\n(It goes on: ask again with start={shown.next}.)"
    return Said(f"{whole.text} <{shown.url}>\n\n{text}{more}", shown)


def _as_json(object: wire.Reply) -> Said:
    """What ChatGPT's connectors want: the object, and the same as text."""
    return Said(object.model_dump_json(), object)


def _answered(context: ToolContext, answer: wire.Answer) -> Said:
    citations = [cited(citation, context.base) for citation in answer.citations]
    refusal = None if answer.refusal is None else _refused(context, answer.refusal)
    shown = shape.Answered(
        question=answer.question,
        answered=answer.answered,
        text=answer.text,
        citations=citations,
        refusal=refusal,
        filters=answer.interpreted.filters,
        notes=answer.interpreted.notes,
        next=answer.next,
        index=answer.index,
    )
    if refusal is None:
        more = [MORE.format(len(citations))] if answer.next else []
        return Said("\n\n".join([answer.text, notes(citations), *shown.notes, *more]), shown)
    near = [f"Near it, but no answer: {quoted(one)}" for one in refusal.nearest]
    return Said("\n\n".join([refusal.message, *near, *shown.notes]), shown)


def _refused(context: ToolContext, refusal: wire.Refusal) -> shape.RefusalTold:
    nearest = [cited_passage(hit, context.base) for hit in refusal.nearest[:NEAREST]]
    return shape.RefusalTold(reason=refusal.reason, message=refusal.message, nearest=nearest)


def _position(context: ToolContext, position: wire.Position) -> shape.HeldPosition:
    evidence = [
        shape.HeldEvidence(stance=one.stance, reason=one.reason, cited=cited(one.citation, context.base))
        for one in position.evidence
    ]
    return shape.HeldPosition(delegation=position.delegation, stance=position.stance, evidence=evidence)


def _held(position: shape.HeldPosition) -> str:
    name = "A speaker of no delegation" if position.delegation is None else position.delegation.name
    told = [f"- {one.stance}: {quoted(one.cited)}" for one in position.evidence]
    return "\n".join([f"{name} ({position.stance})", *told])


def _place(backend: LocalBackend, id: str) -> tuple[wire.Statement, Span]:
    """The statement and the passage in it that an id names; all of the statement for its own id."""
    try:
        return backend.place(id)
    except NotFound:
        statement = backend.statement(id)
        return statement, Span(0, len(statement.text))
