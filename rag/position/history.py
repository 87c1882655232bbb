"""One delegation on one issue over time: its dated sentences, and how each relates to the one before.

In: a delegation, an issue, filters, and which part is wanted. Out: a `History`, oldest first: the sentence of
each statement that a list for the issue has, cited with its side, and between neighbours what changed, with
both sentences (`rag.position.change`). What the delegation only reports from others is not its position.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from index.errors import InvalidInput
from index.model import Delegation, Filters
from index.search.candidates import Searcher
from index.text.terms import content_terms
from rag.answer.drafted import REPORTED
from rag.model import Citation, Side
from rag.position.change import Relation, Said, compare_said
from rag.position.gather import Gatherer
from rag.position.neighbours import Places
from rag.ranking.in_time import as_spoken


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

    citation: Citation
    change: Change | None

    @property
    def citations(self) -> tuple[Citation, ...]:
        return (self.citation,)

    @property
    def side(self) -> Side:
        return self.citation.side or "unclear"

    @property
    def date(self) -> str | None:
        return self.citation.date

    @property
    def meeting(self) -> str | None:
        return self.citation.meeting


@dataclass(frozen=True, slots=True)
class History:
    """Part of the history; `statements` counts those that speak to the issue among the `searched` ones of the
    delegation under the filters. Not `certain` where more may speak to it; those that may stand apart, in
    `perhaps`, with the last part. `next` is the place of the first statement that follows."""

    delegation: Delegation
    issue: str
    moments: tuple[Moment, ...]
    statements: int
    searched: int
    certain: bool
    perhaps: tuple[Citation, ...]
    index: str
    took_ms: float
    next: int | None


class Historian:
    """Writes histories of what is gathered; `searched` counts the statements under filters."""

    def __init__(self, gatherer: Gatherer, searcher: Searcher, places: Places) -> None:
        self._gatherer, self._searcher, self._places = gatherer, searcher, places

    def history(
        self, delegation: Delegation, issue: str, filters: Filters, first: int, limit: int
    ) -> History:
        """The statements from place `first` on. Raises InvalidInput for an issue without words, and if the
        filters name delegations themselves."""
        began = time.perf_counter()
        if filters.delegations:
            raise InvalidInput("A history is of one delegation; leave delegations out of the filters.")
        if not content_terms(issue):
            raise InvalidInput("The issue has no words to look for; name it by what speakers call it.")
        own = replace(filters, delegations=(delegation.code,))
        snapshot = self._searcher.snapshot()
        found = self._gatherer.on_topic(issue, own)
        moments = self._moments(issue, found.sure)
        perhaps = _in_time(found.perhaps, len(moments) + 1)
        last = min(first + limit, len(moments))
        return History(
            delegation=delegation,
            issue=issue,
            moments=moments[first:last],
            statements=len(moments),
            searched=len(np.unique(snapshot.owner[snapshot.once(snapshot.mask(own))])),
            certain=found.counts.certain if found.counts else not perhaps,
            perhaps=perhaps if last == len(moments) else (),
            index=f"r{snapshot.revision}",
            took_ms=round((time.perf_counter() - began) * 1000, 1),
            next=last if last < len(moments) else None,
        )

    def _moments(self, issue: str, cited: Sequence[Citation]) -> tuple[Moment, ...]:
        """Every statement in order of date, compared with the one before; citations are numbered from
        first to last."""
        numbered = _in_time(cited, 1)
        changes: list[Change | None] = [None]
        told = False
        for earlier, later in pairwise(numbered):
            told = told or earlier.side != "unclear"
            found = compare_said(issue, self._said(earlier), self._said(later), told)
            changes.append(Change(found.relation, found.reason, earlier, later, found.earlier, found.later))
        return tuple(map(Moment, numbered, changes))

    def _said(self, citation: Citation) -> Said:
        own = citation.statement.delegation
        places = self._places(citation.quote) - {own.code if own else ""}
        return Said(" ".join(citation.quote.split()), citation.date, citation.side or "unclear", places)


def _in_time(cited: Sequence[Citation], first: int) -> tuple[Citation, ...]:
    """The delegation's own words, the earliest first, numbered from `first` on."""
    own = [one for one in cited if one.quoting is None and REPORTED not in one.flags]
    dated = as_spoken(own, lambda one: one.statement, latest=False)
    return tuple(replace(one, number=number) for number, one in enumerate(dated, first))
