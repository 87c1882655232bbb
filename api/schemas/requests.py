"""What may be asked: bodies, queries and the filters they share.

In: JSON and query strings. Out: validated requests; what contradicts itself is refused in a sentence.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator

from api import sample
from api.schemas.base import (
    MAX_PAGE,
    Limit,
    LimitText,
    Name,
    Names,
    Own,
    Question,
    Request,
    Since,
    Text,
    Until,
)
from api.schemas.conversations import Turn
from index.store.coverage import By
from rag.briefing.brief import Length
from rag.model import Counted, Group, Per, Sort

MatrixFormat = Literal["json", "csv", "html"]
BriefFormat = Literal["docx", "md", "html", "pdf"]
CoverageFormat = Literal["json", "svg"]
CitationFormat = Literal["un", "short", "chicago", "oscola", "bluebook", "csl", "ris", "bibtex"]


class Filters(Request):
    """All optional, combined with "and"; lists with "or"."""

    delegations: Names = Field(
        default=[],
        description="Any of a delegation's names, or its ISO code.",
        examples=[["Kazakhstan", "IDN"]],
    )
    speakers: Names = Field(default=[], description="Names of speakers.", examples=[["Mr. Umarov"]])
    meetings: Names = Field(default=[], description="Symbols of meetings.", examples=[["S/2020/465"]])
    organs: Names = Field(
        default=[], description='"Security Council", "General Assembly".', examples=[["Security Council"]]
    )
    collections: Names = Field(
        default=[], description="Names given when records were added.", examples=[[sample.COLLECTION]]
    )
    statements: Names = Field(default=[], description="Ids of statements.", examples=[[sample.STATEMENT]])
    since: Since | None = Field(
        default=None,
        description="First day, YYYY-MM-DD; a year or month is its first day.",
        examples=["2020-01-01"],
    )
    until: Until | None = Field(
        default=None,
        description="Last day, YYYY-MM-DD; a year or month is its last day. Not before `since`.",
        examples=["2020-12-31"],
    )

    @model_validator(mode="after")
    def days_in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}; no day is both")
        return self


class StatementQuery(Filters):
    """The filters as query parameters, and the page asked for."""

    cursor: str | None = Field(
        default=None,
        max_length=2_000,
        description="`next` of the page before.",
        examples=[sample.CURSOR],
    )
    limit: int = Field(
        default=50, ge=1, le=MAX_PAGE, description="How many statements at most, 1 to 100.", examples=[20]
    )


class CoverageQuery(Filters):
    """The filters as query parameters, and what to count by."""

    by: By = Field(
        default="year", description="What the columns are: years or meetings.", examples=["meeting"]
    )
    format: CoverageFormat | None = Field(
        default=None,
        description="`svg` for a heat map; left out, the Accept header says, else JSON.",
        examples=["svg"],
    )


class TimelineQuery(Filters):
    """An issue, the filters as query parameters, what to count by, and the page of its statements."""

    issue: Question = Field(
        description="What it is called by those who speak of it.", examples=[sample.TIMELINE]
    )
    by: Per | None = Field(
        default=None,
        description="What a period is; left out, what suits the time that is spanned.",
        examples=["year"],
    )
    at: Name | None = Field(
        default=None,
        description="List only the statements of this period, as `periods` names it, or `undated`.",
        examples=["2020"],
    )
    limit: LimitText = Field(default=20, examples=[20])
    cursor: str | None = Field(
        default=None,
        max_length=2_000,
        description="`next` of the page before.",
        examples=[sample.TIMELINE_CURSOR],
    )
    count: Counted = Field(
        default="statements", description="What the bars of the picture count.", examples=["statements"]
    )
    format: CoverageFormat | None = Field(
        default=None,
        description="`svg` for a picture; left out, the Accept header says, else JSON.",
        examples=["svg"],
    )


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
    cursor: str | None = Field(default=None, max_length=2_000, description="`next` of the page before.")


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


class CitationQuery(Request):
    format: CitationFormat = Field(default="un", examples=["chicago"])


class RemoveQuery(Request):
    """A statement's id, a source's path, a collection; or a path and the collection it is meant in."""

    id: Name | None = Field(default=None, examples=[sample.STATEMENT])
    source: Text | None = Field(
        default=None,
        description="A file or folder, by its full path or as shown.",
        examples=[sample.SOURCE],
    )
    collection: Name | None = Field(default=None, examples=[sample.COLLECTION])

    @model_validator(mode="after")
    def one_thing(self) -> RemoveQuery:
        if (self.id is None) == (self.source is None and self.collection is None):
            raise ValueError("give a statement's id, or a source, a collection or both")
        return self
