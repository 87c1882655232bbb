"""What the small file of the larger reader holds gives the teacher again, so that it can be taught on."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.mark.model
def test_the_teacher_comes_back_from_its_small_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what it learnt has few dimensions, all of it comes back but for the rounding to eight bits."""
    import torch
    from transformers import MPNetConfig, MPNetModel

    from rag.evaluation.reader import shrink
    from rag.evaluation.reader.restore import restored

    torch.manual_seed(3)
    monkeypatch.setattr(shrink, "RANK", dict.fromkeys(shrink.RANK, 9))
    config = MPNetConfig(vocab_size=12, hidden_size=48, num_hidden_layers=6, intermediate_size=64)
    base = {name: part.numpy() for name, part in MPNetModel(config).state_dict().items()}
    taught = {
        shrink.BODY + name: part.copy() for name, part in base.items() if not name.startswith("pooler.")
    }
    learnt = "body.encoder.layer.5."
    for name, part in taught.items():
        if name.startswith(learnt) and part.ndim == 2:
            left, right = torch.randn(part.shape[0], 3), torch.randn(3, part.shape[1])
            part += 0.1 * (left @ right).numpy()
        elif name.startswith(learnt):
            part += 0.5
    taught["heads.answer.each.weight"] = np.random.default_rng(1).normal(size=(3, 48)).astype(np.float32)
    again = restored(base, shrink.packed(base, taught))
    assert again.keys() == taught.keys() - {"body.embeddings.position_ids"}
    for name, part in again.items():
        assert part == pytest.approx(taught[name], abs=0.03), name
    moved = f"{learnt}attention.attn.v.weight"
    assert np.abs(again[moved] - base[moved.removeprefix(shrink.BODY)]).max() > 0.1
