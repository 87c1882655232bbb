"""The record, looked through now and then: damage is reported before anyone asks for what is damaged.

In: an open record store. Out: the statements that are not what was written. Goes a page at a time, so that
nobody waits for it.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping

from index.process.background import Background
from index.store.record_store import RecordStore

PAGE = 100
"""Statements looked at together."""
PAUSE = 0.05
"""Seconds between two pages."""
AGAIN = 3600.0
"""Seconds until the record is looked through again."""
GLANCE = 0.3
"""Seconds that a command which watches nothing looks for damage: all of a small record, some of a large one,
other statements each time. `onrecord verify` looks through all of it."""


class RecordWatch:
    """Looks through the whole record, in the background once started."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store
        self._background = Background("check-record", self._look_through, self._due)
        self._stopping = threading.Event()
        self._started = False
        self._looked: float | None = None

    def start(self) -> None:
        """Looks through the record in the background, and again every hour."""
        self._started = True
        self._background.ask(wait=False)

    def found(self) -> Mapping[str, str]:
        """Damaged statements with their files, as far as is known; glances where nothing else looks."""
        if self._looked is None and not self._started:
            self._glance()
        return self._store.damage.found

    def _glance(self) -> None:
        """Until time is up, pages in any order."""
        until = time.monotonic() + GLANCE
        pages = list(self._store.pages(PAGE))
        random.shuffle(pages)
        for page in pages:
            self._store.whole(page)
            if time.monotonic() > until:
                return
        self._looked = time.monotonic()

    def close(self) -> None:
        self._stopping.set()
        self._background.stop(60)

    def _due(self) -> bool:
        return self._looked is not None and time.monotonic() - self._looked > AGAIN

    def _look_through(self) -> bool:
        for page in self._store.pages(PAGE):
            self._store.whole(page)
            if self._started and self._stopping.wait(PAUSE):
                break
        self._looked = time.monotonic()
        return True
