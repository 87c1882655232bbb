"""Dense and lexical candidates under an exact filter: a question's vectors and terms in, positions out.

Chroma answers the unfiltered questions, by its graph; filtered ones, rows it does not hold yet and the
time while it is rebuilt are answered by an exact scan of the snapshot's matrix. Every row it names is
looked up in the snapshot, so what was removed never comes back.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Vector
from index.process.deadline import look, within
from index.search.kept import KeptArrays, is_behind
from index.search.parts import Flags, Rows, best
from index.search.snapshot import Snapshot, advance, load
from index.store.record_store import RecordStore
from index.vectors.vector_store import VectorStore

OVERSAMPLE = 2.0
"""How many more neighbours than expected are asked for where procedural passages are left out afterwards."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Positions in the snapshot, ascending, each with its cosine and its BM25 score."""

    positions: npt.NDArray[np.int64]
    dense: Vector
    lexical: Vector


class Searcher:
    """Holds the present snapshot and asks the vector store; safe for threads."""

    def __init__(self, store: RecordStore, vectors: VectorStore, kept: KeptArrays | None = None) -> None:
        self._store = store
        self._vectors = vectors
        self._kept = kept
        self._snapshot: Snapshot | None = None
        self._refreshing = threading.Lock()

    def snapshot(self) -> Snapshot:
        """The store's latest revision; read when first asked for, then brought up to date."""
        with self._refreshing, within(None):  # shared by everybody, so finished whether or not anyone waits
            if self._snapshot is None:
                self._snapshot = self._loaded()
            elif self._snapshot.revision != self._store.revision():
                self._snapshot = advance(self._snapshot, self._store)
            return self._snapshot

    def keep(self, only_loaded: bool = False) -> None:
        """Writes what is held into the file of arrays, if much of it is not there yet; raises OSError.

        With `only_loaded` nothing is read for this.
        """
        if self._kept is None or (only_loaded and self._snapshot is None):
            return
        snapshot = self.snapshot()
        mapped = [one for one in snapshot.held if one.part.mapped]
        inside = sum(one.size for one in mapped)
        gone = sum(len(one.part.rows) for one in mapped) - inside
        if not is_behind(snapshot.size, snapshot.size - inside + gone):
            return
        self._kept.write(snapshot, self._store)
        fresh = self._loaded()
        with self._refreshing:  # from now on mapped, and no longer in this process's own memory
            self._snapshot = fresh

    def _loaded(self) -> Snapshot:
        return load(self._store) if self._kept is None else load(self._store, self._kept.read)

    def candidates(
        self,
        snapshot: Snapshot,
        vector: Vector,
        weights: Mapping[str, float],
        mask: Flags,
        depth: int,
        more: npt.NDArray[np.int64] | None = None,
    ) -> Candidates:
        """The `depth` best by cosine and the `depth` best by BM25 among the masked, joined with `more`."""
        look()
        lexical = snapshot.lexical.scores(self.numbered(weights))
        positions = np.union1d(
            self.nearest(snapshot, vector, mask, depth), best(np.where(mask, lexical, 0), depth, above=0)
        )
        if more is not None:
            positions = np.union1d(positions, more)
        return Candidates(positions, snapshot.vectors[positions] @ vector, lexical[positions])

    def numbered(self, weights: Mapping[str, float]) -> dict[int, float]:
        """The weights by term number; terms that no passage holds are left out."""
        return {number: weights[term] for term, number in self._store.term_ids(weights).items()}

    def nearest(self, snapshot: Snapshot, vector: Vector, mask: Flags, k: int) -> npt.NDArray[np.int64]:
        """Positions of the k masked passages nearest by cosine, best first."""
        if not (snapshot.searched & ~mask).any():
            found = self._from_store(snapshot, vector, mask, k)
            if found is not None:
                return found
        return _scan(snapshot, vector, np.flatnonzero(mask), k)

    def _from_store(
        self, snapshot: Snapshot, vector: Vector, mask: Flags, k: int
    ) -> npt.NDArray[np.int64] | None:
        allowed = int(mask.sum())
        wanted = min(int(OVERSAMPLE * k * snapshot.size / max(allowed, 1)) + 1, snapshot.size)
        answer = self._vectors.query(vector, wanted)
        if answer is None:
            return None
        positions = snapshot.positions(answer.rows)
        positions = positions[mask[positions]]
        if len(positions) < min(k, allowed):
            return None
        tail = np.flatnonzero(mask & (snapshot.rows > answer.applied_row))
        return _scan(snapshot, vector, np.union1d(positions, tail), k)


def _scan(snapshot: Snapshot, vector: Vector, positions: npt.NDArray[np.int64], k: int) -> Rows:
    return snapshot.vectors.nearest(vector, positions, k)
