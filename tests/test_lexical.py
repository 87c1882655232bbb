"""BM25 over arrays equals BM25 written out; turned, joined and kept, postings lose nothing."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.store.lexical import K1, B, Inverted, LexicalIndex, Live, Postings, invert, join

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


def same(one: Inverted, other: Inverted) -> bool:
    names = ("passages", "counts", "lengths")
    used = max(len(one.starts), len(other.starts))
    starts = [np.pad(some.starts, (0, used - len(some.starts)), mode="edge") for some in (one, other)]
    return np.array_equal(*starts) and all(np.array_equal(getattr(one, n), getattr(other, n)) for n in names)


def whole(corpus: list[list[int]]) -> LexicalIndex:
    return LexicalIndex(Live(invert(postings(corpus))))


flagged_parts = st.lists(st.lists(st.tuples(passages, st.booleans()), max_size=6), max_size=4)


def live(parts: list[list[tuple[list[int], bool]]]) -> list[Live]:
    """Parts of which only the flagged passages count; flags are left out where all are flagged."""
    return [
        Live(
            invert(postings([passage for passage, _ in part])),
            None if all(flag for _, flag in part) else np.array([flag for _, flag in part], np.bool_),
        )
        for part in parts
    ]


def kept(parts: list[list[tuple[list[int], bool]]]) -> list[list[int]]:
    return [passage for part in parts for passage, flag in part if flag]


@given(corpora, weightings)
@settings(deadline=None)
def test_scores_are_those_of_the_formula(corpus: list[list[int]], weights: dict[int, float]) -> None:
    """Whatever the passages and the question; terms nobody holds add nothing."""
    found = whole(corpus).scores(weights)
    assert found.tolist() == pytest.approx(bm25(corpus, weights), rel=1e-4, abs=1e-5)


@given(corpora)
@settings(deadline=None)
def test_inversion_lists_every_passage_of_every_term(corpus: list[list[int]]) -> None:
    """Ascending, counted, and empty for a term beyond the last."""
    index = whole(corpus)
    assert index.size == len(corpus)
    assert invert(postings(corpus)).lengths.tolist() == list(map(len, corpus))
    for term in range(TERMS + 2):
        expected = [at for at, passage in enumerate(corpus) if term in passage]
        assert index.holding(term).tolist() == expected
        assert index.frequency(term) == len(expected)


@given(flagged_parts)
@settings(deadline=None)
def test_joined_parts_are_those_of_all_live_passages(parts: list[list[tuple[list[int], bool]]]) -> None:
    """Put together they are the postings made at once of what is live, in the same order."""
    assert same(join(live(parts)), invert(postings(kept(parts))))


@given(flagged_parts, weightings)
@settings(deadline=None)
def test_parts_are_searched_as_if_they_were_one(
    parts: list[list[tuple[list[int], bool]]], weights: dict[int, float]
) -> None:
    """What is no longer live neither counts nor is counted."""
    index, made_at_once = LexicalIndex(*live(parts)), whole(kept(parts))
    assert index.size == made_at_once.size
    assert index.scores(weights).tolist() == pytest.approx(made_at_once.scores(weights).tolist())
    for term in range(TERMS + 2):
        assert index.holding(term).tolist() == made_at_once.holding(term).tolist()
        assert index.idf(term) == made_at_once.idf(term)


def test_a_term_everywhere_still_counts_for_something() -> None:
    """Rarity is never negative: log(1 + 0.5 / 3.5) for a term of three passages out of three."""
    index = whole([[0], [0], [0, 1]])
    assert index.idf(0) == pytest.approx(math.log(1 + 0.5 / 3.5))
    assert index.idf(9) == pytest.approx(math.log(1 + 3.5 / 0.5))
    assert index.scores({0: 1.0}).min() > 0


def test_an_empty_index_scores_nothing() -> None:
    """No passage, no score, no error."""
    assert whole([]).scores({0: 1.0}).shape == (0,)
    assert LexicalIndex().scores({0: 1.0}).shape == (0,)
