"""Numbers common to several records, for passages and terms that each record numbers by itself.

In: each record's own numbers. Out: numbers that mean one thing, the same for as long as the process lives.
They ascend as rows are met, so that what is new lies above all that was known, as it does in one record.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


class Numbering:
    """Rows of several records; safe for threads.

    When new rows of a record are met, all its numbers up to the last become a run of ours. No run is ever
    changed, so that whoever still looks at an older revision finds its rows as well.
    """

    def __init__(self, records: int) -> None:
        self._lock = threading.Lock()
        self._last = 0
        self._runs = [_Runs(np.zeros(0, np.int64), np.zeros(0, np.int64), 0)] * records

    def meet(self, record: int, last: int) -> None:
        """Gives a number to every row of a record, up to its last, that has none yet."""
        with self._lock:
            runs = self._runs[record]
            if last > runs.last:
                theirs, ours = np.append(runs.theirs, runs.last + 1), np.append(runs.ours, self._last + 1)
                self._runs[record] = _Runs(theirs, ours, last)
                self._last += last - runs.last

    def ours(self, record: int, rows: Numbers) -> Numbers:
        """Our numbers of rows that have one."""
        runs = self._runs[record]
        at = np.searchsorted(runs.theirs, rows, side="right") - 1
        return rows - runs.theirs[at] + runs.ours[at] if len(rows) else rows

    def theirs(self, record: int, rows: Sequence[int]) -> dict[int, int]:
        """For those of our rows that are the record's: its own numbers, each with ours."""
        found = {row: self.until(record, row) for row in map(int, rows)}
        return {own: row for row, (own, exact) in found.items() if exact}

    def until(self, record: int, row: int) -> tuple[int, bool]:
        """The record's last own number that is not above our `row`, 0 for none; and is it that row?"""
        runs = self._runs[record]
        at = int(np.searchsorted(runs.ours, row, side="right")) - 1
        if at < 0:
            return 0, False
        end = int(runs.theirs[at + 1]) - 1 if at + 1 < len(runs.theirs) else runs.last
        own = row - int(runs.ours[at]) + int(runs.theirs[at])
        return min(own, end), own <= end


@dataclass(frozen=True, slots=True)
class _Runs:
    """Where the runs of one record begin, in its own numbers and in ours; its last row met."""

    theirs: Numbers
    ours: Numbers
    last: int


class Terms:
    """Terms of several records under one number each; safe for threads."""

    def __init__(self, records: int) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}
        self._ours = [np.zeros(1, np.int32)] * records

    def last_met(self, record: int) -> int:
        """The highest of the record's own numbers that has one of ours."""
        return len(self._ours[record]) - 1

    def meet(self, record: int, terms: Mapping[int, str]) -> None:
        """Terms of a record by its own numbers."""
        with self._lock:
            held = self._ours[record]
            grown = np.zeros(max([len(held) - 1, *terms]) + 1, np.int32)
            grown[: len(held)] = held
            for number, term in terms.items():
                grown[number] = self._numbers.setdefault(term, len(self._numbers) + 1)
            self._ours[record] = grown

    def ours(self, record: int, numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Our numbers for a record's; 0, which no term has, for what was not met."""
        held = self._ours[record]
        return held[np.where(numbers < len(held), numbers, 0)]

    def number(self, term: str) -> int:
        """Our number of a term that has one."""
        return self._numbers[term]
