"""The reader without torch reads what the network it was trained as reads."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.embedding.bert import Precision, quantised
from index.embedding.model_files import find_model
from index.segmentation.sentences import split_sentences
from rag.reader.inputs import encode
from rag.reader.reading import ReadPassage
from rag.reader.trained import WEIGHTS, PackagedBase, TrainedReader

TEXT = "We welcome the report. My delegation supports a ban on the sale of ivory. The markets must close."
PASSAGES = [
    ReadPassage("Utopia. Trade. 3 May 2004.", TEXT, split_sentences(TEXT)),
    ReadPassage(
        "", "The harbour froze early this year.", split_sentences("The harbour froze early this year.")
    ),
]


@pytest.mark.model
@pytest.mark.parametrize(("precision", "within"), [("float32", 1e-3), ("int8", 0.5)])
def test_the_network_reads_the_same(precision: Precision, within: float) -> None:
    """Float32 to rounding, eight bits nearly."""
    import torch
    from safetensors.torch import load, load_file

    from rag.evaluation.reader.network import ReaderNetwork, collate, from_bert

    base = find_model(None)
    network = ReaderNetwork().eval()
    weights = Path(str(files("rag") / "data" / WEIGHTS))
    own = {name: part.float() for name, part in load(weights.read_bytes()).items()}
    network.load_state_dict(from_bert(load_file(base.folder / "model.safetensors")) | own)
    encoded = encode(base.tokenizer, "Who bans ivory?", PASSAGES)
    batch = collate([(one.ids, one.first, one.sentences) for one in encoded])
    reader = TrainedReader(weights, base=PackagedBase(weights, precision))
    for head in ("answer", "stance"):
        with torch.inference_mode():
            each, whole = network(batch, head)
        found = reader.logits(head, "Who bans ivory?", PASSAGES)
        assert np.stack([one for one, _, _ in found]) == pytest.approx(whole.numpy(), abs=within)
        assert np.concatenate([some for _, some, _ in found]) == pytest.approx(each.numpy(), abs=within)


def test_neighbours_never_overflow() -> None:
    """Two neighbouring weights times two largest bytes fit sixteen bits; the codes fit the weights."""
    weight = np.random.default_rng(1).standard_normal((64, 40)).astype(np.float32) ** 3
    codes, steps = quantised(weight)
    for one, other in list(pairwise(np.abs(codes.astype(int))))[::2]:
        assert (255 * (one + other)).max() <= np.iinfo(np.int16).max
    assert np.abs(codes * steps - weight).max() <= steps.max() / 2 + 1e-6
