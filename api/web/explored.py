"""What exploring shows, laid out: facets as links, years as bars, a history as a line of time.

In: replies of the backend. Out: frozen values with addresses and, for pictures, places in an SVG's own units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from api import schemas as wire
from api.web.forms import Asked
from rag.position.periods import MOST_PERIODS
from rag.ranking.in_time import in_time

LABELS = {
    "delegations": "Delegation",
    "years": "Year",
    "meetings": "Meeting",
    "organs": "Organ",
    "capacities": "Speaking as",
}
ORDERS = {"": "Best first", "newest": "Newest first", "oldest": "Oldest first"}
RELATIONS = {
    "same": "says the same as before",
    "stronger": "goes further than before",
    "weaker": "goes less far than before",
    "reversed": "turns against what it said before",
    "new": "says something new",
    None: "no clear change from before",
}
"""How a statement relates to the one before, in the words a reader is shown."""
FIRST = 8
"""How many values of a facet are shown at once."""
LATEST = 20
DATED = "40"
"""Passages on a page by date, as a form gives it: few enough for a page of 150 KB."""
ISSUES = 12
WIDTH, HEIGHT, FOOT = 360, 96, 20
"""The size of a picture, and of the labels under it: about that of a telephone, so that they can be read."""
LABEL = 48
"""The room of a year's label."""
SHAPES = {"for": "▲", "against": "▼", "conditional": "◆", "unclear": "●"}
"""A mark for each side, told apart without colour."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet; `address` is the search within it, None where there is no such filter."""

    name: str
    statements: int
    address: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """One facet: its most frequent values, and the rest."""

    label: str
    first: tuple[Value, ...]
    rest: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A year and how many statements; places in a picture of WIDTH by HEIGHT."""

    year: str
    statements: int
    x: float
    y: float
    width: float
    height: float
    labelled: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A statement of a history, by its number on the page."""

    number: int
    shape: str
    x: float
    told: str


def sought(asked: Asked) -> wire.SearchBody:
    """An order by date is one of the `DATED` best passages, not of the first few."""
    if asked.order not in ORDERS:
        asked = replace(asked, order="")
    return replace(asked, limit=DATED).search_body() if asked.order else asked.search_body()


def in_order(found: wire.SearchResult, asked: Asked) -> wire.SearchResult:
    """The passages by date where that is asked for; what has no date comes last."""
    if asked.order not in ("newest", "oldest"):
        return found
    hits = in_time(found.hits, lambda hit: hit.statement.date, latest=asked.order == "newest")
    return found.model_copy(update={"hits": hits})


def groups(asked: Asked, facets: wire.Facets) -> tuple[Group, ...]:
    """The facets that have something to choose from."""
    found = []
    for field, label in LABELS.items():
        values = tuple(_value(asked, field, one) for one in getattr(facets, field))
        if values:
            found.append(Group(label, values[:FIRST], values[FIRST:]))
    return tuple(found)


def _value(asked: Asked, field: str, one: wire.Facet) -> Value:
    if field == "capacities":
        return Value(one.name, one.statements, None)
    return Value(one.name, one.statements, asked.under(asked.narrowed.within(field, one.value), True).address)


def bars(years: Sequence[wire.Facet]) -> tuple[Bar, ...]:
    """A bar for every year from the first to the last, or for those with statements where they are centuries
    apart; none where there is only one."""
    counts = {int(one.value): one.statements for one in years if one.value.isdecimal()}
    span: Sequence[int] = range(min(counts), max(counts) + 1) if len(counts) > 1 else ()
    if len(span) > MOST_PERIODS:
        span = sorted(counts)[-MOST_PERIODS:]
    most, wide = max(counts.values(), default=1), WIDTH / max(len(span), 1)
    every = max(1, -int(-LABEL // wide))
    return tuple(
        Bar(
            str(year), counts.get(year, 0), round(at * wide + 1, 1),
            round((HEIGHT - 14) * (1 - counts.get(year, 0) / most) + 14, 1), round(wide - 2, 1),
            round((HEIGHT - 14) * counts.get(year, 0) / most, 1),
            at % every == 0 and at * wide + LABEL <= WIDTH,
        )
        for at, year in enumerate(span)
    )  # fmt: skip


def dots(told: wire.History) -> tuple[Dot, ...]:
    """The dated items of a history along a line of time; none where all are of one day."""
    days = [_day(item.date) for item in told.items if item.date]
    if not days or min(days) == max(days):
        return ()
    scale = (WIDTH - 40) / (max(days) - min(days))
    return tuple(
        Dot(number, SHAPES[item.side], round(20 + (_day(item.date) - min(days)) * scale, 1), item.date)
        for number, item in enumerate(told.items, 1)
        if item.date
    )


def _day(date: str) -> float:
    """Years since 0, as far as the date is known."""
    year, month, day = (int(part) for part in [*date.split("-"), "1", "1"][:3])
    return year + (month - 1) / 12 + (day - 1) / 365


def topics(listed: Sequence[wire.StatementRef]) -> list[tuple[str, int]]:
    """What the meetings were about in which it spoke most, as the record names them."""
    counted = Counter(ref.topic for ref in listed if ref.topic and not ref.procedural)
    return counted.most_common(ISSUES)


def latest(listed: Sequence[wire.StatementRef]) -> list[wire.StatementRef]:
    """The newest statements, those that only conduct the meeting left out."""
    own = [ref for ref in listed if not ref.procedural]
    return sorted(own, key=lambda ref: ref.date or "", reverse=True)[:LATEST]
