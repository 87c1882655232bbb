"""Reads a question: finds its names, dates and symbols, and asks the small models about them.

In: a question, the tables, the reader. Out: `Parts` and a `Reading`: each name's chances of being asked, the
dates by their use, what is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast, get_args

from index.model import Span
from index.speakers.delegations import Delegations
from index.tables import lists_of
from rag.question.dates import DateMention, date_span, find_dates
from rag.question.events import of_event
from rag.question.features import Piece, name_lists, pieces_of
from rag.question.linker import load_linker
from rag.question.links import Link
from rag.question.meetings import MeetingMention, find_meetings, used_spans
from rag.question.model import Asks, Debate, Order, Period, Scope, Side, SideName, Wants
from rag.question.network import AIMS, Chances
from rag.question.occasions import find_occasions
from rag.question.ordering import Ordered, asked_order
from rag.question.persons import Pairs
from rag.question.reader import QuestionReader
from rag.question.restrict import HOLDS, left_out
from rag.question.siding.asked import read_siding
from rag.question.wording import with_commas

_WORDS = lists_of("rag", "question_words.tsv")
VOTES = re.compile(rf"\b{_WORDS['voted']}\b|\bballot", re.IGNORECASE)
SIDED = 0.4
"""The chance from which a side is asked for, though that none is may be likelier."""
SURE_OF_DATE = 0.6
"""The chance from which a date restricts; below it is a preference."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The names, dates and symbols of a question, and its words with them masked."""

    links: tuple[Link, ...]
    dates: tuple[DateMention, ...]
    meetings: tuple[MeetingMention, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class When:
    """The dates of the question, sorted by use."""

    said: tuple[DateMention, ...]
    maybe: tuple[DateMention, ...]
    content: tuple[DateMention, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the models say about the parts; `ordered` are the words that say the order wanted, if any do, and
    `sided` those that a side is asked on, where the words tell."""

    roles: tuple[dict[str, float], ...]
    when: When
    asks: Asks
    confidences: Mapping[str, float]
    ordered: Ordered | None = None
    sided: tuple[Span, ...] = ()


def parts_of(
    question: str,
    delegations: Delegations,
    speakers: Pairs = (),
    meetings: frozenset[str] = frozenset(),
    debates: frozenset[Debate] | None = None,
) -> Parts:
    """What the tables and patterns find in a question; debates named by their subject only among these."""
    dates = find_dates(question)
    places = find_meetings(question, meetings)
    occasions = find_occasions(question, dates, debates) if debates is not None else ()
    taken = [place.span for place in places]
    links = tuple(
        link
        for link in load_linker(delegations).links(question, speakers)
        if not any(link.span.overlaps(place) for place in taken)
    )
    others = [*((place.span, "<doc>") for place in places), *((date.atom, "<date>") for date in dates)]
    return Parts(links, dates, _together(places, occasions), pieces_of(question, links, others))


def _together(
    places: Sequence[MeetingMention], occasions: Sequence[MeetingMention]
) -> tuple[MeetingMention, ...]:
    """Meetings named by a symbol tell more than a debate's subject beside them."""
    apart = [one for one in occasions if not any(one.span.overlaps(place.span) for place in places)]
    if any(place.symbols for place in places):
        apart = [replace(one, symbols=()) for one in apart]
    return (*places, *apart)


def read(plain: str, parts: Parts, reader: QuestionReader) -> Reading:
    opinion = reader.read(plain, parts.links, parts.dates, parts.pieces)
    chances = opinion.aims
    best = {aim: max(some, key=some.__getitem__) for aim, some in chances.items()}
    roles = opinion.roles if best["wants"] == "comparison" else _one_of_rivals(plain, parts, opinion.roles)
    roles = tuple(map(partial(_unless_debated, parts.meetings), parts.links, roles))
    when = _when(plain, parts.dates, opinion.dates)
    told = read_siding(_undated(plain, parts, when), parts.links, _asked_by_name(plain, parts, roles))
    side = told.side if told else _side(chances["side"])
    best["side"] = side or "none"
    ordered = asked_order(plain)
    if ordered is not None:
        best["order"] = ordered.order
    votes = side in ("for", "against") and VOTES.search(plain) is not None
    asks = Asks(
        scope=cast(Scope, best["scope"]),
        wants=cast(Wants, best["wants"]),
        side=Side(side, votes) if side else None,
        order=cast(Order, best["order"]) if best["order"] in get_args(Order) else None,
    )
    sure = {aim: round(chances[aim][best[aim]], 3) for aim in AIMS}
    return Reading(roles, when, asks, sure, ordered if asks.order else None, told.topic if told else ())


def _unless_debated(meetings: Sequence[MeetingMention], link: Link, role: Chances) -> Chances:
    """What a debate is about is not asked to speak."""
    debated = any(one.occasion and one.span.overlaps(link.span) for one in meetings)
    return {**role, "holder": 0.0, "mention": 1.0} if debated else role


def _undated(question: str, parts: Parts, when: When) -> tuple[Piece, ...]:
    """The pieces without the dates and meetings that restrict, which may stand between any two words
    ("insisted on 5 May that ...")."""
    dates = [date_span(question, date) for date in when.said]
    dates += used_spans(parts.meetings)
    apart = with_commas(question, dates)
    return tuple(piece for piece in parts.pieces if not any(d.start <= piece.start < d.end for d in apart))


def _one_of_rivals(question: str, parts: Parts, roles: Sequence[Chances]) -> tuple[Chances, ...]:
    """Of States that stand apart, in no list, the likeliest is asked; the others are spoken of."""
    lists = {at: number for number, names in enumerate(name_lists(parts.pieces)) for at in names}
    asked = [
        (at, link.code, role["holder"])
        for at, (link, role) in enumerate(zip(parts.links, roles, strict=True))
        if link.kind == "delegation" and role["holder"] >= HOLDS and left_out(question, link) is None
    ]
    outdone = {
        at
        for at, code, chance in asked
        if any(more > chance and other != code and lists.get(i) != lists.get(at) for i, other, more in asked)
    }
    return tuple(
        {**role, "holder": role["mention"], "mention": role["holder"]} if at in outdone else role
        for at, role in enumerate(roles)
    )


def _asked_by_name(question: str, parts: Parts, roles: Sequence[Mapping[str, float]]) -> bool:
    """Is a delegation or person, not a group, likely asked to speak?"""
    return any(
        role["holder"] >= HOLDS and link.kind != "group" and left_out(question, link) is None
        for link, role in zip(parts.links, roles, strict=True)
    )


def _side(chances: Mapping[str, float]) -> SideName | None:
    """The likeliest side, also where none is a little likelier: a list without a side names wrong allies."""
    likeliest = max(get_args(SideName), key=chances.__getitem__)
    sided = chances[likeliest] >= min(SIDED, chances["none"])
    return cast(SideName, likeliest) if sided else None


def _when(question: str, dates: Sequence[DateMention], chances: Sequence[Mapping[str, float]]) -> When:
    """Dates that bound what was said, that may do so, and that belong to the topic; an event's date only
    opens."""
    said, maybe, content = [], [], []
    for date, chance in zip(dates, chances, strict=True):
        opens = chance["open"] > chance["period"] or of_event(question, date)
        meant = replace(date, period=Period(date.period.since, None)) if opens else date
        if chance["none"] > max(chance["open"], chance["period"]):
            content.append(date)
        elif chance["none"] > 1 - SURE_OF_DATE:
            maybe.append(meant)
        else:
            said.append(meant)
    return When(tuple(said), tuple(maybe), tuple(content))
