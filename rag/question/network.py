"""The trained reader of questions: what each name and date of a question is there for, and what is wanted.

In: a question with the places of its names and dates, which tables have found. Out: chances. It is the
packaged encoder with upper layers of its own, and small heads on the vectors of a name, a date and the whole;
pieces of names and dates are of segment 1, so that it knows what was found. The weights are
`data/question_network.safetensors`, made by `rag.evaluation.train_question_network`; docs/understanding.md is
their model card. No torch, no network.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from index.embedding.adapted import Adapted, Tensors, chances, product
from index.embedding.bert import Floats, Precision, dense_from
from index.embedding.encoder import Encoder, Run, open_model
from index.embedding.model_files import ModelFiles, check_shipped, find_model
from index.embedding.onnx_graph import FUSED, OnnxGraph
from index.embedding.safetensors_file import map_tensors
from index.model import Span
from rag.question.dates import DateMention
from rag.question.links import Form, Link, LinkKind
from rag.question.model import Order, Scope, SideName, Wants

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Chances = dict[str, float]
ROLES = ("holder", "mention", "none")
DATES = ("period", "open", "none")
AIMS: Mapping[str, tuple[str, ...]] = {
    "scope": get_args(Scope),
    "wants": get_args(Wants),
    "side": ("none", *get_args(SideName)),
    "order": ("none", *get_args(Order)),
}
KINDS, FORMS = get_args(LinkKind), get_args(Form)
WINDOW = 128
"""Word pieces of a question that are read."""
WEIGHTS = "question_network.safetensors"
WEIGHTS_SHA = "ec4ea4fa1037d44cc26fba413aa08dc3cb784d9f3bb804fdc0a77b4e90645b34"
"""SHA-256 of that file; whoever makes another writes the new one here."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A question as word pieces; `names` and `dates` are the positions of the pieces of each."""

    ids: tuple[int, ...]
    segments: tuple[int, ...]
    names: tuple[tuple[int, ...], ...]
    dates: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """The chances of each name's roles, each date's uses, and each value of an aim."""

    roles: tuple[Chances, ...]
    dates: tuple[Chances, ...]
    aims: Mapping[str, Chances]


def marked(tokenizer: Tokenizer, question: str, names: Sequence[Span], dates: Sequence[Span]) -> Marked:
    """The question with its names and dates; one beyond the window stands for the whole."""
    read = tokenizer.encode(question)
    ids = read.ids if len(read.ids) <= WINDOW else [*read.ids[: WINDOW - 1], read.ids[-1]]
    offsets = read.offsets[: len(ids) - 1]

    def places(span: Span) -> tuple[int, ...]:
        inside = [
            at for at, (start, end) in enumerate(offsets) if at and start < span.end and span.start < end
        ]
        return tuple(inside) or (0,)

    found = [tuple(map(places, spans)) for spans in (names, dates)]
    within = {at for some in found for one in some for at in one if at}
    return Marked(tuple(ids), tuple(int(at in within) for at in range(len(ids))), *found)


def described(kind: LinkKind, form: Form) -> Floats:
    """Kind and form of a name as numbers, shape (kinds + forms,)."""
    return np.array([*(one == kind for one in KINDS), *(one == form for one in FORMS)], np.float32)


class QuestionNetwork:
    """Safe to use from several threads; `weights` names another file of the same kind."""

    def __init__(self, weights: Path | None = None, precision: Precision = "int8") -> None:
        self._file = weights or Path(str(files("rag") / "data" / WEIGHTS))
        self._shipped = weights is None
        self._precision = precision
        self._lock = threading.RLock()

    def read(self, question: str, links: Sequence[Link], dates: Sequence[DateMention]) -> Opinion:
        """What the question asks, its names and dates being these."""
        spans = [link.span for link in links], [date.atom for date in dates]
        one = marked(self._tokenizer, question, *spans)
        with self._lock:
            encoder, heads = self._encoder, self._heads
        (hidden,) = encoder.hidden([(one.ids, one.segments)])
        told = [described(link.kind, link.form) for link in links]
        named = [
            np.concatenate((hidden[list(at)].mean(axis=0), hidden[0], told[i]))
            for i, at in enumerate(one.names)
        ]
        dated = [np.concatenate((hidden[list(at)].mean(axis=0), hidden[0])) for at in one.dates]
        whole = np.concatenate((hidden[0], hidden.mean(axis=0)))
        width = hidden.shape[1]
        found = heads(
            {
                "names": _stacked(named, 2 * width + len(KINDS) + len(FORMS)),
                "dates": _stacked(dated, 2 * width),
                "whole": whole[None],
            }
        )
        roles, uses, *aims = map(chances, found)
        return Opinion(
            tuple(_named(ROLES, row) for row in roles),
            tuple(_named(DATES, row) for row in uses),
            {aim: _named(AIMS[aim], rows[0]) for aim, rows in zip(AIMS, aims, strict=True)},
        )

    # What is loaded, once

    @cached_property
    def _files(self) -> ModelFiles:
        return find_model(None)

    @cached_property
    def _tokenizer(self) -> Any:
        return self._files.tokenizer

    def keep(self) -> None:
        """Writes the encoder's graph to where other processes look for it."""
        self._adapted.keep()

    @cached_property
    def _encoder(self) -> Encoder:
        """Raises StorageFailed where the file that came with this version is damaged."""
        if self._shipped:
            check_shipped(self._file, WEIGHTS_SHA)
        return self._adapted.encoder(1)

    @property
    def _adapted(self) -> Adapted:
        return Adapted(self._files, self._precision, self._file, "question reader")

    @cached_property
    def _heads(self) -> Run:
        own = map_tensors(self._file)
        graph = OnnxGraph()
        width = dense_from(own, "aimmix").bias.size
        names = graph.input("names", "float32", ("names", 2 * width + len(KINDS) + len(FORMS)))
        dates = graph.input("dates", "float32", ("dates", 2 * width))
        whole = graph.input("whole", "float32", (1, 2 * width))
        ends = [
            _head(graph, own, _mixed(graph, own, names, "rolemix"), "role"),
            _head(graph, own, _mixed(graph, own, dates, "datemix"), "date"),
        ]
        mixed = _mixed(graph, own, whole, "aimmix")
        ends += [_head(graph, own, mixed, f"aims.{aim}") for aim in AIMS]
        rows: tuple[int | str, ...] = ("names", "dates", *[1] * len(AIMS))
        for end, row, values in zip(ends, rows, (ROLES, DATES, *AIMS.values()), strict=True):
            graph.output(end, "float32", (row, len(values)))
        return open_model(graph.model())


def _mixed(graph: OnnxGraph, own: Tensors, given: str, name: str) -> str:
    return graph.add("BiasGelu", *product(graph, own, name, given), domain=FUSED)


def _head(graph: OnnxGraph, own: Tensors, given: str, name: str) -> str:
    return graph.add("Add", *product(graph, own, name, given))


def _stacked(rows: Sequence[Floats], width: int) -> Floats:
    """Shape (rows, width), also of none."""
    return np.stack(rows).astype(np.float32) if rows else np.zeros((0, width), np.float32)


def _named(values: Sequence[str], row: Floats) -> Chances:
    return dict(zip(values, row.tolist(), strict=True))
