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
from rag.question.facts import facts_of, joined, statement_facts
from rag.question.kept_facts import KeptFacts, Marked
from rag.question.model import RecordFacts
from rag.question.names import Names, names_of

BEHIND = 0.02
"""Share of statements, come or gone, from which the file is written anew."""


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
    """`RecordFacts` of the present revision, gathered once for each, from what changed since the one before
    or since a file was written."""

    def __init__(self, store: RecordStore, file: KeptFacts | None = None) -> None:
        self._store, self._file = store, file
        self._lock = threading.Lock()
        self._known: Marked | None = None
        self._damaged: Mapping[str, str] = {}
        self._unwritten = 0
        self._kept: tuple[int, RecordFacts] | None = None
        self._names: tuple[int, Mapping[str, str], Names] | None = None

    def facts(self) -> RecordFacts:
        """What the index holds now."""
        with self._lock, within(None):  # everybody's: finished whoever waits
            return self._present()[1]

    def names(self) -> Names:
        """Every name it has now, of the statements that are what was written as far as is known."""
        with self._lock, within(None):
            (revision, _), damaged = self._present(), self._store.damage.found
            if self._names is None or self._names[:2] != (revision, damaged):
                known = (self._known or {}).items()
                names = names_of(one for id, (_, one) in known if id not in damaged)
                self._names = (revision, damaged, names)
            return self._names[2]

    def _present(self) -> tuple[int, RecordFacts]:
        revision = self._store.revision()
        if self._kept is None or self._kept[0] != revision:
            self._kept = (revision, self._gathered(revision))
        return self._kept

    def keep(self, only_loaded: bool = False) -> None:
        """Brings the file close to the present state; raises OSError.

        With `only_loaded` nothing is gathered for this.
        """
        if self._file is None or (only_loaded and self._kept is None):
            return
        self.facts()
        known, unwritten = self._known or {}, self._unwritten
        if unwritten > BEHIND * len(known):
            self._file.write(known)
            self._unwritten -= unwritten

    def _gathered(self, revision: int) -> RecordFacts:
        """Gathered from what was known, or from the file if nothing was. Where none of that is gone, what is
        new is joined to the facts there were."""
        known = self._known
        if known is None:
            known = self._file.read() if self._file else {}
        still, marks = self._compared(known, revision)
        read = {id: (marks[id], statement_facts(ref)) for id, ref in self._store.refs(marks).items()}
        self._unwritten += len(known) - len(still) + len(read)
        self._known = {**still, **read}
        if self._kept and len(still) == len(known):
            return joined(self._kept[1], facts_of(one for _, one in read.values()))
        return facts_of(one for _, one in self._known.values())

    def _compared(self, known: Marked, revision: int) -> tuple[Marked, Mapping[str, str]]:
        """What is still as it was known, and the marks of all others; where it is known whom the changes
        concerned, nothing else is looked at."""
        damaged, self._damaged = self._damaged, self._store.damage.found
        if self._kept is not None and damaged is self._damaged:
            concerned = self._store.concerned(self._kept[0], revision)
            if concerned is not None:
                ids = set(concerned.values())
                still = {id: one for id, one in known.items() if id not in ids}
                return still, self._store.content_marks(concerned)
        marks = self._store.content_marks()
        still = {id: one for id, one in known.items() if marks.get(id) == one[0]}
        return still, {id: mark for id, mark in marks.items() if id not in still}
