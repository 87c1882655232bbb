"""Answers of any system, as they come in and as they go out verified.

In: our own answer's JSON as it is, or a text with references. Out: JSON.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.schemas.base import MAX_TEXT, MAX_VALUES, Lenient, Name, Reply, Text
from api.schemas.records import Citation

CheckName = Literal["marks", "quotations", "figures", "names", "attribution", "meaning", "voice", "support"]
SentenceVerdict = Literal["supported", "altered", "contradicted", "unsupported", "uncited", "unknown_mark"]


class GivenStatement(Lenient):
    id: Name


class GivenSpan(Lenient):
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class GivenCitation(Lenient):
    """Citation n of the text: a statement with its span and quote, or a reference in words."""

    number: int | Name
    statement: GivenStatement | None = None
    span: GivenSpan | None = None
    quote: Annotated[str, Field(max_length=MAX_TEXT)] | None = None
    text: Annotated[str, Field(max_length=MAX_TEXT)] | None = None


class VerifyBody(Lenient):
    """An answer: its text with marks like [1], and citations, or a list of references in the text."""

    text: Text
    citations: Annotated[list[GivenCitation], Field(max_length=MAX_VALUES)] = Field(default=[])


class Check(Reply):
    """One check of a sentence; `verdict` is what it leaves the sentence with where it does not pass."""

    name: CheckName
    passed: bool
    detail: str


class VerifiedSentence(Reply):
    """A sentence of the answer at [start, end) of its text; the last of `checks` decided."""

    text: str
    start: int
    end: int
    verdict: SentenceVerdict
    reason: str
    checks: list[Check]
    citations: list[Citation]


class VerifiedAnswer(Reply):
    """`supported` is true where every sentence is; `index` names the state of the record."""

    supported: bool
    sentences: list[VerifiedSentence]
    index: str
