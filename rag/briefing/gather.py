"""What a briefing is made of: every statement on the topic as a list finds it, and the side of each.

In: a topic and filters, or passages chosen by hand. Out: `Gathered`: citations with their sides, likeliest
first, as "Which delegations mentioned ...?" lists them, so that a briefing and an answer rest on the same
base.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.errors import InvalidInput
from index.model import Filters
from index.segmentation.segment import context_header
from index.store.record_store import RecordStore
from index.text.terms import content_terms
from rag.answer.ask import Asker
from rag.answer.extract import MENTIONED
from rag.citation.cite import cite
from rag.discourse.views import takes_view
from rag.model import Citation, Counts
from rag.position.taking import SideTaken, side_of_span
from rag.ranking.facets import needed

MOST_PASSAGES = 200
FEW = 4
"""Quotations where no list is found."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Citations surely on the topic and those that may be, each with its side; `counts` of the list."""

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
        cited = tuple(self._sided(topic, replace(one, number=0)) for one in answer.citations)
        if answer.counts is None:
            return Gathered((), cited)
        sure = answer.counts.statements
        return Gathered(cited[:sure], cited[sure:], answer.counts)

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

    def _sided(self, topic: str, citation: Citation) -> Citation:
        """With the side that its words take, behind the sentence they lean on."""
        if not can_take_side(topic, citation):
            return replace(citation, side="unclear")
        side = self._judge(topic, _words(citation), context_header(citation.statement))
        return replace(citation, side=side)


def can_take_side(topic: str, citation: Citation) -> bool:
    """Are the words the speaker's own, do they take a view at all, and do they name the topic themselves?

    What is said of "unilateral measures" is no side on "unilateral coercive measures", and who says that a
    thing is grave has not said to be for it or against it.
    """
    terms = set(content_terms(topic))
    held = len(terms & set(content_terms(_words(citation))))
    return citation.quoting is None and takes_view(citation.quote) and held >= needed(len(terms))


def _words(citation: Citation) -> str:
    return " ".join(f"{citation.leads or ''} {citation.quote}".split())
