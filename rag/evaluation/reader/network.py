"""The network of the reader: a BERT encoder of the packaged model's shape with two heads.

In: ids, token types, mask and, for every sentence, the row and positions it stands at. Out: three logits
a sentence and three a passage, for one head or the other. A sentence is the mean of its last hidden
states beside the first token's; nothing in the forward pass but matrix products, so that it exports as it
is.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

HEADS = ("answer", "stance")
KEPT = 2
"""Layers that stay as the packaged model has them: a fifth less to compute in training, a third less to
keep.
"""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder; the packaged MiniLM's by default."""

    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    inner: int = 1536
    layers: int = 6
    attention: int = 12


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows padded to one length; `pool` (sentences, rows * length) averages the positions of a sentence."""

    ids: Tensor
    types: Tensor
    mask: Tensor
    pool: Tensor
    owner: Tensor


class Layer(nn.Module):
    """Self-attention and feed-forward, each with its residual and norm (post-norm, as BERT has it)."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.attention = shape.attention
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        rows, length, width = hidden.shape
        parts = self.qkv(hidden).view(rows, length, 3, self.attention, -1).permute(2, 0, 3, 1, 4)
        met = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=mask)
        met = met.transpose(1, 2).reshape(rows, length, width)
        hidden = self.norm1(hidden + self.dropout(self.out(met)))
        again: Tensor = self.norm2(hidden + self.dropout(self.down(F.gelu(self.up(hidden)))))
        return again


class Head(nn.Module):
    """Three logits from a sentence beside its passage, and from the passage alone."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.mix = nn.Linear(2 * width, width)
        self.each = nn.Linear(width, 3)
        self.first = nn.Linear(width, width)
        self.whole = nn.Linear(width, 3)
        self.dropout = nn.Dropout(dropout)

    def forward(self, sentences: Tensor, passages: Tensor, owner: Tensor) -> tuple[Tensor, Tensor]:
        both = torch.cat((sentences, passages[owner]), dim=1)
        each = self.each(self.dropout(F.gelu(self.mix(both))))
        return each, self.whole(self.dropout(torch.tanh(self.first(passages))))


class ReaderNetwork(nn.Module):
    """The encoder and its two heads."""

    def __init__(self, shape: Shape | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        shape = shape or Shape()
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.types = nn.Embedding(2, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape, dropout * (at >= KEPT)) for at in range(shape.layers))
        self.heads = nn.ModuleDict({name: Head(shape.width, dropout) for name in HEADS})

    def frozen(self) -> list[nn.Module]:
        """The parts that are not trained."""
        return [self.words, self.places, self.types, self.norm, *list(self.layers)[:KEPT]]

    def forward(self, batch: Batch, head: str) -> tuple[Tensor, Tensor]:
        """Logits (sentences, 3) and (rows, 3)."""
        places = torch.arange(batch.ids.shape[1])
        hidden = self.norm(self.words(batch.ids) + self.places(places) + self.types(batch.types))
        mask = batch.mask[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        sentences = batch.pool @ hidden.flatten(0, 1)
        each, whole = self.heads[head](sentences, hidden[:, 0], batch.owner)
        return each, whole


def from_bert(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """A BERT encoder's weights under the names of `ReaderNetwork`; the heads are not among them."""
    made = {
        "words.weight": state["embeddings.word_embeddings.weight"],
        "places.weight": state["embeddings.position_embeddings.weight"],
        "types.weight": state["embeddings.token_type_embeddings.weight"],
        "norm.weight": state["embeddings.LayerNorm.weight"],
        "norm.bias": state["embeddings.LayerNorm.bias"],
    }
    layers = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layer."))
    for at in range(layers):
        made |= _layer(state, f"encoder.layer.{at}.", f"layers.{at}.")
    return made


_PARTS = {
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}


def _layer(state: dict[str, Tensor], theirs: str, ours: str) -> dict[str, Tensor]:
    made = {}
    for kind in ("weight", "bias"):
        three = [state[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
        made[f"{ours}qkv.{kind}"] = torch.cat(three)
        made |= {f"{ours}{name}.{kind}": state[f"{theirs}{part}.{kind}"] for name, part in _PARTS.items()}
    return made


def collate(rows: list[tuple[tuple[int, ...], int, tuple[tuple[int, int], ...]]]) -> Batch:
    """(ids, length of the first segment, sentence positions) of each row as one batch."""
    length = max(len(ids) for ids, _, _ in rows)
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    types = torch.zeros_like(ids)
    mask = torch.zeros(len(rows), length, dtype=torch.bool)
    total = sum(len(sentences) for _, _, sentences in rows)
    pool = torch.zeros(total, len(rows) * length)
    owner = torch.empty(total, dtype=torch.long)
    at = 0
    for row, (pieces, first, sentences) in enumerate(rows):
        ids[row, : len(pieces)] = torch.tensor(pieces)
        types[row, first : len(pieces)] = 1
        mask[row, : len(pieces)] = True
        for start, end in sentences:
            if end > start:
                pool[at, row * length + start : row * length + end] = 1 / (end - start)
            owner[at] = row
            at += 1
    return Batch(ids, types, mask, pool, owner)
