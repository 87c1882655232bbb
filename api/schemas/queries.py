"""What may be asked by an address alone: the filters, and the queries of what is only looked up or removed.

In: query strings, and the filters of a body. Out: validated requests; what contradicts itself is refused in a
sentence.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from api import sample
from api.schemas.base import (
    MAX_PAGE,
    LimitText,
    Name,
    Names,
    Question,
    Request,
    Since,
    Text,
    Until,
)
from rag.model import By, Counted, Per

PictureFormat = Literal["json", "svg"]
Cursor = Annotated[str | None, Field(max_length=2_000, description="`next` of the page before.")]
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

    cursor: Cursor = Field(default=None, examples=[sample.CURSOR])
    limit: int = Field(
        default=50, ge=1, le=MAX_PAGE, description="How many statements at most, 1 to 100.", examples=[20]
    )


class CoverageQuery(Filters):
    """The filters as query parameters, and what to count by."""

    by: By = Field(
        default="year", description="What the columns are: years or meetings.", examples=["meeting"]
    )
    format: PictureFormat | None = Field(
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
    cursor: Cursor = Field(default=None, examples=[sample.TIMELINE_CURSOR])
    count: Counted = Field(
        default="statements", description="What the bars of the picture count.", examples=["statements"]
    )
    format: PictureFormat | None = Field(
        default=None,
        description="`svg` for a picture; left out, the Accept header says, else JSON.",
        examples=["svg"],
    )


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
