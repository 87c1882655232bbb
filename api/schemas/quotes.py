"""Checked quotations, one or all of a draft, as they go out.

In: the service's own values, attribute by attribute. Out: JSON.
"""

from __future__ import annotations

from typing import Literal

from api.schemas.base import Reply
from api.schemas.records import Citation, Span


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
    date: str | None


class DraftQuotation(Reply):
    """`paragraph` counts the draft's paragraphs from 1, its notes and comments after them; `span` is over
    that paragraph's text, and `part` says where it stands."""

    paragraph: int
    part: Literal["text", "text box", "footnote", "endnote", "comment"]
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
