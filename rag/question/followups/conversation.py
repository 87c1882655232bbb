"""A conversation that its client keeps: a follow-up in, the whole question out, with what it carries over.

In: the question asked, the turns before it. Out: `Completed`. No conversation is kept between two calls: each
turn is completed anew by those before it. A question that lacks nothing is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from index.model import Filters
from index.speakers.delegations import Delegations
from rag.question.filters import hull
from rag.question.followups.asking import is_party
from rag.question.followups.completing import candidates, goes_on
from rag.question.followups.opening import Opened, opened
from rag.question.followups.regional import of_region
from rag.question.followups.relative import with_own_dates
from rag.question.followups.rewriting import Before
from rag.question.followups.said import Said, dates_in, meetings_in, read_said
from rag.question.followups.standing import as_it_stands, with_head, without_adding
from rag.question.model import Query, RecordFacts
from rag.question.network import Chances
from rag.question.reader import QuestionReader
from rag.question.reading import Parts, parts_of
from rag.question.topic import content_of
from rag.question.understand import QUOTES, understand

NOTHING = Filters()
MOST = 20
"""Earlier turns that are considered."""
REMEMBERED = 256
"""Texts whose reading is remembered: a conversation sends its turns again with each question."""


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
        self._present: _OverOneRecord | None = None

    def complete(self, asked: str, turns: Sequence[Turn]) -> Completed:
        """The question as it stands alone after these turns."""
        if not turns:
            return Completed(asked)
        facts, present = self._facts(), self._present
        if present is None or present.facts is not facts:
            self._present = present = _OverOneRecord(facts, self._delegations, self._reader)
        return present.complete(asked, turns[-MOST:])


class _OverOneRecord:
    """Completes follow-ups while the record stays as it is."""

    def __init__(self, facts: RecordFacts, delegations: Delegations, reader: QuestionReader) -> None:
        self.facts, self._delegations, self._reader = facts, delegations, reader
        self._understood = lru_cache(REMEMBERED)(self._understand)
        self._parts = lru_cache(REMEMBERED)(self._read_parts)

    def complete(self, asked: str, turns: Sequence[Turn]) -> Completed:
        begun = opened(asked)
        if begun.fresh:
            return Completed(begun.text)
        before = self._standalone(turns)
        query = self._understood(before)
        held = self._before(before, query, turns[-1], self._earlier(turns))
        said, whole = self._whole(begun, held)
        if whole == said.text:
            return Completed(begun.text)
        more = goes_on(said, held) and not said.about_something
        filters = _held_on(turns[-1].filters, query.interpreted.filters, said)
        return Completed(whole, filters, turns[-1].next if more else None)

    def _standalone(self, turns: Sequence[Turn]) -> str:
        """The last turn's question, completed by those before it."""
        at = max((i for i, turn in enumerate(turns) if turn.standalone), default=0)
        whole = turns[at].standalone or turns[at].question
        for turn in turns[at + 1 :]:
            begun = opened(turn.question)
            held = self._before(whole, self._understood(whole), Turn(whole))
            said, chosen = self._whole(begun, held)
            whole = begun.text if begun.fresh or chosen == said.text else chosen
        return whole

    def _earlier(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        """Whose words the last turn but one asked for."""
        if len(turns) < 2:
            return ()
        whole = self._standalone(turns[:-1])
        return tuple(self._before(whole, self._understood(whole), turns[-2]).names)

    def _whole(self, begun: Opened, held: Before) -> tuple[Said, str]:
        """The follow-up as read, with what it points back to in its place, and as a whole question."""
        dated = with_own_dates(begun.text, hull(held.said.parts.dates))
        told = of_region(with_head(dated.text, held.topic), of_all=not held.holders)
        said = self._said(told, begun.corrects, dated.any_time)
        added = self._said(without_adding(said.text), begun.corrects, dated.any_time)
        chosen = self._chosen(added, held, begun.corrects)
        return (said, said.text) if chosen == added.text and said.text == begun.text else (said, chosen)

    def _chosen(self, asked: Said, before: Before, corrects: bool) -> str:
        """The first candidate that is understood as it was meant, otherwise the first."""
        found = candidates(asked, before, corrects)
        wanted = {link.code for link in asked.holders if link.kind == "delegation"}
        side = asked.side or before.side
        for one in found[:-1]:
            meant = self._understood(one).interpreted
            heard = {*meant.filters.delegations, *(name.code for name in meant.holders)}
            of_all = not asked.of_all or meant.scope == "all"
            if wanted <= heard and of_all and (side is None or meant.side == side):
                return one
        return found[-1] if len(found) > 1 else found[0]

    def _before(self, text: str, query: Query, turn: Turn, earlier: tuple[str, ...] = ()) -> Before:
        said = self._said(text)
        read = [name.words for name in query.interpreted.holders]
        holders = read if turn.holders is None else turn.holders
        asked = tuple(link for link in said.parts.links if link.words in holders)
        topic = undated(said, as_it_stands(said, turn.topic or without_party(query.topic)))
        return Before(said, asked, topic, turn.side or query.interpreted.side, earlier)

    def _said(self, text: str, joined: bool = False, any_time: bool = False) -> Said:
        plain = _plain(text)
        parts, roles = self._parts(plain)
        return read_said(plain, parts, roles, joined, any_time)

    def _read_parts(self, plain: str) -> tuple[Parts, tuple[Chances, ...]]:
        parts = parts_of(plain, self._delegations, self.facts.speakers, self.facts.meetings)
        return parts, self._reader.read(plain, parts.links, parts.dates, parts.pieces).roles

    def _understand(self, text: str) -> Query:
        return understand(text, NOTHING, self.facts, self._delegations, self._reader)


def undated(said: Said, topic: str) -> str:
    """Without the dates and meetings at its end: where they go on, they are put there again."""
    for words in reversed([*dates_in(said), *meetings_in(said)]):
        topic = topic.removesuffix(f" {words}")
    return topic


def without_party(topic: str) -> str:
    """ "States reject the use of force", reduced to what it is about: the States are those asked."""
    first, _, rest = topic.partition(" ")
    return content_of(rest) if rest and is_party(first.lower()) else topic


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
        "since": bool(asked.parts.dates) or asked.any_time,
        "until": bool(asked.parts.dates) or asked.any_time,
    }
    held = {
        one.name: getattr(given, one.name)
        for one in fields(Filters)
        if getattr(given, one.name) != getattr(read, one.name) and not told.get(one.name)
    }
    return replace(NOTHING, **held)
