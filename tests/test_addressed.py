"""The measure of who addressed an issue: cells counted against the words on record."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from index.model import Speaker
from rag.evaluation.addressed import (
    AddressedRow,
    Issue,
    addressed_measures,
    addressed_rows,
    read_issues,
)
from tests.drafts import ESTONIA, a_draft
from tests.small_stores import house, tell


def test_shares_are_of_cells() -> None:
    """Worked by hand: 3 of 4 cells with the words quoted, 3 of 5 quoted have them, 9 of 10 silent rightly."""
    rows = [AddressedRow("m", "a", 2, 1, 1, 4), AddressedRow("m", "b", 1, 0, 1, 5)]
    figures = [figure.mean for figure in addressed_measures(rows).values()]
    assert figures == pytest.approx([3 / 4, 3 / 5, 9 / 10])


def test_the_table_reads() -> None:
    """Every issue has a meeting, a name and words that compile; none stands twice."""
    issues = read_issues()
    assert len({(issue.meeting, issue.name) for issue in issues}) == len(issues) > 100


def test_cells_are_held_against_the_words(tmp_path: Path) -> None:
    """One spoke of whales and is quoted, one of elections and is not; meetings not held are left out."""
    with closing(house(tmp_path)) as service:
        tell(service, a_draft("Whaling in every ocean must end at once.", meeting="S/PV.1"), path="a.txt")
        quiet = a_draft("We speak of elections.", delegation=ESTONIA, speaker=Speaker("J"), meeting="S/PV.1")
        tell(service, quiet, path="b.txt")
        issues = [
            Issue("S/PV.1", "whaling in every ocean", re.compile("Whaling")),
            Issue("S/PV.9", "whaling in every ocean", re.compile("Whaling")),
        ]
        assert addressed_rows(service, issues) == [
            AddressedRow("S/PV.1", "whaling in every ocean", found=1, missed=0, invented=0, silent=1)
        ]
