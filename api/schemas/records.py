"""Statements and citations as they go out.

In: the service's own values, attribute by attribute. Out: JSON; unknown values are null.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.base import Reply


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
    on_behalf_of: str | None = Field(
        default=None, description="The group spoken for, in the speaker's words."
    )
    groups: list[Delegation] = Field(default=[], description="Groups spoken for that the table knows.")
    circumstance: str | None = Field(
        default=None, description='How the speaker spoke, as printed: "speaking on a point of order".'
    )
    procedural: bool = Field(description="Conduct of the meeting only: kept and listed, never searched.")


class Citation(Reply):
    """The words and where they stand; `text` is rendered for a footnote.

    `side` is the one they take, where one was asked for; `leads` is the sentence before, where the quote
    cannot be understood without it.
    `quoting`: whose words these are where the speaker reads out another's; they are no position of the
    speaker's.
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
    flags: list[str]
    date: str | None
    meeting: str | None
    side: Literal["for", "against", "conditional", "unclear"] | None
    leads: str | None
    quoting: str | None = None


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
