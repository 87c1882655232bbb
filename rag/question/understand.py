"""Understand a question: who is asked to speak, when, where it was said, and what is wanted.

In: the question, the filters given with it, the facts of the record, the table of delegations.
Out: a `Query` whose filters never leave nothing to search: what the record does not hold (a silent
delegation, a date without statements, an unknown meeting) is a `Problem`, and is not filtered by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.model import Delegation, Filters, Span
from index.speakers.delegations import Delegations
from rag.model import Interpreted, Recognised
from rag.question.asks import read_asks
from rag.question.attribute import read_attribute
from rag.question.dates import DateMention, find_dates, overlaps, relative_dates
from rag.question.facts import gather_facts
from rag.question.filters import build_filters, hull, join_filters
from rag.question.meetings import MeetingMention, find_meetings
from rag.question.model import Asks, Period, Problem, Query, RecordFacts, Spoke
from rag.question.parties import Party, decide_roles, find_parties
from rag.question.said import Use, mask_date, use_of
from rag.question.topic import content_of, names_no_topic, remaining_text
from rag.question.who import Who, decide_who, level_of

__all__ = [
    "Asks",
    "Period",
    "Problem",
    "Query",
    "RecordFacts",
    "Spoke",
    "gather_facts",
    "understand",
    "unrestricted",
]

QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class When:
    """The dates of the question, sorted by use."""

    said: tuple[DateMention, ...]
    maybe: tuple[DateMention, ...]
    content: tuple[DateMention, ...]


def understand(question: str, given: Filters, facts: RecordFacts, delegations: Delegations) -> Query:
    """The question with its restrictions recognised and joined ("and") with the filters given."""
    plain = " ".join(question.translate(QUOTES).split())
    dates = find_dates(plain)
    meetings = find_meetings(plain, facts.meetings)
    places = tuple(mention.span for mention in meetings)
    atoms = tuple(date.atom for date in dates)
    parties = find_parties(plain, delegations, facts.speakers)
    parties = decide_roles(plain, _outside(parties, places), atoms, places)
    when = _when(plain, dates, parties, facts, places)
    parties = tuple(_dated(party, dates, facts) for party in parties)
    who = decide_who(plain, parties, facts, delegations, _years([hull(when.said)], facts))
    found, problems = build_filters(plain, who, when.said, meetings, facts, delegations)
    filters, clashes = join_filters(given, found)
    dated = when.said if found.since or found.until else ()
    undatable = when.said if not facts.dates else ()
    spans = (*who.spans, *(_date_span(plain, date) for date in (*dated, *undatable)), *_used(meetings))
    taken = tuple(dict.fromkeys(_disjoint(spans)))
    text = remaining_text(plain, taken)
    notes = (*who.notes, *clashes, *_date_notes(plain, when), *_undated_notes(plain, undatable))
    return Query(
        question=question,
        text=text,
        topic=content_of(text),
        filters=filters,
        preferred=tuple(dict.fromkeys(who.preferred)),
        asks=read_asks(plain, who.named),
        interpreted=Interpreted(
            filters, _shown(filters, delegations), _recognised(plain, who, dated, meetings), notes
        ),
        problems=problems,
        preferred_speakers=tuple(dict.fromkeys(who.preferred_speakers)),
        preferred_period=_preferred_period(when, facts),
        overview=not found.empty and names_no_topic(plain, taken),
        named=tuple(dict.fromkeys(who.delegations)),
        attribute=None if who.delegations else read_attribute(plain, parties),
    )


def unrestricted(query: Query, given: Filters, delegations: Delegations) -> Query:
    """The same words with nothing read out of them: only the filters given hold."""
    return Query(
        question=query.question,
        text=query.question,
        topic=content_of(query.question),
        filters=given,
        preferred=(),
        asks=query.asks,
        interpreted=Interpreted(given, _shown(given, delegations)),
        problems=(),
    )


def _outside(parties: tuple[Party, ...], places: tuple[Span, ...]) -> tuple[Party, ...]:
    return tuple(
        party
        for party in parties
        if not any(party.span.start < place.end and place.start < party.span.end for place in places)
    )


def _when(
    question: str,
    dates: tuple[DateMention, ...],
    parties: tuple[Party, ...],
    facts: RecordFacts,
    places: tuple[Span, ...],
) -> When:
    asked = tuple(party for party in parties if level_of(question, party, facts) >= 1)
    spans = tuple(party.span for party in asked)
    others = tuple(party.span for party in parties if party.span not in spans)
    atoms = tuple(date.atom for date in dates)
    speaks = bool(asked) or read_asks(question, 0).scope == "all"
    sorted_by_use: dict[str, list[DateMention]] = {"said": [], "maybe": [], "content": []}
    for date in dates:
        use = use_of(mask_date(question, date.atom, atoms, spans, others, places), speaks)
        sorted_by_use[_settled(use, date, asked, facts)].append(date)
    return When(*(tuple(sorted_by_use[use]) for use in ("said", "maybe", "content")))


def _settled(use: Use, date: DateMention, asked: tuple[Party, ...], facts: RecordFacts) -> str:
    """Where the words leave it open, a date restricts if the record holds that time, by those asked."""
    if use in ("said", "maybe", "content"):
        return use
    if use == "label":
        held = any(overlaps(day, date.period) for day in facts.dates)
    else:
        codes = {delegation.code for party in asked for delegation in party.delegations}
        held = any(
            spoke.delegation in codes and spoke.date is not None and overlaps(spoke.date, date.period)
            for spoke in facts.spoke
        )
    return "said" if held and (use != "placed" or date.precision == "day") else "maybe"


def _years(periods: Iterable[Period | None], facts: RecordFacts) -> tuple[int, ...]:
    """The years of the record inside the periods; none where no period is given."""
    held = sorted({int(date[:4]) for date in facts.dates})
    within: set[int] = set()
    for period in periods:
        if period is not None:
            first, last = int((period.since or "0001")[:4]), int((period.until or "9999")[:4])
            within |= {year for year in held if first <= year <= last}
    return tuple(sorted(within))


def _dated(party: Party, dates: tuple[DateMention, ...], facts: RecordFacts) -> Party:
    """ "African members of the Council in 2020": the date beside a group says whose membership counts."""
    beside = [date.named for date in dates if party.groups and 0 <= date.span.start - party.span.end <= 1]
    return replace(party, years=_years(beside, facts)) if beside else party


def _date_span(question: str, date: DateMention) -> Span:
    """What to take out: "in March 2014" whole, but only "May 2020" of "in the May 2020 debate"."""
    before = question[date.span.start : date.atom.start].lower()
    return date.atom if before == "" or before.endswith("the ") else date.span


def _used(meetings: tuple[MeetingMention, ...]) -> tuple[Span, ...]:
    return tuple(mention.span for mention in meetings if mention.symbols)


def _disjoint(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap an earlier one left out."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _shown(filters: Filters, table: Delegations) -> tuple[Delegation, ...]:
    return tuple(one for code in filters.delegations if (one := table.by_code(code)))


def _recognised(
    question: str, who: Who, dated: tuple[DateMention, ...], meetings: tuple[MeetingMention, ...]
) -> tuple[Recognised, ...]:
    dates = [Recognised(d.span.of(question), f"said {_period_text(d.period)}") for d in dated]
    places = [Recognised(m.words, f"said in {', '.join(m.symbols)}") for m in meetings if m.symbols]
    return (*who.recognised, *dates, *places)


def _period_text(period: Period) -> str:
    if period.since == period.until:
        return f"on {period.since}"
    return f"{period.since or 'any time'} to {period.until or 'any time'}"


def _date_notes(question: str, when: When) -> tuple[str, ...]:
    maybe = [
        f"'{d.span.of(question)}' may say when it was said: preferred, not required." for d in when.maybe
    ]
    content = [f"'{d.span.of(question)}' was read as part of what is asked about." for d in when.content]
    relative = [f"'{words}' was not applied: name the year." for words in relative_dates(question)]
    return (*maybe, *content, *relative)


def _undated_notes(question: str, dates: tuple[DateMention, ...]) -> tuple[str, ...]:
    return tuple(
        f"'{d.span.of(question)}' was not applied: no statement of the record has a date." for d in dates
    )


def _preferred_period(when: When, facts: RecordFacts) -> Period | None:
    period = hull(when.maybe) if not when.said else None
    return period if period and any(overlaps(date, period) for date in facts.dates) else None
