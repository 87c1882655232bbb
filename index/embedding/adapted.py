"""Models made of the packaged one: upper layers and heads of their own over its words and lower layers.

In: a weight file of such a model, which names the base it fits. Out: its encoder, its linear layers in a
graph, and chances of logits.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedding.bert import Bert, Floats, Layer, bert_from, dense_from, norm_from
from index.embedding.model_files import ModelFiles
from index.embedding.onnx_graph import OnnxGraph
from index.embedding.safetensors_file import map_tensors, read_head
from index.errors import InvalidInput

ATTENTION = 12
"""Heads of attention in each layer of the packaged model."""
Tensors = Mapping[str, npt.NDArray[Any]]


def packaged_bert(files: ModelFiles, own: Mapping[int, Layer] | None = None) -> Bert:
    """The encoder of the packaged model; the layers in `own` replace its layers."""
    return bert_from(map_tensors(files.folder / "model.safetensors"), ATTENTION, own)


def adapted(files: ModelFiles, weights: Path, whose: str) -> Bert:
    """The packaged encoder with the layers in `weights`; raises InvalidInput where those fit another one."""
    if read_head(weights)["__metadata__"]["base"] != files.weights_sha:
        raise InvalidInput(
            f"The {whose}'s weights were made for another version of the packaged model; "
            "install the version that constraints.txt names."
        )
    own = map_tensors(weights)
    numbers = {int(name.split(".")[1]) for name in own if name.startswith("layers.")}
    return packaged_bert(files, {at: _layer(own, f"layers.{at}.") for at in numbers})


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
