"""Words of others that a speaker reads out: where they stand, how they are marked, whose they are.

In: a statement's text. Out: `Quoted` stretches, in order, never overlapping. Quoting is not endorsing: words
inside a stretch are never given as the position of the one who reads them out. Titles, terms and scare quotes
inside a sentence belong to the speaker, and so does anything speakers quote from themselves.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from index.model import Span, Statement, met_by
from rag.discourse.aloud import read_aloud
from rag.discourse.introduction import Introduction, introduction, patterns_of
from rag.discourse.stretches import Stretch, stretches

Kind = Literal["marks", "block", "spoken", "document"]
_OPENING = " \t\n“\"„«»‘'‹"
NAMELESS = "another"
"""Whose words they are, if the statement does not say so plainly."""
PHRASE = 12
"""Up to this many words, a stretch inside a sentence that nothing introduces is a term of that sentence."""
SHORT = 5
"""Below this many words the same holds for one that a verb leads up to without a colon or comma."""
DELIVERED = 0.6
"""From this share of a statement on, words read out from the speaker's own side are the statement."""
TITLE = 30
"""A title has at most this many words."""
LONG = 2000
"""Only texts of at least this many characters can be such a message."""
_WHOLE_BEFORE = re.compile(r"(?:\A|[.!?…:,—–]|\n)[\s”\"’)]{0,8}\Z")
_LED = re.compile(r"[:,—–]\s{0,4}\Z")
_ENDS = re.compile(r"[.!?…][’']?\Z")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of another in a statement; `whose` are the statement's own words for who that is, or None."""

    span: Span
    kind: Kind
    whose: str | None = None

    @property
    def told(self) -> str:
        """Whose words these are, as readers are told."""
        return self.whose or NAMELESS


def quoted_in(statement: Statement) -> tuple[Quoted, ...]:
    """The words of others in a statement. A long message that makes up most of it, from nobody named or from
    its own side, is the statement itself: the ambassador delivers what the President wrote."""
    return _in(_Same(statement))


class _Same:
    """A statement that is equal only to itself, since comparing two by all their paragraphs takes as long as
    judging a sentence."""

    __slots__ = ("statement",)

    def __init__(self, statement: Statement) -> None:
        self.statement = statement

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.statement is other.statement

    def __hash__(self) -> int:
        return id(self.statement)


@lru_cache(maxsize=64)
def _in(same: _Same) -> tuple[Quoted, ...]:
    statement = same.statement
    text = statement.text
    found = _of(text, tuple(paragraph.span for paragraph in statement.paragraphs))
    blocks = [one for one in found if one.kind == "block"]
    if sum(len(one.span) for one in blocks) < max(LONG, DELIVERED * len(text)):
        return found
    own = statement.ref.delegation.name if statement.ref.delegation else ""
    return tuple(one for one in found if not (one in blocks and _of_own_side(text, one, own)))


def _of_own_side(text: str, one: Quoted, own: str) -> bool:
    before = text[max(0, one.span.start - 300) : one.span.start]
    return one.whose is None or (own != "" and (own in one.whose or own in before))


def quoting(statement: Statement, span: Span) -> Quoted | None:
    """Whose words make up most of this span of the statement; None if they are the speaker's."""
    return mostly(statement.text, span, quoted_in(statement))


def own_words(statement: Statement, span: Span) -> str:
    """The words of a span without those read out from others."""
    kept, at = [], span.start
    quoted = quoted_in(statement)
    for one in quoted[met_by(span, quoted, _span_of)]:
        kept.append(statement.text[at : max(at, one.span.start)])
        at = one.span.end
    return " ".join([*kept, statement.text[at : span.end]])


def mostly(text: str, span: Span, quoted: Sequence[Quoted]) -> Quoted | None:
    """The stretch with most of the span's letters, if the stretches together hold more than half of them, or
    if the rest of the span only leads up to it: "He wrote: “We will burn it.” "."""
    met = quoted[met_by(span, quoted, _span_of)]
    shares = [(letters, one) for one in met if (letters := _letters(text, span, one.span))]
    if sum(letters for letters, _ in shares) * 2 <= _letters(text, span, span):
        return next((one for _, one in shares if _led_up_to(text, span, one.span)), None)
    return max(shares, key=lambda share: share[0])[1]


def _led_up_to(text: str, span: Span, quoted: Span) -> bool:
    """Does the span begin with the words that introduce the stretch, and end inside it?"""
    inside = text[max(span.start, quoted.start) : min(span.end, quoted.end)]
    rest = text[min(span.end, quoted.end) : span.end]
    lead = text[span.start : max(span.start, quoted.start)].rstrip(_OPENING)
    return (
        not any(map(str.isalnum, rest))
        and len(inside.split()) >= SHORT - 1
        and lead.endswith((":", ",", "—", "–"))
    )


@lru_cache(maxsize=512)
def _of(text: str, paragraphs: tuple[Span, ...]) -> tuple[Quoted, ...]:
    return quoted_words(text, paragraphs)


def quoted_words(text: str, paragraphs: Sequence[Span] = ()) -> tuple[Quoted, ...]:
    """The words of others in a text; blank lines separate its paragraphs if none are given."""
    marked = stretches(text, paragraphs)
    found = [one for stretch in marked if (one := _another(text, stretch))]
    spans, end = [stretch.span for stretch in marked], 0
    for one in (Quoted(*one) for one in read_aloud(text, paragraphs)):
        if one.span.start >= end and not _meets(one.span, spans):
            found.append(one)
            end = one.span.end
    return tuple(sorted(found, key=lambda one: one.span))


def _another(text: str, stretch: Stretch) -> Quoted | None:
    """The marked stretch, if it is another's words and not a title, a term or words of the speaker's own."""
    span, said = stretch.span, stretch.span.of(text)
    before = text[max(0, span.start - 200) : span.start - 1]
    words = len(said.split())
    if words < 2 and not _ENDS.search(said):
        return None
    if not any(map(str.isalnum, said)) or (words <= TITLE and _title().search(before)):
        return None
    found = introduction(text, span.start, span.end)
    if found.own or (words <= PHRASE and _is_phrase(before, said, found)):
        return None
    return Quoted(span, stretch.kind, found.whose)


def _is_phrase(before: str, said: str, found: Introduction) -> bool:
    """Is it a term inside the speaker's own sentence?"""
    ends = bool(_ENDS.search(said))
    few = 0 if found.told else 2
    if _WHOLE_BEFORE.search(before) and len(said.split()) > (few if ends else SHORT):
        return False
    if found.told:
        return not (ends or _LED.search(before)) and len(said.split()) <= SHORT
    return True


def _meets(span: Span, others: Sequence[Span]) -> bool:
    """`others` are in order and apart."""
    place = bisect_left(others, span.end, key=lambda other: other.start) - 1
    return place >= 0 and span.start < others[place].end


def _span_of(quoted: Quoted) -> Span:
    return quoted.span


def _letters(text: str, span: Span, other: Span) -> int:
    return sum(map(str.isalnum, text[max(span.start, other.start) : min(span.end, other.end)]))


@cache
def _title() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(patterns_of('title'))})", re.IGNORECASE)
