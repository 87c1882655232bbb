"""A part of a service that is made when it is first asked for, with the modules that only it needs.

In: a function that makes it. Out: what that made, the same for every thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Later(Generic[Made]):
    """Made at most once, unless making it failed."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make, self._lock = make, threading.RLock()
        self._made: list[Made] = []

    def __call__(self) -> Made:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    def if_made(self) -> list[Made]:
        """It alone, or nothing if nobody has asked for it."""
        with self._lock:
            return list(self._made)
