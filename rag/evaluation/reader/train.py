"""Stages and processes of a training run: `python -m rag.evaluation.reader.train DATA ROWS OUT`."""

from __future__ import annotations

import argparse
import multiprocessing
import random
from collections.abc import Sequence
from pathlib import Path

import torch
import torch.distributed as dist

from rag.evaluation.reader.attitudes import (
    Attitude,
    attitude_groups,
    attitudes_in,
    half_bare,
    read_attitudes,
    side_questions,
)
from rag.evaluation.reader.examples import THIRD, Group, held_back
from rag.evaluation.reader.field import (
    Rows,
    claim_questions,
    claims_group,
    question_group,
    ranked_away,
    read_rows,
)
from rag.evaluation.reader.judged import Judged, judged_groups, read_judged
from rag.evaluation.reader.public import SETS
from rag.evaluation.reader.training import RANKS, Stage, Trainer
from rag.reader.reading import ReadPassage

JUDGED = Path(__file__).parents[1] / "data" / "judged.jsonl"
"""Rows judged sentence by sentence; how they were made stands in the model card."""
ATTITUDES = JUDGED.with_name("attitudes.jsonl")
"""Sentences with objects written for them."""
OBJECTS = JUDGED.with_name("sides.jsonl")
"""Objects with the sentences found for them."""
AWAY = 1
"""Passages a question that are not its own."""


def public_groups(data: Path, chance: random.Random, without: Sequence[str] = ()) -> list[Group]:
    """Rows drawn from every public set."""
    found: list[Group] = []
    for name, (read, count) in SETS.items():
        if name not in without:
            groups = list(read(data))
            found += chance.sample(groups, min(count, len(groups)))
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


def judged_rows(rows: Sequence[Judged], chance: random.Random) -> list[Group]:
    """Judged rows that neither file holds back; of those off the subject as many as of the others."""
    kept = [row for row in rows if not held_back(row.file) and not held_back(row.source)]
    telling = [row for row in kept if row.whole != THIRD]
    others = [row for row in kept if row.whole == THIRD]
    drawn = chance.sample(others, min(len(telling), len(others)))
    return [group for row in (*telling, *drawn) for group in judged_groups(row)]


def last_groups(rows: Rows, judged: Sequence[Judged], chance: random.Random) -> list[Group]:
    """Half of the questions, the claims twice, cut anew, and the judged rows."""
    field = field_groups(rows, chance)
    asked = [group for group in field if group.source == "questions"]
    claims = [group for group in field if group.source == "claims"]
    return [*chance.sample(asked, len(asked) // 2), *claims, *claims, *judged_rows(judged, chance)]


def side_groups(
    rows: Rows, judged: Sequence[Judged], attitudes: Sequence[Attitude], chance: random.Random
) -> list[Group]:
    """Attitudes by object and as answers to questions, and enough of the rest that nothing is forgotten."""
    kept = [row for row in (*attitudes, *attitudes_in(judged)) if not held_back(row.file)]
    away = [row for row in kept if row.label == "O"]
    kept = [row for row in kept if row.label != "O"]
    kept += chance.sample(away, min(len(away), len(kept) // 3))
    field = field_groups(rows, chance)
    claims = [row for row in rows.claims if not held_back(row.file)]
    return [
        *attitude_groups(kept, chance),
        *side_questions(kept, chance),
        *side_questions(kept, chance),
        *(claim_questions(row, chance) for row in claims),
        *chance.sample(field, len(field) // 4),
        *judged_rows(judged, chance),
    ]


def object_groups(
    rows: Rows, judged: Sequence[Judged], objects: Sequence[Attitude], chance: random.Random
) -> list[Group]:
    """Objects over what was found for them, half of it without headers, as lists read it, and enough of the
    rest that nothing is forgotten."""
    kept = half_bare([row for row in objects if not held_back(row.file)], chance)
    field = field_groups(rows, chance)
    claims = [row for row in rows.claims if not held_back(row.file)]
    return [
        *attitude_groups(kept, chance),
        *side_questions(kept, chance),
        *(claim_questions(row, chance) for row in chance.sample(claims, len(claims) // 4)),
        *chance.sample(field, len(field) // 4),
        *judged_rows(judged, chance),
    ]


def _some(passages: Sequence[ReadPassage], chance: random.Random) -> Sequence[ReadPassage]:
    """One of the passages, half of the time."""
    return chance.sample(passages, 1) if chance.random() < 0.5 else ()


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
