"""Turns what requests bring into the values the service takes; `api.present` does the reverse.

In: request models of `api.schemas`. Out: turns, citations and filters of `rag`.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from api import schemas as wire
from index.model import Filters, Span
from rag.named_filters import RawFilters
from rag.question.followups.conversation import Turn
from rag.service import OnRecord

if TYPE_CHECKING:
    from rag.generation.verify import Given


def turn(service: OnRecord, value: wire.Turn) -> Turn:
    """An earlier turn; what it leaves out is read again from its question."""
    meaning = value.interpreted or wire.TurnMeaning()
    return Turn(
        value.question,
        standalone=value.standalone_question,
        topic=meaning.topic or None,
        side=meaning.side,
        holders=None if meaning.holders is None else tuple(one.words for one in meaning.holders),
        filters=None if meaning.filters is None else service.held_filters(raw_filters(meaning.filters)),
        next=value.next,
    )


def with_earlier(before: Filters, given: Filters) -> Filters:
    """The filters given, plus those earlier ones about which they say nothing; both dates count as one."""
    dated = given.since is not None or given.until is not None
    kept = {
        one.name: getattr(before, one.name)
        for one in fields(Filters)
        if not getattr(given, one.name) and not (dated and one.name in ("since", "until"))
    }
    return replace(given, **kept)


def citation(value: wire.GivenCitation) -> Given:
    from rag.generation.verify import Given

    return Given(
        mark=str(value.number),
        statement=value.statement.id if value.statement else None,
        span=Span(value.span.start, value.span.end) if value.span else None,
        quote=value.quote,
        reference=value.text,
    )


def raw_filters(filters: wire.Filters | wire.TurnFilters) -> RawFilters:
    return RawFilters(
        delegations=filters.delegations,
        speakers=filters.speakers,
        meetings=filters.meetings,
        organs=filters.organs,
        collections=filters.collections,
        statements=filters.statements,
        since=filters.since,
        until=filters.until,
    )
