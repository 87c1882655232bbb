"""The token codec: small, near the truth, and fast for many passages at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from index.embedding.token_codec import TokenCodec, best_cosines, unit

RANDOM = np.random.default_rng(7)


def tokens(count: int, dim: int = 48) -> np.ndarray:
    return unit(RANDOM.standard_normal((count, dim)).astype(np.float32))


def test_a_fitted_basis_is_orthonormal_and_the_same_each_time() -> None:
    """Principal directions with their signs settled."""
    sample = tokens(500) * np.linspace(3, 0.1, 48, dtype=np.float32)
    codec = TokenCodec.fit(sample, 16)
    assert codec.token_dim == 16
    assert np.allclose(codec.basis.T @ codec.basis, np.eye(16), atol=1e-5)
    assert np.array_equal(codec.basis, TokenCodec.fit(sample, 16).basis)
    captured = np.linalg.norm(sample @ codec.basis) / np.linalg.norm(sample)
    assert captured > np.linalg.norm(sample[:, 32:]) / np.linalg.norm(sample)


def test_short_vectors_are_filled_up() -> None:
    """A model of few dimensions has codes of the same width."""
    codec = TokenCodec.fit(tokens(100, 8), 16)
    assert codec.encode(tokens(3, 8)).shape == (3, 16)


def test_codes_keep_cosines_of_the_small_space() -> None:
    """Eight bits cost less than a hundredth."""
    codec = TokenCodec.fit(tokens(500), 32)
    query, passage = tokens(6), tokens(40)
    exact = (codec.project_query(query) @ codec.project_query(passage).T).max(axis=1)
    (coded,) = best_cosines(codec.project_query(query), [codec.encode(passage)])
    assert coded == pytest.approx(exact, abs=0.03)
    assert coded.mean() == pytest.approx(exact.mean(), abs=0.01)


def test_texts_encoded_together_have_the_codes_of_each() -> None:
    """Also a text without tokens, and none at all."""
    codec = TokenCodec.fit(tokens(500), 16)
    texts = [tokens(5), tokens(0), tokens(3)]
    together = codec.encode_each(texts)
    assert [len(codes) for codes in together] == [5, 0, 3]
    for codes, text in zip(together, texts, strict=True):
        assert np.abs(codes.astype(int) - codec.encode(text)).max(initial=0) <= 1
    assert codec.encode_each([]) == []


shapes = st.lists(st.integers(0, 7), min_size=1, max_size=6)


@settings(deadline=None)
@given(lengths=shapes, seed=st.integers(0, 2**32 - 1), asked=st.integers(1, 5))
def test_many_at_once_is_one_by_one(lengths: list[int], seed: int, asked: int) -> None:
    """Also with passages that have no token."""
    random = np.random.default_rng(seed)
    codes = [random.integers(-127, 128, (n, 8)).astype(np.int8) for n in lengths]
    query = unit(random.standard_normal((asked, 8)).astype(np.float32))
    many = best_cosines(query, codes)
    assert many.shape == (len(codes), asked)
    for some, bests in zip(codes, many, strict=True):
        assert bests == pytest.approx(_plain(query, some), abs=1e-5)


def _plain(query: np.ndarray, codes: np.ndarray) -> list[float]:
    if not len(codes):
        return [-1.0] * len(query)
    lengths = np.maximum(np.linalg.norm(codes.astype(np.float32), axis=1), 1.0)
    return [max(float(q @ c) / n for c, n in zip(codes, lengths, strict=True)) for q in query]


@settings(deadline=None)
@given(npst.arrays(np.float32, (4, 6), elements=st.floats(-10, 10, width=32)))
def test_unit_vectors_are_never_longer_than_one(vectors: np.ndarray) -> None:
    """Zeros stay zeros."""
    lengths = np.linalg.norm(unit(vectors), axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-3) | (np.linalg.norm(vectors, axis=1) < 1e-6))


def test_no_passages_give_no_scores() -> None:
    """An empty result, not an error."""
    assert best_cosines(tokens(2, 8), []).shape == (0, 2)
