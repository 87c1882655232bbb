"""Vectors for passages that wait to be stored: those kept of the same text, and the rest embedded.

In: texts by their hash. Out: by hash, what each became: vectors, or the error that this one text raised.
Stops between two calls of the embedder when told to.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.embedding.embedder import Embedded, Embedder
from index.store.record_store import RecordStore

CHUNK = 64
"""Passages embedded between two looks at `stopped`."""


@dataclass
class PassageVectors:
    """Counts what it embedded, and the seconds that took."""

    store: RecordStore
    embedder: Embedder
    stopped: Callable[[], bool]
    embedded: int = 0
    seconds: float = 0.0

    def of(self, wanted: Mapping[bytes, str]) -> dict[bytes, Embedded | Exception]:
        """What each text became; kept vectors are used, the rest embedded, shortest first."""
        found: dict[bytes, Embedded | Exception] = dict(self.store.embeddings(list(wanted)))
        missing = sorted((sha for sha in wanted if sha not in found), key=lambda sha: len(wanted[sha]))
        began = time.monotonic()
        for at in range(0, len(missing), CHUNK):
            if self.stopped():
                break
            some = missing[at : at + CHUNK]
            found |= zip(some, self._embed([wanted[sha] for sha in some]), strict=True)
        self.seconds += time.monotonic() - began
        return found

    def _embed(self, texts: Sequence[str]) -> list[Embedded | Exception]:
        try:
            made = list(self.embedder.embed_passages(texts))
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 (one bad passage must not stop the rest)
            return [error] if len(texts) == 1 else [done for text in texts for done in self._embed([text])]
        self.embedded += len(made)
        return [*made]
