"""Stages and processes of a training run: `python -m rag.evaluation.reader.train DATA ROWS OUT`."""

from __future__ import annotations

import argparse
import multiprocessing
import random
from collections.abc import Sequence
from pathlib import Path

import torch
import torch.distributed as dist

from rag.evaluation.reader.examples import Group, held_back
from rag.evaluation.reader.field import Rows, claims_group, question_group, ranked_away, read_rows
from rag.evaluation.reader.public import SETS
from rag.evaluation.reader.training import RANKS, Stage, Trainer
from rag.reader.reading import ReadPassage

AWAY = 1
"""Passages a question that are not its own."""


def public_groups(
    data: Path, chance: random.Random, without: Sequence[str] = (), share: float = 1.0
) -> list[Group]:
    """Rows drawn from every public set."""
    found: list[Group] = []
    for name, (read, count) in SETS.items():
        if name not in without:
            groups = list(read(data))
            found += chance.sample(groups, min(int(count * share), len(groups)))
    return found


def field_groups(rows: Rows, chance: random.Random) -> list[Group]:
    """Every row of the field that is not held back, each with a passage that only shares its words."""
    asked = [row for row in rows.questions if not held_back(row.file)]
    claimed = [row for row in rows.claims if not held_back(row.file)]
    files = [row.file for row in asked]
    away = ranked_away([row.question for row in asked], files, [row.passage for row in asked])
    files = [row.file for row in claimed]
    beside = ranked_away([row.supports for row in claimed], files, [row.passage for row in claimed])
    return [
        *(
            question_group(row, chance.sample(near, AWAY), chance)
            for row, near in zip(asked, away, strict=True)
        ),
        *(claims_group(row, _some(near, chance), chance) for row, near in zip(claimed, beside, strict=True)),
    ]


def _some(passages: Sequence[ReadPassage], chance: random.Random) -> Sequence[ReadPassage]:
    """One of the passages, half of the time."""
    return chance.sample(passages, 1) if chance.random() < 0.5 else ()


def stages(data: Path, folder: Path, epochs: int, without: Sequence[str], share: float) -> list[Stage]:
    rows = read_rows(folder)
    first = Stage("public", lambda chance: public_groups(data, chance, without, share))
    return [
        first,
        *(Stage(f"field{n + 1}", lambda chance: field_groups(rows, chance)) for n in range(epochs)),
    ]


def work(rank: int, args: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    dist.init_process_group(
        "gloo", init_method=f"file://{args.out.resolve()}/meet", rank=rank, world_size=RANKS
    )
    Trainer(
        rank, args.out, stages(args.data, args.rows, args.epochs, args.without, args.share), args.start
    ).run()
    dist.destroy_process_group()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("rows", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--without", nargs="*", default=())
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--start", type=Path, default=None)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "meet").unlink(missing_ok=True)
    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=work, args=(rank, args)) for rank in range(RANKS)]
    for one in started:
        one.start()
    for one in started:
        one.join()
    raise SystemExit(max(abs(one.exitcode or 0) for one in started))


if __name__ == "__main__":
    main()
