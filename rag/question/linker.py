"""Links every name in a question to what it names, with how it was written.

In: a question, the table of delegations, the record's speakers. Out: links in order, never overlapping. Names
are matched as words, whatever their capitals; whether a name is asked to speak, belongs to the topic or is no
name at all is decided by the models of `reader.py`. Any text is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from index.model import Span
from index.speakers.delegations import Delegations
from index.text.folding import within, words_with_places
from rag.question.lexicon import Entry, Lexicon, load_lexicon
from rag.question.links import Link
from rag.question.offices import with_offices
from rag.question.parties import NAMED
from rag.question.persons import Pairs, find_persons
from rag.question.spelling import SHORTEST, Speller, ordinary_words
from rag.question.wordsets import words_of

LONGEST_QUESTION = 2000
SHOUTED = 12
"""From this many letters on, a question all in capitals is read as if in small letters."""
MOST = 24
"""Names kept from one question."""
EVERYDAY = words_of("everyday")
NEVER_SMALL = words_of("never_small")
"""Words that are names only with a capital (or all capitals): English has another use for them."""
NAMES_IN_SMALL = words_of("names_in_small")
"""Of those, the ones that a question without any capital letter may still mean."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the question: folded, as corrected, where it stands."""

    word: str
    meant: tuple[str, ...]
    alone: tuple[str, ...]
    edits: int
    start: int
    end: int


@dataclass(frozen=True)
class Linker:
    """The tables ready for questions."""

    delegations: Delegations
    lexicon: Lexicon
    speller: Speller

    def links(self, question: str, speakers: Pairs = ()) -> tuple[Link, ...]:
        """Every name, in order."""
        text = question[:LONGEST_QUESTION]
        if text.isupper() and len(text) > SHOUTED and len(text.lower()) == len(text):
            text = text.lower()
        tokens = tokens_of(text, self.speller)
        small = not any(char.isupper() for char in text[1:])
        named = list(self._named(text, tokens, small))
        shields = [link.span for link in named if link.form == "phrase"]
        named = [link for link in named if link.form != "phrase"]
        named = with_offices(text, tokens, named, self.lexicon)
        found = find_persons(text, named, shields, speakers)
        return tuple(sorted(found, key=lambda link: link.span))[:MOST]

    def _named(self, text: str, tokens: Sequence[Token], small: bool) -> Iterator[Link]:
        at = 0
        while at < len(tokens):
            region = region_at(tokens, at, self.lexicon, text)
            found = self._longest(text, tokens, at, small)
            if region and (found is None or region[0] > len(found[0].words)):
                count, link = region
                yield link
                at += count
            elif found is not None:
                entry, link = found
                yield link
                at += len(entry.words)
            else:
                at += 1

    def _longest(self, text: str, tokens: Sequence[Token], at: int, small: bool) -> tuple[Entry, Link] | None:
        fits = [
            (entry, some)
            for meant in (tokens[at].word, *tokens[at].meant)
            for entry in self.lexicon.entries.get(meant, ())
            if len(some := tokens[at : at + len(entry.words)]) == len(entry.words)
        ]
        for slips in (False, True):
            for entry, some in fits:
                if self._matches(text, entry, some, small, slips):
                    return entry, self._link(text, entry, some)
        return None

    def _matches(
        self, text: str, entry: Entry, some: Sequence[Token], small: bool, slips: bool = False
    ) -> bool:
        pairs = list(zip(entry.words, some, strict=True))
        amiss = [(word, one) for word, one in pairs if word != one.word and word not in one.meant]
        if amiss and not (slips and _slip(entry, amiss)):
            return False
        wrong = sum(token.edits for word, token in pairs if word != token.word) + len(amiss)
        if len(some) == 1 and entry.words[0] not in (some[0].word, *some[0].alone):
            return False
        if wrong and (len(some) == 1 and len(some[0].word) < SHORTEST):
            return False
        if wrong and entry.text.replace(".", "").isupper():
            return False
        if any(text[one.end : two.start].strip(" '’.-&,/\u00a0") for one, two in pairwise(some)):
            return False
        return written_as_name(text, entry, some, small)

    def _link(self, text: str, entry: Entry, some: Sequence[Token]) -> Link:
        span = Span(some[0].start, some[-1].end)
        words = span.of(text)
        wrong = any(
            word != token.word and (token.edits or word not in token.meant)
            for word, token in zip(entry.words, some, strict=True)
        )
        lowered = words.islower() and len(some) == 1 and some[0].word in EVERYDAY
        return Link(
            span=span,
            words=words,
            kind=entry.kind or "delegation",
            code=entry.code,
            name=entry.name,
            form="misspelt" if wrong else entry.form,
            confidence=0.8 if wrong else 0.6 if lowered else 1.0,
            codes=(entry.code,) if entry.code and entry.kind == "delegation" else (),
            lowered=lowered,
            home=entry.home,
            term=entry.term,
        )


def _slip(entry: Entry, amiss: Sequence[tuple[str, Token]]) -> bool:
    """Is one letter wrong in a State's long name, though that makes an ordinary word ("Ivory Cost")?"""
    word, written = amiss[0][0], amiss[0][1].word
    long = len(entry.words) > 1 and entry.words[0] != "the" and entry.form == "name"
    alike = written[0] == word[0] and min(len(word), len(written)) >= SHORTEST - 1
    return long and alike and len(amiss) == 1 and within(word, written, 1) is not None


def tokens_of(text: str, speller: Speller) -> tuple[Token, ...]:
    """The words of the text, each with the word it may be a misspelling of."""
    found = []
    for word, start, end in words_with_places(text):
        corrected = speller.corrected(word) if not text[start:end].isupper() or end - start > 5 else None
        meant, edits = corrected or ((), 0)
        found.append(Token(word, meant, speller.alone(word, meant), edits, start, end))
    return tuple(found)


def written_as_name(text: str, entry: Entry, some: Sequence[Token], small: bool) -> bool:
    """Is it written as a name: capitals where the name has them, or small letters that mean nothing else?"""
    written = text[some[0].start : some[-1].end]
    compact = entry.text.replace(".", "").replace("-", "").replace("&", "")
    if len(some) == 1 and some[0].word in NEVER_SMALL and entry.form != "phrase":
        if compact.isupper() and len(compact) <= 4:
            return written.replace(".", "").isupper() or (small and _may_be_small(text, some))
        return written[:1].isupper() or (
            small and some[0].word in NAMES_IN_SMALL and _may_be_small(text, some)
        )
    if entry.form == "phrase" and len(some) == 1:
        return True
    person = entry.kind == "speaker" and len(some) == 1
    return not person or written[:1].isupper() or len(written) >= SHORTEST


def _may_be_small(text: str, some: Sequence[Token]) -> bool:
    """ "us" and "un" in a question all in small letters: after an article, or as its first word."""
    before = text[: some[0].start].split()
    if some[0].word not in ("us", "un"):
        return some[0].word in NAMES_IN_SMALL
    return not before or before[-1].lower() in ("the", "by", "does", "did", "and", "vs")


def region_at(tokens: Sequence[Token], at: int, lexicon: Lexicon, text: str) -> tuple[int, Link] | None:
    """ "African members", "countries from South-East Asia": a region before a word for States."""
    for count in (3, 2, 1):
        key = tuple(token.word for token in tokens[at : at + count])
        known = lexicon.regions.get(key) if len(key) == count else None
        end = at + count
        if known is None:
            continue
        while end < len(tokens) and end < at + count + 1 and tokens[end].word in BETWEEN:
            end += 1
        if end < len(tokens) and tokens[end].word in NAMED and _near(text, tokens[end - 1], tokens[end]):
            span = Span(tokens[at].start, tokens[end].end)
            name, code = known
            link = Link(span, span.of(text), "group", code, name, "region", 1.0)
            return end + 1 - at, link
    return _members_from(tokens, at, lexicon, text)


def _members_from(tokens: Sequence[Token], at: int, lexicon: Lexicon, text: str) -> tuple[int, Link] | None:
    """ "countries from South-East Asia", "States of the Sahel"."""
    start = at + 1
    if tokens[at].word not in NAMED or start >= len(tokens) or tokens[start].word not in ("from", "of", "in"):
        return None
    start += 1 + (start + 1 < len(tokens) and tokens[start + 1].word == "the")
    for count in (3, 2, 1):
        key = tuple(token.word for token in tokens[start : start + count])
        known = lexicon.regions.get(("in", *key)) if len(key) == count else None
        if known:
            span = Span(tokens[at].start, tokens[start + count - 1].end)
            return start + count - at, Link(span, span.of(text), "group", known[1], known[0], "region", 1.0)
    return None


def _near(text: str, first: Token, second: Token) -> bool:
    return not text[first.end : second.start].strip(" '’s-")


BETWEEN = words_of("between")


@cache
def load_linker(delegations: Delegations) -> Linker:
    """The linker over the packaged tables, made once."""
    lexicon = load_lexicon(delegations)
    return Linker(delegations, lexicon, Speller(lexicon, ordinary_words()))
