"""Ranked passages in, an answer's text out: the speakers' own sentences, each with `[n]`.

For one answer, the sentences likely to answer, neighbours in one run, each delegation's together, or by date
where the first or the latest is asked for; for "which delegations", a sentence of every statement that speaks
to it, with how many were searched. Nothing is rewritten: a line names the speaker and quotes the span. Every
quote is cited from the stored statement and verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from rag.answer.arrange import AS_FOUND, BY_DATE, Arrangement, Part, arranged, headed, in_order, page_of
from rag.answer.choose import (
    Quoted,
    asked_for,
    by_date,
    demanding,
    figured,
    likeliest,
    once,
    quotable,
    quoted,
    runs_of,
    turned,
    unfit_for,
    with_reasons,
)
from rag.answer.evidence import Unfit, first_own_run
from rag.answer.focus import Focus, Focuser
from rag.answer.listing import Listed, Wording
from rag.answer.lists import CLAIMS, MENTIONS, MOST, SIDES, Lister
from rag.answer.readings import READ, Contradiction, Lookup, Readings
from rag.answer.sided import sided
from rag.answer.sides import SideTeller
from rag.answer.weigh import Weighed, Weigher
from rag.citation.cite import cite, verify
from rag.citation.marks import marked
from rag.citation.parts import standing
from rag.model import Citation, Counts, Side
from rag.question.acronyms import acronyms_of, names_of
from rag.question.claim import claim_of
from rag.question.mentioning import asks_for_mentions
from rag.question.model import Query
from rag.ranking.each import delegation_of, first_of_each, together
from rag.ranking.retrieval import Ranking, Scored
from rag.reader.reading import Reader

REPORTED = "reports another's words"
"""The flag of a citation whose words the speaker reports, quotes or rebuts (law 9)."""
MENTIONED = "Which delegations mentioned {}?"
"""As what any question for mentions is read, so that another verb gives the same list."""
UNSURE = "may not belong to the list"
"""The flag of a citation of which a list is not sure."""
MAY = "These may speak to it too:"
"""The line above the statements that may not belong on the list."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is quoted: the likeliest sentence, and `further` ones of at least these chances and that
    `share` of its own; where the first or the last is asked for, as many of the chance `least` and the share
    `ordered`.

    `tried` passages are searched for answers that may stand further down, and for an overview, which shows so
    many `delegations`.
    """

    further: tuple[float, ...] = (0.12, 0.2, 0.2)
    share: float = 0.3
    least: float = 0.05
    ordered: float = 0.1
    tried: int = 120
    delegations: int = 25

    @property
    def kept(self) -> int:
        """Sentences at most."""
        return 1 + len(self.further)


@dataclass(frozen=True, slots=True)
class Draft:
    """The answer's text and citations; `quoted` is what it was made of, best first.

    Lists also have `counts`, the place `next` of the first statement of the next part, and `sure`, the chance
    that the likeliest statement belongs on the list. `against` says the opposite when a list is empty.
    """

    text: str
    citations: tuple[Citation, ...]
    quoted: tuple[Quoted, ...]
    counts: Counts | None = None
    next: int | None = None
    sure: float = 0.0
    against: Contradiction | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A question that was understood, in words that the record may use, with what was found for it."""

    query: Query
    ranking: Ranking
    focus: Focus

    def worded(self, mentions: bool, alone: bool) -> Wording:
        """As it is read for a list; `alone` if in no other words."""
        question = MENTIONED.format(self.query.topic) if mentions else self.query.question
        names = names_of(self.query.topic)
        acronyms = frozenset[str]() if alone else acronyms_of(self.query.topic) | names.keys()
        terms = tuple(chain.from_iterable(names.values()))
        return Wording(question, self.query.topic, self.ranking, self.focus, acronyms, terms)


NOTHING = Draft("", (), ())


class Extractor:
    """Composes answers from verbatim sentences; no language model."""

    name = "extractive"

    def __init__(
        self,
        weigher: Weigher,
        lookup: Lookup,
        reader: Reader,
        focuser: Focuser,
        limits: Limits | None = None,
    ) -> None:
        self._weigher, self._lookup = weigher, lookup
        self._lister, self._judge = Lister(weigher, reader, focuser), SideTeller(reader).side_of
        self._limits = limits or Limits()

    def one(self, query: Query, ranking: Ranking, focus: Focus, readings: Readings, limit: int) -> Draft:
        """One answer; no citation where nothing was ranked."""
        limits = self._limits
        few = ranking.scored[: limits.tried if demanding(query) else READ]
        weighed = self._weigher.weigh(few, ranking, focus, readings)
        agreeing = (one for one in weighed if not turned(one, query))
        fit = list(once(quotable(agreeing, unfit_for(query), asked_for(query))))
        most = min(limits.kept, limit)
        if query.asks.order is not None:
            return _draft(by_date(fit, query.asks.order, limits.least, limits.ordered, most), order=BY_DATE)
        kept = likeliest(figured(fit, query), limits.further[: most - 1], limits.share)
        return _draft(runs_of(with_reasons(kept, fit, query)))

    def listing(self, views: Sequence[View], part: Part) -> Draft:
        """Part of the complete list, by date where an order is asked for; no citation if nobody is surely on
        the list. The views are the same question in the words of who asks and in others."""
        query, ranking = views[0].query, views[0].ranking
        unfit, (kind, asked) = unfit_for(query), _listed(query)

        def fit(weighed: Iterable[Weighed]) -> Iterator[Weighed]:
            return quotable(weighed, unfit, asked_for(query))

        worded = [view.worded(kind == MENTIONS, len(views) == 1) for view in views]
        listing = self._lister.listing(worded, fit, kind, asked)
        if not listing.sure:
            return replace(NOTHING, against=_contradiction(listing.against))
        order = part.order
        if order.group == "side":
            listing = replace(listing, sure=tuple(self._with_sides(query.topic, listing.sure)))
        listing = arranged(listing, order)
        if order.as_found and query.asks.order is not None:
            listing, order = in_order(listing, query.asks.order), BY_DATE
        page = page_of(listing, part.first, part.limit)
        draft = _draft(
            [quoted([one.sentence], one.side) for one in page.sure],
            [quoted([one.sentence], one.side) for one in page.perhaps],
            order,
        )
        counts = listing.counts(ranking)
        text = f"{_counted(counts, listing.cut, draft.citations[: len(page.sure)])}\n{draft.text}"
        sure = max(one.chance for one in listing.sure)
        return replace(draft, text=text, counts=counts, next=page.next, sure=sure)

    def _with_sides(self, topic: str, listed: Iterable[Listed]) -> Iterator[Listed]:
        """Each with the side its sentence takes, where none was asked for."""
        for one in listed:
            if one.side is None:
                item = quoted([one.sentence])
                cited = _told(cite(item.statement, item.run.span), item)
                one = replace(one, side=sided(self._judge, topic, cited).side)
            yield one

    def overview(self, query: Query, ranking: Ranking, limit: int) -> Draft:
        """How the points most often made begin, in the order spoken for one speaker, or one from each
        delegation."""
        limits, unfit = self._limits, unfit_for(query)
        if query.asks.scope == "all":
            firsts = first_of_each(ranking.scored[: limits.tried], 1, delegation_of)
            return _draft(self._openings(list(islice(firsts, limits.delegations)), unfit))
        few = sorted(ranking.scored[: min(limits.kept, limit)], key=lambda item: item.row)
        return _draft(self._openings(few, unfit))

    def _openings(self, scored: Sequence[Scored], unfit: Unfit) -> list[Quoted]:
        """How each passage begins in its speaker's own words."""
        found = self._lookup(scored)
        runs = [
            (item, found[item.row][0], first_own_run(*found[item.row], unfit))
            for item in scored
            if item.row in found
        ]
        return [Quoted(item, statement, run) for item, statement, run in runs if run is not None]


def _contradiction(one: Listed | None) -> Contradiction | None:
    return Contradiction(one.otherwise, one.sentence.scored.row, one.sentence.at) if one else None


def _listed(query: Query) -> tuple[str, Side | None]:
    """What is listed, and on which side. A whole clause ("argued that ...") is said or not: that is more than
    a topic spoken of, and no side on one."""
    if claim_of(query.question).clause and not query.own_record:
        return CLAIMS, None
    asked = _side_asked(query)
    if asked is not None:
        return SIDES, asked
    return (MENTIONS if query.own_record or asks_for_mentions(query) else CLAIMS), None


def lists_topic(query: Query) -> bool:
    """Is a topic what a list is of, and no claim?"""
    return _listed(query)[0] != CLAIMS


def _side_asked(query: Query) -> Side | None:
    """The side asked for, unless the question is how votes were cast."""
    asked = query.asks.side
    if asked is None or asked.votes:
        return None
    return asked.name if asked.name in ("for", "against") else None


def _counted(counts: Counts, cut: bool, citations: Sequence[Citation]) -> str:
    """ "2 delegations, in 3 statements; 71 of 80 statements searched [1][2][3]:", "at least" where unsure."""
    marks = "".join(f"[{citation.number}]" for citation in citations)
    least = "" if counts.certain else "At least "
    read = f", the {MOST} likeliest sentences read" if cut else ""
    return (
        f"{least}{_of(counts.delegations, 'delegation')}, in {_of(counts.statements, 'statement')}; "
        f"{counts.searched} of {_of(counts.in_all, 'statement')} searched{read} {marks}:"
    )


def _of(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _draft(quoted: Sequence[Quoted], perhaps: Sequence[Quoted] = (), order: Arrangement = AS_FOUND) -> Draft:
    """The lines and their citations in the order wanted, else those of one delegation together."""
    sure, unsure = (
        together(some, lambda item: delegation_of(item.scored)) if order.as_found else some
        for some in (quoted, perhaps)
    )
    cited = _cited(sure, 1)
    apart = [replace(one, flags=(*one.flags, UNSURE)) for one in _cited(unsure, len(cited) + 1)]
    lines = [*_lines(cited, order), *([MAY] if apart else []), *map(_line, apart)]
    return Draft("\n".join(lines), (*cited, *apart), (*quoted, *perhaps))


def _lines(citations: Sequence[Citation], order: Arrangement) -> Iterator[str]:
    """A line for each, and one for the heading of each group."""
    for heading, citation in headed(citations, order.group):
        yield from (*([heading] if heading else []), _line(citation))


def _cited(quoted: Sequence[Quoted], first: int) -> list[Citation]:
    """The citations that can be verified, numbered from `first` on."""
    citations: list[Citation] = []
    for item in quoted:
        citation = cite(item.statement, item.run.span, number=first + len(citations))
        if verify(citation, item.statement):
            citations.append(_told(citation, item))
    return citations


def _told(citation: Citation, item: Quoted) -> Citation:
    """The citation with the sentence it depends on, flagged if the words are not the speaker's own."""
    flags = (*citation.flags, REPORTED) if item.run.reported else citation.flags
    leads = item.leads.of(item.statement.text) if item.leads else None
    return replace(citation, flags=flags, leads=leads, side=item.side)


def _line(citation: Citation) -> str:
    return f"{standing(citation)}: {marked(citation)}"
