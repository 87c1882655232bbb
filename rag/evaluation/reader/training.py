"""Trains the reader: public sets first, the rows of the field last, on two processes that average their
gradients.

In: groups. Out: weights. The order, what is drawn and what is dropped follow from the seed; each process
runs one thread, so that the same groups give the same weights on the same machine. A checkpoint after
every `SAVE` steps lets a run that was stopped go on where it was.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn import functional as F

from index.embedding.model_files import find_model
from index.model import Span
from rag.evaluation.reader.examples import OPEN, THIRD, Example, Group
from rag.reader.inputs import encode
from rag.reader.network import Batch, ReaderNetwork, collate, from_bert
from rag.reader.reading import ReadPassage

SEED = 14
RANKS = 2
STEP_TOKENS = 1536
"""Word pieces a process reads in one step, padding included."""
RATE, HEAD_RATE, WARM, DECAY = 1.5e-4, 6e-4, 0.06, 0.01
SAVE = 100
IN_ORDER = 0.5
"""Weight of the loss for ranking a group's first example above its second."""
WHOLE_ONLY = 0.5
"""Share of groups that keep their passages whole."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Groups for one pass, made anew for every epoch."""

    name: str
    groups: Callable[[random.Random], Sequence[Group]]


@dataclass(frozen=True, slots=True)
class Rows:
    """One step of one process: inputs, and what may be true of sentences and passages, as flags (n, 3)."""

    head: str
    batch: Batch
    sentences: Tensor
    sure: Tensor
    wholes: Tensor
    pairs: Tensor


def cropped(group: Group, chance: random.Random) -> Group:
    """The group, some of the time with no more of each passage than the evidence and a neighbour on each
    side.

    All examples on a passage are cut alike, and others at random, so that length tells nothing.
    """
    if chance.random() < WHOLE_ONLY:
        return group
    first = group.examples[0]
    marks = [at for at, known in enumerate(first.sentences) if known not in (OPEN, THIRD)]
    window = (marks[0] - 1, marks[-1] + 2) if marks else None

    def cut(example: Example) -> Example:
        if example.passage is first.passage and window:
            return _cut(example, *window)
        start = chance.randrange(max(1, len(example.sentences) - 1))
        return _cut(example, start, start + 3)

    if first.passage.header == "" or window is None:
        return group
    return replace(group, examples=tuple(cut(one) for one in group.examples))


def _cut(example: Example, first: int, last: int) -> Example:
    """Only the sentences from `first` up to `last`."""
    kept = slice(max(0, first), last)
    spans = example.passage.sentences[kept]
    start, end = spans[0].start, spans[-1].end
    moved = tuple(Span(one.start - start, one.end - start) for one in spans)
    passage = ReadPassage(example.passage.header, example.passage.text[start:end], moved)
    return replace(example, passage=passage, sentences=example.sentences[kept], sure=example.sure[kept])


class Trainer:
    """One of the processes; `folder` holds checkpoints and the log."""

    def __init__(self, rank: int, folder: Path, stages: Sequence[Stage], start: Path | None = None) -> None:
        self._rank, self._folder, self._stages = rank, folder, stages
        files = find_model(None)
        self._tokenizer: Any = files.tokenizer
        torch.manual_seed(SEED)
        self.network = ReaderNetwork()
        from safetensors.torch import load_file

        self.network.load_state_dict(from_bert(load_file(files.folder / "model.safetensors")), strict=False)
        if start:
            self.network.load_state_dict(load_file(start), strict=False)
        for part in self.network.frozen():
            part.requires_grad_(False)
        named = [(name, one) for name, one in self.network.named_parameters() if one.requires_grad]
        self._trained = [one for _, one in named]
        heads = [one for name, one in named if name.startswith("heads")]
        body = [one for name, one in named if not name.startswith("heads")]
        self._optimizer = torch.optim.AdamW(
            [{"params": body, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=DECAY
        )
        self._rates = (RATE, HEAD_RATE)
        self._ordered: set[int] = set()
        self._alive: list[Group] = []

    def run(self, until: float = float("inf")) -> None:
        """All stages, from the checkpoint if there is one; stops early, saved, when `until` is over."""
        done = self._resume()
        plans = [self._plan(at, stage) for at, stage in enumerate(self._stages)]
        total = sum(len(plan) // RANKS for plan in plans)
        self._tell(f"{[len(plan) // RANKS for plan in plans]} steps")
        step = 0
        began = time.time()
        for stage, plan in zip(self._stages, plans, strict=True):
            losses: list[float] = []
            for first in range(0, len(plan) - RANKS + 1, RANKS):
                step += 1
                if step <= done:
                    continue
                self._pace(step, total)
                torch.manual_seed(SEED * 1_000_003 + step * RANKS + self._rank)
                losses.append(self._step(plan[first + self._rank]))
                if step % 20 == 0:
                    self._tell(
                        f"{stage.name} {step}/{total} loss {sum(losses[-20:]) / 20:.3f} {time.time() - began:.0f}s"
                    )
                if step % SAVE == 0:
                    self._save(step)
            self._save(step)
            if self._rank == 0 and step > done:
                self._keep(stage.name)

    def _plan(self, at: int, stage: Stage) -> list[list[Example]]:
        """Steps of one stage: groups of like length side by side, each of one head, in a drawn order."""
        chance = random.Random(SEED * 1000 + at)
        groups = [cropped(group, chance) for group in stage.groups(chance)]
        steps: list[list[Example]] = []
                for head in ("answer", "stance"):
            own = [g for g in groups if g.examples[0].head == head]
            sized = sorted(
                ((self._length(g) * chance.uniform(0.9, 1.1), n) for n, g in enumerate(own)), reverse=True
            )
            step: list[Example] = []
            longest = 0
            for _, n in sized:
                size = self._length(own[n])
                longest = max(longest, size)
                if step and longest * (len(step) + len(own[n].examples)) > STEP_TOKENS:
                    steps.append(step)
                    step, longest = [], size
                if own[n].ordered:
                    self._ordered.add(id(own[n].examples[0]))
                step.extend(own[n].examples)
            if step:
                steps.append(step)
        self._alive.extend(groups)
        chance.shuffle(steps)
        return steps

    def _length(self, group: Group) -> int:
        return max(
            (len(e.question) + len(e.passage.header) + len(e.passage.text)) // 4 + 8 for e in group.examples
        )

    def _rows(self, examples: Sequence[Example]) -> Rows:
        encoded = [encode(self._tokenizer, one.question, [one.passage])[0] for one in examples]
        known = [flags for one in examples for flags in one.sentences]
        pairs = [n for n, one in enumerate(examples) if id(one) in self._ordered]
        return Rows(
            examples[0].head,
            collate([(one.ids, one.first, one.sentences) for one in encoded]),
            _flags(known),
            torch.tensor([weight for one in examples for weight in one.sure]),
            _flags([one.whole for one in examples]),
            torch.tensor(pairs, dtype=torch.long),
        )

    def _step(self, examples: Sequence[Example]) -> float:
        self.network.train()
        rows = self._rows(examples)
        each, whole = self.network(rows.batch, rows.head)
        loss = loss_of(each, whole, rows)
        self._optimizer.zero_grad()
        torch.autograd.backward(loss)
        self._share()
        torch.nn.utils.clip_grad_norm_(self._trained, 1.0)
        self._optimizer.step()
        return float(loss.detach())

    def _share(self) -> None:
        """The mean of both processes' gradients."""
        flat = torch.cat(
            [(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in self._trained]
        )
        dist.all_reduce(flat)
        flat /= RANKS
        at = 0
        for one in self._trained:
            one.grad = flat[at : at + one.numel()].view_as(one)
            at += one.numel()

    def _pace(self, step: int, total: int) -> None:
        share = min(step / (WARM * total), (total - step) / ((1 - WARM) * total) + 0.02)
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * min(1.0, share)

    def _save(self, step: int) -> None:
        if self._rank:
            return
        state = {
            "step": step,
            "network": self.network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
        }
        part = self._folder / "checkpoint.part"
        torch.save(state, part)
        part.replace(self._folder / "checkpoint.pt")

    def _resume(self) -> int:
        file = self._folder / "checkpoint.pt"
        if not file.is_file():
            return 0
        state = torch.load(file, weights_only=True)
        self.network.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])
        return int(state["step"])

    def _keep(self, name: str) -> None:
        from safetensors.torch import save_file

        own = {
            name: part.detach().half() for name, part in self.network.named_parameters() if part.requires_grad
        }
        save_file(own, self._folder / f"{name}.safetensors")
        self._tell(f"kept {name}")

    def _tell(self, line: str) -> None:
        if self._rank == 0:
            with (self._folder / "log.txt").open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")


def loss_of(each: Tensor, whole: Tensor, rows: Rows) -> Tensor:
    """What is known of sentences and passages, and that a group's first passage ranks above its second."""
    told = (rows.sentences.sum(dim=1) < 3) * rows.sure
    passages = _surprise(whole, rows.wholes).mean()
    sentences = (_surprise(each, rows.sentences) * told).sum() / told.sum().clamp(min=1.0)
    loss = passages + sentences
    if len(rows.pairs):
        margin = whole[:, 0] - (
            torch.logsumexp(whole[:, 1:], dim=1) if rows.head == "answer" else whole[:, 1]
        )
        loss = loss + IN_ORDER * F.softplus(margin[rows.pairs + 1] - margin[rows.pairs]).mean()
    return loss


def _surprise(logits: Tensor, allowed: Tensor) -> Tensor:
    """Minus the logarithm of the probability that one of the allowed outcomes is true."""
    hidden = logits.masked_fill(~allowed, -1e4)
    return torch.logsumexp(logits, dim=1) - torch.logsumexp(hidden, dim=1)


def _flags(known: Sequence[int]) -> Tensor:
    return torch.tensor([[bool(one >> bit & 1) for bit in range(3)] for one in known], dtype=torch.bool)
