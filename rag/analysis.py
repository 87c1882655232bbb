"""Positions compared, issues by delegation, briefings: the three things asked over many statements at once.

In: texts, passages' ids, topics and filters. Out: `SimilarResult`, `Matrix`, and briefings as files.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Day
from functools import partial
from typing import TYPE_CHECKING

from index.embedding.embedder import Embedder
from index.errors import InvalidInput
from index.model import Filters
from index.process.later import Later
from index.search.candidates import Searcher
from index.speakers.delegations import Delegations
from index.store.record_store import RecordStore
from rag.answer.ask import Asker
from rag.answer.objects import states_in
from rag.model import Citation, Wanted
from rag.position.coverage import Surveyor
from rag.position.gather import Gatherer
from rag.position.history import Historian
from rag.position.matrix import Comparer
from rag.position.neighbours import NeighbourFinder
from rag.position.pointer import read_pointer
from rag.position.query_encoder import QueryEncoder
from rag.position.similar import Positions
from rag.position.timeline import Chronicler
from rag.quotation.check import QuoteChecker
from rag.ranking.hits import PassageLookup
from rag.reader.reading import Reader

if TYPE_CHECKING:
    from rag.briefing.brief import Brief
    from rag.briefing.briefs import Briefer

CHOSEN = "Chosen passages"


class Analysis:
    """Built over the objects that the service uses; safe for threads."""

    def __init__(
        self,
        searcher: Searcher,
        store: RecordStore,
        embedder: Embedder,
        lookup: PassageLookup,
        asker: Asker,
        quotes: QuoteChecker,
        delegations: Delegations,
        reader: Reader,
    ) -> None:
        places, countries = partial(_named_in, delegations), partial(_countries_in, delegations)
        finder = NeighbourFinder(searcher, store, embedder, lookup, places)
        encoder = QueryEncoder(store, embedder, quotes)
        self._asker = asker
        pointer = partial(read_pointer, delegations=delegations)
        self._positions = Positions(finder, encoder, countries, pointer, reader)
        self.similar = self._positions.similar
        self.compare = Comparer(finder, encoder, delegations.named, asker.sides).compare
        gatherer = Gatherer(asker, store)
        self.history = Historian(gatherer, searcher, countries).history
        self.coverage = Surveyor(searcher, delegations.named).coverage
        self.timeline = Chronicler(searcher, store).timeline
        self._delegations = delegations
        parts = gatherer, finder, encoder, store, delegations, reader
        self._briefer: Later[Briefer] = Later(lambda: _briefer(*parts))

    def brief(
        self, topic: str | None, passage_ids: Sequence[str], filters: Filters, format: str, wanted: Wanted
    ) -> bytes:
        """A briefing on a topic or question, or of chosen passages, as a file; see `rag.briefing.briefs`."""
        from rag.briefing.export.formats import FORMATS
        from rag.briefing.export.layout import document_of

        if format not in FORMATS:
            raise InvalidInput(f"There is no format {format!r}; choose one of {', '.join(FORMATS)}.")
        brief = self._brief(topic, passage_ids, filters, wanted)
        return FORMATS[format](document_of(brief, Day.today(), self._name))

    def brief_citations(
        self, topic: str | None, passage_ids: Sequence[str], filters: Filters, wanted: Wanted
    ) -> tuple[Citation, ...]:
        """What the briefing cites, in its order."""
        return self._brief(topic, passage_ids, filters, wanted).citations

    def _brief(
        self, topic: str | None, passage_ids: Sequence[str], filters: Filters, wanted: Wanted
    ) -> Brief:
        if passage_ids:
            if not filters.empty:
                raise InvalidInput("Passages chosen by hand are taken as they are: leave the filters out.")
            return self._briefer().of_passages(topic, topic or CHOSEN, passage_ids, wanted)
        if topic is None:
            raise InvalidInput("Give a topic or passages to brief on.")
        query = self._asker.understand(topic, filters, wanted.own)
        return self._briefer().on_topic(topic, query.topic or topic, query.filters, wanted)

    def _name(self, code: str) -> str:
        return self._delegations.named(code).name


def _briefer(
    gatherer: Gatherer,
    finder: NeighbourFinder,
    encoder: QueryEncoder,
    store: RecordStore,
    delegations: Delegations,
    reader: Reader,
) -> Briefer:
    from rag.briefing.briefs import Briefer
    from rag.briefing.silence import Silences

    states = partial(states_in, delegations)
    silences = Silences(finder, encoder, delegations.named, states)
    return Briefer(gatherer, silences, store, finder.snapshot, delegations.named, states, reader)


def _named_in(delegations: Delegations, text: str) -> frozenset[str]:
    """Codes of the delegations that a text names."""
    return frozenset(mention.delegation.code for mention in delegations.find_in(text))


def _countries_in(delegations: Delegations, text: str) -> frozenset[str]:
    """Codes of the States that a text names: an organisation is no country."""
    return frozenset(code for code, _ in states_in(delegations, text))
