"""Adding, updating, removing and rebuilding: from files as read to statements in the record store.

In: outcomes of the readers. Out: a `Report`; each statement is acknowledged by its own synced transaction,
in the order read. What is unchanged costs nothing; what cannot be cut or embedded is skipped with the
reason and never half there. A full disk ends the run with StorageFailed and keeps what was acknowledged.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence

from index.embedding.embedder import Embedder
from index.errors import NotFound
from index.ingest.locate import one_place
from index.ingest.report import Progress, Report
from index.ingest.run import Run
from index.readers.base import FileOutcome
from index.segmentation.segment import SEGMENTATION
from index.store.record_store import RecordStore


class Builder:
    """Writes one store with one embedder; runs of several threads wait for each other."""

    def __init__(
        self,
        store: RecordStore,
        embedder: Embedder,
        stop: Callable[[], bool] = lambda: False,
        segmentation: str = SEGMENTATION,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._segmentation = segmentation
        self._stop = stop
        self._lock = threading.Lock()

    def add(
        self,
        outcomes: Iterable[FileOutcome],
        collection: str,
        progress: Callable[[Progress], None] = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Adds or updates the statements of the files; those a file no longer holds are removed.

        Stops early, whole, when `stop` says so, this run's or the builder's. Raises StorageFailed.
        """
        with self._lock:
            run = Run(self._store, self._embedder, lambda: self._stop() or stop(), progress)
            return run.through(outcomes, collection)

    def close(self) -> None:
        """Returns once no run is under way, so that the store may be closed."""
        with self._lock:
            pass

    def remove(self, ids: Sequence[str]) -> int:
        """Removes statements by id, completely; raises NotFound when none of them is there."""
        removed = self._store.remove(ids)
        if not removed:
            raise NotFound(
                "No such statement in the index; a search or GET /v1/statements gives the ids there are."
            )
        return removed

    def remove_source(self, path: str, collection: str | None = None) -> int:
        """Removes what was read from a file or folder, given by its full path or as shown.

        Raises NotFound, and InvalidInput for a path shown of several places.
        """
        found = self._store.sources_on_disk(collection, path)
        if not found:
            found = self._store.sources_shown(collection, path)
            one_place(path, found.values())
        ids = self._store.ids_of_sources(found)
        if not ids:
            raise NotFound(
                f"Nothing in the index was read from {path!r}; give its full path, or the path "
                "that search --json shows."
            )
        return self._store.remove(ids)

    def remove_collection(self, collection: str) -> int:
        """Removes a whole collection; raises NotFound."""
        ids = self._store.ids_of_collection(collection)
        if not ids:
            raise NotFound(f"There is no collection {collection!r} in the index.")
        return self._store.remove(ids)

    def rebuild(self, progress: Callable[[Progress], None] = lambda _: None) -> Report:
        """Cuts and embeds again what another model or segmentation made; goes on where it stopped.

        The store is to be opened without checks. Raises StorageFailed.
        """
        with self._lock:
            made_by = (self._embedder.fingerprint, self._segmentation)
            if self._store.built_by() != made_by:
                sizes = (self._embedder.dim, self._embedder.token_dim)
                self._store.start_rebuild(*made_by, self._embedder.name, sizes)
            run = Run(self._store, self._embedder, self._stop, progress)
            for id in self._store.to_rebuild():
                if run.stopped:
                    break
                run.again(id)
            report = run.end()
            if not report.stopped:
                self._store.finish_rebuild()
            return report
