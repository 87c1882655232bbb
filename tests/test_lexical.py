"""BM25 over arrays equals BM25 written out; turning, joining and keeping postings lose nothing."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.store.lexical import K1, B, LexicalIndex, Postings, invert, join, keep

TERMS = 7
passages = st.lists(st.integers(0, TERMS - 1), max_size=12)
corpora = st.lists(passages, max_size=8)
weightings = st.dictionaries(st.integers(0, TERMS + 2), st.floats(0.1, 3), max_size=4)


def postings(corpus: list[list[int]]) -> Postings:
    """The postings of passages given as lists of terms, each passage's terms in order of occurrence."""
    counted = [Counter(passage) for passage in corpus]
    return Postings(
        np.cumsum([0, *map(len, counted)], dtype=np.int64),
        np.array([term for counts in counted for term in counts], np.int32),
        np.array([count for counts in counted for count in counts.values()], np.uint16),
    )


def bm25(corpus: list[list[int]], weights: dict[int, float]) -> list[float]:
    """The formula of Robertson and Zaragoza 2009, passage by passage."""
    mean = max(sum(map(len, corpus)) / len(corpus), 1.0) if corpus else 1.0

    def score(passage: list[int]) -> float:
        total = 0.0
        for term, weight in weights.items():
            holding = sum(term in other for other in corpus)
            rarity = math.log(1 + (len(corpus) - holding + 0.5) / (holding + 0.5))
            count = passage.count(term)
            norm = K1 * (1 - B + B * len(passage) / mean)
            total += weight * rarity * count * (K1 + 1) / (count + norm) if count else 0.0
        return total

    return [score(passage) for passage in corpus]


def same(one: Postings, other: Postings) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ("starts", "terms", "counts")
    )


@given(corpora, weightings)
@settings(deadline=None)
def test_scores_are_those_of_the_formula(corpus: list[list[int]], weights: dict[int, float]) -> None:
    """Whatever the passages and the question; terms nobody holds add nothing."""
    found = invert(postings(corpus)).scores(weights)
    assert found.tolist() == pytest.approx(bm25(corpus, weights), rel=1e-4, abs=1e-5)


@given(corpora)
@settings(deadline=None)
def test_inversion_lists_every_passage_of_every_term(corpus: list[list[int]]) -> None:
    """Ascending, counted, and empty for a term beyond the last."""
    index = invert(postings(corpus))
    assert index.size == len(corpus)
    assert index.lengths.tolist() == list(map(len, corpus))
    for term in range(TERMS + 2):
        expected = [at for at, passage in enumerate(corpus) if term in passage]
        assert index.holding(term).tolist() == expected
        assert index.frequency(term) == len(expected)


@given(st.lists(corpora, max_size=4))
@settings(deadline=None)
def test_joined_postings_are_those_of_all_passages(parts: list[list[list[int]]]) -> None:
    """Consecutive runs of passages put together are the postings made at once."""
    assert same(join([postings(part) for part in parts]), postings([p for part in parts for p in part]))


@given(st.lists(st.tuples(passages, st.booleans()), max_size=8))
@settings(deadline=None)
def test_kept_postings_are_those_of_the_kept_passages(flagged: list[tuple[list[int], bool]]) -> None:
    """Flags choose passages; the order stays."""
    flags = np.array([flag for _, flag in flagged], np.bool_)
    found = keep(postings([passage for passage, _ in flagged]), flags)
    assert same(found, postings([passage for passage, flag in flagged if flag]))


def test_a_term_everywhere_still_counts_for_something() -> None:
    """Rarity is never negative: log(1 + 0.5 / 3.5) for a term of three passages out of three."""
    index = invert(postings([[0], [0], [0, 1]]))
    assert index.idf(0) == pytest.approx(math.log(1 + 0.5 / 3.5))
    assert index.idf(9) == pytest.approx(math.log(1 + 3.5 / 0.5))
    assert index.scores({0: 1.0}).min() > 0


def test_an_empty_index_scores_nothing() -> None:
    """No passage, no score, no error."""
    index = invert(postings([]))
    assert isinstance(index, LexicalIndex)
    assert index.scores({0: 1.0}).shape == (0,)
