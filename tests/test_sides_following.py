"""The packaged readers must not take sides worse than they did on objects that were put in other words.

`data/reader/sides_following.jsonl` holds 46 objects that no reader was taught, each with sentences found for
it; `rag/reader/CARD.md` has the figures. The floors are those less what so few objects vary by.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.evaluation.measures import area_under_roc
from rag.evaluation.reader.attitudes import read_attitudes
from rag.evaluation.reader.draw import FOLLOWING
from rag.reader.careful import packaged_reader
from rag.reader.reading import Siding
from tests.bare_rows import read_bare

ROWS = read_attitudes(Path(__file__).parent / "data" / "reader" / "sides_following.jsonl")
NO_SIDE = "MO"


def test_no_object_was_taught() -> None:
    """None of the objects is among those that the third round teaches."""
    assert len({row.thing for row in ROWS}) >= 46
    assert {row.thing for row in ROWS}.isdisjoint(row.thing for row in read_attitudes(FOLLOWING))


@pytest.fixture(scope="module")
def told() -> list[tuple[str, Siding]]:
    """The label of each sentence, and how it is read on its object."""
    read = read_bare(ROWS, lambda row: row.thing, packaged_reader().stance)
    return [(label, one.whole) for label, one in read]


@pytest.mark.model
def test_support_stands_above_opposition(told: list[tuple[str, Siding]]) -> None:
    """Of a sentence for a thing and one against it, the first seems likelier to be for it."""
    leanings = {label: [one.supports - one.opposes for of, one in told if of == label] for label in "FA"}
    assert area_under_roc(leanings["F"], leanings["A"]) >= 0.83


@pytest.mark.model
def test_a_side_stands_above_none(told: list[tuple[str, Siding]]) -> None:
    """A sentence that takes a side seems likelier to take it than one that takes none."""
    neutral = [one for label, one in told if label in NO_SIDE]
    support = area_under_roc(
        [one.supports for label, one in told if label == "F"], [one.supports for one in neutral]
    )
    opposition = area_under_roc(
        [one.opposes for label, one in told if label == "A"], [one.opposes for one in neutral]
    )
    assert support >= 0.73
    assert opposition >= 0.77
