"""How far a piece of work is: reported wherever time is spent, heard by whoever shows it.

In: how many of how many are done. Out: nothing; the listener may raise, which ends the work. Without a
listener the reports go nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Hear = Callable[[int, int], None]
"""Is told how many are done, and of how many."""
_present: ContextVar[Hear | None] = ContextVar("progress", default=None)


def tell(done: int, total: int) -> None:
    """Reports to whoever listens to the present work."""
    hear = _present.get()
    if hear is not None:
        hear(done, total)


@contextmanager
def heard(by: Hear) -> Iterator[None]:
    """What the work inside and the threads it uses report goes to this listener."""
    before = _present.set(by)
    try:
        yield
    finally:
        _present.reset(before)
