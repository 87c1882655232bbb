"""The shapes of the contract on the wire: what a request may hold and what an answer holds.

In: JSON, query strings, options of the command line. Out: validated values; unknown keys are refused.
Names and meanings are the contract's: fields may be added, never renamed.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    model_validator,
)

from api import sample

MAX_QUESTION = 2_000
MAX_TEXT = 20_000
MAX_NAME = 300
MAX_PLACE = 4_096
MAX_LIMIT = 50
MAX_VALUES = 100
DEFAULT_COLLECTION = "default"


def _day(value: str) -> str:
    try:
        known = len(value) == len("2020-05-27") and date.fromisoformat(value)
    except ValueError:
        known = False
    if not known:
        raise ValueError("give a day as YYYY-MM-DD")
    return value


def _number(value: object) -> object:
    """A number as JSON has it: neither text nor a truth value."""
    if isinstance(value, str | bool):
        raise ValueError(f"give a whole number, not {'text' if isinstance(value, str) else 'true or false'}")
    return value


Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME)]
Names = Annotated[list[Name], Field(max_length=MAX_VALUES)]
Day = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    AfterValidator(_day),
    Field(json_schema_extra={"format": "date"}),
]
LimitText = Annotated[int, Field(ge=1, le=MAX_LIMIT, description="How many hits at most, 1 to 50.")]
"""As an address has it, where every number is text."""
Limit = Annotated[LimitText, BeforeValidator(_number)]
MatrixFormat = Literal["json", "csv", "html"]
BriefFormat = Literal["docx", "md", "html"]
CitationFormat = Literal["un", "short", "chicago", "oscola", "bluebook", "csl", "ris", "bibtex"]


class Request(BaseModel):
    """What comes in: keys that are not known are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reply(BaseModel):
    """What goes out: made from the house's own values, attribute by attribute."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


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
    since: Day | None = Field(default=None, description="First day, YYYY-MM-DD.", examples=["2020-01-01"])
    until: Day | None = Field(
        default=None, description="Last day, YYYY-MM-DD; not before `since`.", examples=["2020-12-31"]
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
    limit: LimitText = Field(default=MAX_LIMIT, examples=[20])


class AskBody(Request):
    question: Question
    filters: Filters = Filters()
    limit: Limit = 10
    answerer: Name | None = Field(default=None, description="Which answerer writes; the default quotes.")


class SearchBody(Request):
    query: Question
    filters: Filters = Filters()
    limit: Limit = 10
    literal: StrictBool = Field(
        default=False, description="Restrict by nothing read out of the query's words."
    )


class SimilarBody(Request):
    """One of `text` and `passage_id`; `limit` counts the hits in all."""

    text: Text | None = None
    passage_id: Name | None = None
    filters: Filters = Filters()
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
    format: MatrixFormat = "json"


class BriefBody(Request):
    """A topic or question, or passages chosen by hand (with the topic for a title)."""

    topic: Question | None = None
    passages: Annotated[list[Name], Field(max_length=200)] = []
    filters: Filters = Filters()
    format: BriefFormat = "docx"

    @model_validator(mode="after")
    def something_to_say(self) -> BriefBody:
        if self.topic is None and not self.passages:
            raise ValueError("give a topic or passages")
        return self


class QuoteBody(Request):
    """The attribution is free text as it stands in a draft; an unknown name in it is no error."""

    quote: Text
    delegation: Name | None = None
    speaker: Name | None = None
    meeting: Name | None = None


class CitationQuery(Request):
    format: CitationFormat = Field(default="un", examples=["chicago"])


class Span(Reply):
    """Code points into the statement's text, half open."""

    start: int
    end: int


class Range(Reply):
    """First and last number, both included."""

    first: int
    last: int


class Speaker(Reply):
    name: str | None
    role: str | None


class Delegation(Reply):
    code: str
    name: str


class Source(Reply):
    """`path` is relative to the folder added."""

    collection: str
    path: str
    sha256: str
    url: str | None


class StatementRef(Reply):
    """A statement without its text; unknown values are null."""

    id: str
    speaker: Speaker
    delegation: Delegation | None
    capacity: Literal["national", "group", "president", "secretariat", "other"]
    meeting: str | None = Field(description='The symbol as the UN writes it: "S/PV.8699 (Resumption 1)".')
    date: str | None
    topic: str | None
    organ: str | None
    language: str | None
    source: Source
    on_behalf_of: str | None = None
    procedural: bool = Field(description="Conduct of the meeting only: kept and listed, never searched.")


class Citation(Reply):
    """Where the words stand and the words; `text` is rendered for a footnote."""

    number: int
    statement: StatementRef
    paragraphs: Range | None
    sentences: Range
    page: int | None
    span: Span
    quote: str
    text: str
    url: str | None
    flags: list[str]


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
    """What the question was taken to restrict, so that a user can see and undo it."""

    filters: AppliedFilters
    delegations: list[Delegation]
    recognised: list[Recognised]
    notes: list[str]


class Refusal(Reply):
    reason: str
    message: str
    nearest: list[Hit]


class Answer(Reply):
    """`text` carries `[n]` for citation n; `index` names the state answered from."""

    question: str
    answered: bool
    text: str
    citations: list[Citation]
    refusal: Refusal | None
    interpreted: Interpreted
    hits: list[Hit]
    answerer: str
    index: str


class SearchResult(Reply):
    query: str
    interpreted: Interpreted
    hits: list[Hit]
    took_ms: float


class Evidence(Reply):
    """Of the hit of that rank: the sentences that speak to the point, the words that decided the stance,
    words and runs of words in common, and words only here. `reported`: they give others' words."""

    rank: int
    citation: Citation
    stance: Literal["agrees", "opposes", "unclear"]
    reason: str
    cues: list[str]
    shared: list[str]
    differing: list[str]
    common_runs: list[str]
    reported: bool


class Position(Reply):
    """`shared_text`: near-identical language, as `common_runs` of its evidence show."""

    delegation: Delegation | None
    hits: list[Hit]
    stance: Literal["agrees", "opposes", "unclear"]
    shared_text: bool
    evidence: list[Evidence]


class SimilarResult(Reply):
    """Positions best first, those who oppose last; `delegation` is the point's own where it is known, `point`
    the passage of the record compared with, given by its id or named ("Kenya's point on climate change")."""

    positions: list[Position]
    delegation: Delegation | None
    point: Citation | None
    took_ms: float


class MatrixCell(Reply):
    """`citation` where the delegation addressed the issue; else the nearest it came, and how much of what it
    said was looked at."""

    delegation: Delegation
    addressed: bool
    citation: Citation | None
    nearest: Citation | None
    statements: int
    passages: int


class MatrixRow(Reply):
    issue: str
    cells: list[MatrixCell]


class Matrix(Reply):
    """A row per issue, a cell per delegation in the order of `delegations`."""

    delegations: list[Delegation]
    rows: list[MatrixRow]
    index: str
    took_ms: float


class Difference(Reply):
    kind: Literal["changed", "missing", "added", "moved", "spliced"]
    quoted: str
    recorded: str
    serious: bool


class QuoteCheck(Reply):
    verdict: Literal["verbatim", "altered", "misattributed", "not_found"]
    match: Citation | None
    differences: list[Difference]
    message: str


class Attribution(Reply):
    """To whom a draft gives a quotation; null where it does not say."""

    delegation: str | None
    speaker: str | None
    meeting: str | None


class DraftQuotation(Reply):
    """`paragraph` counts the draft's paragraphs from 1, `span` is over that paragraph's text."""

    paragraph: int
    span: Span
    quote: str
    attributed_to: Attribution
    check: QuoteCheck
    footnote: str | None


class DraftReport(Reply):
    """Every quotation found in a draft, checked, with the right footnote for each that is on record."""

    name: str
    paragraphs: int
    quotations: list[DraftQuotation]


class StatementParagraph(Reply):
    """`label` is the record's own printed number; `number` is ours."""

    number: int
    start: int
    end: int
    page: int | None
    label: str | None


class StatementPoint(Reply):
    number: int
    kind: Literal["opening", "point", "closing", "procedural"]
    start: int
    end: int
    paragraphs: Range | None


class Statement(StatementRef):
    text: str
    paragraphs: list[StatementParagraph]
    points: list[StatementPoint]


class StatementPage(Reply):
    """`next` is null on the last page."""

    items: list[StatementRef]
    next: str | None


class Removed(Reply):
    removed: int


class Alive(Reply):
    status: Literal["alive"] = "alive"


class Ready(Reply):
    ready: bool
    reasons: list[str]


class InvalidField(Reply):
    field: str
    message: str


class Problem(Reply):
    """An error as RFC 9457 has it; `detail` says what is wrong and what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    request_id: str | None = None
    errors: list[InvalidField] | None = None


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


class Skipped(Reply):
    path: str
    reason: str


class Report(Reply):
    """What came of adding: counts of statements, and the files skipped, each with why.

    `stopped` says that it was cut short; what is counted is kept all the same.
    """

    added: int
    updated: int
    unchanged: int
    removed: int
    skipped: list[Skipped]
    files: int
    passages: int
    seconds: float
    stopped: bool


class Status(Reply):
    """What the index holds; `index` names its state, `vectors` and `detail` how the vector index fares.

    `published`: it lies there for a service, and who tells this has not opened it; a service says `ready`.
    """

    statements: int
    passages: int
    delegations: int
    collections: int
    since: str | None
    until: str | None
    embedder: str
    segmentation: str
    bytes: int
    index: str
    vectors: Literal["absent", "published", "verifying", "ready", "rebuilding", "damaged"]
    detail: str
