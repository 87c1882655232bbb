"""Statements that were read and checked recently, so that a repeated question reads and checks nothing.

In: the record's revision, and which statements a change concerned. Out: the statements kept of that
revision; a change forgets those it concerned, or all where that is not known.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping

from index.model import Statement
from index.store.journal import Concerned

MOST = 256
"""Statements kept; at most some 20 MB."""


class Recall:
    """Safe for threads; what is kept is frozen."""

    def __init__(self, concerned: Callable[[int, int], Concerned | None]) -> None:
        self._concerned = concerned
        self._lock = threading.Lock()
        self._revision = -1
        self._kept: dict[str, Statement] = {}

    def known(self, revision: int, ids: Iterable[str]) -> dict[str, Statement]:
        """Those of the statements that are kept as they are in this revision."""
        with self._lock:
            if not self._brought(revision):
                return {}
            return {id: self._kept[id] for id in ids if id in self._kept}

    def keep(self, revision: int, read: Mapping[str, Statement]) -> None:
        """Keeps what was read of this revision, in place of what has been kept longest."""
        with self._lock:
            if not self._brought(revision):
                return
            self._kept |= read
            for id in list(self._kept)[:-MOST]:
                del self._kept[id]

    def _brought(self, revision: int) -> bool:
        """Is what is kept of this revision now? What is kept of a later one stays."""
        if revision > self._revision:
            concerned = self._concerned(self._revision, revision)
            gone = self._kept if concerned is None else concerned.values()
            for id in list(gone):
                self._kept.pop(id, None)
            self._revision = revision
        return revision == self._revision
