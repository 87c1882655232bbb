"""Hits, answers and what a question was taken to mean, as they go out.

In: the service's own values, laid out by `api.present`. Out: JSON.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AliasChoices, Field

from api.schemas.base import Reply
from api.schemas.coverage import Facets
from api.schemas.records import Citation, Delegation, Range, StatementRef
from api.schemas.verified import VerifiedSentence


class HitPassage(Reply):
    id: str
    text: str
    start: int
    end: int
    paragraphs: Range | None
    point: int
    page: int | None


class Hit(Reply):
    """`score`: higher is better, comparable within one list only."""

    rank: int
    score: float
    statement: StatementRef
    passage: HitPassage
    citation: Citation


class Recognised(Reply):
    words: str
    meaning: str


class Named(Reply):
    """A name of the question; `code` is null where it stands for no delegation or group that has one."""

    words: str
    kind: str
    code: str | None
    name: str
    confidence: float


class AppliedFilters(Reply):
    """What a search ran under, delegations by their codes."""

    delegations: list[str]
    speakers: list[str]
    meetings: list[str]
    organs: list[str]
    collections: list[str]
    statements: list[str]
    since: str | None
    until: str | None


class Interpreted(Reply):
    """What the question was taken to mean, so that a user can see and undo it.

    `holders` are those whose words are wanted, `mentions` names of the topic; `confidences` are those of
    scope, wants, side and order.
    """

    filters: AppliedFilters
    delegations: list[Delegation]
    recognised: list[Recognised]
    notes: list[str]
    holders: list[Named]
    mentions: list[Named]
    topic: str
    scope: Literal["one", "all"]
    wants: str
    side: Literal["for", "against", "abstained", "silent"] | None
    order: Literal["latest", "earliest", "change"] | None
    confidences: dict[str, float]
    own: Delegation | None = Field(
        default=None,
        validation_alias=AliasChoices("as", "own"),
        serialization_alias="as",
        description='The delegation that asks, whose "we" it is.',
    )


class Refusal(Reply):
    reason: str
    message: str
    nearest: list[Hit]


class Counts(Reply):
    """For a list: what is on it, the statements searched and all that the index holds, each once that stands
    there twice; `others` spoke for no delegation. Not `certain` where more may belong to it: those quoted
    apart, or what was too much to be read."""

    delegations: int
    others: int
    statements: int
    searched: int
    in_all: int
    certain: bool


class Answer(Reply):
    """`text` carries `[n]` for citation n; `index` names the state answered from; `counts` and `next`, the
    cursor of its next page, are those of a list of every delegation."""

    question: str
    answered: bool
    text: str
    citations: list[Citation]
    refusal: Refusal | None
    interpreted: Interpreted
    hits: list[Hit]
    answerer: str
    index: str
    counts: Counts | None
    next: str | None
    sentences: list[VerifiedSentence] = Field(
        default=[], description="What a model wrote and the record supports."
    )
    removed: list[VerifiedSentence] = Field(
        default=[], description="What it wrote and the record does not support."
    )
    passages_retrieved: int | None = None
    passages_cited: int | None = None
    model: str | None = None
    prompt_sha256: str | None = None
    usage: dict[str, Any] | None = None
    finish_reason: str | None = None
    fallback_reason: str | None = Field(
        default=None, description="Why the extractive answer was given instead."
    )
    standalone_question: str | None = Field(
        default=None, description="The question as it was completed from the conversation."
    )


class FoundPassages(Reply):
    """The event `passages`: what was found, before anything is made of it."""

    hits: list[Hit]


class ListProgress(Reply):
    """The event `progress`: how many sentences of a long list are read, and of how many."""

    done: int
    total: int


class ListedStatement(Reply):
    """The event `listed`: a statement that is surely on a list, its citation without a number."""

    citation: Citation


class SearchResult(Reply):
    """`facets` only where they were asked for, else null."""

    query: str
    interpreted: Interpreted
    hits: list[Hit]
    took_ms: float
    facets: Facets | None = None
