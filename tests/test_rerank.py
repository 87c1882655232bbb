"""Rerankers: the contract every one keeps, a real cross-encoder, and what its order changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from api.settings import Settings, settings_from
from api.wiring import assemble, make_reranker
from index.embedding.embedder import Vector
from index.embedding.model_files import find_model
from index.errors import InvalidInput
from index.model import Filters
from index.store.record_store import RecordStore
from rag.ranking.rerank import CrossEncoderReranker, Reranker
from rag.reader.words import WordReader
from tests.drafts import ESTONIA, a_statement, open_store
from tests.exact_vectors import ExactVectors
from tests.small_stores import EMBEDDER, put

TEXTS = ("Whaling must end.", "Hospitals were destroyed.", "")


class Shortest:
    """Prefers few characters: an order of its own, to see that it is followed."""

    def scores(self, question: str, texts: Sequence[str]) -> Vector:
        return np.array([-len(text) for text in texts], np.float32)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of two small layers with weights at random, under the packaged model's tokenizer."""
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    folder = tmp_path_factory.mktemp("cross-encoder")
    tokenizer = AutoTokenizer.from_pretrained(str(find_model(None).folder))
    sizes = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    config = BertConfig(vocab_size=len(tokenizer), num_labels=1, **sizes)
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(params=["shortest", pytest.param("cross-encoder", marks=pytest.mark.model)])
def reranker(request: pytest.FixtureRequest) -> Reranker:
    if request.param == "shortest":
        return Shortest()
    return CrossEncoderReranker(str(request.getfixturevalue("tiny")))


def test_each_text_has_a_score_of_its_own(reranker: Reranker) -> None:
    """One number a text, whatever stands beside it; none for none."""
    together = reranker.scores("What about whaling?", TEXTS)
    assert together.shape == (len(TEXTS),)
    assert np.isfinite(together).all()
    alone = [float(reranker.scores("What about whaling?", [text])[0]) for text in TEXTS]
    assert together.tolist() == pytest.approx(alone, abs=1e-4)
    assert reranker.scores("What about whaling?", []).shape == (0,)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecordStore]:
    with closing(open_store(tmp_path, EMBEDDER)) as opened:
        put(
            opened,
            a_statement("a", "Whaling must end everywhere, in every sea and ocean. It harms all of us."),
            a_statement("b", "Whaling must end everywhere.", delegation=ESTONIA),
            a_statement("c", "Whaling must end everywhere, and soon.", delegation=ESTONIA),
        )
        yield opened


def test_the_rerankers_order_is_followed(store: RecordStore) -> None:
    """In hits and answers; places keep their scores, and no passage is lost or doubled."""
    plain = assemble(store, ExactVectors(store.path, store.dim), EMBEDDER, WordReader())
    again = assemble(store, ExactVectors(store.path, store.dim), EMBEDDER, WordReader(), reranker=Shortest())
    before = plain.search("whaling must end in every sea and ocean", Filters(), 10).hits
    after = again.search("whaling must end in every sea and ocean", Filters(), 10).hits
    assert {hit.passage.id for hit in after} == {hit.passage.id for hit in before}
    assert [hit.score for hit in after] == [hit.score for hit in before]
    lengths = [len(hit.text) for hit in after]
    assert lengths == sorted(lengths)
    assert [len(hit.text) for hit in before] != lengths


@pytest.mark.model
def test_a_setting_names_it(tiny: Path) -> None:
    """None by default; a folder that is not there is refused with the remedy."""
    assert make_reranker(Settings()) is None
    named = settings_from({"ONRECORD_RERANKER": str(tiny)})
    assert isinstance(make_reranker(named), CrossEncoderReranker)
    with pytest.raises(InvalidInput, match="not on this machine"):
        make_reranker(Settings(reranker="nowhere/to-be-found"))
