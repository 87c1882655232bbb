"""Vectors for passages that wait to be stored: kept ones where the same text had some, the rest embedded.

In: texts by their hash. Out: by hash, what each became: vectors, or the error that this one text raised.
Stops when told to, between two calls of the embedder or where that looks. `Ahead` does so in a thread, so
that the cores have work while others read, cut and store.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from index.embedding.embedder import Embedded, Embedder
from index.errors import Cancelled
from index.ingest.hearing import hearing
from index.process import faults
from index.store.record_store import RecordStore

CHUNK = 64
"""Passages embedded between two looks at `stopped`."""
Vectors = Mapping[bytes, Embedded | Exception]
T = TypeVar("T")


@dataclass
class PassageVectors:
    """Counts what it embedded, and the seconds that took."""

    store: RecordStore
    embedder: Embedder
    stopped: Callable[[], bool]
    embedded: int = 0
    seconds: float = 0.0

    def of(self, wanted: Mapping[bytes, str], known: Vectors) -> Vectors:
        """What each text became; kept vectors and those known are used, the rest embedded, shortest first."""
        found = {sha: known[sha] for sha in wanted if sha in known}
        found |= self.store.embeddings([sha for sha in wanted if sha not in found])
        missing = sorted((sha for sha in wanted if sha not in found), key=lambda sha: len(wanted[sha]))
        began = time.monotonic()
        for at in range(0, len(missing), CHUNK):
            if self.stopped():
                break
            some = missing[at : at + CHUNK]
            with suppress(Cancelled), hearing(self.stopped):
                found |= zip(some, self._embed([wanted[sha] for sha in some]), strict=True)
        self.seconds += time.monotonic() - began
        return found

    def _embed(self, texts: Sequence[str]) -> list[Embedded | Exception]:
        try:
            made = list(self.embedder.embed_passages(texts))
        except (MemoryError, Cancelled):
            raise
        except Exception as error:  # noqa: BLE001 (one bad passage must not stop the rest)
            return [error] if len(texts) == 1 else [done for text in texts for done in self._embed([text])]
        self.embedded += len(made)
        return [*made]


class Ahead(Generic[T]):
    """Embeds texts in a thread. What they belong to comes back with their vectors at the next call, whether
    that brings more texts or none. There is one run of `embed` at a time; what it raises, the next call
    raises."""

    def __init__(self, embed: Callable[[Mapping[bytes, str], Vectors], Vectors]) -> None:
        self._embed = embed
        self._under_way: tuple[Sequence[T], Future[Vectors]] | None = None

    def give(self, items: Sequence[T], texts: Mapping[bytes, str]) -> tuple[Sequence[T], Vectors]:
        """Starts on these and returns the ones before; both may share texts."""
        before, vectors = self.rest()
        faults.point("build.before_embed")
        future = Future[Vectors]()
        threading.Thread(target=self._fulfil, args=(future, texts, vectors), name="embedding").start()
        self._under_way = (items, future)
        return before, vectors

    def rest(self) -> tuple[Sequence[T], Vectors]:
        """Waits for what is being embedded, if anything is, and returns it."""
        if self._under_way is None:
            return (), {}
        (items, future), self._under_way = self._under_way, None
        vectors = future.result()
        faults.point("build.after_embed")
        return items, vectors

    def _fulfil(self, future: Future[Vectors], texts: Mapping[bytes, str], known: Vectors) -> None:
        try:
            future.set_result(self._embed(texts, known))
        except BaseException as error:  # noqa: BLE001 (raised where the result is asked for)
            future.set_exception(error)
