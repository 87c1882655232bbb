"""Trains the reader: stages of groups in, weights out, on two processes that average their gradients.

The order, what is drawn and what is dropped follow from the seed, and each process runs one thread, so
that the same groups give the same weights on the same machine. A checkpoint after every `SAVE` steps lets
a run that was stopped go on where it was.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn import functional as F

from index.embedding.model_files import find_model
from rag.evaluation.reader.examples import Example, Group, Shares
from rag.evaluation.reader.network import Batch, ReaderNetwork, collate, from_bert
from rag.evaluation.reader.plan import Step, steps
from rag.reader.inputs import encode

SEED = 14
RANKS = 2
RATE, HEAD_RATE, WARM, LAST, DECAY = 1.5e-4, 6e-4, 0.06, 0.02, 0.01
"""Learning rates of layers and heads, the share of steps in which they rise, what is left at the end; weight
decay.
"""
SAVE, TELL = 100, 20
IN_ORDER, AS_TAUGHT = 0.5, 2.0
"""Weights of the loss for ranking a group's first example above its second, and for each of the two chances
that a teacher gives."""
NOTHING = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Stage:
    """One pass over groups, which may be drawn."""

    name: str
    groups: Callable[[random.Random], Sequence[Group]]


@dataclass(frozen=True, slots=True)
class Known:
    """What may be true of sentences and passages, as flags (n, 3), and how sure that is of each sentence.

    What a teacher has as their chances (n, 3): zeros where there was none.
    """

    sentences: Tensor
    sure: Tensor
    wholes: Tensor
    ordered: Tensor
    taught_sentences: Tensor
    taught_wholes: Tensor


class Trainer:
    """One of the processes; `folder` holds the checkpoint, the log and the weights after each stage."""

    def __init__(
        self, rank: int, folder: Path, stages: Sequence[Stage], start: Path | None = None, pace: float = 1.0
    ) -> None:
        self._rank, self._folder, self._stages = rank, folder, stages
        self._rates = (RATE * pace, HEAD_RATE * pace)
        files = find_model(None)
        self._tokenizer: Any = files.tokenizer
        torch.manual_seed(SEED)
        self.network = begun(files.folder, start)
        named = [(name, one) for name, one in self.network.named_parameters() if one.requires_grad]
        self._trained = [one for _, one in named]
        self._optimizer = torch.optim.AdamW(
            [
                {"params": [one for name, one in named if not name.startswith("heads")], "lr": RATE},
                {"params": [one for name, one in named if name.startswith("heads")], "lr": HEAD_RATE},
            ],
            weight_decay=DECAY,
        )

    def run(self) -> None:
        """All stages, from the checkpoint if there is one."""
        done = self._resume()
        plans = [
            steps(stage.groups(chance), chance)
            for at, stage in enumerate(self._stages)
            for chance in [random.Random(SEED * 1000 + at)]
        ]
        total = sum(len(plan) // RANKS for plan in plans)
        at = 0
        for stage, plan in zip(self._stages, plans, strict=True):
            for first in range(0, len(plan) - RANKS + 1, RANKS):
                at += 1
                if at > done:
                    self._advance(stage.name, at, total, plan[first + self._rank])
            if at > done:
                self._save(at)
                self._keep(stage.name)

    def _advance(self, name: str, at: int, total: int, step: Step) -> None:
        self._pace(at, total)
        torch.manual_seed(SEED * 1_000_003 + at * RANKS + self._rank)
        loss = self._learn(step)
        if at % TELL == 0:
            self._tell(f"{name} {at}/{total} loss {loss:.3f}")
        if at % SAVE == 0:
            self._save(at)

    def _learn(self, step: Step) -> float:
        self.network.train()
        loss = loss_on(self.network, self._tokenizer, step)
        self._optimizer.zero_grad()
        torch.autograd.backward(loss)
        self._share()
        nn.utils.clip_grad_norm_(self._trained, 1.0)
        self._optimizer.step()
        return float(loss.detach())

    def _share(self) -> None:
        """Gives every weight the mean of both processes' gradients."""
        grads = [torch.zeros_like(one) if one.grad is None else one.grad for one in self._trained]
        flat = torch.cat([grad.flatten() for grad in grads])
        dist.all_reduce(flat)
        flat /= RANKS
        for one, grad in zip(
            self._trained, torch.split(flat, [one.numel() for one in self._trained]), strict=True
        ):
            one.grad = grad.view_as(one)

    def _pace(self, at: int, total: int) -> None:
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * pace(at, total)

    def _save(self, at: int) -> None:
        if self._rank == 0:
            state = {
                "at": at,
                "network": self.network.state_dict(),
                "optimizer": self._optimizer.state_dict(),
            }
            torch.save(state, self._folder / "checkpoint.part")
            (self._folder / "checkpoint.part").replace(self._folder / "checkpoint.pt")

    def _resume(self) -> int:
        file = self._folder / "checkpoint.pt"
        if not file.is_file():
            return 0
        state = torch.load(file, weights_only=True)
        self.network.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])
        return int(state["at"])

    def _keep(self, name: str) -> None:
        from safetensors.torch import save_file

        if self._rank == 0:
            named = self.network.named_parameters()
            own = {name: one.detach().half() for name, one in named if one.requires_grad}
            save_file(own, self._folder / f"{name}.safetensors")

    def _tell(self, line: str) -> None:
        if self._rank == 0:
            with (self._folder / "log.txt").open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")


def loss_on(network: nn.Module, tokenizer: Any, step: Step) -> Tensor:
    """Of one step, by a network with the reader's heads."""
    batch, known = known_of(tokenizer, step)
    head = step.examples[0].head
    each, whole = network(batch, head)
    return loss_of(each, whole, known, other=slice(1, 3) if head == "answer" else slice(1, 2))


def known_of(tokenizer: Any, step: Step) -> tuple[Batch, Known]:
    """What is read in a step, and what is known of it."""
    encoded = [encode(tokenizer, one.question, [one.passage])[0] for one in step.examples]
    batch = collate([(one.ids, one.first, one.sentences) for one in encoded])
    return batch, Known(
        _flags([flags for one in step.examples for flags in one.sentences]),
        torch.tensor([weight for one in step.examples for weight in one.sure]),
        _flags([one.whole for one in step.examples]),
        torch.tensor(step.ordered, dtype=torch.long),
        torch.tensor([shares for one in step.examples for shares in _taught(one)]),
        torch.tensor([one.taught.whole if one.taught else NOTHING for one in step.examples]),
    )


def pace(at: int, total: int) -> float:
    """The share of the learning rate at a step: rising, then falling to what is left at the end."""
    return min(1.0, at / (WARM * total), (total - at) / ((1 - WARM) * total) + LAST)


def begun(base: Path, start: Path | None) -> ReaderNetwork:
    """The packaged encoder under new heads, or under the weights in `start`; what stays as it is takes no
    gradient.
    """
    from safetensors.torch import load_file

    network = ReaderNetwork()
    network.load_state_dict(from_bert(load_file(base / "model.safetensors")), strict=False)
    if start is not None:
        network.load_state_dict({name: one.float() for name, one in load_file(start).items()}, strict=False)
    for part in network.frozen():
        part.requires_grad_(False)
    return network


def loss_of(each: Tensor, whole: Tensor, known: Known, other: slice) -> Tensor:
    """What is known of sentences and of passages, and that the first of a group ranks above its second; what
    a teacher thinks (Hinton et al. 2015, "Distilling the knowledge in a neural network").

    Ranking compares the first outcome with the `other` ones.
    """
    told = (known.sentences.sum(dim=1) < 3) * known.sure
    loss = _surprise(whole, known.wholes).mean()
    loss = loss + (_surprise(each, known.sentences) * told).sum() / told.sum().clamp(min=1.0)
    if len(known.ordered):
        margin = whole[:, 0] - torch.logsumexp(whole[:, other], dim=1)
        loss = loss + IN_ORDER * F.softplus(margin[known.ordered + 1] - margin[known.ordered]).mean()
    for logits, shares in ((whole, known.taught_wholes), (each, known.taught_sentences)):
        loss = loss + AS_TAUGHT * _apart(logits, shares)
    return loss


def _surprise(logits: Tensor, allowed: Tensor) -> Tensor:
    """Minus the logarithm of the probability that one of the allowed outcomes is true."""
    return torch.logsumexp(logits, dim=1) - torch.logsumexp(logits.masked_fill(~allowed, -1e4), dim=1)


def _apart(logits: Tensor, shares: Tensor) -> Tensor:
    """Mean cross-entropy with the shares of the rows that have any."""
    surprise = -(shares * torch.log_softmax(logits, dim=1)).sum()
    return surprise / shares.sum().clamp(min=1.0)


def _taught(one: Example) -> Sequence[Shares]:
    """Of each sentence what the teacher has for it, or nothing."""
    return one.taught.sentences if one.taught else [NOTHING] * len(one.sentences)


def _flags(known: Sequence[int]) -> Tensor:
    return torch.tensor([[bool(one >> bit & 1) for bit in range(3)] for one in known], dtype=torch.bool)
