"""Every measure worked by hand on a few numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.model import Span
from rag.evaluation.measures import (
    area_under_roc,
    bootstrap,
    estimate,
    intersection_over_union,
    overlap,
    recall,
    rejected_at,
    shared,
    size,
    union,
)

AREAS = [
    ([0.9, 0.8], [0.1, 0.2], 1.0),
    ([0.1], [0.9], 0.0),
    ([0.5], [0.5], 0.5),
    ([0.9, 0.3], [0.5, 0.3], 0.625),  # wins: 1, 1, 0, 0.5 of 4
]


@pytest.mark.parametrize(("positive", "negative", "area"), AREAS)
def test_area_under_roc(positive: list[float], negative: list[float], area: float) -> None:
    """The share of pairs the positive wins, ties half."""
    assert area_under_roc(positive, negative) == area
    assert area_under_roc(negative, positive) == 1 - area


def test_area_needs_both_kinds() -> None:
    """Of one kind alone nothing can be said."""
    assert math.isnan(area_under_roc([], [0.5]))
    assert math.isnan(area_under_roc([0.5], []))


REJECTED = [
    ([0.9, 0.8, 0.7, 0.6], [0.5, 0.65, 0.75], 1.0, 1 / 3),  # threshold 0.6 keeps all four
    ([0.9, 0.8, 0.7, 0.6], [0.5, 0.65, 0.75], 0.75, 2 / 3),  # threshold 0.7 keeps three of four
    ([0.9, 0.8, 0.7, 0.6], [0.5, 0.65, 0.75], 0.5, 1.0),  # threshold 0.8 keeps two
    ([0.9, 0.1], [0.5], 0.9, 0.0),  # nine tenths of two are both
    ([0.5], [0.5], 1.0, 0.0),  # as high as the threshold is not below it
]


@pytest.mark.parametrize(("positive", "negative", "kept", "share"), REJECTED)
def test_rejected_at(positive: list[float], negative: list[float], kept: float, share: float) -> None:
    """The highest threshold that keeps enough of the positives, and the negatives below it."""
    assert rejected_at(positive, negative, kept) == pytest.approx(share)


def test_rejected_needs_both_kinds() -> None:
    """Without positives there is no threshold, without negatives nothing to reject."""
    assert math.isnan(rejected_at([], [0.5], 0.9))
    assert math.isnan(rejected_at([0.5], [], 0.9))


@given(st.integers(1, 300), st.integers(1, 99))
@settings(deadline=None)
@example(100, 7)
def test_no_more_is_kept_than_asked(count: int, percent: int) -> None:
    """0.07 of 100 are 7, although 0.07 * 100 is a little more than 7 in binary."""
    positive = [float(n) for n in range(count)]
    needed = -(-percent * count // 100)
    negative = [count - needed - 0.5]
    assert rejected_at(positive, negative, percent / 100) == 1.0


def test_an_estimate_is_the_mean_and_its_interval() -> None:
    """Three of four; a constant has no spread; nothing is no number; the seed makes it repeatable."""
    found = estimate([1, 1, 1, 0])
    assert found.mean == 0.75
    assert found.count == 4
    assert found.low < 0.75 < found.high <= 1.0
    assert found == estimate([True, True, True, False])
    constant = estimate([0.5] * 10)
    assert (constant.low, constant.mean, constant.high) == (0.5, 0.5, 0.5)
    assert str(constant) == "0.50 [0.50, 0.50]"
    assert math.isnan(estimate([]).mean)
    assert estimate([]).count == 0


def test_any_measure_may_be_resampled() -> None:
    """The interval of a maximum never goes beyond the highest row."""
    found = bootstrap([1.0, 2.0, 3.0], max)
    assert (found.mean, found.high, found.count) == (3.0, 3.0, 3)
    assert found.low >= 1.0


def test_spans_by_hand() -> None:
    """Gold 10 to 20 and 30 to 40, found 15 to 35 and 18 to 22: ten shared, thirty covered by either."""
    gold, found = [Span(30, 40), Span(10, 20)], [Span(15, 35), Span(18, 22)]
    assert union(found) == (Span(15, 35),)
    assert (size(gold), size(found), shared(found, gold)) == (20, 20, 10)
    assert recall(found, gold) == 0.5
    assert intersection_over_union(found, gold) == pytest.approx(10 / 30)
    assert overlap(Span(0, 5), Span(5, 9)) == 0
    assert (recall([], gold), intersection_over_union([], []), recall([], [])) == (0.0, 0.0, 0.0)
    assert union([Span(0, 2), Span(2, 3), Span(5, 6)]) == (Span(0, 3), Span(5, 6))


spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda p: Span(p[0], sum(p))), max_size=5
)


@given(spans, spans)
@settings(deadline=None)
def test_spans_count_characters_once(one: list[Span], other: list[Span]) -> None:
    """As sets of positions do."""
    left = {at for span in one for at in range(span.start, span.end)}
    right = {at for span in other for at in range(span.start, span.end)}
    assert (size(one), shared(one, other)) == (len(left), len(left & right))
    assert recall(one, other) == pytest.approx(len(left & right) / max(len(right), 1))
    expected = len(left & right) / max(len(left | right), 1)
    assert intersection_over_union(one, other) == pytest.approx(expected)
    assert np.all(np.diff([edge for span in union(one) for edge in (span.start, span.end)]) > 0)
