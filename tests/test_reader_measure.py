"""The reader's figures, worked by hand."""

from __future__ import annotations

import pytest

from rag.evaluation.reader.measure import ClaimRow, NearRow, Side, reading_measures, wrong_way


def near(file: str, answered: float, nearly: float) -> NearRow:
    return NearRow(file, "q", "n", "actor", answered, nearly, 0.0, True)


def claim(side: Side, supports: float, opposes: float) -> ClaimRow:
    return ClaimRow("a.txt", "c", side, supports, opposes, 1 - supports - opposes)


def test_area_and_pairs() -> None:
    """Of four comparisons across rows three are won; within the two rows both."""
    found = reading_measures([near("a", 0.9, 0.4), near("b", 0.3, 0.2)], [])
    assert found["answered against nearly answered, area under ROC"].mean == pytest.approx(0.75)
    assert found["answered above nearly answered of its passage"].mean == 1.0


def test_ways_of_claims() -> None:
    """One right, one told the other way, one left open, and one of neither side told as one."""
    rows = [
        claim("supports", 0.8, 0.1),
        claim("opposes", 0.9, 0.05),
        claim("opposes", 0.2, 0.2),
        claim("neither", 0.6, 0.1),
    ]
    found = reading_measures([], rows)
    assert found["claims, three ways"].mean == pytest.approx(1 / 4)
    assert found["claims, wrong way"].mean == pytest.approx(1 / 3)
    assert found["claims of neither side told as one"].mean == 1.0


def test_the_surest_third() -> None:
    """Only the surest of three claims with a side counts, and it is right."""
    rows = [claim("supports", 0.95, 0.0), claim("opposes", 0.7, 0.2), claim("opposes", 0.2, 0.5)]
    assert wrong_way(rows, 1 / 3) == 0.0
    assert wrong_way(rows, 1.0) == pytest.approx(1 / 3)


def test_no_rows_no_figures() -> None:
    """A folder without files of a kind has no figures of it."""
    assert reading_measures([], []) == {}
