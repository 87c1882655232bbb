"""One delegation on one issue over time: its dated sentences, and how each relates to the one before.

In: a delegation, an issue, filters, and which part is wanted. Out: a `History`, oldest first: one or two
sentences from each statement that speaks to the issue, each cited with its side, and between neighbours what
changed, with both sentences (`rag.position.change`). What the delegation only reports from others is not its
position.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from index.errors import InvalidInput
from index.model import Delegation, Filters, Span, Statement
from index.text.terms import content_terms
from rag.answer.sides import SideTaken
from rag.citation.cite import cite, verify
from rag.discourse.leaning import leans
from rag.model import Citation, Side
from rag.position.change import Compared, Relation, Said, compare_said
from rag.position.neighbours import NeighbourFinder, Places
from rag.position.passage_reader import Neighbour, addresses
from rag.position.query_encoder import QueryEncoder
from rag.position.taking import one_told, own_sentences, side_of_sentence
from rag.ranking.in_time import as_spoken

READ = 120
"""Passages of the delegation that are read sentence by sentence."""
SENTENCES = 2
"""Sentences of one statement at most."""
CERTAIN: dict[Relation, int] = {"reversed": 0, "stronger": 1, "weaker": 1, "same": 2, "new": 3}
"""Which relation to tell if pairs of sentences show several; those of one rank exclude each other."""


@dataclass(frozen=True, slots=True)
class Change:
    """How the later words relate to the earlier ones, None if nothing is certain; why; both sentences, and
    the words of each that show it."""

    relation: Relation | None
    reason: str
    before: Citation
    after: Citation
    earlier: tuple[str, ...]
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """What one statement says on the issue, and how that relates to the one before; None for the first."""

    citations: tuple[Citation, ...]
    side: Side
    change: Change | None

    @property
    def date(self) -> str | None:
        return self.citations[0].date

    @property
    def meeting(self) -> str | None:
        return self.citations[0].meeting


@dataclass(frozen=True, slots=True)
class History:
    """Part of the history; `statements` counts those that speak to the issue among the `searched` ones of the
    delegation under the filters. `next` is the place of the first statement that follows."""

    delegation: Delegation
    issue: str
    moments: tuple[Moment, ...]
    statements: int
    searched: int
    index: str
    took_ms: float
    next: int | None


class Historian:
    """Writes histories; `judge` decides the side of a sentence."""

    def __init__(
        self, finder: NeighbourFinder, encoder: QueryEncoder, places: Places, judge: SideTaken
    ) -> None:
        self._finder, self._encoder, self._places, self._judge = finder, encoder, places, judge

    def history(
        self, delegation: Delegation, issue: str, filters: Filters, first: int, limit: int
    ) -> History:
        """The statements from place `first` on. Raises InvalidInput for an issue without words, and if the
        filters name delegations themselves."""
        began = time.perf_counter()
        if filters.delegations:
            raise InvalidInput("A history is of one delegation; leave delegations out of the filters.")
        snapshot = self._finder.snapshot()
        mask = snapshot.once(snapshot.mask(replace(filters, delegations=(delegation.code,))))
        encoded = self._encoder.encode_text(issue)
        spoken = [item for item in self._finder.on_topic(snapshot, encoded, mask, READ) if addresses(item)]
        moments = self._moments(issue, spoken)
        last = min(first + limit, len(moments))
        return History(
            delegation=delegation,
            issue=issue,
            moments=moments[first:last],
            statements=len(moments),
            searched=len(np.unique(snapshot.owner[mask])),
            index=f"r{snapshot.revision}",
            took_ms=round((time.perf_counter() - began) * 1000, 1),
            next=last if last < len(moments) else None,
        )

    def _moments(self, issue: str, spoken: Sequence[Neighbour]) -> tuple[Moment, ...]:
        """Every statement by date, compared with the one before; citations are numbered throughout."""
        said: list[tuple[Citation, ...]] = []
        for statement, spans in by_statement(spoken):
            cited = self._cited(issue, statement, spans)
            if cited:
                said.append(cited)
        numbered = _numbered(as_spoken(said, lambda some: some[0].statement, latest=False))
        changes: list[Change | None] = [None]
        told = False
        for earlier, later in pairwise(numbered):
            told = told or any(one.side != "unclear" for one in earlier)
            changes.append(self._change(issue, earlier, later, told))
        sides = (one_told((one.side or "unclear" for one in some), "unclear") for some in numbered)
        return tuple(map(Moment, numbered, sides, changes))

    def _cited(self, issue: str, statement: Statement, spans: Sequence[Span]) -> tuple[Citation, ...]:
        """The sentences that say most: first those with a side, then those with most words of the issue."""
        terms = set(content_terms(issue))
        sides = {span: side_of_sentence(self._judge, issue, statement, span) for span in spans}
        held = {span: len(terms & set(content_terms(span.of(statement.text)))) for span in spans}
        best = sorted(spans, key=lambda span: (sides[span] == "unclear", -held[span], span))
        kept = [span for span in best[:SENTENCES] if span == best[0] or sides[span] != "unclear"]
        cited = [_citation(statement, span, sides[span]) for span in sorted(kept)]
        return tuple(one for one in cited if one is not None)

    def _change(
        self, issue: str, earlier: Sequence[Citation], later: Sequence[Citation], told: bool
    ) -> Change:
        """The surest relation of any pair of their sentences; none if two of one rank differ."""
        pairs = [
            _as_change(compare_said(issue, self._said(one), self._said(other), told), one, other)
            for one in earlier
            for other in later
        ]
        certain = sorted(
            (pair for pair in pairs if pair.relation), key=lambda pair: CERTAIN[pair.relation or "new"]
        )
        if not certain:
            return pairs[0]
        rank = CERTAIN[certain[0].relation or "new"]
        if any(CERTAIN[p.relation or "new"] == rank and p.relation != certain[0].relation for p in certain):
            return replace(certain[0], relation=None, reason="its sentences tell more than one change")
        return certain[0]

    def _said(self, citation: Citation) -> Said:
        own = citation.statement.delegation
        places = self._places(citation.quote) - {own.code if own else ""}
        return Said(" ".join(citation.quote.split()), citation.date, citation.side or "unclear", places)


def by_statement(spoken: Iterable[Neighbour]) -> list[tuple[Statement, tuple[Span, ...]]]:
    """The sentences of each statement in the speaker's own words, in the order of the best passage."""
    found: dict[str, tuple[Statement, dict[Span, None]]] = {}
    for item in spoken:
        _, spans = found.setdefault(item.statement.ref.id, (item.statement, {}))
        spans |= dict.fromkeys(own_sentences(item.statement, item.run.span))
    return [(statement, tuple(spans)) for statement, spans in found.values() if spans]


def _citation(statement: Statement, span: Span, side: Side) -> Citation | None:
    """The sentence cited, with the one before if it depends on it; None if it cannot be verified."""
    citation = cite(statement, span)
    if not verify(citation, statement):
        return None
    return replace(citation, side=side, leads=_leads(statement, span))


def _leads(statement: Statement, span: Span) -> str | None:
    at = statement.sentences.index(span)
    if at == 0 or not leans(span.of(statement.text)):
        return None
    return statement.sentences[at - 1].of(statement.text)


def _numbered(said: Iterable[tuple[Citation, ...]]) -> list[tuple[Citation, ...]]:
    numbered: list[tuple[Citation, ...]] = []
    number = 0
    for some in said:
        numbered.append(tuple(replace(one, number=number + at) for at, one in enumerate(some, 1)))
        number += len(some)
    return numbered


def _as_change(found: Compared, before: Citation, after: Citation) -> Change:
    return Change(found.relation, found.reason, before, after, found.earlier, found.later)
