"""Statements that were read and checked recently, so that a repeated question reads and checks nothing.

In: the record's revision. Out: the statements kept of that revision; any change of the record forgets them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping

from index.model import Statement

MOST = 256
"""Statements kept; at most some 20 MB."""


class Recall:
    """Safe for threads; what is kept is frozen."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._kept: dict[str, Statement] = {}

    def known(self, revision: int, ids: Iterable[str]) -> dict[str, Statement]:
        """Those of the statements that are kept as they are in this revision."""
        with self._lock:
            if revision != self._revision:
                return {}
            return {id: self._kept[id] for id in ids if id in self._kept}

    def keep(self, revision: int, read: Mapping[str, Statement]) -> None:
        """Keeps what was read of this revision, in place of what has been kept longest."""
        with self._lock:
            if revision != self._revision:
                self._revision, self._kept = revision, {}
            self._kept |= read
            for id in list(self._kept)[:-MOST]:
                del self._kept[id]
