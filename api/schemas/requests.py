"""What may be asked in a body.

In: JSON. Out: validated requests; what contradicts itself is refused in a sentence.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from api.schemas.base import Limit, Name, Names, Own, Question, Request, Text
from api.schemas.conversations import Turn
from api.schemas.queries import Cursor, Filters
from rag.model import Group, Length, Sort

MatrixFormat = Literal["json", "csv", "html"]
BriefFormat = Literal["docx", "md", "html", "pdf"]


class AskBody(Request):
    """A list of every delegation comes whole, or in pages of `limit` statements."""

    question: Question
    filters: Filters = Filters()
    own: Own = None
    limit: Limit | None = Field(
        default=None,
        description="How many hits, 10 if left out; statements on a page of a list.",
        examples=[10],
    )
    cursor: str | None = Field(
        default=None, max_length=2_000, description="`next` of the page of the list before."
    )
    sort: Sort | None = Field(default=None, description="Of a list: `date`, the newest first.")
    group: Group | None = Field(
        default=None, description="Of a list: `year`, `delegation` or `side`, each under a heading."
    )
    answerer: Name | None = Field(default=None, description="Which answerer writes; the default quotes.")
    undo: Names = Field(
        default=[],
        description="What the question was not meant to mean: `scope`, `side`, `order`, `dates`, `meetings`, "
        "`organs`, or `words` of one of the `holders`.",
        examples=[["dates"]],
    )
    conversation: list[Turn] | None = Field(
        default=None,
        description="Earlier questions, oldest first: a follow-up is completed from them; nothing is kept.",
    )


class SearchBody(Request):
    query: Question
    filters: Filters = Filters()
    own: Own = None
    limit: Limit = 10
    literal: StrictBool = Field(default=False, description="Read no restriction out of the query's words.")
    facets: StrictBool = Field(
        default=False,
        description="Count what holds the query's words by delegation, year, meeting, organ and capacity.",
    )


class SimilarBody(Request):
    """One of `text` and `passage_id`; `limit` counts the hits in all."""

    text: Text | None = None
    passage_id: Name | None = None
    filters: Filters = Filters()
    own: Own = None
    limit: Limit = 20
    include_own: StrictBool = Field(default=False, description="Keep the passage's own delegation.")
    by_date: StrictBool = Field(
        default=False, description="Order each delegation's hits by date, oldest first."
    )

    @model_validator(mode="after")
    def one_of_two(self) -> SimilarBody:
        if (self.text is None) == (self.passage_id is None):
            raise ValueError("give either text or passage_id")
        return self


class CompareBody(Request):
    """All delegations that spoke under the filters, unless the filters name some."""

    issues: Annotated[list[Question], Field(min_length=1, max_length=20)]
    filters: Filters = Filters()
    own: Own = None
    format: MatrixFormat = "json"


class HistoryBody(Request):
    """One delegation, named or "we", on one issue; the filters name no delegation."""

    delegation: Name = Field(description='Any of its names, its code, or "we" where `as` says who that is.')
    issue: Question
    filters: Filters = Filters()
    own: Own = None
    limit: Limit = 20
    cursor: Cursor = None


class BriefBody(Request):
    """A topic or question, or passages chosen by hand, whose sides are told where a topic is given too."""

    topic: Question | None = None
    passages: Annotated[list[Name], Field(max_length=200)] = Field(default=[])
    filters: Filters = Filters()
    own: Own = None
    format: BriefFormat = Field(default="docx", description="`pdf` needs LibreOffice where the service runs.")
    length: Length = Field(
        default="standard",
        description="`short` is the first page; `standard` quotes 60 in an annex, `full` all.",
    )

    @model_validator(mode="after")
    def something_to_say(self) -> BriefBody:
        if self.topic is None and not self.passages:
            raise ValueError("give a topic or passages")
        return self


class QuoteBody(Request):
    """The attribution is free text as it stands in a draft; an unknown name in it is not an error."""

    quote: Text
    delegation: Name | None = None
    speaker: Name | None = None
    meeting: Name | None = None
