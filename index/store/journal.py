"""Which statements each revision concerned, as far as this process wrote it: whoever holds something of the
record in memory brings it up to date without a look at every statement.

In: a transaction that writes, the statements it concerns, the revision it makes. Out: what was concerned
between two revisions, or None where one of them was written by another process, in another way, or long ago.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

Concerned = Mapping[int, str]
"""Ids of statements by their number; one that is gone is among them."""
KEPT = 20_000
"""Revisions remembered; each is one statement, as a rule."""
PATIENCE = 1.0
"""Seconds to wait for a transaction that has committed but has not said so yet."""


class Journal:
    """Safe for threads; one transaction at a time writes."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._noted: dict[int, Concerned] = {}
        self._concerned: dict[int, str] | None = None
        self._due: int | None = None

    @contextmanager
    def written(self) -> Iterator[None]:
        """Around a transaction and its commit: only what was committed is noted, and only if the transaction
        said which statements it concerns."""
        committed = False
        try:
            yield
            committed = True
        finally:
            with self._changed:
                if committed and self._due is not None and self._concerned is not None:
                    self._noted[self._due] = self._concerned
                self._due = self._concerned = None
                for revision in list(self._noted)[:-KEPT]:
                    del self._noted[revision]
                self._changed.notify_all()

    def concerns(self, statements: Concerned) -> None:
        """The present transaction changes these statements, and no others unless they are named in the same
        way."""
        self._concerned = {**(self._concerned or {}), **statements}

    def due(self, revision: int) -> None:
        """The present transaction makes this revision, if it commits."""
        with self._changed:
            self._due = revision

    def since(self, old: int, new: int) -> Concerned | None:
        """The statements that any revision after the old one and up to the new one concerned."""
        if not 0 <= new - old <= KEPT:
            return None
        with self._changed:
            self._changed.wait_for(lambda: self._due is None or not old < self._due <= new, PATIENCE)
            noted = [self._noted.get(revision) for revision in range(old + 1, new + 1)]
        found: dict[int, str] = {}
        for one in noted:
            if one is None:
                return None
            found.update(one)
        return found
