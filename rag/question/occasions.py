"""Debates and briefings named in a question by their subject and date: "in the debate on Haiti on 19 June
2020".

In: the question, its dates, the debates of the record. Out: each occasion with the meetings it means. Its
words say where something was said and are no topic. Without a day or month nothing is restricted: what the
record files under another heading was part of many a debate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.model import Span
from index.tables import lists_of
from index.text.terms import content_terms
from rag.question.dates import DateMention, overlaps
from rag.question.events import of_event
from rag.question.meetings import MeetingMention
from rag.question.model import Debate
from rag.question.senses import shape
from rag.question.wordsets import words_of

_WORDS = lists_of("rag", "question_words.tsv")
_NO_SUBJECT = rf"(?:{_WORDS['said_at']}|{_WORDS['determiner']}|{_WORDS['on_subject']}|of|to|for|who)"
_OCCASION = re.compile(
    rf"\b(?:{_WORDS['said_at']})\s+(?P<name>(?:(?:{_WORDS['determiner']})\s+)?"
    rf"(?P<before>(?:(?!{_NO_SUBJECT}\b)[\w/'’-]+\s+){{0,5}}?)"
    rf"(?:{_WORDS['sitting']}))\b(?:\s+(?:{_WORDS['on_subject']})\b)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_](?:[\w'’/-]*\w)?")
_ENDS = re.compile(rf"(?:{_WORDS['ends_subject']})\Z", re.IGNORECASE)
_SAID_ABOUT = re.compile(rf"\b(?:{_WORDS['said_about']})\Z", re.IGNORECASE)
_KINDS = frozenset(content_terms(_WORDS["kind_of_sitting"]))
_BETWEEN = re.compile(r"[\s,(]*(?:(?:of|on|in)\s+)?(?:the\s+)?\Z", re.IGNORECASE)
"""What may stand between an occasion and its date."""
FEWEST = 2
"""Terms before the noun that name a subject; fewer do only with a capital ("the Haiti debate")."""
LONGEST = 12
"""Words of a subject at most."""


@dataclass(frozen=True, slots=True)
class _Named:
    """The words of an occasion up to its subject, with the dates that may be its own and the debates then."""

    question: str
    found: re.Match[str]
    dates: Sequence[DateMention]
    debates: frozenset[Debate]

    @property
    def then(self) -> list[Debate]:
        return [one for one in self.debates if any(overlaps(one.date, date.period) for date in self.dates)]

    @property
    def before(self) -> list[str]:
        """The words before the noun that are neither of the kind of the sitting nor of a date."""
        first = self.found.start("before")
        words = _WORD.finditer(self.question, first, self.found.end("before"))
        return [
            word.group()
            for word in words
            if not any(date.atom.start <= word.start() < date.atom.end for date in self.dates)
            and not _KINDS.issuperset(content_terms(word.group()))
        ]

    def subject(self) -> Iterator[re.Match[str]]:
        """The words behind the noun that may be its subject; none where no preposition leads up to it."""
        if self.found.end() == self.found.end("name"):
            return
        last = min(
            [date.span.start for date in self.dates if date.span.start >= self.found.end()],
            default=len(self.question),
        )
        for at, word in enumerate(_WORD.finditer(self.question, self.found.end(), last)):
            text = word.group().lower()
            if at == LONGEST or _ENDS.match(text) or text in words_of("mentioning") or shape(text) == "PARTY":
                return
            yield word


def find_occasions(
    question: str, dates: Sequence[DateMention], debates: frozenset[Debate]
) -> tuple[MeetingMention, ...]:
    """Every debate, briefing or meeting that is named with its day or month: of those of its subject held
    then, or of no meeting where the date says all there is to know."""
    said = [one for one in dates if not of_event(question, one)]
    named = [
        _Named(question, found, own, debates)
        for found in _OCCASION.finditer(question)
        if (own := [one for one in said if one.precision != "year" or _within(one, found)])
    ]
    return tuple(one for one in map(_mention, named) if one is not None)


def _within(date: DateMention, found: re.Match[str]) -> bool:
    return found.start() <= date.atom.start < found.end()


def _mention(named: _Named) -> MeetingMention | None:
    found, question = named.found, named.question
    end, symbols = _held(named)
    if symbols:
        return _as_mention(named, end, symbols)
    words = list(named.subject())
    if words and _SAID_ABOUT.search(found.group()):  # what was said there may be about it
        return None
    bare = Span(found.start(), words[-1].end() if words else found.end("name"))
    return _as_mention(named, bare.end, ()) if not named.before and _dated(question, bare, named) else None


def _held(named: _Named) -> tuple[int, tuple[str, ...]]:
    """Where the words of the occasion end, and the meetings of its subject; of several subjects that are
    joined, of each."""
    found, then = named.found, named.then
    terms, end, symbols = frozenset(content_terms(" ".join(named.before))), found.end("name"), set[str]()
    if terms:
        capital = any(word[:1].isupper() for word in named.before)
        symbols = _of(terms, then) if len(terms) >= FEWEST or capital else symbols
        if not symbols:
            return end, ()
    others = set[str]()
    for word in named.subject():
        more = terms | frozenset(content_terms(word.group()))
        if more == terms:
            continue
        now = _of(more, then)
        if not now and symbols:  # another subject, joined to the one before
            others, more = others | symbols, more - terms
            now = _of(more, then)
        if not now:
            break
        terms, symbols, end = more, now, word.end()
    return end, tuple(sorted(symbols | others))


def _of(subject: frozenset[str], then: Sequence[Debate]) -> set[str]:
    return {one.meeting for one in then if subject <= one.terms}


def _as_mention(named: _Named, end: int, symbols: tuple[str, ...]) -> MeetingMention:
    words = named.question[named.found.start("name") : end]
    span = Span(named.found.start(), end)
    return MeetingMention(span, words, words, symbols, certain=False, occasion=True)


def _dated(question: str, span: Span, named: _Named) -> bool:
    """Does a day or month stand beside it, or inside it ("in the 19 June 2020 debate")?"""
    return any(
        span.overlaps(date.atom)
        or (date.atom.start >= span.end and _BETWEEN.match(question[span.end : date.atom.start]))
        or (date.atom.end <= span.start and _BETWEEN.match(question[date.atom.end : span.start]))
        for date in named.dates
    )
