"""The record store as the quotation check and the understanding of questions see it.

In: the store. Out: texts and marks for the check, facts for questions; both
follow the store's revision.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping, Sequence

from index.model import Statement, StatementRef
from index.process.deadline import within
from index.store.record_store import RecordStore
from rag.question.model import RecordFacts
from rag.question.understand import gather_facts


class StoreCorpus:
    """Statements by id with marks that change when their text does (`rag.quotation.check.QuoteCorpus`)."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store

    @property
    def state(self) -> Hashable:
        return self._store.revision(), frozenset(self._store.damage.found)

    def marks(self) -> Mapping[str, str]:
        return self._store.content_marks()

    def texts(self, ids: Sequence[str]) -> Mapping[str, str]:
        return self._store.texts(ids)

    def refs(self, ids: Sequence[str]) -> Mapping[str, StatementRef]:
        return self._store.refs(ids)

    def statement(self, id: str) -> Statement:
        return self._store.statement(id)


class FactsCache:
    """`RecordFacts` of the present revision, gathered once for each."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._kept: tuple[int, RecordFacts] | None = None

    def facts(self) -> RecordFacts:
        """What the index holds now."""
        with self._lock, within(None):  # everybody's: finished whoever waits
            revision = self._store.revision()
            if self._kept is None or self._kept[0] != revision:
                self._kept = (revision, self._gathered())
            return self._kept[1]

    def _gathered(self) -> RecordFacts:
        ids = [statement.id for statement in self._store.statement_columns()]
        return gather_facts(self._store.refs(ids).values())
