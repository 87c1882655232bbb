"""A conversation that its client keeps: a follow-up in, the whole question out, with what it carries over.

In: the question asked, the turns before it. Out: `Completed`. Nothing is kept between two calls: the turns
are read anew, each completed by those before it. A question that lacks nothing is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

from index.model import Filters
from index.speakers.delegations import Delegations
from rag.question.completing import candidates, goes_on
from rag.question.model import Query, RecordFacts
from rag.question.reader import QuestionReader
from rag.question.reading import parts_of
from rag.question.rewriting import Before
from rag.question.said import Said, is_party, read_said
from rag.question.topic import content_of
from rag.question.understand import QUOTES, understand

NOTHING = Filters()
MOST = 20
"""Earlier turns that are considered."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question asked before, and what is known about its answer: the question it stood for, what it was
    taken to mean (`holders` are words of the question), and the cursor of its next page."""

    question: str
    standalone: str | None = None
    topic: str | None = None
    side: str | None = None
    holders: tuple[str, ...] | None = None
    filters: Filters | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Completed:
    """The question that stands alone, the filters kept from the turn before, and the cursor if more of its
    list is asked for."""

    question: str
    filters: Filters = NOTHING
    next: str | None = None


class Completer:
    """Completes follow-ups; safe for threads."""

    def __init__(
        self, facts: Callable[[], RecordFacts], delegations: Delegations, reader: QuestionReader
    ) -> None:
        self._facts, self._delegations, self._reader = facts, delegations, reader

    def complete(self, asked: str, turns: Sequence[Turn]) -> Completed:
        """The question as it stands alone after these turns."""
        turns = turns[-MOST:]
        if not turns:
            return Completed(asked)
        before = self._standalone(turns)
        said = self._said(asked)
        query = self._understood(before)
        held = self._before(before, query, turns[-1])
        whole = self._chosen(said, held)
        if whole == said.text:
            return Completed(asked)
        more = goes_on(said, held) and not said.about_something
        filters = _held_on(turns[-1].filters, query.interpreted.filters, said)
        return Completed(whole, filters, turns[-1].next if more else None)

    def _standalone(self, turns: Sequence[Turn]) -> str:
        """The last turn's question, completed by those before it."""
        at = max((i for i, turn in enumerate(turns) if turn.standalone), default=0)
        whole = turns[at].standalone or turns[at].question
        for turn in turns[at + 1 :]:
            held = self._before(whole, self._understood(whole), Turn(whole))
            said = self._said(turn.question)
            chosen = self._chosen(said, held)
            whole = turn.question if chosen == said.text else chosen
        return whole

    def _chosen(self, asked: Said, before: Before) -> str:
        """The first candidate that is understood as it was meant, otherwise the first."""
        found = candidates(asked, before)
        wanted = {link.code for link in asked.holders if link.kind == "delegation"}
        side = asked.side or before.side
        for one in found[:-1]:
            meant = self._understood(one).interpreted
            heard = {*meant.filters.delegations, *(name.code for name in meant.holders)}
            if wanted <= heard and (side is None or meant.side == side):
                return one
        return found[-1] if len(found) > 1 else found[0]

    def _before(self, text: str, query: Query, turn: Turn) -> Before:
        said = self._said(text)
        read = [name.words for name in query.interpreted.holders]
        holders = read if turn.holders is None else turn.holders
        asked = tuple(link for link in said.parts.links if link.words in holders)
        topic = turn.topic or with_article(said.text, without_party(query.topic))
        return Before(said, asked, topic, turn.side or query.interpreted.side)

    def _said(self, text: str) -> Said:
        plain, facts = _plain(text), self._facts()
        parts = parts_of(plain, self._delegations, facts.speakers, facts.meetings)
        opinion = self._reader.read(plain, parts.links, parts.dates, parts.pieces)
        return read_said(plain, parts, opinion.roles)

    def _understood(self, text: str) -> Query:
        return understand(text, Filters(), self._facts(), self._delegations, self._reader)


def without_party(topic: str) -> str:
    """ "States reject the use of force", reduced to what it is about: the States are those asked."""
    first, _, rest = topic.partition(" ")
    return content_of(rest) if rest and is_party(first.lower()) else topic


def with_article(text: str, topic: str) -> str:
    """The topic with the article that stands before it there."""
    found = re.search(rf"\b(?:the|an?) (?={re.escape(topic)})", text, re.IGNORECASE) if topic else None
    return f"{found.group()}{topic}" if found else topic


def _plain(text: str) -> str:
    return " ".join(text.translate(QUOTES).split())


def _held_on(given: Filters | None, read: Filters, asked: Said) -> Filters:
    """What restricted the turn before without being in its words, except what the new question names."""
    if given is None:
        return NOTHING
    told = {
        "delegations": bool(asked.holders) or asked.of_all,
        "speakers": bool(asked.holders) or asked.of_all,
        "meetings": bool(asked.parts.meetings),
        "since": bool(asked.parts.dates),
        "until": bool(asked.parts.dates),
    }
    held = {
        one.name: getattr(given, one.name)
        for one in fields(Filters)
        if getattr(given, one.name) != getattr(read, one.name) and not told.get(one.name)
    }
    return replace(NOTHING, **held)
