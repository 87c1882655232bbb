"""How long a piece of work may go on: set where a request comes in, checked wherever time is spent.

In: seconds, or a call to give up. Out: `TookTooLong`, or what the work is to say instead, at the next look. A
thread that was given no deadline is never stopped, and what is made once for everybody (an index, a snapshot)
is finished all the same. At a look the work also gives way to what goes first, where it was given a turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from index.errors import OnRecordError, TookTooLong
from index.process.turns import Turn


class Deadline:
    """Safe to look at and to give up from any thread; `over` makes what is raised then, and once `stopped`
    says that the work was told to stop."""

    def __init__(
        self,
        seconds: float,
        over: Callable[[float], OnRecordError] = TookTooLong.after,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.seconds = seconds
        self._over, self._stopped = over, stopped
        self._until = time.monotonic() + seconds
        self._given_up = False
        self.turn: Turn | None = None

    @property
    def left(self) -> float:
        """Seconds that are left, 0 at least."""
        return max(0.0, self._until - time.monotonic())

    @property
    def stopped(self) -> bool:
        """Was the work told to stop?"""
        return self._stopped()

    def give_up(self) -> None:
        """Nobody waits for the work any more."""
        self._given_up = True

    def look(self) -> None:
        """Raises what is over, once the time is or nobody waits; pauses while others go first."""
        self._glance()
        if self.turn is not None:
            self.turn.give_way(self._glance)

    def _glance(self) -> None:
        if self._given_up or time.monotonic() > self._until or self.stopped:
            raise self._over(self.seconds)


_present: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def look() -> None:
    """Raises TookTooLong where the present work has a deadline that is over."""
    deadline = present()
    if deadline is not None:
        deadline.look()


def told_to_stop() -> Callable[[], bool]:
    """Says whether the present work is told to stop, for a deadline within its own."""
    outer = present()
    return lambda: outer is not None and outer.stopped


def present() -> Deadline | None:
    """The deadline of the present work."""
    return _present.get()


@contextmanager
def within(deadline: Deadline | None) -> Iterator[None]:
    """The work inside, with the threads it is handed to, has this deadline; None for none."""
    before = _present.set(deadline)
    try:
        yield
    finally:
        _present.reset(before)
