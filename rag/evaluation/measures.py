"""Measures over per-question rows: values in, aggregates with bootstrap intervals out.

Rows come first and aggregates are derived from them; a missing answer costs like a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.model import Span

RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % bootstrap interval (Efron 1979, percentile method) over `count` rows."""

    mean: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.mean:.2f} [{self.low:.2f}, {self.high:.2f}]"


Figures = Mapping[str, Estimate]


def exact(value: float, count: int) -> Estimate:
    """A figure of all rows together, without an interval."""
    return Estimate(value, value, value, count)


def estimate(values: Sequence[float], seed: int = 0) -> Estimate:
    """Mean and interval of per-row values."""
    if not values:
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    return bootstrap(values, lambda sample: float(np.mean(sample)), seed)


def bootstrap(rows: Sequence[float], measure: Callable[[Sequence[float]], float], seed: int = 0) -> Estimate:
    """Any measure of rows, with the interval over resampled rows."""
    generator = np.random.default_rng(seed)
    draws = []
    for _ in range(RESAMPLES):
        draws.append(measure([rows[at] for at in generator.integers(0, len(rows), len(rows))]))
    low, high = np.percentile(draws, [2.5, 97.5])
    return Estimate(measure(rows), float(low), float(high), len(rows))


def area_under_roc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Probability that a positive outscores a negative, ties half (Mann-Whitney U)."""
    if not positive or not negative:
        return float("nan")
    wins = [(p > n) + 0.5 * (p == n) for p in positive for n in negative]
    return float(np.mean(wins))


def rejected_at(positive: Sequence[float], negative: Sequence[float], kept: float) -> float:
    """Share of negatives below the highest threshold that keeps at least `kept` of the positives."""
    if not positive or not negative:
        return float("nan")
    ordered = sorted(positive, reverse=True)
    needed = int(np.ceil(kept * len(ordered) - 1e-9))  # 0.07 * 100 is a little more than 7
    threshold = ordered[max(needed - 1, 0)]
    return float(np.mean([score < threshold for score in negative]))


def risk_at(confidences: Sequence[float], right: Sequence[bool], coverage: float) -> float:
    """Share of wrong ones among the `coverage` most confident answers (El-Yaniv and Wiener 2010)."""
    if not confidences:
        return float("nan")
    order = sorted(range(len(confidences)), key=lambda at: -confidences[at])
    answered = order[: max(1, round(coverage * len(order)))]
    return float(np.mean([not right[at] for at in answered]))


def overlap(a: Span, b: Span) -> int:
    """Characters that two spans share."""
    return max(0, a.shared(b))


def union(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Disjoint, ordered spans covering the same characters."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def shared(a: Sequence[Span], b: Sequence[Span]) -> int:
    """Characters that two sets of spans share."""
    return sum(overlap(left, right) for left in union(a) for right in union(b))


def size(spans: Sequence[Span]) -> int:
    """Characters covered."""
    return sum(len(span) for span in union(spans))


def intersection_over_union(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Shared characters over all characters covered by either."""
    common = shared(a, b)
    return common / max(size(a) + size(b) - common, 1)


def recall(found: Sequence[Span], gold: Sequence[Span]) -> float:
    """Share of the gold characters that were found."""
    return shared(found, gold) / max(size(gold), 1)
