"""Stages and processes of a training run: `python -m rag.evaluation.reader.train DATA ROWS OUT`."""

from __future__ import annotations

import argparse
import multiprocessing
from pathlib import Path

import torch
import torch.distributed as dist

from rag.evaluation.reader.attitudes import read_attitudes
from rag.evaluation.reader.draw import (
    ATTITUDES,
    JUDGED,
    OBJECTS,
    field_groups,
    last_groups,
    object_groups,
    public_groups,
    side_groups,
    with_claims,
    with_taught,
)
from rag.evaluation.reader.field import read_rows
from rag.evaluation.reader.judged import read_judged
from rag.evaluation.reader.training import RANKS, Stage, Trainer


def stages(args: argparse.Namespace) -> list[Stage]:
    """Those that `args` names, in order."""
    rows, judged = read_rows(args.rows), read_judged(JUDGED)
    attitudes, objects = read_attitudes(ATTITUDES), read_attitudes(OBJECTS)
    known = {
        "public": lambda chance: public_groups(args.data, chance, args.without),
        "field": lambda chance: field_groups(rows, chance),
        "last": lambda chance: last_groups(rows, judged, chance),
        "sides": lambda chance: side_groups(rows, judged, attitudes, chance),
        "objects": lambda chance: object_groups(rows, judged, objects, chance),
        "taught": lambda chance: with_taught(rows, judged, objects, chance),
        "claims": lambda chance: with_claims(rows, judged, objects, chance),
    }
    return [Stage(name, known[name]) for name in args.stages]


def work(rank: int, args: argparse.Namespace) -> None:
    """One of the processes."""
    torch.set_num_threads(1)
    meet = f"file://{args.out.resolve()}/meet"
    dist.init_process_group("gloo", init_method=meet, rank=rank, world_size=RANKS)
    Trainer(rank, args.out, stages(args), args.start, args.pace).run()
    dist.destroy_process_group()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("data", "rows", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--stages", nargs="*", default=["public", "field", "last", "sides", "objects"])
    parser.add_argument("--without", nargs="*", default=(), help="public sets to leave out")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--pace", type=float, default=1.0, help="share of the learning rates")
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
