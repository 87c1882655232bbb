"""The packaged model through sentence-transformers: the contract, other models, silence and no network."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from index.embedding.embedder import Embedder
from index.embedding.minilm import SentenceTransformerEmbedder
from index.embedding.model_files import find_model
from index.embedding.token_codec import TokenCodec
from index.errors import InvalidInput
from tests.test_embedder import FAR, NEAR, QUESTION, EmbedderContract, told_alone

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def packaged() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(threads=2)


class TestPackagedModel(EmbedderContract):
    @pytest.fixture
    def embedder(self, packaged: SentenceTransformerEmbedder) -> Embedder:
        return packaged


def test_the_files_tell_what_the_model_tells(packaged: SentenceTransformerEmbedder) -> None:
    """Window, dimension and token counts without loading the model are the loaded model's own."""
    model = packaged._model()
    assert packaged._files.window == model.max_seq_length == 256
    assert packaged._files.dim == model.get_embedding_dimension() == 384
    for text in (NEAR, "", "Zażółć gęślą jaźń — 日本", "S/PV.8422, 270,000"):
        assert packaged.count_tokens(text) == len(model.tokenizer(text)["input_ids"])


def test_vectors_are_the_models_own(packaged: SentenceTransformerEmbedder) -> None:
    """What `encode` of sentence-transformers gives, to three digits."""
    expected = packaged._model().encode([NEAR, FAR], show_progress_bar=False)
    for made, vector in zip(packaged.embed_passages([NEAR, FAR]), expected, strict=True):
        assert float(made.vector @ vector) / float(np.linalg.norm(vector)) > 0.999


def test_the_packaged_codec_is_of_the_size_told(packaged: SentenceTransformerEmbedder) -> None:
    """The file and the constant are changed together."""
    assert packaged._codec.token_dim == packaged.token_dim
    assert packaged._codec.basis.shape[0] == packaged.dim


def test_special_tokens_have_no_codes(packaged: SentenceTransformerEmbedder) -> None:
    """One code per word piece of the text."""
    (made,) = packaged.embed_passages([NEAR])
    assert len(made.tokens) == packaged.count_tokens(NEAR) - 2


def copy_of(folder: Path, **settings: object) -> Path:
    """The packaged model as some other model: other prompts, so another fingerprint."""
    shutil.copytree(find_model(None).folder, folder / "model")
    file = folder / "model" / "config_sentence_transformers.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | settings))
    return folder / "model"


def test_prompts_of_a_model_are_used_and_are_not_words(
    tmp_path: Path, packaged: SentenceTransformerEmbedder
) -> None:
    """They change the vectors, count in the window, and have no codes; the fingerprint tells."""
    other = SentenceTransformerEmbedder(
        str(copy_of(tmp_path, prompts={"query": "question: ", "passage": "passage: "}))
    )
    assert other.fingerprint != packaged.fingerprint
    assert other.count_tokens(NEAR) == packaged.count_tokens(NEAR) + 2
    (made,), (plain,) = other.embed_passages([NEAR]), packaged.embed_passages([NEAR])
    assert made.tokens.shape == plain.tokens.shape
    assert 0.5 < float(made.vector @ plain.vector) < 0.9999
    assert other.embed_query(QUESTION).tokens.shape == packaged.embed_query(QUESTION).tokens.shape


def test_a_model_without_a_packaged_codec_gets_one_fitted_once(
    tmp_path: Path, packaged: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept beside the index, found again, and of use."""
    monkeypatch.setattr("index.embedding.token_codec.CODECS", {})
    first = SentenceTransformerEmbedder(codec_dir=tmp_path)
    near, _ = first.embed_passages([NEAR, FAR])
    asked = first.embed_query(QUESTION)
    assert asked.tokens.shape[1] == first.token_dim == near.tokens.shape[1]
    assert [file.suffix for file in tmp_path.iterdir()] == [".npy"]
    monkeypatch.setattr(TokenCodec, "fit", None)
    second = SentenceTransformerEmbedder(codec_dir=tmp_path)
    assert np.array_equal(second.embed_passages([NEAR])[0].tokens, near.tokens)
    assert first.fingerprint == second.fingerprint != packaged.fingerprint


def test_an_unknown_model_is_refused(tmp_path: Path) -> None:
    """Without asking the network."""
    with pytest.raises(InvalidInput, match="not on this machine"):
        SentenceTransformerEmbedder("nobody/no-such-model")


QUIET = """
import sys
from index.embedding.minilm import SentenceTransformerEmbedder
embedder = SentenceTransformerEmbedder(threads=1)
assert embedder.count_tokens("We agree.") == 5 and embedder.dim == 384 and embedder.window == 256
assert embedder.fingerprint and embedder.token_dim == 96
assert "torch" not in sys.modules and "transformers" not in sys.modules
embedder.embed_passages(["We agree."])
embedder.embed_query("Who agrees?")
assert "torch" in sys.modules
"""


def test_counting_loads_no_model_and_embedding_is_silent() -> None:
    """Nothing on stdout or stderr, no socket; torch only when a text is embedded."""
    assert told_alone(QUIET) == ""
