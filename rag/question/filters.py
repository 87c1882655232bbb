"""Turns who, when and where into one set of filters and into reasons why there may be no answer.

In: the parts recognised, the facts of the record, the filters given. Out: `Filters` that leave at least one
statement, and problems for what the record does not hold.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.model import Filters, Span
from index.speakers.delegations import Delegations
from index.tables import lists_of
from index.text.dates import spoken_date
from rag.question.dates import DateMention, overlaps
from rag.question.meetings import MeetingMention
from rag.question.model import Period, Problem, RecordFacts
from rag.question.periods import shared
from rag.question.restrict import Who

_WORDS = lists_of("rag", "question_words.tsv")
ORGAN = re.compile(
    rf"\b(?:{_WORDS['before_organ']}) (?:the )?(?:\d{{4}} )?(?:un )?(?:{_WORDS['organ']})\b|"
    rf"\b(?:{_WORDS['organ']}) (?:{_WORDS['organ_speech']})\b|\bUNGA\b",
    re.IGNORECASE,
)
IN_ORGAN = re.compile(
    rf"\b(?:{_WORDS['before_organ']}) (?:the )?(?:\d{{4}} )?(?:un )?(?:{_WORDS['organ']})"
    rf"(?: of the (?:un )?(?:{_WORDS['organ']}))?\b(?! (?:resolution|decision|{_WORDS['organ_speech']}))",
    re.IGNORECASE,
)
ASSEMBLY = "general assembly"
NO_ASSEMBLY = "The record holds no statement of the General Assembly; those of other organs were searched."
SHOWN_DATES = 4


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
    symbols = tuple(dict.fromkeys(symbol for mention in meetings for symbol in mention.symbols))
    missing = [mention.symbol for mention in meetings if mention.certain and not mention.symbols]
    if missing and not symbols:
        problems.append(Problem("unknown_meeting", f"The record does not hold {' or '.join(missing)}."))
    clash = _silent_then(codes, period, symbols, facts, table)
    if clash:
        problems.append(clash)
        period, symbols = None, ()
    filters = Filters(
        delegations=codes,
        speakers=tuple(dict.fromkeys(who.speakers)),
        meetings=symbols,
        organs=_organs(question, facts),
        since=period.since if period else None,
        until=period.until if period else None,
    )
    return filters, tuple(problems)


def _never_then(
    codes: tuple[str, ...], question: str, said: tuple[DateMention, ...], facts: RecordFacts
) -> Problem:
    words = " and ".join(date.atom.of(question) for date in said)
    held = f"it runs from {_spoken(facts.dates[0])} to {_spoken(facts.dates[-1])}{_undated(codes, facts)}"
    return Problem("unknown_date", f"The record holds no statement dated {words}; {held}.")


def _silent_then(
    codes: tuple[str, ...],
    period: Period | None,
    symbols: tuple[str, ...],
    facts: RecordFacts,
    table: Delegations,
) -> Problem | None:
    """A problem when the delegations speak in the record, but not then or there."""
    if not codes or not facts.spoke or not (period or symbols):
        return None
    own = [spoke for spoke in facts.spoke if spoke.delegation in codes]
    for spoke in own:
        in_time = period is None or (spoke.date is not None and overlaps(spoke.date, period))
        if in_time and (not symbols or spoke.meeting in symbols):
            return None
    names = " or ".join(one.name for code in codes if (one := table.by_code(code)))
    where = f"in {', '.join(symbols)}" if symbols else "then"
    dates = sorted({spoke.date for spoke in own if spoke.date})
    shown = ", ".join(map(_spoken, dates[-SHOWN_DATES:])) if dates else "undated"
    more = "among them " if len(dates) > SHOWN_DATES else ""
    undated = _undated(codes, facts) if period and dates else ""
    return Problem(
        "delegation_silent",
        f"{names} does not speak {where} in this record; its statements: {more}{shown}{undated}.",
    )


def _spoken(date: str) -> str:
    return spoken_date(date) or date


def _undated(codes: tuple[str, ...], facts: RecordFacts) -> str:
    """Notes that there are also statements without a date, which no period can find."""
    some = any(spoke.date is None and (not codes or spoke.delegation in codes) for spoke in facts.spoke)
    return "; some statements have no date" if some else ""


def organ_spans(question: str) -> tuple[Span, ...]:
    """Where it is told that something was said in that organ; elsewhere it may be spoken of."""
    return tuple(Span(*found.span()) for found in IN_ORGAN.finditer(question))


def _organs(question: str, facts: RecordFacts) -> tuple[str, ...]:
    if not ORGAN.search(question):
        return ()
    return tuple(sorted(organ for organ in facts.organs if ASSEMBLY in organ.lower()))


def lacks_assembly(question: str, facts: RecordFacts) -> bool:
    """Is something said in the General Assembly asked for, of which the record holds nothing?"""
    return bool(ORGAN.search(question) and facts.organs and not _organs(question, facts))


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
