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
from rag.question.facts import gather_facts
from rag.question.kept_facts import KeptFacts
from rag.question.model import RecordFacts


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
    """`RecordFacts` of the present revision, gathered once for each, or read from a file of it."""

    def __init__(self, store: RecordStore, file: KeptFacts | None = None) -> None:
        self._store, self._file = store, file
        self._lock = threading.Lock()
        self._kept: tuple[int, RecordFacts] | None = None

    def facts(self) -> RecordFacts:
        """What the index holds now."""
        with self._lock, within(None):  # everybody's: finished whoever waits
            revision = self._store.revision()
            if self._kept is None or self._kept[0] != revision:
                self._kept = (revision, self._read() or self._gathered())
            return self._kept[1]

    def keep(self, only_loaded: bool = False) -> None:
        """Has the file hold the facts of the present state; raises OSError.

        With `only_loaded` nothing is gathered for this.
        """
        if self._file is None or (only_loaded and self._kept is None):
            return
        before = self._store.stamp()
        if before is not None and self._file.read(before) is None:
            facts = self.facts()
            if self._store.stamp() == before:
                self._file.write(facts, before)

    def _read(self) -> RecordFacts | None:
        stamp = self._store.stamp() if self._file else None
        return self._file.read(stamp) if self._file and stamp else None

    def _gathered(self) -> RecordFacts:
        ids = [statement.id for statement in self._store.statement_columns()]
        return gather_facts(self._store.refs(ids).values())
