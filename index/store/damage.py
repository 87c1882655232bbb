"""What was found damaged on disk: statements whose stored rows are no longer what was written.

In: ids, as they are found. Out: the same, with the files to add again, until they are stored anew; each is
logged once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from types import MappingProxyType

log = logging.getLogger("onrecord")


class Damage:
    """Ids of damaged statements, each with the path of its file. Safe for threads; never changed in place,
    so that a look costs nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.found: MappingProxyType[str, str] = MappingProxyType({})

    def note(self, id: str, path: str) -> None:
        """Marks the statement as damaged."""
        if id in self.found:
            return
        with self._lock:
            self.found = MappingProxyType({**self.found, id: path})
        log.error("Statement %a is damaged on disk and is not quoted; add its file again: %a.", id, path)

    def mend(self, ids: Iterable[str]) -> None:
        """The statements were stored anew, or removed."""
        gone = set(ids) & set(self.found)
        if gone:
            with self._lock:
                self.found = MappingProxyType({i: path for i, path in self.found.items() if i not in gone})
