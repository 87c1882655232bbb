"""An MPNet encoder in the terms of BERT's: no segments, places that begin after the padding's, and attention
that hangs on how far apart two pieces stand (Song et al. 2020, https://arxiv.org/abs/2004.09297).

In: the weights of a checkpoint by the names that transformers gives them. Out: `Bert`, and what attention
adds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedding.bert import Bert, Dense, Floats, Layer, Norm, norm_from

HEADS, EPSILON = 12, 1e-5
FIRST_PLACE = 2
"""The table of places begins with one for padding and one that is never used."""
BUCKETS, FARTHEST = 32, 128
"""As many for pieces before as for those after; the last of either holds all that stand farther apart."""

State = Mapping[str, npt.NDArray[Any]]
Change = Callable[[str, Floats], Floats]
"""What becomes of an array, by its name: `layers.N.qkv.weight` (out, in), `layers.N.norm1.bias` or
`distances`."""


def mpnet_from(state: State, change: Change = lambda _, values: values) -> Bert:
    """The encoder, its layers and distances changed."""
    words = state["embeddings.word_embeddings.weight"]
    count = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layer."))
    return Bert(
        words,
        state["embeddings.position_embeddings.weight"][FIRST_PLACE:],
        np.zeros((2, words.shape[1]), np.float32),
        norm_from(state, "embeddings.LayerNorm"),
        tuple(_layer(state, at, change) for at in range(count)),
        HEADS,
        EPSILON,
        change("distances", np.asarray(state["encoder.relative_attention_bias.weight"], np.float32)),
    )


def _layer(state: State, at: int, change: Change) -> Layer:
    given = f"encoder.layer.{at}."

    def both(name: str, *parts: str) -> tuple[Floats, Floats]:
        weight, bias = (
            np.concatenate([np.asarray(state[f"{given}{part}.{kind}"], np.float32) for part in parts])
            for kind in ("weight", "bias")
        )
        return change(f"layers.{at}.{name}.weight", weight), change(f"layers.{at}.{name}.bias", bias)

    def dense(name: str, *parts: str) -> Dense:
        weight, bias = both(name, *parts)
        return Dense(np.ascontiguousarray(weight.T), bias)

    return Layer(
        dense("qkv", *(f"attention.attn.{part}" for part in "qkv")),
        dense("out", "attention.attn.o"),
        Norm(*both("norm1", "attention.LayerNorm")),
        dense("up", "intermediate.dense"),
        dense("down", "output.dense"),
        Norm(*both("norm2", "output.LayerNorm")),
    )


def spread(distances: Floats, pieces: int) -> Floats:
    """What is added to the attention between any two of so many pieces, shape (1, heads, pieces, pieces)."""
    steps = np.arange(pieces)
    return np.ascontiguousarray(distances[_bucket(steps[:, None] - steps[None, :])].transpose(2, 0, 1)[None])


def _bucket(back: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """By how many pieces the other one stands before: exact for few, by the logarithm for more."""
    half = BUCKETS // 2
    exact = half // 2
    far = np.abs(back)
    logs = np.log(np.maximum(far, 1) / exact) / np.log(FARTHEST / exact) * (half - exact)
    grown = np.minimum(exact + logs.astype(np.int64), half - 1)
    found: npt.NDArray[np.int64] = np.where(far < exact, far, grown) + half * (back < 0)
    return found
