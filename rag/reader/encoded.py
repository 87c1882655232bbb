"""The reader as numbers: its encoder and heads as ONNX Runtime reads them, no torch.

In: the encoder with the reader's layers, and the heads' weights as mapped tensors. Out:
`ReaderEncoder`, which turns pieces with the places of sentences into logits. A sentence is the mean of its
last hidden states beside the first token's. What a passage is read as does not hang on what is read beside
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from index.embedding.adapted import Tensors, product
from index.embedding.bert import Floats, dense_from
from index.embedding.encoder import Encoder, Run, open_model
from index.embedding.onnx_graph import FUSED, OnnxGraph
from rag.reader.inputs import Encoded

OUTCOMES = 3


class ReaderEncoder:
    """Safe to use from several threads."""

    def __init__(self, encoder: Encoder, own: Tensors) -> None:
        self._encoder = encoder
        self._heads = {head: _Head(own, head) for head in ("answer", "stance")}

    def logits(self, head: str, rows: Sequence[Encoded]) -> list[tuple[Floats, Floats]]:
        """The logits of each row: shape (3,) for the passage, (sentences, 3) for its sentences."""
        hidden = self._encoder.hidden([(row.ids, row.segments) for row in rows])
        firsts = np.stack([states[0] for states in hidden])
        beside = [
            np.concatenate((_mean(states, place), states[0]))
            for row, states in zip(rows, hidden, strict=True)
            for place in row.sentences
        ]
        each, whole = self._heads[head].run(beside, firsts)
        ends = np.cumsum([len(row.sentences) for row in rows])[:-1]
        return list(zip(whole, np.split(each, ends), strict=True))


class _Head:
    """Three logits from a sentence beside its passage, and from the passage alone."""

    def __init__(self, own: Tensors, name: str) -> None:
        self._own, self._name = own, f"heads.{name}"

    def run(self, beside: Sequence[Floats], firsts: Floats) -> tuple[Floats, Floats]:
        """The logits of all sentences, shape (sentences, 3), and of all passages, shape (rows, 3)."""
        sentences = np.stack(beside) if beside else np.zeros((0, 2 * firsts.shape[1]), np.float32)
        each, whole = self._run({"sentences": sentences, "passages": firsts})
        return each, whole

    @cached_property
    def _run(self) -> Run:
        graph = OnnxGraph()
        width = dense_from(self._own, f"{self._name}.first").bias.size
        sentences = graph.input("sentences", "float32", ("sentences", 2 * width))
        passages = graph.input("passages", "float32", ("rows", width))
        mixed = graph.add("BiasGelu", *self._product(graph, sentences, "mix"), domain=FUSED)
        each = graph.add("Add", *self._product(graph, mixed, "each"))
        first = graph.add("Tanh", graph.add("Add", *self._product(graph, passages, "first")))
        whole = graph.add("Add", *self._product(graph, first, "whole"))
        graph.output(each, "float32", ("sentences", OUTCOMES))
        graph.output(whole, "float32", ("rows", OUTCOMES))
        return open_model(graph.model())

    def _product(self, graph: OnnxGraph, given: str, part: str) -> tuple[str, str]:
        return product(graph, self._own, f"{self._name}.{part}", given)


def _mean(hidden: Floats, place: tuple[int, int]) -> Floats:
    """The mean over the positions of each sentence; zero for a sentence beyond the window."""
    start, end = place
    mean: Floats = hidden[start:end].mean(axis=0) if end > start else np.zeros_like(hidden[0])
    return mean
