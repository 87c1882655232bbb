"""The highest of many scores are those that sorting all of them gives, whichever way they are looked for."""

from __future__ import annotations

import numpy as np
import pytest

from index.search.parts import MANY_SAMPLED, SPACED, best

SHAPES = ("spread", "mostly zero", "nearly all zero", "ascending", "alike")
LARGE = 2 * SPACED * MANY_SAMPLED


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("count", [0, 1, 50, LARGE])
@pytest.mark.parametrize("k", [1, 60, 8000])
def test_the_highest_are_those_of_a_sort(shape: str, count: int, k: int) -> None:
    random = np.random.default_rng(0)
    scores = np.abs(random.standard_normal(count)).astype(np.float32)
    if shape == "mostly zero":
        scores[random.random(count) < 0.9] = 0
    elif shape == "nearly all zero":
        scores[random.random(count) < 0.9999] = 0
    elif shape == "ascending":
        scores.sort()
    elif shape == "alike":
        scores[:] = 0.5
    order = np.lexsort((np.arange(count), -scores))
    for above in (-np.inf, 0.0):
        wanted = scores[order[scores[order] > above][:k]]
        found = best(scores, k, above=above)
        assert len(set(found.tolist())) == len(found)
        assert np.array_equal(scores[found], wanted)
