"""What tools for language models take and give: flat arguments, one object each, small enough to read whole.

In: arguments as a model writes them; unknown ones are refused. Out: citations laid flat, so that who said it,
where, and the exact words stand side by side.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator

from api.schemas.answers import AppliedFilters
from api.schemas.base import Limit, Name, Question, Reply, Request
from api.schemas.queries import Filters
from api.schemas.quotes import Difference
from api.schemas.records import Delegation, Range, Span

MOST_ISSUES, MOST_COMPARED = 5, 12
Point = Annotated[str, Field(min_length=1, max_length=4_000)]
Few = Annotated[Limit, Field(le=25, description="How many passages at most, 1 to 25.")]


class SearchArguments(Request):
    query: Question = Field(description="A topic or question; name who, where and when in it if you know.")


class FetchArguments(Request):
    id: Name = Field(description="An id that `search` gave; a statement's id too.")


class PassagesArguments(Filters):
    query: Question = Field(description="Words or a question to find passages for.")
    limit: Few = 8
    literal: StrictBool = Field(default=False, description="Read nothing out of the words of the query.")


class AskArguments(Filters):
    question: Question = Field(description="One question about what was said, in English.")
    limit: Few = 10
    cursor: str | None = Field(
        default=None, max_length=2_000, description="`next` of the answer before, for the rest of a list."
    )


class QuoteArguments(Request):
    quote: Point = Field(description="The words within the quotation marks, exactly as the draft has them.")
    delegation: Name | None = Field(default=None, description="Whose words they are said to be.")
    speaker: Name | None = Field(default=None, description="Who is said to have spoken them.")
    meeting: Name | None = Field(default=None, description="Where they are said to be spoken.")


class CompareArguments(Filters):
    issues: Annotated[list[Question], Field(min_length=1, max_length=MOST_ISSUES)] = Field(
        description="One to five issues, each a short phrase."
    )
    delegations: Annotated[list[Name], Field(min_length=1, max_length=MOST_COMPARED)] = Field(
        description="Whom to compare: names or ISO codes, up to twelve."
    )


class SimilarArguments(Filters):
    text: Point | None = Field(default=None, description="A point, in a sentence or two.")
    passage_id: Name | None = Field(default=None, description="A passage of the record instead.")
    limit: Few = 10
    include_own: StrictBool = Field(default=False, description="Keep the passage's own delegation.")

    @model_validator(mode="after")
    def one_of_two(self) -> Self:
        if (self.text is None) == (self.passage_id is None):
            raise ValueError("give either text or passage_id")
        return self


class StatementArguments(Request):
    id: Name = Field(description="A statement's id, as every citation has it.")
    start: int = Field(default=0, ge=0, description="Where to read on: `next` of the part before.")


class Cited(Reply):
    """Words of the record and where they stand; `quote` is `statement_text[span.start:span.end]`, exactly.
    `leads` is the sentence before, where they cannot be understood without it, `quoting` whose words are read
    out."""

    number: int
    quote: str
    citation: str
    url: str
    statement_id: str
    speaker: str | None
    delegation: Delegation | None
    meeting: str | None
    date: str | None
    paragraphs: Range | None
    sentences: Range
    page: int | None
    span: Span
    flags: list[str]
    leads: str | None
    quoting: str | None


class CitedPassage(Cited):
    passage_id: str


class FoundDocument(Reply):
    id: str
    title: str
    url: str


class FoundDocuments(Reply):
    results: list[FoundDocument]


class Document(Reply):
    """`metadata` says whose words they are, and which part of the statement this is."""

    id: str
    title: str
    text: str
    url: str
    metadata: dict[str, str]


class PassagesFound(Reply):
    query: str
    filters: AppliedFilters
    notes: list[str]
    passages: list[CitedPassage]


class RefusalTold(Reply):
    reason: str
    message: str
    nearest: list[CitedPassage]


class Answered(Reply):
    """`text` carries `[n]` for the citation of that number; a refusal has no citation. `next`, of a list, is
    the `cursor` of the statements that follow."""

    question: str
    answered: bool
    text: str
    citations: list[Cited]
    refusal: RefusalTold | None
    filters: AppliedFilters
    notes: list[str]
    next: str | None
    index: str


class QuoteChecked(Reply):
    """`more_differences` counts those that are not shown."""

    verdict: Literal["verbatim", "altered", "misattributed", "not_found"]
    message: str
    match: Cited | None
    differences: list[Difference]
    more_differences: int


class Compared(Reply):
    """What one delegation said on an issue: `cited`, or the `nearest` it came where it did not address it;
    `side` is null there, and unclear where its words take none that can be told."""

    delegation: Delegation
    addressed: bool
    side: Literal["for", "against", "conditional", "unclear"] | None
    cited: Cited | None
    nearest: Cited | None
    statements: int


class ComparedIssue(Reply):
    issue: str
    delegations: list[Compared]


class Comparison(Reply):
    issues: list[ComparedIssue]
    index: str


class HeldEvidence(Reply):
    stance: Literal["agrees", "opposes", "unclear"]
    reason: str
    cited: Cited


class HeldPosition(Reply):
    delegation: Delegation | None
    stance: Literal["agrees", "opposes", "unclear"]
    evidence: list[HeldEvidence]


class HeldPositions(Reply):
    compared_with: Cited | None
    left_out: list[Delegation]
    positions: list[HeldPosition]


class StatementPart(Reply):
    """`text` is the statement's text from `start` to `end`; `next` is null where it ends."""

    id: str
    title: str
    url: str
    speaker: str | None
    delegation: Delegation | None
    meeting: str | None
    date: str | None
    topic: str | None
    text: str
    start: int
    end: int
    length: int
    next: int | None


class DelegationsHeld(Reply):
    delegations: list[Delegation]
