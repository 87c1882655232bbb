"""What every embedder must do; the fast one here, the real model in test_embedder_model.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedding.embedder import Embedder
from index.embedding.token_codec import best_cosines
from index.errors import InvalidInput
from tests.hash_embedder import HashEmbedder

QUESTION = "Which hospitals were attacked?"
NEAR = "Hospitals were attacked again, and doctors killed."
FAR = "The budget of the tribunal for two years is before us."


def told_alone(program: str) -> str:
    """What a program prints, on either stream, in a Python of its own, whose end must be good."""
    ran = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    return ran.stdout


class EmbedderContract:
    """Subclasses give the `embedder` fixture."""

    def test_sizes_are_as_told(self, embedder: Embedder) -> None:
        """Vectors of `dim`, one code of `token_dim` per token, in float32 and int8."""
        made = embedder.embed_passages([NEAR, FAR])
        assert [len(some.vector) for some in made] == [embedder.dim] * 2
        assert all(some.tokens.shape[1] == embedder.token_dim and len(some.tokens) > 5 for some in made)
        asked = embedder.embed_query(QUESTION)
        assert (asked.vector.dtype, asked.tokens.dtype, made[0].tokens.dtype) == (
            np.float32, np.float32, np.int8,
        )  # fmt: skip
        assert asked.vector.shape == (embedder.dim,)
        assert asked.tokens.shape[1] == embedder.token_dim

    def test_vectors_are_unit(self, embedder: Embedder) -> None:
        """So that a dot product is a cosine."""
        asked = embedder.embed_query(QUESTION)
        for vector in [
            asked.vector,
            *asked.tokens,
            *(e.vector for e in embedder.embed_passages([NEAR, FAR])),
        ]:
            assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)

    def test_order_and_company_do_not_matter(self, embedder: Embedder) -> None:
        """A text's vectors do not depend on what it is embedded with."""
        texts = [NEAR, FAR, "We agree.", NEAR * 5, FAR]
        together = embedder.embed_passages(texts)
        for text, made in zip(texts, together, strict=True):
            (alone,) = embedder.embed_passages([text])
            assert float(alone.vector @ made.vector) > 0.999
            assert alone.tokens.shape == made.tokens.shape

    def test_nearer_in_meaning_is_nearer(self, embedder: Embedder) -> None:
        """By vector and by tokens."""
        near, far = embedder.embed_passages([NEAR, FAR])
        asked = embedder.embed_query(QUESTION)
        assert asked.vector @ near.vector > asked.vector @ far.vector
        of_near, of_far = best_cosines(asked.tokens, [near.tokens, far.tokens]).mean(axis=1)
        assert of_near > of_far

    def test_beyond_the_window_is_refused(self, embedder: Embedder) -> None:
        """Not cut silently; a question is cut."""
        long = "peace " * (embedder.window + 1)
        assert embedder.count_tokens(long) > embedder.window
        with pytest.raises(InvalidInput, match="window"):
            embedder.embed_passages([NEAR, long])
        assert embedder.embed_query(long).vector.shape == (embedder.dim,)

    def test_the_window_itself_is_allowed(self, embedder: Embedder) -> None:
        """Special tokens included."""
        full = "peace " * (embedder.window - embedder.count_tokens(""))
        assert embedder.count_tokens(full) == embedder.window
        assert len(embedder.embed_passages([full])) == 1

    def test_nothing_gives_nothing(self, embedder: Embedder) -> None:
        """No texts, no vectors; an empty text still has a vector and a token."""
        assert embedder.embed_passages([]) == []
        (empty,) = embedder.embed_passages([""])
        assert empty.vector.shape == (embedder.dim,)
        assert len(empty.tokens) >= 1


class TestHashEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return HashEmbedder()
