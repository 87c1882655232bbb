"""The nouns of a briefing: what is on record, who stands where, our own record, who was silent.

In: citations and counts. Out: frozen values; `rag.briefing.briefs` fills them, `rag.briefing.export` writes
them. A citation has no number before it is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from index.model import Delegation, StatementRef
from rag.answer.counting import latest_names, party, who
from rag.model import Citation, Length, Side
from rag.ranking.in_time import as_spoken

LENGTHS: tuple[Length, ...] = get_args(Length)


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation, the State it speaks of, and the one it names; None where that is none or several."""

    citation: Citation
    about: str | None = None
    named: str | None = None

    @property
    def side(self) -> Side:
        return self.citation.side or "unclear"

    @property
    def party(self) -> str:
        """Who is spoken for, whatever it was called on that day."""
        return party(self.citation.statement)

    @property
    def who(self) -> str:
        """The same by name, as of that day."""
        return who(self.citation.statement)


@dataclass(frozen=True, slots=True)
class Part:
    """What was said of one object: of a State, or, where `about` is None, of none or several."""

    about: str | None
    said: tuple[Said, ...]

    def takers(self, side: Side) -> tuple[str, ...]:
        """Who takes this side and no other; "unclear": who is not known to take one."""
        wanted = set() if side == "unclear" else {side}
        return tuple(sorted(name for name, told in self._sides() if told == wanted))

    @property
    def divided(self) -> tuple[str, ...]:
        """Who is quoted on more than one side."""
        return tuple(sorted(name for name, told in self._sides() if len(told) > 1))

    def _sides(self) -> Iterable[tuple[str, set[Side]]]:
        """Each party once, under its latest name, with the sides it takes."""
        names = latest_names(one.citation.statement for one in self.said)
        sides: dict[str, set[Side]] = {}
        for one in self.said:
            sides.setdefault(one.party, set()).update({one.side} - {"unclear"})
        return [(names[code], told) for code, told in sides.items()]


@dataclass(frozen=True, slots=True)
class Base:
    """What the briefing rests on: who spoke to the topic and in how many statements, of those searched.

    `others` spoke for no delegation; `searched` and `in_all` are None where passages were chosen by hand;
    `certain` is False where more may belong to it. Dates are ISO, the first and the last; `unmet`
    statements name no meeting, `undated` ones no date.
    """

    delegations: int
    others: int
    statements: int
    searched: int | None
    in_all: int | None
    certain: bool
    meetings: tuple[str, ...]
    dates: tuple[str, ...]
    unmet: int
    undated: int


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """What the delegation that asks said on it, newest first, and how many statements of its there are.

    `silent`: none of them has a passage that speaks to it.
    """

    delegation: Delegation
    said: tuple[Citation, ...]
    statements: int
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Silent:
    """A delegation that took the floor and did not address the topic, with how often it spoke."""

    delegation: Delegation
    statements: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """Who spoke in the same meetings and did not address it; of those asked for, who spoke and did not, and
    who has no statement in these records at all. `narrowed`: only those asked for were looked at."""

    silent: tuple[Silent, ...] = ()
    asked_silent: tuple[Silent, ...] = ()
    absent: tuple[Delegation, ...] = ()
    narrowed: bool = False


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two quotations that point opposite ways."""

    one: Citation
    other: Citation


@dataclass(frozen=True, slots=True)
class Joint:
    """Quotations with a run of words in common."""

    citations: tuple[Citation, ...]
    run: str


@dataclass(frozen=True, slots=True)
class Brief:
    """`scope` says in words what restricts, `filtered` whether anything but delegations does; `parts` hold
    everything found, `quoted` what of it is quoted in the annex. `perhaps` may speak to it too, and is not
    written in a short one; `elsewhere` statements speak of another State than the one asked about. `harm` is
    the topic where that is a harm, on which nobody takes a side.
    """

    title: str
    scope: tuple[str, ...]
    length: Length
    base: Base
    parts: tuple[Part, ...]
    quoted: tuple[Part, ...]
    usable: tuple[Citation, ...]
    own: OwnRecord | None
    perhaps: tuple[Citation, ...]
    elsewhere: int
    gaps: Gaps
    contradictions: tuple[Contradiction, ...]
    joint: tuple[Joint, ...]
    index: str
    harm: str = ""
    filtered: bool = False

    @property
    def chosen(self) -> bool:
        """Are these passages that somebody chose, for which nothing was searched?"""
        return self.base.searched is None

    @property
    def place(self) -> str:
        """Where a statement is missed: others may be left out by filters."""
        return "under these filters" if self.filtered else "in these records"

    @property
    def sided(self) -> bool:
        """Was it asked who takes which side? Of a harm it is not, nor of passages without a topic."""
        return not self.parts or any(one.citation.side for part in self.parts for one in part.said)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Each once, in the order in which they are first written."""
        own = self.own.said if self.own else ()
        annex = (one.citation for part in self.quoted for one in part.said)
        perhaps = () if self.length == "short" else self.perhaps
        return tuple(dict.fromkeys((*own, *self.usable, *annex, *perhaps)))

    @property
    def sources(self) -> tuple[StatementRef, ...]:
        """The statements cited, newest first."""
        return tuple({one.statement.id: one.statement for one in newest_first(self.citations)}.values())


def newest_first(citations: Iterable[Citation]) -> list[Citation]:
    """By date, the latest first, of one day what was said last; what has no date comes last."""
    return as_spoken(citations, lambda one: one.statement, latest=True)
