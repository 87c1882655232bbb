"""A teacher: a larger encoder under the reader's heads, trained on the reader's rows. What it thinks of
sentences that nobody labelled, the reader learns.

In: the folder of all-mpnet-base-v2 (Apache-2.0), rows and public sets. Out: weights. Twelve layers of twice
the width cost eight times as much, so it teaches, and reads only what matters most (`rag/reader/careful.py`).
It is taught in rounds (`rag/evaluation/reader/rounds.py`): claims, then questions and what lists ask, then
what follows from what is said.
`python -m rag.evaluation.reader.teacher BASE DATA ROWS OUT`; later rounds with `--round N --before WEIGHTS`.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from index.embedding.minilm import has_bfloat16
from rag.evaluation.reader.examples import Shares, Taught
from rag.evaluation.reader.network import HEADS, Batch, Head, collate
from rag.evaluation.reader.plan import Step
from rag.evaluation.reader.rounds import ROUNDS
from rag.evaluation.reader.training import NOTHING, loss_on, pace
from rag.reader.inputs import encode
from rag.reader.reading import ReadPassage

SEED, WIDTH, PADDING = 5, 768, 1
FROZEN = 5
"""Lower layers that stay as they are."""
RATE, HEAD_RATE, DECAY = 4e-5, 4e-4, 0.01
PIECES = 3072
"""Word pieces read in one step."""
LATER_RATE = 0.6
"""Of the rates, in rounds after the first."""
SAVE, TELL = 100, 20


class Teacher(nn.Module):
    """MPNet and the reader's two heads, in bfloat16 where the processor multiplies it natively."""

    def __init__(self, base: Path) -> None:
        from transformers import MPNetModel

        super().__init__()
        self.body: Any = MPNetModel.from_pretrained(
            base, add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        self.heads = nn.ModuleDict({name: Head(WIDTH, 0.1) for name in HEADS})
        for part in self._frozen():
            part.requires_grad_(False)

    def _frozen(self) -> list[nn.Module]:
        return [self.body.embeddings, *self.body.encoder.layer[:FROZEN]]

    def train(self, mode: bool = True) -> Teacher:
        """As any module; layers that stay as they are drop nothing."""
        super().train(mode)
        for part in self._frozen():
            part.eval()
        return self

    def forward(self, batch: Batch, head: str) -> tuple[Tensor, Tensor]:
        """Logits (sentences, 3) and (rows, 3)."""
        ids = batch.ids.masked_fill(~batch.mask, PADDING)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bfloat16()):
            hidden = self.body(input_ids=ids, attention_mask=batch.mask.long()).last_hidden_state
        hidden = hidden.float()
        each, whole = self.heads[head](batch.pool @ hidden.flatten(0, 1), hidden[:, 0], batch.owner)
        return each, whole


def tokenizer_of(base: Path) -> Tokenizer:
    """Its tokenizer, which neither pads nor cuts."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def train(
    teacher: Teacher, tokenizer: Tokenizer, plan: Sequence[Step], out: Path, share: float = 1.0
) -> None:
    """Every step once, at that share of the rates; the weights stand in `out/teacher.pt`, the log beside
    them."""
    trained = [one for one in teacher.parameters() if one.requires_grad]
    heads = list(teacher.heads.parameters())
    body = [one for one in trained if not any(one is head for head in heads)]
    optimizer = torch.optim.AdamW([{"params": body}, {"params": heads}], weight_decay=DECAY)
    teacher.train()
    for at, step in enumerate(plan, 1):
        for group, rate in zip(optimizer.param_groups, (RATE, HEAD_RATE), strict=True):
            group["lr"] = share * rate * pace(at, len(plan))
        loss = loss_on(teacher, tokenizer, step)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        if at % TELL == 0:
            with (out / "log.txt").open("a", encoding="utf-8") as stream:
                stream.write(f"{at}/{len(plan)} loss {float(loss.detach()):.3f}\n")
        if at % SAVE == 0 or at == len(plan):
            torch.save({name: one.half() for name, one in teacher.state_dict().items()}, out / "teacher.pt")


@torch.no_grad()
def think(
    teacher: Teacher, tokenizer: Tokenizer, head: str, asked: Sequence[tuple[str, ReadPassage]]
) -> list[Taught]:
    """Chances of each passage and of its sentences, in order."""
    teacher.eval()
    encoded = [encode(tokenizer, question, [passage])[0] for question, passage in asked]
    order = sorted(range(len(asked)), key=lambda at: len(encoded[at].ids))
    found: list[Taught] = [Taught(NOTHING, ())] * len(asked)
    for run in _runs(order, [len(one.ids) for one in encoded]):
        batch = collate([(encoded[at].ids, encoded[at].first, encoded[at].sentences) for at in run])
        each, whole = teacher(batch, head)
        counts = [len(encoded[at].sentences) for at in run]
        for at, own, own_each in zip(run, _shares(whole), torch.split(each, counts), strict=True):
            found[at] = Taught(own, tuple(_shares(own_each)))
    return found


def _runs(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """`order`, shortest first, in runs of at most `PIECES` with their padding."""
    run: list[int] = []
    for at in order:
        if run and lengths[at] * (len(run) + 1) > PIECES:
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _shares(logits: Tensor) -> list[Shares]:
    return [(one[0], one[1], one[2]) for one in torch.softmax(logits, dim=1).tolist()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "data", "rows", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--round", type=int, choices=sorted(ROUNDS), default=1)
    parser.add_argument("--before", type=Path, help="the weights after the round before, from the second on")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    teacher, tokenizer, chance = Teacher(args.base), tokenizer_of(args.base), random.Random(SEED)
    if args.before:
        before = torch.load(args.before, weights_only=True)
        teacher.load_state_dict({name: part.float() for name, part in before.items()})
    plan = ROUNDS[args.round](args.data, args.rows, chance, PIECES)
    train(teacher, tokenizer, plan, args.out, LATER_RATE if args.before else 1.0)


if __name__ == "__main__":
    main()
