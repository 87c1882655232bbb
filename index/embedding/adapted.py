"""Models made of the packaged one: upper layers and heads of their own over its words and lower layers.

In: a weight file of such a model, which names the base it fits. Out: its encoder, from a graph that is kept
where set-up left one, its linear layers in a graph, and chances of logits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedding.bert import (
    Bert,
    Floats,
    Layer,
    Precision,
    bare_from,
    bert_from,
    dense_from,
    encoder_model,
    norm_from,
)
from index.embedding.encoder import Encoder
from index.embedding.kept_graph import SHARED, KeptGraph, kept_graph
from index.embedding.model_files import ModelFiles
from index.embedding.onnx_graph import OnnxGraph
from index.embedding.safetensors_file import map_tensors, read_head
from index.errors import InvalidInput

ATTENTION = 12
"""Heads of attention in each layer of the packaged model."""
Tensors = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Adapted:
    """The packaged encoder, with the upper layers in the file `weights` where one is named, `whose` layers
    those are; `onto` is what its hidden states are also multiplied by; graphs are kept in the folder
    `shared`."""

    files: ModelFiles
    precision: Precision = "int8"
    weights: Path | None = None
    whose: str = ""
    onto: Floats | None = None
    shared: Path = SHARED

    def encoder(self, threads: int | None = None) -> Encoder:
        """From the graph that is kept, or built anew; raises InvalidInput where the weights are made for
        another version of the packaged model, or are damaged."""
        self._check()
        made = self._kept.whole()
        bert = self._bert() if made is None else bare_from(self._state, ATTENTION)
        return Encoder(bert, self.precision, threads, made, self.onto)

    def keep(self) -> None:
        """Writes the graph to where other processes look for it, unless it is there."""
        self._check()
        if self._kept.whole() is None:
            self._kept.keep(encoder_model(self._bert(), self.precision, self.onto))

    def _check(self) -> None:
        self.files.check_weights()
        if self.weights and read_head(self.weights)["__metadata__"]["base"] != self.files.weights_sha:
            raise InvalidInput(
                f"The {self.whose}'s weights were made for another version of the packaged model; "
                "install the version that constraints.txt names."
            )

    def _bert(self) -> Bert:
        own = map_tensors(self.weights) if self.weights else {}
        numbers = {int(name.split(".")[1]) for name in own if name.startswith("layers.")}
        return bert_from(self._state, ATTENTION, {at: _layer(own, f"layers.{at}.") for at in numbers})

    @cached_property
    def _state(self) -> Tensors:
        return map_tensors(self.files.folder / "model.safetensors")

    @cached_property
    def _kept(self) -> KeptGraph:
        own = self.weights.read_bytes() if self.weights else b""
        onto = b"" if self.onto is None else self.onto.tobytes()
        parts = (self.files.weights_sha.encode(), self.precision.encode(), own, onto)
        return kept_graph(self.shared, self.files.name, *parts)


def product(graph: OnnxGraph, own: Tensors, name: str, given: str) -> tuple[str, str]:
    """`given` times the weight of a linear layer, plus its bias; a weight in eight bits has a step stored
    beside it."""
    step = own.get(f"{name}.weight.step")
    full = own if step is None else {**own, f"{name}.weight": own[f"{name}.weight"] * step}
    dense = dense_from(full, name)
    return graph.add("MatMul", given, graph.constant(dense.weight)), graph.constant(dense.bias)


def chances(logits: Floats) -> Floats:
    """The chances of the outcomes along the last axis, which add up to one."""
    high = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = high / high.sum(axis=-1, keepdims=True)
    return shares


def _layer(own: Tensors, at: str) -> Layer:
    return Layer(
        dense_from(own, f"{at}qkv"),
        dense_from(own, f"{at}out"),
        norm_from(own, f"{at}norm1"),
        dense_from(own, f"{at}up"),
        dense_from(own, f"{at}down"),
        norm_from(own, f"{at}norm2"),
    )
