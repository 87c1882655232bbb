"""Two thousand made-up files are read, or refused in a sentence; 100,000 are by `python -m tests.fuzz`.

The fast suite tries a quarter of the two thousand.
"""

from __future__ import annotations

import pytest

from tests.examples import examples
from tests.fuzz import faults_of

COUNT, SEED = examples(2_000), 16
PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_made_up_files_are_read_or_refused(part: int) -> None:
    """As records and as drafts, in every format but PDF, in time; a number names the input that failed."""
    found = {
        number: faults for number in range(part, COUNT, PARTS) if (faults := list(faults_of(number, SEED)))
    }
    assert found == {}
