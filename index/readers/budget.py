"""What one archive may cost over all its levels, and the account of what it has cost.

In: the bounds and the size of the outermost archive, then what is found, read and cut of it. Out: nothing, or
`OverBudget`. Sizes are weighed before anything is read, so that what unpacks to too much gives nothing.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import OnRecordError, UnreadableRecord
from index.readers.base import Candidate, FileOutcome, ReadFile
from index.readers.ziparchive import Bounds, open_zip

ZIPPED_RECORDS = (".docx", ".docm")
"""Records that are zip files themselves and unpack once more."""
SPLIT = "what was read before is added, split the archive for the rest."


class OverBudget(UnreadableRecord):
    """The outermost archive costs more than one archive may, whatever level it lies at."""


class Budget:
    """The account of one outermost archive, the archives inside it included."""

    def __init__(self, bounds: Bounds, packed: int) -> None:
        """`packed`: bytes of the outermost archive."""
        self.bounds = bounds
        self._by_ratio = max(bounds.least, bounds.ratio * packed)
        self._members = self._unpacked = self._statements = self._passages = self._text = 0
        self._seconds = 0.0

    def weigh(self, candidate: Candidate) -> None:
        """Count a member and what it unpacks to, before any is read."""
        self._members += 1
        self._unpacked += candidate.size + unpacked_size(candidate, self.bounds)
        if self._members > self.bounds.members:
            raise OverBudget(
                f"The archive and those inside it hold more than {self.bounds.members} files; split it."
            )
        self._check_size(self._unpacked)

    def spend(self, outcome: FileOutcome | None) -> None:
        """Count what a member gave, before it is handed on."""
        if not isinstance(outcome, ReadFile):
            return
        self._statements += len(outcome.drafts)
        self._text += sum(len(draft.text) for draft in outcome.drafts)
        if self._statements > self.bounds.statements:
            raise OverBudget(f"The archive gives more than {self.bounds.statements} statements; {SPLIT}")
        self._check_size(self._text)

    def cut(self, passages: int) -> None:
        """Count what a statement was cut into, before it is stored."""
        self._passages += passages
        self.check_passages()

    def check_passages(self) -> None:
        """Was more cut than is allowed since something was handed on?"""
        if self._passages > self.bounds.passages:
            raise OverBudget(f"The archive gives more than {self.bounds.passages} passages; {SPLIT}")

    @contextmanager
    def working(self) -> Iterator[None]:
        """Counts the time spent inside, not what others spend on what was read."""
        started = time.monotonic()
        try:
            yield
        finally:
            self._seconds += time.monotonic() - started
        if self._seconds > self.bounds.seconds:
            raise OverBudget(f"Reading the archive takes more than {self.bounds.seconds} seconds; {SPLIT}")

    def _check_size(self, size: int) -> None:
        if size > self._by_ratio:
            raise OverBudget(
                f"The archive, with those inside it, unpacks to more than {self.bounds.ratio} times its "
                "size, as bombs do; unpack it yourself if you trust it."
            )
        if size > self.bounds.total:
            raise OverBudget(
                f"The archive, with those inside it, unpacks to more than {self.bounds.total // 2**20} MiB; "
                "split it into smaller ones."
            )


def unpacked_size(candidate: Candidate, bounds: Bounds) -> int:
    """Bytes that a record which is a zip file itself unpacks to; 0 of others and of damaged ones."""
    if candidate.suffix not in ZIPPED_RECORDS:
        return 0
    try:
        with open_zip(io.BytesIO(candidate.read()), bounds) as archive:
            return sum(member.file_size for member in archive.infolist())
    except OnRecordError:
        return 0
