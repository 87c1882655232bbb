"""A BERT or MPNet encoder as an ONNX graph, in float32 or eight bits: weights in, the bytes of a model out.

One text per run, so there is no padding and no mask, and how a text is read does not depend on others.

Eight bits: weights have a scale for each column, activations one for each token, worked out on the way.
Processors without VNNI add two products of bytes in sixteen bits. So that this never overflows, weights are
scaled until no two neighbours in a column exceed 127 together; every processor then gives the same numbers,
rounding in float32 aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from index.embedding.onnx_graph import FUSED, OnnxGraph

Floats = npt.NDArray[np.float32]
Precision = Literal["int8", "float32"]
EPSILON = 1e-12
"""Added inside the norms, unless the encoder has its own."""
MIDDLE, LARGEST = 128, 127.0
"""Zero among activations of any sign, and how far they reach to either side."""
LEAST_GELU = 0.17
"""GELU never falls below minus this, so its activations need few of the 256 steps below zero."""
GELU_ZERO = 32
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Dense:
    """A linear layer: weight, shape (in, out), and bias."""

    weight: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Norm:
    scale: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class Layer:
    """Self-attention and feed-forward, each with its residual and norm; `qkv` are query, key and value."""

    qkv: Dense
    out: Dense
    norm1: Norm
    up: Dense
    down: Dense
    norm2: Norm


@dataclass(frozen=True, slots=True)
class Bert:
    """The encoder; the tables of words, places and segments may be mapped from a file."""

    words: npt.NDArray[Any]
    places: npt.NDArray[Any]
    segments: npt.NDArray[Any]
    norm: Norm
    layers: tuple[Layer, ...]
    heads: int
    epsilon: float = EPSILON
    distances: Floats | None = None
    """What each head adds to attention by how far apart two pieces stand, shape (buckets, heads): MPNet's."""

    def embed(self, ids: npt.NDArray[np.int64], segments: npt.NDArray[np.int64]) -> Floats:
        """What the first layer is given for the pieces of a text, shape (pieces, width)."""
        summed = self.words[ids] + self.places[: len(ids)] + self.segments[segments]
        summed -= summed.mean(axis=-1, keepdims=True)
        summed /= np.sqrt(np.square(summed).mean(axis=-1, keepdims=True) + self.epsilon)
        return np.asarray(summed * self.norm.scale + self.norm.shift, np.float32)


def bert_from(
    state: Mapping[str, npt.NDArray[Any]], heads: int, own: Mapping[int, Layer] | None = None
) -> Bert:
    """The encoder of a BERT checkpoint, by the names that transformers gives its weights; the layers in `own`
    replace its layers."""
    count = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layer."))
    layers = ((own or {}).get(at) or _layer(state, f"encoder.layer.{at}.") for at in range(count))
    return replace(bare_from(state, heads), layers=tuple(layers))


def bare_from(state: Mapping[str, npt.NDArray[Any]], heads: int) -> Bert:
    """The same without layers: all that is needed beside a graph that has them."""
    return Bert(
        state["embeddings.word_embeddings.weight"],
        state["embeddings.position_embeddings.weight"],
        state["embeddings.token_type_embeddings.weight"],
        norm_from(state, "embeddings.LayerNorm"),
        (),
        heads,
    )


def dense_from(state: Mapping[str, npt.NDArray[Any]], *names: str) -> Dense:
    """One linear layer, or several side by side."""
    weights = np.concatenate([state[f"{name}.weight"] for name in names])
    biases = np.concatenate([state[f"{name}.bias"] for name in names])
    return Dense(np.asarray(weights.T, np.float32), np.asarray(biases, np.float32))


def norm_from(state: Mapping[str, npt.NDArray[Any]], name: str) -> Norm:
    return Norm(
        np.asarray(state[f"{name}.weight"], np.float32), np.asarray(state[f"{name}.bias"], np.float32)
    )


def _layer(state: Mapping[str, npt.NDArray[Any]], at: str) -> Layer:
    return Layer(
        dense_from(state, *(f"{at}attention.self.{part}" for part in ("query", "key", "value"))),
        dense_from(state, f"{at}attention.output.dense"),
        norm_from(state, f"{at}attention.output.LayerNorm"),
        dense_from(state, f"{at}intermediate.dense"),
        dense_from(state, f"{at}output.dense"),
        norm_from(state, f"{at}output.LayerNorm"),
    )


def encoder_model(bert: Bert, precision: Precision, onto: Floats | None = None) -> bytes:
    """ONNX: `embedded`, shape (pieces, width), in, `hidden` of the same shape out and, where there is `onto`,
    shape (width, few), their product; where pieces attend by how far apart they stand, `near`, shape
    (1, heads, pieces, pieces), in."""
    graph = OnnxGraph()
    width = bert.layers[0].out.bias.size
    hidden = graph.input("embedded", "float32", ("pieces", width))
    products = _EightBits(graph, hidden) if precision == "int8" else _Float(graph)
    near: tuple[str, ...] = ()
    if bert.distances is not None:
        near = ("", graph.input("near", "float32", (1, bert.heads, "pieces", "pieces")))
    for layer in bert.layers:
        hidden = _add_layer(graph, products, layer, bert, hidden, near)
    graph.output(hidden, "float32", ("pieces", width))
    if onto is not None:
        few = graph.add("MatMul", hidden, graph.constant(onto))
        graph.output(few, "float32", ("pieces", onto.shape[1]))
    return graph.model()


def _add_layer(
    graph: OnnxGraph,
    products: _Float | _EightBits,
    layer: Layer,
    bert: Bert,
    hidden: str,
    near: tuple[str, ...],
) -> str:
    width = layer.out.bias.size
    three = products.times(hidden, layer.qkv.weight)
    three = graph.add("Reshape", three, graph.constant([1, -1, 3 * width], "int64"))
    sizes = graph.constant([width] * 3, "int64")
    query, key, value = graph.add_many("Split", three, sizes, outputs=3, axis=2)
    bias = graph.constant(layer.qkv.bias)
    met = graph.add("MultiHeadAttention", query, key, value, bias, *near, domain=FUSED, num_heads=bert.heads)
    met = graph.add("Reshape", met, graph.constant([-1, width], "int64"))
    met = products.times(met, layer.out.weight)
    hidden = _add_norm(graph, layer.norm1, met, hidden, layer.out.bias, bert.epsilon)
    inner = products.times(hidden, layer.up.weight)
    inner = graph.add("BiasGelu", inner, graph.constant(layer.up.bias), domain=FUSED)
    inner = products.times(inner, layer.down.weight, gelu=True)
    return _add_norm(graph, layer.norm2, inner, hidden, layer.down.bias, bert.epsilon)


def _add_norm(graph: OnnxGraph, norm: Norm, changed: str, before: str, bias: Floats, epsilon: float) -> str:
    """The fused operation for this takes six times as long in ONNX Runtime 1.32."""
    summed = graph.add("Add", graph.add("Add", changed, graph.constant(bias)), before)
    parts = [graph.constant(part) for part in (norm.scale, norm.shift)]
    return graph.add("LayerNormalization", summed, *parts, axis=-1, epsilon=epsilon)


class _Float:
    """Matrix products in float32."""

    def __init__(self, graph: OnnxGraph) -> None:
        self._graph = graph

    def times(self, hidden: str, weight: Floats, gelu: bool = False) -> str:
        return self._graph.add("MatMul", hidden, self._graph.constant(weight))


class _EightBits:
    """Matrix products of bytes, scaled back to float32."""

    def __init__(self, graph: OnnxGraph, rows: str) -> None:
        self._graph = graph
        count = graph.add("Shape", rows, end=1)
        self._zeros = {
            zero: graph.add("Expand", graph.constant(zero, "uint8"), count) for zero in (MIDDLE, GELU_ZERO)
        }

    def times(self, hidden: str, weight: Floats, gelu: bool = False) -> str:
        """`hidden` comes out of a GELU or may have any sign."""
        graph = self._graph
        zero = GELU_ZERO if gelu else MIDDLE
        scale = self._scale(hidden, gelu)
        one_row = graph.add("Squeeze", scale, graph.constant([1], "int64"))
        bytes_ = graph.add("QuantizeLinear", hidden, one_row, self._zeros[zero], axis=0)
        codes, steps = quantised(weight)
        parts = (
            graph.constant(codes, "int8"),
            graph.constant(1.0),
            graph.constant(steps),
            graph.constant(zero, "uint8"),
            graph.constant(np.zeros(len(steps)), "int8"),
        )
        return graph.add("Mul", graph.add("MatMulIntegerToFloat", bytes_, *parts, domain=FUSED), scale)

    def _scale(self, hidden: str, gelu: bool) -> str:
        """The scale of each token, which makes its largest value the largest byte; shape (pieces, 1)."""
        graph = self._graph
        most = hidden if gelu else graph.add("Abs", hidden)
        largest = graph.add("ReduceMax", most, axes=[1], keepdims=1)
        reach, least = (255.0 - GELU_ZERO, LEAST_GELU / GELU_ZERO) if gelu else (LARGEST, TINY)
        return graph.add("Max", graph.add("Mul", largest, graph.constant(1 / reach)), graph.constant(least))


def quantised(weight: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Codes, shape (in, out), and each column's step: before rounding, two neighbours reach 127 together at
    most."""
    size = np.abs(weight)
    together = (size[0::2] + size[1::2]).max(axis=0)
    steps = np.maximum(np.maximum(together, size.max(axis=0)) / 127, TINY).astype(np.float32)
    return np.round(weight / steps).astype(np.int8), steps
