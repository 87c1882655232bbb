"""What is shown of how a question was understood, so that whoever asked can see it and take it back.

In: what its parts mean, its topic, the filters it is searched with. Out: an `Interpreted`.
"""

from __future__ import annotations

from dataclasses import replace

from index.model import Delegation, Filters
from index.speakers.delegations import Delegations
from rag.model import Interpreted, Named, Recognised
from rag.question.dates import DateMention, relative_dates
from rag.question.filters import hull, join_filters, organ_notes
from rag.question.links import Link
from rag.question.meant import Meant
from rag.question.model import Period
from rag.question.reading import Parts, Reading
from rag.question.restrict import HOLDS


def interpreted(
    meant: Meant, topic: str, given: Filters, filters: Filters, clashes: tuple[str, ...]
) -> Interpreted:
    """`filters` are those `given` and the question's own together, `clashes` what could not be joined."""
    holders, mentions = _names(meant.parts, meant.reading)
    asks = meant.reading.asks
    return Interpreted(
        filters=_asked(given, meant),
        delegations=shown(filters, meant.setting.table),
        recognised=_recognised(meant),
        notes=(
            *meant.who.notes,
            *organ_notes(meant.organs, meant.setting.facts),
            *clashes,
            *_date_notes(meant),
        ),
        holders=holders,
        mentions=mentions,
        topic=topic,
        scope=asks.scope,
        wants=asks.wants,
        side=asks.side.name if asks.side else None,
        order=asks.order,
        confidences=meant.reading.confidences,
    )


def shown(filters: Filters, table: Delegations) -> tuple[Delegation, ...]:
    """The delegations that these filters name."""
    return tuple(one for code in filters.delegations if (one := table.by_code(code)))


def _names(parts: Parts, reading: Reading) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """The names that are likely asked to speak, and those that are likelier part of the topic."""
    holders, mentions = [], []
    for link, role in zip(parts.links, reading.roles, strict=True):
        if role["holder"] >= HOLDS:
            holders.append(_named(link, role["holder"]))
        elif role["mention"] >= role["none"] and role["mention"] >= role["holder"]:
            mentions.append(_named(link, role["mention"]))
    return tuple(holders), tuple(mentions)


def _named(link: Link, chance: float) -> Named:
    return Named(link.words, link.kind, link.code, link.name, round(chance * link.confidence, 3))


def _asked(given: Filters, meant: Meant) -> Filters:
    """What restricts, as it was asked: including delegations and dates for which the record holds nothing."""
    said = hull(meant.reading.when.said) or Period(None, None)
    codes = tuple(dict.fromkeys([*meant.who.asked, *meant.found.delegations]))
    found = join_filters(Filters(since=said.since, until=said.until), meant.found)[0]
    return join_filters(given, replace(found, delegations=codes))[0]


def _recognised(meant: Meant) -> tuple[Recognised, ...]:
    words = meant.setting.question
    dates = [Recognised(d.span.of(words), f"said {_period_text(d.period)}") for d in meant.dated]
    places = [
        Recognised(m.words, f"said in {', '.join(m.symbols)}") for m in meant.parts.meetings if m.symbols
    ]
    return (*meant.who.recognised, *dates, *places)


def _period_text(period: Period) -> str:
    if period.since == period.until:
        return f"on {period.since}"
    return f"{period.since or 'any time'} to {period.until or 'any time'}"


def _date_notes(meant: Meant) -> tuple[str, ...]:
    """What of the dates was not applied, and why."""
    question, when = meant.setting.question, meant.reading.when
    maybe = _noted(question, when.maybe, "may say when it was said: preferred, not required.")
    content = _noted(question, when.content, "was read as part of what is asked about.")
    relative = [f"'{words}' was not applied: name the year." for words in relative_dates(question)]
    undatable = _noted(question, meant.undatable, "was not applied: no statement of the record has a date.")
    return (*maybe, *content, *relative, *undatable)


def _noted(question: str, dates: tuple[DateMention, ...], note: str) -> list[str]:
    return [f"'{date.span.of(question)}' {note}" for date in dates]
