"""Understands a question: who is asked to speak, when and where it was said, and what is wanted.

In: the question, the filters given with it, the facts of the record, the table of delegations, the reader
with its small models. Out: a `Query` whose filters never leave nothing to search: what the record does not
hold (a silent delegation, a date without statements, an unknown meeting) becomes a `Problem` and not a
filter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from index.model import Delegation, Filters, Span
from index.speakers.delegations import Delegations
from rag.model import Interpreted, Named, Recognised
from rag.question.attribute import read_attribute
from rag.question.dates import DateMention, overlaps, relative_dates
from rag.question.facts import gather_facts
from rag.question.features import partners_of
from rag.question.filters import build_filters, hull, join_filters
from rag.question.links import Link
from rag.question.meetings import MeetingMention
from rag.question.members import Setting
from rag.question.model import Asks, Period, Problem, Query, RecordFacts, Spoke
from rag.question.own import Voice, voiced
from rag.question.reader import QuestionReader
from rag.question.reading import Parts, Reading, When, parts_of, read
from rag.question.restrict import HOLDS, Who, decide_who
from rag.question.topic import content_of, names_no_topic, parts_left_of, remaining_text
from rag.question.undone import NOTHING, filters_left, parts_left, reading_left
from rag.question.wording import Edit, disjoint, edited

__all__ = [
    "Asks",
    "Parts",
    "Period",
    "Problem",
    "Query",
    "RecordFacts",
    "Spoke",
    "gather_facts",
    "parts_of",
    "understand",
    "unrestricted",
]

HOLDER = {"holder": 1.0, "mention": 0.0, "none": 0.0}
"""The role of a name that is surely asked to speak."""
QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})


def understand(
    question: str,
    given: Filters,
    facts: RecordFacts,
    delegations: Delegations,
    reader: QuestionReader | None = None,
    own: Delegation | None = None,
    undone: Collection[str] = NOTHING,
) -> Query:
    """The question, with "we" as `own` and without what is `undone`; its restrictions and the filters given
    must both hold."""
    voice = voiced(" ".join(question.translate(QUOTES).split()), own)
    plain = voice.text
    parts = parts_left(parts_of(plain, delegations, facts.speakers, facts.meetings), undone)
    reading = _in_voice(read(plain, parts, reader or QuestionReader()), parts, voice)
    reading = reading_left(reading, parts, undone)
    when = reading.when
    setting = Setting(plain, facts, delegations, _years([hull(when.said)], facts))
    who = decide_who(parts.links, reading.roles, partners_of(parts.pieces), setting)
    found, problems = build_filters(who, plain, when.said, parts.meetings, facts, delegations)
    found = filters_left(found, undone)
    filters, clashes = join_filters(given, found)
    dated = when.said if found.since or found.until else ()
    undatable = when.said if not facts.dates else ()
    taken = _taken(plain, who, reading, (*dated, *undatable), parts.meetings)
    text = remaining_text(plain, taken)
    topic = parts_left_of(plain, reading.sided, taken) or content_of(text)
    notes = (*who.notes, *clashes, *_date_notes(plain, when), *_undated_notes(plain, undatable))
    without = [*who.without, *([own.code] if own and voice.others else [])]
    interpreted = replace(
        _interpreted(parts, reading, topic),
        filters=_asked(given, who, when, found),
        delegations=_shown(filters, delegations),
        recognised=(*voice.recognised, *_recognised(plain, who, dated, parts.meetings)),
        notes=notes,
        own=own,
    )
    several = who.named - _twice(who, voice) > 1
    asked = question if own is None else plain
    headed = _headed(parts.links, who, setting)
    return Query(
        question=edited(plain, headed) if headed else asked,
        text=text,
        topic=topic,
        filters=filters,
        preferred=tuple(dict.fromkeys(who.preferred)),
        asks=replace(reading.asks, scope="all") if several and "scope" not in undone else reading.asks,
        interpreted=interpreted,
        problems=problems,
        preferred_speakers=tuple(dict.fromkeys(who.preferred_speakers)),
        preferred_period=_preferred_period(when, facts),
        overview=not found.empty and names_no_topic(plain, taken),
        named=tuple(dict.fromkeys(who.delegations)),
        without=tuple(dict.fromkeys(code for code in without if code not in filters.delegations)),
        attribute=None if interpreted.holders or undone else read_attribute(plain, parts.links, delegations),
        own_record=voice.record,
    )


def _headed(links: Iterable[Link], who: Who, setting: Setting) -> list[Edit]:
    """Speakers that restrict, each with the delegation to put in its place: statements are read and ranked
    under their delegation, and what is searched for a speaker's name lacks it. None is put in the place of
    speakers for several, or of one whose delegation is named too."""
    edits = []
    for link in links:
        speaks = link.kind == "speaker" and link.names and set(link.names) <= set(who.speakers)
        codes = {code for name, code in setting.facts.speakers if name in link.names}
        code = next(iter(codes)) if speaks and len(codes) == 1 else None
        if code is not None and code not in who.asked:
            edits.append((link.span, setting.name(code)))
    return edits


def _twice(who: Who, voice: Voice) -> int:
    """How often the delegation that asks is named again."""
    return len(who.delegations) - len(set(who.delegations)) if voice.spans else 0


def _in_voice(reading: Reading, parts: Parts, voice: Voice) -> Reading:
    """The reading where the delegation that asks surely is the one to speak, and all it said is listed."""
    roles = tuple(
        HOLDER
        if any(link.span.start < span.end and span.start < link.span.end for span in voice.spans)
        else role
        for link, role in zip(parts.links, reading.roles, strict=True)
    )
    asks = replace(reading.asks, scope="all", order="latest") if voice.record else reading.asks
    return replace(reading, roles=roles, asks=asks)


def unrestricted(query: Query, given: Filters, delegations: Delegations) -> Query:
    """The same words taken literally: only the filters given apply."""
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


def _interpreted(parts: Parts, reading: Reading, topic: str) -> Interpreted:
    holders, mentions = [], []
    for link, role in zip(parts.links, reading.roles, strict=True):
        if role["holder"] >= HOLDS:
            holders.append(_named(link, role["holder"]))
        elif role["mention"] >= role["none"] and role["mention"] >= role["holder"]:
            mentions.append(_named(link, role["mention"]))
    asks = reading.asks
    return Interpreted(
        Filters(),
        holders=tuple(holders),
        mentions=tuple(mentions),
        topic=topic,
        scope=asks.scope,
        wants=asks.wants,
        side=asks.side.name if asks.side else None,
        order=asks.order,
        confidences=reading.confidences,
    )


def _named(link: Link, chance: float) -> Named:
    return Named(link.words, link.kind, link.code, link.name, round(chance * link.confidence, 3))


def _asked(given: Filters, who: Who, when: When, found: Filters) -> Filters:
    """What restricts, as it was asked: including delegations and dates for which the record holds nothing."""
    period = hull(when.said)
    codes = tuple(dict.fromkeys([*who.asked, *found.delegations]))
    asked = replace(
        found,
        delegations=codes,
        since=period.since if period else None,
        until=period.until if period else None,
    )
    return join_filters(given, asked)[0]


def _years(periods: Iterable[Period | None], facts: RecordFacts) -> tuple[int, ...]:
    """The years of the record inside the periods; none where no period is given."""
    held = sorted({int(date[:4]) for date in facts.dates})
    within: set[int] = set()
    for period in periods:
        if period is not None:
            first, last = int((period.since or "0001")[:4]), int((period.until or "9999")[:4])
            within |= {year for year in held if first <= year <= last}
    return tuple(sorted(within))


def _date_span(question: str, date: DateMention) -> Span:
    """What to take out: "in March 2014" whole, but only "May 2020" of "in the May 2020 debate"."""
    before = question[date.span.start : date.atom.start].lower()
    return date.atom if before == "" or before.endswith("the ") else date.span


def _taken(
    plain: str, who: Who, reading: Reading, dates: Iterable[DateMention], meetings: tuple[MeetingMention, ...]
) -> tuple[Span, ...]:
    """What became a restriction or an order, and so is no topic."""
    spans = (
        *who.spans,
        *who.left_out,
        *([reading.ordered.span] if reading.ordered else []),
        *(_date_span(plain, date) for date in dates),
        *_used(meetings),
    )
    return tuple(disjoint(dict.fromkeys(spans), lambda span: span))


def _used(meetings: tuple[MeetingMention, ...]) -> tuple[Span, ...]:
    return tuple(mention.span for mention in meetings if mention.symbols)


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
