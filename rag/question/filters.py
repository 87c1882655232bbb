"""Turns who, when and where into one set of filters and into reasons why there may be no answer.

In: the parts recognised, the facts of the record, the filters given. Out: `Filters` that leave at least one
statement, and problems for what the record does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.model import Filters
from index.speakers.delegations import Delegations
from index.text.dates import spoken_date
from rag.question.dates import DateMention, overlaps
from rag.question.meetings import MeetingMention
from rag.question.model import Period, Problem, RecordFacts, Sat, Spoke
from rag.question.organs import OrganMention
from rag.question.periods import shared
from rag.question.restrict import Who
from rag.question.wording import listed

SHOWN_DATES = 4
NO_ORGAN = "The record holds no statement of the {}; those of other organs were searched."


def hull(dates: tuple[DateMention, ...]) -> Period | None:
    """One period that covers all the dates."""
    if not dates:
        return None
    since = [date.period.since for date in dates]
    until = [date.period.until for date in dates]
    return Period(
        None if None in since else min(day for day in since if day),
        None if None in until else max(day for day in until if day),
    )


def build_filters(
    who: Who,
    question: str,
    said: tuple[DateMention, ...],
    meetings: tuple[MeetingMention, ...],
    named: tuple[OrganMention, ...],
    facts: RecordFacts,
    table: Delegations,
) -> tuple[Filters, tuple[Problem, ...]]:
    problems = list(who.problems)
    codes = tuple(dict.fromkeys([one.code for one in who.delegations] + who.members))
    period = hull(said) if facts.dates else None
    if period and not any(overlaps(date, period) for date in facts.dates):
        problems.append(_never_then(codes, question, said, facts))
        period = None
    if who.terms:
        held = Period(*who.in_office)
        period = shared((held, period) if period else (held,)) or held
    organs = _organs(named)
    symbols = tuple(dict.fromkeys(symbol for mention in meetings for symbol in mention.symbols))
    missing = [mention.symbol for mention in meetings if mention.certain and not mention.symbols]
    if missing and not symbols:
        problems.append(Problem("unknown_meeting", f"The record does not hold {' or '.join(missing)}."))
    bounds = _Bounds(period, symbols, organs)
    clash = _silent_then(codes, bounds, facts, table) or _never_there(bounds, facts)
    if clash:
        problems.append(clash)
        bounds = _Bounds()
    filters = Filters(
        delegations=codes,
        speakers=tuple(dict.fromkeys(who.speakers)),
        meetings=bounds.meetings,
        organs=bounds.organs,
        since=bounds.period.since if bounds.period else None,
        until=bounds.period.until if bounds.period else None,
    )
    return filters, tuple(problems)


def _never_then(
    codes: tuple[str, ...], question: str, said: tuple[DateMention, ...], facts: RecordFacts
) -> Problem:
    words = " and ".join(date.atom.of(question) for date in said)
    held = f"it runs from {_spoken(facts.dates[0])} to {_spoken(facts.dates[-1])}{_undated(codes, facts)}"
    return Problem("unknown_date", f"The record holds no statement dated {words}; {held}.")


@dataclass(frozen=True, slots=True)
class _Bounds:
    """When and where something was said."""

    period: Period | None = None
    meetings: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()

    def hold(self, one: Spoke | Sat) -> bool:
        then = self.period is None or (one.date is not None and overlaps(one.date, self.period))
        there = not self.meetings or one.meeting in self.meetings
        return then and there and (not self.organs or one.organ in self.organs)

    @property
    def where(self) -> str:
        places = [f"in the {listed(self.organs, 'or')}"] if self.organs else []
        places += [f"in {', '.join(self.meetings)}"] if self.meetings else []
        return " ".join([*places, *(["then"] if self.period and not self.meetings else [])])


def _silent_then(
    codes: tuple[str, ...], bounds: _Bounds, facts: RecordFacts, table: Delegations
) -> Problem | None:
    """A problem when the delegations speak in the record, but not then or there."""
    own = [spoke for spoke in facts.spoke if spoke.delegation in codes]
    if not codes or not facts.spoke or bounds == _Bounds() or any(map(bounds.hold, own)):
        return None
    names = " or ".join(one.name for code in codes if (one := table.by_code(code)))
    dates = sorted({spoke.date for spoke in own if spoke.date})
    shown = ", ".join(map(_spoken, dates[-SHOWN_DATES:])) if dates else "undated"
    more = "among them " if len(dates) > SHOWN_DATES else ""
    undated = _undated(codes, facts) if bounds.period and dates else ""
    return Problem(
        "delegation_silent",
        f"{names} does not speak {bounds.where} in this record; its statements: {more}{shown}{undated}.",
    )


def _never_there(bounds: _Bounds, facts: RecordFacts) -> Problem | None:
    """A problem when the organ sat, but not then."""
    if not bounds.organs or not facts.sat or any(map(bounds.hold, facts.sat)):
        return None
    organ = listed(bounds.organs, "or")
    dates = sorted({one.date for one in facts.sat if one.organ in bounds.organs and one.date})
    held = f"; it runs from {_spoken(dates[0])} to {_spoken(dates[-1])} there" if dates else ""
    then = replace(bounds, organs=()).where
    return Problem("unknown_date", f"The record holds no statement of the {organ} {then}{held}.")


def _organs(named: Sequence[OrganMention]) -> tuple[str, ...]:
    """Those in which something was said."""
    return tuple(dict.fromkeys(organ for one in named if one.said for organ in one.organs))


def organ_notes(named: Sequence[OrganMention], facts: RecordFacts) -> Iterator[str]:
    """What is told of the others: that an organ is spoken of, or that the record lacks it."""
    for one in named:
        if one.spoken_of and one.organs and len(facts.organs) > 1:
            yield f"'{one.words}' was read as part of what is asked about."
        elif one.said and facts.organs and not one.organs:
            yield NO_ORGAN.format(one.name)


def _spoken(date: str) -> str:
    return spoken_date(date) or date


def _undated(codes: tuple[str, ...], facts: RecordFacts) -> str:
    """Notes that there are also statements without a date, which no period can find."""
    some = any(spoke.date is None and (not codes or spoke.delegation in codes) for spoke in facts.spoke)
    return "; some statements have no date" if some else ""


def join_filters(given: Filters, found: Filters) -> tuple[Filters, tuple[str, ...]]:
    """Both restrictions together; if they exclude each other, the given one is kept, with a note."""
    notes: list[str] = []
    since = max((day for day in (given.since, found.since) if day), default=None)
    until = min((day for day in (given.until, found.until) if day), default=None)
    if since and until and since > until:
        notes.append("The dates given exclude those in the question; the dates given were kept.")
        since, until = given.since, given.until
    joined = replace(
        given,
        delegations=_shared("delegations", given.delegations, found.delegations, notes),
        speakers=_shared("speakers", given.speakers, found.speakers, notes),
        meetings=_shared("meetings", given.meetings, found.meetings, notes),
        organs=_shared("organs", given.organs, found.organs, notes),
        since=since,
        until=until,
    )
    return joined, tuple(notes)


def _shared(name: str, given: tuple[str, ...], found: tuple[str, ...], notes: list[str]) -> tuple[str, ...]:
    both = tuple(value for value in found if value in given)
    if given and found and not both:
        notes.append(f"The filter given on {name} differs from the question's; the filter given was kept.")
    return both or given or found
