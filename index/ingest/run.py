"""One run of adding: statements wait until enough of their passages are together to be embedded.

In: outcomes of the readers, or stored statements to be made again. Out: a `Report`. While some are embedded,
those before them are stored and those behind them read and cut. Stops when told to, wherever reading, cutting
and embedding look; what cannot be cut or embedded is skipped with the reason and never half there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from index.embedding.embedder import Embedder
from index.errors import Cancelled, InvalidInput, OnRecordError, RecordDamaged, StorageFailed
from index.ids import statement_id
from index.ingest.drafting import content_sha, draft_of, uncut
from index.ingest.embedding import Ahead, PassageVectors, Vectors
from index.ingest.hearing import hearing, whole_ones
from index.ingest.locate import locate
from index.ingest.mending import mended_by
from index.ingest.prepared import Finished, Prepared, prepared
from index.ingest.report import Progress, Report
from index.model import StatementDraft
from index.readers.base import FileOutcome, ReadFile, Skipped, Spend, free
from index.readers.budget import OverBudget
from index.store.record_store import RecordStore
from index.store.sources import Location

BATCH = 256
"""Passages gathered before the embedder is called: enough to sort them by length, few enough to stop soon."""
QUEUE = 1000
"""Statements and files that wait at most."""


@dataclass
class Run:
    """Its queue, its counts, and by id what was stored so far and what could not be."""

    store: RecordStore
    embedder: Embedder
    stop: Callable[[], bool]
    progress: Callable[[Progress], None]
    queue: list[Prepared | Finished] = field(default_factory=list)
    claims: dict[tuple[str, str], Location] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    stored: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    files: int = 0
    passages: int = 0
    waiting: int = 0
    began: float = field(default_factory=time.monotonic)
    halted: bool = False
    vectors: PassageVectors = field(init=False)
    ahead: Ahead[Prepared | Finished] = field(init=False)

    def __post_init__(self) -> None:
        self.vectors = PassageVectors(self.store, self.embedder, lambda: self.stopped)
        self.ahead = Ahead(self.vectors.of)

    @property
    def stopped(self) -> bool:
        self.halted = self.halted or self.stop()
        return self.halted

    def through(self, outcomes: Iterable[FileOutcome], collection: str) -> Report:
        """Takes one file after the other until all are taken or it is stopped, and reports."""
        for outcome in whole_ones(outcomes, lambda: self.stopped):
            self.take(outcome, collection)
        return self.end()

    def take(self, outcome: FileOutcome, collection: str) -> None:
        """Queues what is new in the file."""
        self.files += 1
        if isinstance(outcome, Skipped):
            self.skipped.append(outcome)
        else:
            with suppress(OverBudget):  # who reads the archive tells it, and reads no more of it
                self._take_file(outcome, collection)
        self._tell(outcome.path)

    def _take_file(self, file: ReadFile, collection: str) -> None:
        at = self._located(file, collection)
        self.claims[collection, at.place] = at
        known = self._known(at)
        whole = self.store.whole(known)
        seen: set[str] = set()
        for draft in file.drafts:
            if self.stopped:
                return
            id = statement_id(collection, at.place, draft.key)
            if id in seen:
                self.skipped.append(
                    Skipped(file.path, f"Two statements at {draft.key!r}; the first is kept.")
                )
            elif known.get(id) == content_sha(draft) and id in whole:
                self.unchanged += 1
            else:
                self._prepare(draft, at, id, id in known, file.spend)
            seen.add(id)
        for mended in mended_by(self.store, file, at):
            self._prepare(*mended, known=True)
        self._enqueue(Finished(at, tuple(id for id in known if id not in seen)))

    def _located(self, file: ReadFile, collection: str) -> Location:
        """The file's place, taken at once where others might take it meanwhile."""
        if not self.store.shared:
            return locate(self.store, file, collection, self.claims)
        with self.store.placing() as take:
            at = locate(self.store, file, collection, self.claims)
            if self.store.source_placed(collection, at.place) is None:
                take(at)
            return at

    def _known(self, at: Location) -> dict[str, str]:
        """Content hashes of what the source holds; what waited of it is older and leaves the queue."""
        self.store.forget(self.store.waiting_at(at))
        return self.store.contents_of(at.collection, at.place, at.absolute)

    def taken(self, id: str, draft: StatementDraft, at: Location) -> None:
        """Queues a statement that waited, unless it is already stored unchanged."""
        stored = self.store.content_sha(id)
        if stored == content_sha(draft) and id in self.store.whole([id]):
            self.unchanged += 1
            self.stored.add(id)
        else:
            self._prepare(draft, at, id, stored is not None)

    def again(self, id: str) -> None:
        """Queues a stored statement to be cut and embedded anew; a damaged one leaves the search."""
        at = self.store.location_of(id)
        try:
            statement = self.store.statement(id)
        except RecordDamaged as error:
            self.skipped.append(Skipped(at.path, str(error)))
            self.store.withdraw(id)
            return
        if not self._prepare(draft_of(statement), at, id, known=True):
            self.store.put(uncut(statement), self.store.content_sha(id) or "", [], at)

    def _prepare(
        self, draft: StatementDraft, at: Location, id: str, known: bool, spend: Spend = free
    ) -> bool:
        """Raises what `spend` does."""
        try:
            with hearing(lambda: self.stopped):
                item = prepared(draft, at, id, known, self.embedder)
        except (StorageFailed, MemoryError):
            raise
        except Cancelled:
            return False
        except Exception as error:  # noqa: BLE001 (one bad record must not stop the rest)
            self._skip(at, id, draft.key, "cut into passages", error)
            return False
        spend(len(item.texts))
        self.waiting += len(item.texts)
        self._enqueue(item)
        return True

    def _enqueue(self, item: Prepared | Finished) -> None:
        self.queue.append(item)
        if self.waiting >= BATCH or len(self.queue) >= QUEUE:
            self._flush()

    def end(self) -> Report:
        """Stores what waits, unless stopped, and reports."""
        if not self.stopped:
            self._flush()
        self._settle()
        self.store.checkpoint()
        return Report(
            self.added,
            self.updated,
            self.unchanged,
            self.removed,
            tuple(self.skipped),
            self.files,
            self.passages,
            self.vectors.embedded,
            time.monotonic() - self.began,
            self.vectors.seconds,
            self.halted,
        )

    def _flush(self) -> None:
        """Starts embedding the queue, and meanwhile stores what was embedded before."""
        queue, self.queue, self.waiting = self.queue, [], 0
        ready = [item for item in queue if isinstance(item, Prepared)]
        texts = {sha: text for item in ready for sha, text in zip(item.shas, item.texts, strict=True)}
        self._put(*self.ahead.give(queue, texts))

    def _settle(self) -> None:
        """Stores what is being embedded."""
        self._put(*self.ahead.rest())

    def _put(self, queue: Sequence[Prepared | Finished], vectors: Vectors) -> None:
        """As far as all was embedded: the run may have been stopped meanwhile."""
        for item in queue:
            if isinstance(item, Finished):
                self._finish(item)
            elif all(sha in vectors for sha in item.shas):
                self._store(item, vectors)
            else:
                return

    def _store(self, item: Prepared, vectors: Vectors) -> None:
        ref = item.statement.ref
        stored = []
        for passage, sha in zip(item.statement.passages, item.shas, strict=True):
            vector = vectors[sha]
            if isinstance(vector, Exception):
                self._skip(item.location, ref.id, ref.source.key, "embedded", vector)
                return
            stored.append((passage, sha, vector))
        try:
            self.store.put(item.statement, item.content_sha, stored, item.location)
        except InvalidInput as error:
            self._skip(item.location, ref.id, ref.source.key, "stored", error)
            return
        self.stored.add(ref.id)
        self.added += not item.known
        self.updated += item.known
        self.passages += len(stored)
        self._tell(item.location.path, ref.id)

    def _finish(self, file: Finished) -> None:
        at = file.location
        if file.stale:
            self.removed += self.store.remove(file.stale)
        known = self.store.source_placed(at.collection, at.place)
        if known is not None and known[1] != at:
            self.store.relocate(known[0], at)
        self.claims.pop((at.collection, at.place), None)

    def _skip(self, at: Location, id: str, key: str, what: str, error: Exception) -> None:
        place = f"{at.path} at {key!r}" if key else at.path
        reason = str(error) if isinstance(error, OnRecordError) else f"{type(error).__name__}: {error}"
        self.skipped.append(Skipped(place, f"The statement could not be {what}: {reason}"))
        self.failed[id] = self.skipped[-1].reason

    def _tell(self, path: str, acknowledged: str | None = None) -> None:
        done = self.added + self.updated + self.unchanged
        self.progress(Progress(path, self.files, done, self.passages, acknowledged))
