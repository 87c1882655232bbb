"""Trains the network that reads questions and writes `rag/data/question_network.safetensors`.

In: a folder with labelled questions and the packaged ones (`rag/question/training`). The third of the
folder's questions that is held back is left out and judged, or with `--all` learnt too. Each time a question
is read its names may be exchanged for others of their kind, so that no State is learnt by heart. One thread,
one seed: the same rows give the same weights on the same machine.

Run it with `python -m rag.evaluation.train_question_network GOLD_DIR [--all]`; eight minutes on one core.
With `--further topics.jsonl` it learns the rows of that packaged file from the packaged weights on, among
others drawn by chance so that those are not forgotten, and writes the mean of before and after: a minute.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from index.embedding.model_files import find_model
from index.model import Span
from index.speakers.delegations import load_delegations
from rag.evaluation import train_understanding
from rag.evaluation.question_network import Batch, QuestionModel, batch_of, begun
from rag.evaluation.train_understanding import Example, all_rows, examples_of, packaged_rows
from rag.evaluation.understanding import Labelled, judge_rows, lines_of, understanding_measures
from rag.question.links import Form, LinkKind
from rag.question.network import AIMS, DATES, ROLES, WEIGHTS, QuestionNetwork, described, marked
from rag.question.reader import QuestionReader

SEED, TOGETHER = 14, 32
WARM, LAST, DECAY = 0.06, 0.02, 0.01
"""The share of steps in which the learning rates rise, what is left of them at the end; weight decay."""
ROLE, DATE, SMOOTHED = 1.5, 0.7, 0.02
"""Weights of the losses of names and dates beside one for each aim; what labels of aims leave to others."""
OF_FOLDER = 2
"""How often a question of the folder is read for one of the packaged ones."""
REMEMBERED, TAKEN = 900, 0.7
"""How many other questions are read among those that are learnt further; the share of the weights after that
in their mean with the weights before, which is what is saved."""
EXCHANGED, EACH = 0.6, 0.8
"""How often names are exchanged, and each of them."""
FIXED = frozenset(["capital_word", "capitals", "phrase"])
"""Forms of names that are never exchanged: guesses, and things with a State's name."""
PACKAGED = Path(str(files("rag") / "data" / WEIGHTS))
LEFT_OUT = -100
"""The label of a date whose use is not known."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the rows are read; the learning rates of layers and heads."""

    readings: int
    rate: float
    head_rate: float


ANEW, FURTHER = Pace(6, 1e-4, 6e-4), Pace(2, 4e-5, 1.5e-4)


@dataclass(frozen=True, slots=True)
class Name:
    span: Span
    kind: LinkKind
    form: Form
    words: str
    role: str


@dataclass(frozen=True, slots=True)
class Row:
    """A question with what is known of it."""

    question: str
    names: tuple[Name, ...]
    dates: tuple[tuple[Span, int], ...]
    aims: Mapping[str, int]


Others = Mapping[tuple[LinkKind, Form], Sequence[str]]


def row_of(one: Example) -> Row:
    """A labelled question as it is learnt."""
    names = tuple(
        Name(link.span, link.kind, link.form, link.words, role)
        for link, role in zip(one.links, one.roles, strict=True)
    )
    labels = [one.date_label(date) for date in one.parts.dates]
    uses = [LEFT_OUT if label is None else DATES.index(label) for label in labels]
    spans = [date.atom for date in one.parts.dates]
    aims = {aim: AIMS[aim].index(str(getattr(one.row, aim) or "none")) for aim in AIMS}
    return Row(one.row.question, names, tuple(zip(spans, uses, strict=True)), aims)


def exchanged(row: Row, others: Others, chance: random.Random) -> Row:
    """The question with names exchanged for others of their kind and form, or as it is."""
    ordered = sorted(row.names, key=lambda name: name.span.start)
    apart = all(a.span.end <= b.span.start for a, b in itertools.pairwise(ordered))
    if not ordered or not apart or chance.random() >= EXCHANGED:
        return row
    text, at, moved, names = "", 0, [(0, 0)], []
    for name in ordered:
        known = name.form not in FIXED and chance.random() < EACH
        words = chance.choice(others[name.kind, name.form]) if known else name.words
        text += row.question[at : name.span.start]
        names.append(replace(name, span=Span(len(text), len(text) + len(words)), words=words))
        text, at = text + words, name.span.end
        moved.append((at, len(text) - at))
    dates = tuple((_moved(span, moved), use) for span, use in row.dates)
    return Row(text + row.question[at:], tuple(names), dates, row.aims)


def _moved(span: Span, moved: Sequence[tuple[int, int]]) -> Span:
    """Where a span went, given from which place on the text moved by how much."""
    start, end = (next(by for at, by in reversed(moved) if place >= at) for place in (span.start, span.end))
    return Span(span.start + start, span.end + end)


def loss_of(model: QuestionModel, rows: Sequence[Row], batch: Batch) -> Tensor:
    """What is known of names, dates and aims."""
    roles, uses, aims = model(batch)
    loss = torch.zeros(())
    for aim, logits in aims.items():
        wanted = torch.tensor([row.aims[aim] for row in rows])
        loss = loss + F.cross_entropy(logits, wanted, label_smoothing=SMOOTHED)
    if len(roles):
        wanted = torch.tensor([ROLES.index(name.role) for row in rows for name in row.names])
        loss = loss + ROLE * F.cross_entropy(roles, wanted)
    known = torch.tensor([use for row in rows for _, use in row.dates], dtype=torch.long)
    if (known != LEFT_OUT).any():
        loss = loss + DATE * F.cross_entropy(uses, known, ignore_index=LEFT_OUT)
    return loss


def prepared(tokenizer: Any, rows: Sequence[Row]) -> Batch:
    """The rows as the network reads them."""
    read = [
        marked(tokenizer, row.question, [name.span for name in row.names], [span for span, _ in row.dates])
        for row in rows
    ]
    return batch_of(read, [[described(name.kind, name.form).tolist() for name in row.names] for row in rows])


def batches(rows: Sequence[Row], chance: random.Random) -> list[list[Row]]:
    """The rows in a new order, those of one length together."""
    drawn = chance.sample(rows, len(rows))
    reach = TOGETHER * 8
    near = [
        sorted(drawn[at : at + reach], key=lambda row: len(row.question))
        for at in range(0, len(drawn), reach)
    ]
    made = [some[at : at + TOGETHER] for some in near for at in range(0, len(some), TOGETHER)]
    return chance.sample(made, len(made))


def train(rows: Sequence[Row], tell: Callable[[str], None], further: bool = False) -> QuestionModel:
    """The network after it read the rows, from the encoder on or `further` from the packaged weights."""
    pace = FURTHER if further else ANEW
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    found = find_model(None)
    model, tokenizer = begun(found.folder, PACKAGED if further else None), found.tokenizer
    others: dict[tuple[LinkKind, Form], list[str]] = {}
    for name in (name for row in rows for name in row.names):
        others.setdefault((name.kind, name.form), []).append(name.words)
    named = [(name, one) for name, one in model.named_parameters() if one.requires_grad]
    layers = [one for name, one in named if name.startswith("layers")]
    heads = [one for name, one in named if not name.startswith("layers")]
    optimizer = torch.optim.AdamW([{"params": layers}, {"params": heads}], weight_decay=DECAY)
    plan = [some for _ in range(pace.readings) for some in batches(rows, chance)]
    for at, drawn in enumerate(plan, 1):
        share = min(1.0, at / (WARM * len(plan)), (len(plan) - at) / ((1 - WARM) * len(plan)) + LAST)
        for group, rate in zip(optimizer.param_groups, (pace.rate, pace.head_rate), strict=True):
            group["lr"] = rate * share
        some = [exchanged(row, others, chance) for row in drawn]
        model.train()
        loss = loss_of(model, some, prepared(tokenizer, some))
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_([*layers, *heads], 1.0)
        optimizer.step()
        if at % 100 == 0:
            tell(f"{at} of {len(plan)} steps, loss {float(loss.detach()):.2f}")
    return model.eval()


def among_others(new: Sequence[Labelled], all_known: Sequence[Labelled]) -> list[Labelled]:
    """Rows to learn further, with some of the others."""
    questions = {row.question for row in new}
    others = [row for row in all_known if row.question not in questions]
    return [*new, *random.Random(SEED).sample(others, REMEMBERED)]


def mixed_with(model: QuestionModel, before: Path) -> QuestionModel:
    """The mean of the weights after learning further and those before it."""
    from safetensors.torch import load_file

    own = load_file(before)
    for name, one in model.named_parameters():
        if name in own:
            one.data = TAKEN * one.data + (1 - TAKEN) * own[name].float()
    return model


def save(model: QuestionModel, path: Path) -> None:
    """What is trained, in half precision, with the hash of the base model it fits."""
    from safetensors.torch import save_file

    own = {name: one.detach().half() for name, one in model.named_parameters() if one.requires_grad}
    save_file(own, path, {"base": find_model(None).weights_sha})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="learn the rows held back too")
    parser.add_argument("--out", type=Path, default=PACKAGED)
    parser.add_argument(
        "--further", metavar="FILE", help="learn this packaged file from the packaged weights on"
    )
    args = parser.parse_args()
    torch.set_num_threads(1)
    given, own, back = all_rows(args.folder, more=True)
    learnt = [*given * OF_FOLDER, *own, *(back * OF_FOLDER if args.all else [])]
    if args.further:
        learnt = among_others(packaged_rows(args.further), learnt)
    rows = [row_of(one) for one in examples_of(learnt)]
    model = train(rows, print, bool(args.further))
    save(mixed_with(model, PACKAGED) if args.further else model, args.out)
    words = None if args.all else train_understanding.train(examples_of([*given, *all_rows(args.folder)[1]]))
    reader = QuestionReader(QuestionNetwork(args.out), words)
    print(f"{len(back)} rows held back{', learnt too' if args.all else ''}:")
    for line in lines_of(understanding_measures(judge_rows(back, reader, load_delegations()))):
        print(f"  {line}")


if __name__ == "__main__":
    main()
