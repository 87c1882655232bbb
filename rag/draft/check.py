"""Checks every quotation of a draft: where it stands, to whom it is attributed, whether it is true.

In: a draft's name and bytes and a `QuoteChecker`. Out: a `DraftReport` with the right footnote for each
quotation on record. Fewer than four words are a term rather than a quotation and are passed over; three are
enough if the draft says who said them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.errors import InvalidInput
from index.model import Span
from index.process.deadline import look
from rag.discourse.quotation_marks import left_open, opens_with_mark, quoted_spans
from rag.draft.attribution import Attributed, AttributionReader
from rag.draft.model import Block, Part
from rag.draft.readers import read_draft
from rag.model import QuoteCheck
from rag.quotation.check import QuoteChecker

WORDS, WORDS_WHEN_ATTRIBUTED = 4, 3
MOST = 2_000
"""Quotations in one draft; more would take longer than anybody waits."""
AROUND = 4_000
"""Characters of the draft's own words on either side of a quotation that its check may look at."""


@dataclass(frozen=True, slots=True)
class DraftQuotation:
    """`paragraph` counts the draft's paragraphs from 1, its notes and comments after them; `span` is over
    that paragraph's text, and `part` says where it stands."""

    paragraph: int
    part: Part
    span: Span
    quote: str
    attributed_to: Attributed
    check: QuoteCheck
    footnote: str | None


@dataclass(frozen=True, slots=True)
class DraftReport:
    name: str
    paragraphs: int
    quotations: tuple[DraftQuotation, ...]


def check_draft(name: str, data: bytes, checker: QuoteChecker) -> DraftReport:
    """Raises InvalidInput when the draft cannot be read."""
    blocks = read_draft(name, data)
    reader = AttributionReader(checker.delegations)
    found = list(islice(_attributed_quotations(blocks, reader), MOST + 1))
    if len(found) > MOST:
        raise InvalidInput(f"The draft has more than {MOST:,} quotations; check it in parts.")
    quotations = [_checked(*quotation, checker) for quotation in found]
    return DraftReport(name, len(blocks), tuple(quotations))


def _checked(
    number: int, block: Block, span: Span, attributed: Attributed, checker: QuoteChecker
) -> DraftQuotation:
    quote = span.of(block.text)
    around = (block.text[max(0, span.start - AROUND) : span.start], block.text[span.end : span.end + AROUND])
    named = (attributed.delegation, attributed.speaker, attributed.meeting, attributed.date)
    check = checker.check(quote, *named, around=around)
    footnote = check.match.text if check.match and check.verdict != "not_found" else None
    return DraftQuotation(number, block.part, span, quote, attributed, check, footnote)


def _attributed_quotations(
    blocks: Sequence[Block], reader: AttributionReader
) -> Iterator[tuple[int, Block, Span, Attributed]]:
    """Quotations long enough to check, each with the attribution understood."""
    last = Attributed()
    for number, block in enumerate(blocks, start=1):
        last = last if block.part == "text" else Attributed()
        spans = _spans(blocks, number - 1)
        for span in spans:
            look()
            if block.quotation:
                found = _set_off(blocks, number - 1, reader)
            else:
                found = reader.around(block, span, spans, last)
            last = found
            needed = WORDS_WHEN_ATTRIBUTED if found.names_someone else WORDS
            if _word_count(span.of(block.text)) >= needed:
                yield number, block, span, found


def _spans(blocks: Sequence[Block], at: int) -> tuple[Span, ...]:
    """What a block quotes: all of a block quotation, otherwise what stands between marks."""
    block = blocks[at]
    if block.quotation:
        return (_without_marks(block.text),)
    continues = at + 1 < len(blocks) and left_open(block.text) and opens_with_mark(blocks[at + 1].text)
    return quoted_spans(block.text, runs_on=continues)


def _without_marks(text: str) -> Span:
    """The whole text without the marks around it."""
    start = len(text) - len(text.lstrip(" \t\n“\"«„‘'"))
    end = len(text.rstrip(" \t\n”\"»“’'"))
    return Span(start, max(start, end))


def _set_off(blocks: Sequence[Block], at: int, reader: AttributionReader) -> Attributed:
    """A block quotation is attributed below it, in a note, or by the sentence that leads up to it."""
    block = blocks[at]
    noted = reader.listed(block.notes[-1].text) if block.notes else Attributed()
    signed = reader.signed(blocks[at + 1].text) if at + 1 < len(blocks) else Attributed()
    introduced = reader.introduced(blocks[at - 1].text) if at else Attributed()
    named = next((found for found in (introduced, signed, noted) if found.names_someone), Attributed())
    meeting = next((found.meeting for found in (noted, signed, introduced) if found.meeting), None)
    date = next((found.date for found in (noted, signed, introduced) if found.date), None)
    return Attributed(named.delegation, named.speaker, meeting, date)


def _word_count(quote: str) -> int:
    """Words between blanks; of a script that has no blanks, two characters count for one."""
    return sum(
        max(1, sum(map(_is_ideograph, word)) // 2) for word in quote.split() if any(map(str.isalnum, word))
    )


def _is_ideograph(character: str) -> bool:
    return character.isalnum() and unicodedata.east_asian_width(character) == "W"
