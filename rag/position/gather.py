"""What briefings and histories are made of: every statement on the topic as a list finds it, with its side.

In: a topic and filters, or passages chosen by hand. Out: `Gathered`: citations, likeliest first, as "Which
delegations mentioned ...?" lists them, so that they and an answer rest on the same base.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.errors import InvalidInput
from index.model import Filters
from index.store.record_store import RecordStore
from rag.answer.ask import Asker
from rag.answer.asked_list import MENTIONED
from rag.answer.sided import sided
from rag.answer.sides import SideTaken
from rag.citation.cite import cite
from rag.model import Citation, Counts
from rag.position.taking import side_of_span

MOST_PASSAGES = 200
FEW = 4
"""Quotations where no list is found."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Citations surely on the topic, each with its side, and those that may be; `counts` of the list."""

    sure: tuple[Citation, ...]
    perhaps: tuple[Citation, ...] = ()
    counts: Counts | None = None


class Gatherer:
    """Gathers. `judge` tells the side of a sentence."""

    def __init__(self, asker: Asker, store: RecordStore, judge: SideTaken) -> None:
        self._asker, self._store, self._judge = asker, store, judge

    def on_topic(self, topic: str, filters: Filters) -> Gathered:
        """The complete list for the topic; where nobody is surely on it, what comes nearest may be."""
        answer = self._asker.ask(MENTIONED.format(topic.rstrip(" .?!")), filters, FEW)
        cited = tuple(replace(one, number=0) for one in answer.citations)
        sure = answer.counts.statements if answer.counts else 0
        told = tuple(sided(self._judge, topic, one) for one in cited[:sure])
        return Gathered(told, cited[sure:], answer.counts)

    def of_passages(self, topic: str | None, ids: Sequence[str]) -> Gathered:
        """The passages whole, each once; raises NotFound for one that is not there."""
        if not 1 <= len(ids) <= MOST_PASSAGES:
            raise InvalidInput(f"Give one to {MOST_PASSAGES} passages.")
        return Gathered(tuple(self._passage(topic, id) for id in dict.fromkeys(ids)))

    def _passage(self, topic: str | None, id: str) -> Citation:
        place = self._store.passage(id)
        statement = self._store.statement(place.statement)
        span = place.passage.span
        side = side_of_span(self._judge, topic, statement, span) if topic else None
        return replace(cite(statement, span), side=side)
