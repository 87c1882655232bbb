"""Reading and cutting that hear when a run is told to stop, also in the middle of a large file.

In: outcomes of the readers, or work; and what says that the run stops. Out: the outcomes that were read
whole; `Cancelled` where cutting was cut short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from math import inf

from index.errors import Cancelled
from index.process.deadline import Deadline, within
from index.readers.base import FileOutcome


def hearing(stopped: Callable[[], bool]) -> AbstractContextManager[None]:
    """The work inside raises Cancelled at its next look once it is told to stop."""

    def heard() -> bool:
        with within(None):  # whoever says so may look himself
            return stopped()

    return within(Deadline(inf, lambda _: Cancelled("Told to stop."), heard))


def whole_ones(outcomes: Iterable[FileOutcome], stopped: Callable[[], bool]) -> Iterator[FileOutcome]:
    """Outcomes one by one until all are read or it is told to stop; what was read by halves is none."""
    several = iter(outcomes)
    while not stopped() and (outcome := _next(several, stopped)) is not None:
        yield outcome


def _next(several: Iterator[FileOutcome], stopped: Callable[[], bool]) -> FileOutcome | None:
    with suppress(Cancelled), hearing(stopped):
        outcome = next(several, None)
        return None if stopped() else outcome
    return None
