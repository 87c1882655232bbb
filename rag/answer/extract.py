"""Ranked passages in, an answer's text out: the speakers' own sentences, each with `[n]`.

For one answer, the sentences likely to answer, neighbours in one run, each delegation's together, or by date
where the first or the latest is asked for; for "which delegations", a sentence of every statement that speaks
to it, with how many were searched. Nothing is rewritten: a line names the speaker and quotes the span. Every
quote is cited from the stored statement and verified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from rag.answer.arrange import BY_DATE, Part, arranged, in_order, page_of
from rag.answer.asked_list import View, listed_for
from rag.answer.choose import (
    Quoted,
    alone,
    asked_for,
    by_date,
    demanding,
    likeliest,
    once,
    quotable,
    quoted,
    runs_of,
    turned,
    unfit_for,
    unpraised,
    with_reasons,
)
from rag.answer.contended import settled
from rag.answer.drafted import NOTHING, Draft, drafted, headline
from rag.answer.evidence import Unfit, first_own_run
from rag.answer.focus import Focus, Focuser
from rag.answer.list_judge import ListJudge
from rag.answer.listing import MENTIONS, SIDES, Listed, Listing, by_delegation
from rag.answer.lists import Lister
from rag.answer.names_asked import naming, of_states_asked
from rag.answer.objects import Objects, StatesIn
from rag.answer.readings import READ, Contradiction, Lookup, Readings
from rag.answer.side_taken import may_take
from rag.answer.sided import Sides, SidesOn
from rag.answer.weigh import Weighed, Weigher
from rag.discourse.harm import is_harm
from rag.model import Citation
from rag.question.model import Period, Query
from rag.ranking.each import delegation_of, first_of_each
from rag.ranking.in_time import in_time
from rag.ranking.retrieval import Ranking, Scored
from rag.reader.reading import Reader

Heard = Callable[[Citation], None]
"""Is given a statement of a list, without a number."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is quoted: the likeliest sentence, and `further` ones of at least these chances and that
    `share` of its own; for a number, one with a figure of the share `figure` before it; where the first or
    the last is asked for, `several` of the chance `least` and the share `ordered`; of an overview, `several`
    points.

    `tried` passages are searched for answers that may stand further down, and for an overview, which shows so
    many `delegations`.
    """

    further: tuple[float, ...] = (0.5,)
    share: float = 0.85
    figure: float = 0.3
    least: float = 0.05
    ordered: float = 0.1
    several: int = 4
    tried: int = 120
    delegations: int = 25


class Extractor:
    """Composes answers from verbatim sentences; no language model."""

    name = "extractive"

    def __init__(
        self,
        weigher: Weigher,
        lookup: Lookup,
        reader: Reader,
        focuser: Focuser,
        states: StatesIn,
        limits: Limits | None = None,
    ) -> None:
        self._states = states
        self._weigher, self._lookup, self._reader = weigher, lookup, reader
        self._lister = Lister(weigher, ListJudge(weigher, reader, focuser))
        self._limits = limits or Limits()

    def one(self, query: Query, ranking: Ranking, focus: Focus, readings: Readings, limit: int) -> Draft:
        """One answer; no citation where nothing was ranked."""
        limits = self._limits
        few = ranking.scored[: limits.tried if demanding(query) else max(READ, len(readings.by_row))]
        weighed = self._weigher.weigh(few, ranking, focus, readings)
        agreeing = [one for one in weighed if not turned(one, query)]
        agreeing = naming(Objects(query.topic, self._states), query.interpreted.mentions, agreeing)
        fit = list(once(quotable(agreeing, unfit_for(query), asked_for(query))))
        if query.asks.order is not None:
            most = min(limits.several, limit)
            return drafted(by_date(fit, query.asks.order, limits.least, limits.ordered, most), order=BY_DATE)
        further = limits.further[: limit - 1]
        fit = settled(fit, query.question, self._reader)
        kept = likeliest(alone(fit, query, limits.figure), further, limits.share)
        return drafted(runs_of(with_reasons(unpraised(kept, query), fit, query)))

    def listed(self, views: Sequence[View], heard: Callable[[Listed], None] = lambda _: None) -> Listing:
        """The complete list; `heard` is told of each statement surely on it once that is settled. The views
        are the same question in the words of who asks and in others."""
        query = views[0].query
        unfit, (kind, asked) = unfit_for(query), listed_for(query)
        period = Period(query.filters.since, query.filters.until)

        def fit(weighed: Iterable[Weighed]) -> Iterator[Weighed]:
            return quotable(weighed, unfit, asked_for(query))

        worded = [view.worded(kind == MENTIONS, len(views) == 1, at == 0) for at, view in enumerate(views)]
        if kind != SIDES:
            return self._lister.listing(worded, fit, kind, asked, heard).within(period)
        of_it = _told_once(partial(of_states_asked, Objects(query.topic, self._states)))
        topics, side = [view.query.topic for view in views], asked or "for"

        def may(one: Listed) -> bool:
            return any(may_take(topic, side, one.sentence) for topic in topics)

        takes = _told_once(may)

        def hear(one: Listed) -> None:
            if of_it(one) and takes(one):
                heard(one)

        return _taken(self._lister.listing(worded, fit, kind, asked, hear), of_it, takes).within(period)

    def listing(
        self, views: Sequence[View], part: Part, sides: SidesOn, heard: Heard = lambda _: None
    ) -> Draft:
        """Part of the complete list, by date where an order is asked for; no citation if nobody is surely on
        the list. `sides` tells of sides where it is grouped by them; with the first part `heard` is told of
        each statement once that is settled."""
        query, ranking = views[0].query, views[0].ranking
        listing = self.listed(views, _told_to(heard, part))
        if not listing.sure:
            return replace(NOTHING, against=_contradiction(listing.against))
        order = part.order
        if order.group == "side" and listed_for(query)[1] is None:
            listing = _with_sides(listing, sides(query.topic, query.filters))
        listing = arranged(listing, order)
        if order.as_found and query.asks.order is not None:
            listing, order = in_order(listing, query.asks.order), BY_DATE
        page = page_of(listing, part.first, part.limit)
        named = not is_harm(query.topic)
        draft = drafted(
            [quoted([one.sentence], one.side if named else None) for one in page.sure],
            [quoted([one.sentence], one.side if named else None) for one in page.perhaps],
            order,
        )
        counts = listing.counts(ranking)
        text = f"{headline(counts, listing.cut, draft.citations[: len(page.sure)])}\n{draft.text}"
        sure = max(one.chance for one in listing.sure)
        return replace(draft, text=text, counts=counts, next=page.next, sure=sure)

    def overview(self, query: Query, ranking: Ranking, limit: int) -> Draft:
        """How the points most often made begin, in the order spoken for one speaker, or one from each
        delegation; of our own record one from each statement, the newest first."""
        limits, unfit = self._limits, unfit_for(query)
        if query.own_record:
            each = self._openings(ranking.scored, unfit)
            newest = in_time(each, lambda one: one.statement.ref.date, latest=True)
            return drafted(newest[: limits.delegations], order=BY_DATE)
        if query.asks.scope == "all":
            firsts = first_of_each(ranking.scored[: limits.tried], 1, delegation_of)
            return drafted(self._openings(list(islice(firsts, limits.delegations)), unfit))
        few = sorted(ranking.scored[: min(limits.several, limit)], key=lambda item: item.row)
        return drafted(self._openings(few, unfit))

    def _openings(self, scored: Sequence[Scored], unfit: Unfit) -> list[Quoted]:
        """How each passage begins in its speaker's own words."""
        found = self._lookup(scored)
        runs = [
            (item, found[item.row][0], first_own_run(*found[item.row], unfit))
            for item in scored
            if item.row in found
        ]
        return [Quoted(item, statement, run) for item, statement, run in runs if run is not None]


def _told_once(tell: Callable[[Listed], bool]) -> Callable[[Listed], bool]:
    """Tells the same, but works it out only once for each sentence: while the list is made, and after."""
    known: dict[tuple[int, int], bool] = {}

    def told(one: Listed) -> bool:
        if one.place not in known:
            known[one.place] = tell(one)
        return known[one.place]

    return told


def _taken(listing: Listing, of_it: Callable[[Listed], bool], takes: Callable[[Listed], bool]) -> Listing:
    """What speaks of the States asked about; who does not surely take the side is only named apart."""
    sure = list(filter(of_it, listing.sure))
    kept = [one for one in sure if takes(one)]
    unsure = [replace(one, side="unclear") for one in sure if not takes(one)]
    perhaps = by_delegation([*unsure, *filter(of_it, listing.perhaps)])
    return replace(listing, sure=tuple(kept), perhaps=perhaps)


def _with_sides(listing: Listing, sides: Sides) -> Listing:
    """Of each statement that takes a side the sentence that shows it."""
    told = (
        sides.listed.get(one.sentence.scored.statement) or replace(one, side="unclear")
        for one in listing.sure
    )
    return replace(listing, sure=tuple(told))


def _told_to(heard: Heard, part: Part) -> Callable[[Listed], None]:
    """Gives `heard` the citation of each statement that can be verified, with the first part of a list."""

    def tell(one: Listed) -> None:
        if part.first:
            return
        for citation in drafted([quoted([one.sentence], one.side)]).citations:
            heard(replace(citation, number=0))

    return tell


def _contradiction(one: Listed | None) -> Contradiction | None:
    return Contradiction(one.otherwise, one.sentence.scored.row, one.sentence.at) if one else None
