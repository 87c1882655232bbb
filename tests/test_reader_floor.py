"""The packaged reader must not read worse than it did: rows of files that it was not trained on.

`data/reader` holds a part of the given rows, drawn by a hash of the file's name; `rag/reader/CARD.md` has
the figures of all rows held back. The floors are those less what so few rows vary by.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from rag.evaluation.measures import Estimate
from rag.evaluation.reader.examples import held_back
from rag.evaluation.reader.field import read_rows
from rag.evaluation.reader.section import measure_reader
from rag.reader.trained import TrainedReader

FOLDER = Path(__file__).parent / "data"
FLOORS = {
    "answered against nearly answered, area under ROC": 0.76,
    "claims, three ways": 0.62,
}
CEILINGS = {"claims, wrong way": 0.27}


def test_no_row_was_trained_on() -> None:
    """Every file of the sample is held back."""
    rows = read_rows(FOLDER / "reader")
    assert len(rows.questions) >= 100
    assert all(held_back(row.file) for row in (*rows.questions, *rows.claims))


@pytest.fixture(scope="module")
def figures() -> Mapping[str, Estimate]:
    """The packaged reader's figures on the sample."""
    found, _ = measure_reader(FOLDER, TrainedReader())
    return found


@pytest.mark.model
@pytest.mark.parametrize("name", FLOORS)
def test_not_below_the_floor(figures: Mapping[str, Estimate], name: str) -> None:
    """A figure that is better when higher."""
    assert figures[name].mean >= FLOORS[name]


@pytest.mark.model
@pytest.mark.parametrize("name", CEILINGS)
def test_not_above_the_ceiling(figures: Mapping[str, Estimate], name: str) -> None:
    """A figure that is better when lower."""
    assert figures[name].mean <= CEILINGS[name]
