"""The packaged model by ONNX Runtime: the contract in both precisions, the model's own vectors, no torch."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from index.embedding.bert import Precision
from index.embedding.embedder import Embedder
from index.embedding.minilm import SentenceTransformerEmbedder
from index.embedding.packaged import PackagedEmbedder
from tests.test_embedder import NEAR, EmbedderContract, told_alone

pytestmark = pytest.mark.model


@pytest.fixture(scope="module", params=["int8", "float32"])
def packaged(request: pytest.FixtureRequest) -> PackagedEmbedder:
    precision: Precision = request.param
    return PackagedEmbedder(precision, threads=2)


class TestPackaged(EmbedderContract):
    @pytest.fixture
    def embedder(self, packaged: PackagedEmbedder) -> Embedder:
        return packaged


def test_vectors_and_codes_are_the_models_own(packaged: PackagedEmbedder) -> None:
    """Float32 to rounding; eight bits to a cosine of 0.99, of a text and of each of its tokens."""
    texts = (files("index") / "data" / "codec-sample.txt").read_text(encoding="utf-8").splitlines()[:20]
    least = 0.99 if packaged.name.endswith("int8") else 0.9995
    own = SentenceTransformerEmbedder(threads=2).embed_passages(texts)
    for one, other in zip(packaged.embed_passages(texts), own, strict=True):
        assert float(one.vector @ other.vector) > least
        assert one.tokens.shape == other.tokens.shape
        products = np.einsum("ij,ij->i", one.tokens.astype(int), other.tokens.astype(int))
        lengths = [np.linalg.norm(made.tokens.astype(int), axis=1) for made in (one, other)]
        assert (products / lengths[0] / lengths[1]).mean() > least - 0.002


def test_what_is_no_word_has_no_code(packaged: PackagedEmbedder) -> None:
    """Marks of the model written out in a text, and no text at all, as sentence-transformers has it."""
    texts = ["", "[SEP] 🙂", "We [PAD] agree."]
    own = SentenceTransformerEmbedder(threads=2).embed_passages(texts)
    for one, other in zip(packaged.embed_passages(texts), own, strict=True):
        assert one.tokens.shape == other.tokens.shape
        assert float(one.vector @ other.vector) > 0.95


def test_the_same_text_has_the_same_vectors_in_any_company(packaged: PackagedEmbedder) -> None:
    """To the bit: nothing is padded."""
    (alone,) = packaged.embed_passages([NEAR])
    among = packaged.embed_passages([NEAR * 3, NEAR, "We agree."])[1]
    assert np.array_equal(alone.vector, among.vector)
    assert np.abs(alone.tokens.astype(int) - among.tokens.astype(int)).max() <= 1


def test_the_ways_of_running_it_are_told_apart() -> None:
    """By name and by fingerprint, so that no index mixes them."""
    made: list[Embedder] = [
        PackagedEmbedder("int8"),
        PackagedEmbedder("float32"),
        SentenceTransformerEmbedder(),
    ]
    assert len({one.fingerprint for one in made}) == len({one.name for one in made}) == len(made)


QUIET = """
import sys
from index.embedding.packaged import PackagedEmbedder
embedder = PackagedEmbedder()
embedder.embed_passages(["We agree.", "We do not."])
embedder.embed_query("Who agrees?")
assert not {"torch", "transformers", "sentence_transformers"} & set(sys.modules)
"""


def test_embedding_loads_no_torch_and_is_silent() -> None:
    """Nothing on stdout or stderr, no socket."""
    assert told_alone(QUIET) == ""
