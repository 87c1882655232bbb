"""The nouns of an answer: hits, citations, answers and refusals.

In: values of `index.model`. Out: frozen values that `api` turns into JSON. Nothing here does I/O.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from index.model import Delegation, Filters, Passage, Span, StatementRef

Verdict = Literal["verbatim", "altered", "misattributed", "not_found"]
RefusalReason = Literal[
    "not_in_record", "unknown_delegation", "delegation_silent", "unknown_date", "unknown_meeting",
    "unknown_speaker", "not_addressed", "missing_detail", "false_premise", "says_otherwise", "empty_index",
]  # fmt: skip


Side = Literal["for", "against", "conditional", "unclear"]
Sort = Literal["date"]
Group = Literal["year", "delegation", "side"]
"""How a list may be ordered, and put under headings."""
Per = Literal["year", "month", "day"]
Counted = Literal["statements", "delegations"]
"""What the periods of a timeline are, and what its bars count."""
By = Literal["year", "meeting"]
"""What the columns of a coverage are."""
Length = Literal["short", "standard", "full"]
"""Of a briefing: the first page alone; with an annex of some quotations; of all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who a briefing is for, and how long it is to be."""

    own: Delegation | None = None
    length: Length = "standard"


@dataclass(frozen=True, slots=True)
class Range:
    """First and last number, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Citation:
    """Statement, place, span and exact words; `text` is rendered for a footnote.

    `paragraphs` is None where the source lost its paragraph breaks; `sentences` are our own count.
    `page_end` is set where the words may run on to a later page; `label` is the paragraph number (or
    range) that the record itself prints, never ours. `side` is the one it takes where a side was asked for;
    `leads` is the sentence before, where the quote cannot be understood without it.
    `quoting` says whose words these are where the speaker reads out another's.
    """

    number: int
    statement: StatementRef
    paragraphs: Range | None
    sentences: Range
    page: int | None
    span: Span
    quote: str
    text: str
    url: str | None
    flags: tuple[str, ...] = ()
    page_end: int | None = None
    label: str | None = None
    side: Side | None = None
    leads: str | None = None
    quoting: str | None = None

    @property
    def date(self) -> str | None:
        """The day of the statement, as far as it is known."""
        return self.statement.date

    @property
    def meeting(self) -> str | None:
        return self.statement.meeting


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; `score` is higher for better and comparable within one list only."""

    rank: int
    score: float
    statement: StatementRef
    passage: Passage
    text: str
    paragraphs: Range | None
    page: int | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Recognised:
    """Something the question named: the words it used and what they were taken to mean."""

    words: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the question: its words, what it names (code None where it has none), how sure that is."""

    words: str
    kind: str
    code: str | None
    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Interpreted:
    """What the question was taken to mean, so that a user can see and undo it.

    `filters` is what restricts (the user's own filters and the question's together), also where the record
    holds nothing for it. `holders` are those whose words are wanted, `mentions` names of the topic;
    `confidences` are those of scope, wants, side and order. `notes` says in plain sentences what was
    recognised but not applied, and why, and who of those named is not quoted. `own` is the delegation that
    asks, whose "we" it is.
    """

    filters: Filters
    delegations: tuple[Delegation, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    notes: tuple[str, ...] = ()
    holders: tuple[Named, ...] = ()
    mentions: tuple[Named, ...] = ()
    topic: str = ""
    scope: str = "one"
    wants: str = "position"
    side: str | None = None
    order: str | None = None
    confidences: Mapping[str, float] = field(default_factory=dict)
    own: Delegation | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, in one sentence, and the nearest passages as what they are."""

    reason: RefusalReason
    message: str
    nearest: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How complete a list is: what is on it, the statements searched, and all that the index holds, counting
    once what stands there twice. `others` spoke for no delegation.

    `certain` is False where more may belong to it: those quoted apart, or what was too much to be read.
    """

    delegations: int
    others: int
    statements: int
    searched: int
    in_all: int
    certain: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Text whose every claim carries `[n]`, or a reasoned refusal; `index` names the state answered from.

    `counts` are those of a list of every delegation, and `next` is the cursor of its next page.
    """

    question: str
    answered: bool
    text: str
    citations: tuple[Citation, ...]
    refusal: Refusal | None
    interpreted: Interpreted
    hits: tuple[Hit, ...]
    answerer: str
    index: str
    confidence: float = 0.0
    counts: Counts | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """A value by which a search can be narrowed, and what narrowing would leave: statements and passages that
    hold the query's words. `name` is how the value is shown."""

    value: str
    name: str
    statements: int
    passages: int


@dataclass(frozen=True, slots=True)
class Facets:
    """All that holds the query's `words` under its filters, and how it is spread; most statements first."""

    words: tuple[str, ...]
    statements: int
    passages: int
    delegations: tuple[Facet, ...]
    years: tuple[Facet, ...]
    meetings: tuple[Facet, ...]
    organs: tuple[Facet, ...]
    capacities: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`facets` where they were asked for."""

    query: str
    interpreted: Interpreted
    hits: tuple[Hit, ...]
    took_ms: float
    facets: Facets | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One word-level difference between a quotation and the record."""

    kind: Literal["changed", "missing", "added", "moved", "spliced"]
    quoted: str
    recorded: str
    serious: bool


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    verdict: Verdict
    match: Citation | None
    differences: tuple[Difference, ...]
    message: str
