"""The nouns of a question that was understood: what it restricts, what it wants, what stands in the way.

In: nothing. Out: frozen values. `RecordFacts` says what the index holds, so that a filter never silently
leaves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.model import Delegation, Filters
from rag.model import Interpreted, RefusalReason

Scope = Literal["one", "all"]
Wants = Literal[
    "position", "fact", "number", "reason", "date", "place", "person", "delegation", "yes_no", "comparison",
    "overview", "quote", "definition", "other",
]  # fmt: skip
Order = Literal["latest", "earliest", "change"]
SideName = Literal["for", "against", "abstained", "silent"]


@dataclass(frozen=True, slots=True)
class Spoke:
    """That a delegation has a statement with this (possibly reduced) date, meeting and organ."""

    delegation: str
    date: str | None
    meeting: str | None
    organ: str | None = None


@dataclass(frozen=True, slots=True)
class Sat:
    """That an organ has a statement with this (possibly reduced) date and meeting, of whomever."""

    organ: str
    date: str | None
    meeting: str | None


@dataclass(frozen=True, slots=True)
class Debate:
    """A meeting of the record, its (possibly reduced) date and the terms of what it was about."""

    meeting: str
    date: str
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What the index holds, built once for each state of it.

    `speakers` pairs each name as the record has it with the delegation spoken for. `spoke`, `organs`,
    `debates` and `sat` may stay empty; the checks that need them are then left out. `presided` are States
    that speak only as who presides, `spoken_by` names for States that do not speak who speaks on their
    behalf.
    """

    delegations: frozenset[str]
    speakers: tuple[tuple[str, str | None], ...]
    meetings: frozenset[str]
    dates: tuple[str, ...]
    spoke: frozenset[Spoke] = frozenset()
    organs: frozenset[str] = frozenset()
    presided: frozenset[str] = frozenset()
    spoken_by: tuple[tuple[str, str], ...] = ()
    debates: frozenset[Debate] = frozenset()
    sat: frozenset[Sat] = frozenset()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the record cannot answer the question, known before any search."""

    reason: RefusalReason
    message: str


@dataclass(frozen=True, slots=True)
class Side:
    """The side asked for; `votes`: the question is how votes were cast."""

    name: SideName
    votes: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """The question asks for the `noun` of the State that it calls `name`."""

    noun: str
    name: str
    state: Delegation


@dataclass(frozen=True, slots=True)
class Asks:
    """What the question wants: one answer or every delegation's, what kind, whose side, which order."""

    scope: Scope
    wants: Wants
    side: Side | None = None
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, ISO 8601, both included; None is open."""

    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Query:
    """A question that was understood.

    `question` is as it is ranked and read, with the delegation in the place of a speaker to whom it is
    restricted; `undated` is the same without the dates and meetings that restrict it, as lists are read.
    `text` is what is searched for: the question without the parts that became filters. `topic` is its content
    only, also without the interrogative frame. `preferred` delegations, speakers and period are named, but
    perhaps as the topic: a soft preference, never a filter. `overview` is set where the question restricts
    and names no topic: it asks for whatever was said. `named` are the delegations asked one by one, members
    of a group aside. `without` are codes of delegations left out ("besides Japan"). `attribute` is set where
    only something of a State is asked. `own_record`: what the delegation that asks said itself is to be
    listed, newest first.
    """

    question: str
    text: str
    topic: str
    filters: Filters
    preferred: tuple[Delegation, ...]
    asks: Asks
    interpreted: Interpreted
    problems: tuple[Problem, ...]
    preferred_speakers: tuple[str, ...] = ()
    preferred_period: Period | None = None
    overview: bool = False
    named: tuple[Delegation, ...] = ()
    without: tuple[str, ...] = ()
    attribute: Attribute | None = None
    own_record: bool = False
    undated: str = ""
