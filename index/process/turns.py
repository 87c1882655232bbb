"""Who goes first where several pieces of work share the processors: questions before computations, and work
that has just begun before work that has run for long.

In: a piece of work that begins and ends. Out: pauses at its looks (`index.process.deadline`). They are
bounded by what it has worked, so that nobody waits for ever. Code that holds a lock must not look.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONG = 1.0
"""Seconds of work after which one is no longer new."""
SHARE, LONGEST = 3.0, 1.0
"""A pause is at most this many times as long as the work since the last one, and at most this many
seconds."""
GLANCE = 0.05
"""Seconds after which paused work checks whether anybody still waits for it."""


class Turn:
    """One piece of work; `first` if somebody who asked a question waits for it."""

    def __init__(self, turns: Turns, first: bool) -> None:
        self._turns, self._first = turns, first
        self._worked, self._since = 0.0, time.monotonic()

    @property
    def rank(self) -> tuple[bool, bool]:
        """The lower goes first."""
        return (not self._first, self._worked > LONG)

    def give_way(self, glance: Callable[[], None]) -> None:
        """Pauses while another goes first; `glance` may raise, which ends the pause."""
        worked = time.monotonic() - self._since
        self._worked += worked
        self._turns.wait(self, min(SHARE * worked, LONGEST), glance)
        self._since = time.monotonic()


class Turns:
    """Everything at work at one time; safe for threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._at_work: list[Turn] = []

    @contextmanager
    def taken(self, first: bool) -> Iterator[Turn]:
        """A turn for the work inside."""
        turn = Turn(self, first)
        with self._changed:
            self._at_work.append(turn)
        try:
            yield turn
        finally:
            with self._changed:
                self._at_work.remove(turn)
                self._changed.notify_all()

    def wait(self, turn: Turn, seconds: float, glance: Callable[[], None]) -> None:
        """Waits until nobody goes before the turn, or the seconds are over."""
        until = time.monotonic() + seconds
        with self._changed:
            while self._goes_before(turn) and (left := until - time.monotonic()) > 0:
                self._changed.wait(min(left, GLANCE))
                glance()

    def _goes_before(self, turn: Turn) -> bool:
        return any(other.rank < turn.rank for other in self._at_work)
