"""Debates and briefings named in a question by their subject and date: "in the debate on Haiti on 19 June
2020".

In: the question, the dates that restrict it, the debates of the record. Out: each occasion with the meetings
it means. Its words say where something was said and are no topic. Without a date nothing is restricted: what
the record files under another heading was part of many a debate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.model import Span
from index.tables import lists_of
from index.text.terms import content_terms
from rag.question.dates import DateMention, date_span, overlaps
from rag.question.meetings import MeetingMention
from rag.question.model import Debate
from rag.question.topic import without_spans

_WORDS = lists_of("rag", "question_words.tsv")
_NO_OPENING = rf"(?!(?:{_WORDS['said_at']}|{_WORDS['determiner']}|{_WORDS['on_subject']}|of|to|and|who)\b)"
_OCCASION = re.compile(
    rf"\b(?:{_WORDS['said_at']})\s+(?:(?:{_WORDS['determiner']})\s+)?(?P<before>(?:{_NO_OPENING}[\w/'’-]+\s+){{0,5}}?)"
    rf"(?P<sitting>{_WORDS['sitting']})\b"
    rf"(?:\s+(?:{_WORDS['on_subject']})\s+(?P<about>[^,;?!]+))?",
    re.IGNORECASE,
)
_KINDS = frozenset(content_terms(_WORDS["kind_of_sitting"]))
_BETWEEN = re.compile(r"[\s,(]*(?:(?:of|on)\s+)?\Z", re.IGNORECASE)
"""What may stand between an occasion and its date."""


def find_occasions(
    question: str, dates: Sequence[DateMention], debates: frozenset[Debate]
) -> tuple[MeetingMention, ...]:
    """Every debate, briefing or meeting of which the question tells the date, and its subject or no more
    than that; of no meeting if none of that subject was held then."""
    then = [debate for debate in debates if any(overlaps(debate.date, date.period) for date in dates)]
    taken = [date_span(question, date) for date in dates]
    found = (_mention(question, found, taken, then) for found in _OCCASION.finditer(question) if dates)
    return tuple(one for one in found if one is not None)


def _mention(
    question: str, found: re.Match[str], taken: Sequence[Span], then: Sequence[Debate]
) -> MeetingMention | None:
    """The occasion with the longest subject that a debate held then had; without one, only beside a date."""
    later = [span.start for span in taken if span.start >= found.end("sitting")]
    ends = _ends(question, found, min([found.end(), *later]))
    for end in ends:
        symbols = _held(_subject(question, found, end, taken), then)
        if symbols:
            return _as_mention(question, Span(found.start(), end), symbols)
    span = Span(found.start(), ends[0])
    return _as_mention(question, span, ()) if _dated(question, span, taken) else None


def _ends(question: str, found: re.Match[str], last: int) -> list[int]:
    """Where the words of the occasion may end, the furthest place first."""
    sitting = found.end("sitting")
    if found["about"] is None or found.start("about") >= last:
        return [sitting]
    first = found.start("about")
    words = re.finditer(r"[^\s(]+", question[first:last])
    return [*sorted((first + word.end() for word in words), reverse=True), sitting]


def _subject(question: str, found: re.Match[str], end: int, taken: Sequence[Span]) -> frozenset[str]:
    """Its terms, without the kind of the debate and dates inside it."""
    dateless = without_spans(question, tuple(taken))
    before = dateless[found.start("before") : found.end("before")]
    about = dateless[found.start("about") : end] if found["about"] else ""
    return frozenset(content_terms(f"{before} {about}")) - _KINDS


def _held(subject: frozenset[str], then: Sequence[Debate]) -> tuple[str, ...]:
    return tuple(sorted({one.meeting for one in then if subject and subject <= one.terms}))


def _as_mention(question: str, span: Span, symbols: tuple[str, ...]) -> MeetingMention:
    words = span.of(question)
    return MeetingMention(span, words, words, symbols, certain=False, occasion=True)


def _dated(question: str, span: Span, taken: Sequence[Span]) -> bool:
    """Does a date stand beside it, or inside it ("in the 19 June debate")?"""
    return any(
        span.overlaps(date)
        or (date.start >= span.end and _BETWEEN.match(question[span.end : date.start]))
        or (date.end <= span.start and _BETWEEN.match(question[date.end : span.start]))
        for date in taken
    )
