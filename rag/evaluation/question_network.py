"""The network that reads questions, as torch trains it: the packaged encoder, heads for names, dates, aims.

In: questions with their names and dates marked. Out: logits. `rag.question.network` runs what is trained
here; the first layers and the table of words stay as the packaged model has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from rag.evaluation.reader.network import Layer, Shape, from_bert
from rag.question.network import AIMS, DATES, FORMS, KINDS, ROLES, Marked

KEPT = 2
"""Layers that stay as they are."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions padded to one length. `names` and `dates`, shape (places, rows * length), average the pieces
    of each; `..._of` are the questions they stand in, and `described` kind and form of the names."""

    ids: Tensor
    segments: Tensor
    mask: Tensor
    names: Tensor
    names_of: Tensor
    described: Tensor
    dates: Tensor
    dates_of: Tensor


class QuestionModel(nn.Module):
    """The encoder and its heads."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        shape = Shape()
        width = shape.width
        self.words = nn.Embedding(shape.vocabulary, width)
        self.places = nn.Embedding(shape.positions, width)
        self.types = nn.Embedding(2, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape, dropout * (at >= KEPT)) for at in range(shape.layers))
        self.dropout = nn.Dropout(dropout)
        self.rolemix = nn.Linear(2 * width + len(KINDS) + len(FORMS), width)
        self.role = nn.Linear(width, len(ROLES))
        self.datemix = nn.Linear(2 * width, width)
        self.date = nn.Linear(width, len(DATES))
        self.aimmix = nn.Linear(2 * width, width)
        self.aims = nn.ModuleDict({aim: nn.Linear(width, len(values)) for aim, values in AIMS.items()})

    def frozen(self) -> list[nn.Module]:
        """The parts that are not trained."""
        return [self.words, self.places, self.types, self.norm, *list(self.layers)[:KEPT]]

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, dict[str, Tensor]]:
        """Logits of names (n, 3), of dates (m, 3), and of each aim (rows, values)."""
        places = torch.arange(batch.ids.shape[1])
        hidden = self.norm(self.words(batch.ids) + self.places(places) + self.types(batch.segments))
        for layer in self.layers:
            hidden = layer(hidden, batch.mask[:, None, None, :])
        first, flat = hidden[:, 0], hidden.flatten(0, 1)
        mean = (hidden * batch.mask[:, :, None]).sum(1) / batch.mask.sum(1, keepdim=True)
        named = torch.cat((batch.names @ flat, first[batch.names_of], batch.described), 1)
        dated = torch.cat((batch.dates @ flat, first[batch.dates_of]), 1)
        mixed = self._mixed(self.aimmix, torch.cat((first, mean), 1))
        return (
            self.role(self._mixed(self.rolemix, named)),
            self.date(self._mixed(self.datemix, dated)),
            {aim: head(mixed) for aim, head in self.aims.items()},
        )

    def _mixed(self, mix: nn.Module, given: Tensor) -> Tensor:
        mixed: Tensor = self.dropout(F.gelu(mix(given)))
        return mixed


def begun(base: Path, learnt: Path | None = None) -> QuestionModel:
    """The packaged encoder under new heads, or with what was `learnt`; what stays takes no gradient."""
    from safetensors.torch import load_file

    model = QuestionModel()
    model.load_state_dict(from_bert(load_file(base / "model.safetensors")), strict=False)
    if learnt is not None:
        model.load_state_dict({name: one.float() for name, one in load_file(learnt).items()}, strict=False)
    for part in model.frozen():
        part.requires_grad_(False)
    return model


def batch_of(rows: Sequence[Marked], described: Sequence[Sequence[Sequence[float]]]) -> Batch:
    """Marked questions with kind and form of the names of each."""
    length = max(len(row.ids) for row in rows)
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    segments, mask = torch.zeros_like(ids), torch.zeros(len(rows), length, dtype=torch.bool)
    for at, row in enumerate(rows):
        ids[at, : len(row.ids)] = torch.tensor(row.ids)
        segments[at, : len(row.ids)] = torch.tensor(row.segments)
        mask[at, : len(row.ids)] = True
    names = _places([row.names for row in rows], length)
    told = [one for some in described for one in some]
    width = len(KINDS) + len(FORMS)
    return Batch(
        ids,
        segments,
        mask,
        *names,
        torch.tensor(told, dtype=torch.float32).reshape(len(told), width),
        *_places([row.dates for row in rows], length),
    )


def _places(rows: Sequence[Sequence[Sequence[int]]], length: int) -> tuple[Tensor, Tensor]:
    """What averages the pieces of each place, and the rows they are of."""
    flat = [(at, one) for at, some in enumerate(rows) for one in some]
    pool = torch.zeros(len(flat), len(rows) * length)
    for place, (at, pieces) in enumerate(flat):
        pool[place, [at * length + piece for piece in pieces]] = 1 / len(pieces)
    return pool, torch.tensor([at for at, _ in flat], dtype=torch.long)
