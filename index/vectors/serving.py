"""The part of a Chroma index that is open for queries, exchanged in one step, and what is said of it.

In: a checked collection, its pointer and duplicates. Out: neighbours, each carrying the row up to which the
collection that named it is complete, so that an exchange between two calls can hide nothing.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from index.embedding.embedder import Vector
from index.process.background import Background
from index.vectors.collection import ChromaFailed, Collection
from index.vectors.duplicates import Duplicates, Expansion
from index.vectors.generations import Pointer
from index.vectors.vector_store import Neighbours, State, checked_query

REST = 4.0
"""What is not published yet is scanned, so that publishing takes a fifth of a processor, not all of one."""


@dataclass(frozen=True, slots=True)
class Served:
    """A collection that passed its check."""

    pointer: Pointer
    collection: Collection
    expand: Expansion


class Serving:
    """One collection at a time; safe for threads."""

    def __init__(self, dim: int) -> None:
        self._dim = dim
        self._using = threading.Lock()
        self._served: Served | None = None

    @property
    def pointer(self) -> Pointer | None:
        served = self._served
        return served.pointer if served else None

    def query(self, vector: Vector, k: int) -> Neighbours | None:
        """None while nothing is open. Raises ChromaFailed after letting go of what failed."""
        unit = checked_query(vector, self._dim)
        with self._using:
            if self._served is None:
                return None
            try:
                return _neighbours(self._served, unit, k)
            except ChromaFailed:
                self._let_go()
                raise

    def open(self, pointer: Pointer, collection: Collection, duplicates: Duplicates) -> None:
        """Asks the collection once, which loads its graph, then serves it instead of the one before."""
        served = Served(pointer, collection, Expansion(duplicates))
        try:
            _neighbours(served, checked_query(np.ones(self._dim), self._dim), 1)
        except ChromaFailed:
            _close(collection)
            raise
        with self._using:
            self._let_go()
            self._served = served

    def close(self) -> None:
        with self._using:
            self._let_go()

    def _let_go(self) -> None:
        if self._served is not None:
            _close(self._served.collection)
            self._served = None


class ServedVectors(ABC):
    """What the stores that serve from Chroma have in common: one thread brings up to date what is served, and
    is asked again where a query fails. Each store publishes in its own way."""

    def __init__(self, dim: int, thread: str) -> None:
        self._serving = Serving(dim)
        self._background = Background(thread, self._bring_up_to_date, self._look, REST)
        self._wanted = threading.Event()
        self._health: tuple[State, str] = ("absent", "")

    @property
    def applied_row(self) -> int:
        pointer = self._serving.pointer
        return pointer.applied_row if pointer else 0

    @property
    def state(self) -> State:
        state = self._health[0]
        if state == "absent" and not self._wanted.is_set() and self._published() is not None:
            return "published"
        return "damaged" if state == "ready" and self._serving.pointer is None else state

    @property
    def detail(self) -> str:
        return self._health[1] or self._published_detail()

    def query(self, vector: Vector, k: int) -> Neighbours | None:
        try:
            return self._serving.query(vector, k)
        except ChromaFailed as error:
            self._health = ("damaged", f"{self._failure_detail()} ({error})")
            self._background.ask(wait=False)
            return None

    def publish(self, *, wait: bool) -> None:
        self._background.ask(wait=wait)

    @abstractmethod
    def _bring_up_to_date(self) -> bool:
        """Publishes and serves what the record store holds now; False to be tried again later."""

    @abstractmethod
    def _look(self) -> bool:
        """Is there cause to bring it up to date though nobody asked?"""

    @abstractmethod
    def _failure_detail(self) -> str:
        """What is said, and remembered, of a failure while serving."""

    @abstractmethod
    def _published(self) -> Pointer | None:
        """What was published for this model, whether open or not."""

    @abstractmethod
    def _published_detail(self) -> str:
        """What was published before, said while nothing is open."""


def _neighbours(served: Served, unit: Vector, k: int) -> Neighbours:
    if k <= 0:
        return Neighbours(np.zeros(0, np.int64), np.zeros(0, np.float32), served.pointer.applied_row)
    rows, scores = served.expand(*served.collection.nearest(unit, k))
    held = rows <= served.pointer.applied_row  # another process may have added more meanwhile
    rows, scores = rows[held], scores[held]
    order = np.lexsort((rows, -scores))[:k]
    return Neighbours(rows[order], scores[order], served.pointer.applied_row)


def _close(collection: Collection) -> None:
    with suppress(ChromaFailed):
        collection.close()
