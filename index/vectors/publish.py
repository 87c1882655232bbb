"""The child process that publishes a generation of the vector index, or checks one before it is served.

In: the root folder, the record store's file, the model's fingerprint. Out: exit 0 with a newest generation
that is not far behind the rows there are, or that is what it should be; otherwise one sentence on stderr,
exit 3 where it is damaged, 1 for anything else. Killed at any moment it leaves at worst a half-built folder,
which the next run removes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.errors import OnRecordError, StorageFailed
from index.process import child, faults
from index.vectors.collection import ChromaFailed, Collection, open_folder
from index.vectors.duplicates import Duplicates, Expansion, index_once
from index.vectors.feed import Batch, Rows, VectorFeed
from index.vectors.generations import (
    DUPLICATES,
    Damaged,
    Generations,
    Pointer,
    check_files,
    write_manifest,
)

FEW = 2_000
"""Rows that are built anew for any change: it takes a second."""
BEHIND = 0.1
"""Share of rows, new ones and ones removed, from which more are built anew: a minute for 100,000. Until then
new ones are scanned, which takes a tenth of what a scan of all does, and removed ones are passed over."""
CHECK_SECONDS = 300.0
"""One second is enough for 100,000 rows on an idle machine; what takes longer counts as damaged and is built
anew, which a machine that is merely busy should not have to do."""
SELF_QUERIES = 20
SAME = 1e-4
"""Cosine from which a neighbour is the vector itself: float32 arithmetic differs in the last digits."""
RESERVE = 16_000_000
"""Bytes left free on the disk, for the record store."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to publish where; `anew` even if what is published seems to do."""

    generations: Generations
    feed: VectorFeed
    fingerprint: str
    dim: int
    anew: bool


def publish(job: Job) -> None:
    """Publishes every row there is, unless what is published does."""
    with job.generations.publishing():
        until, alive = job.feed.last_row(), job.feed.rows()
        if not (job.anew or _is_due(job, until, alive)):
            return
        _require_space(job, len(alive))
        with job.generations.building() as (generation, folder):
            _build(job, generation, folder, until)
            faults.point("publish.before_fsync")
        faults.point("publish.after_flip")


def check(folder: Path, feed: VectorFeed) -> None:
    """Raises Damaged or ChromaFailed where a generation is not what the record store says it should be."""
    applied_row = check_files(folder).pointer.applied_row
    duplicates = Duplicates.read(folder / DUPLICATES)
    alive = feed.rows()
    due = alive[alive <= applied_row]
    if feed.last_row() < applied_row or not np.isin(due, duplicates.rows).all():
        raise Damaged(f"{folder.name} was published from another record store.")
    collection = open_folder(folder, create=False)
    try:
        ids = duplicates.ids()
        if collection.count() != len(ids) or not np.array_equal(collection.ids(), ids):
            raise Damaged(f"{folder.name} does not hold the rows it was published with.")
        check_queries(collection, duplicates, feed.chosen(sample_rows(due)))
    finally:
        collection.close()


def sample_rows(rows: Rows) -> Rows:
    """Half the newest, half at random: other ones each time."""
    chosen = np.random.default_rng().choice(rows, min(SELF_QUERIES // 2, len(rows)), replace=False)
    return np.union1d(rows[-SELF_QUERIES // 2 :], chosen)


def check_queries(collection: Collection, duplicates: Duplicates, sample: Batch) -> None:
    """Raises Damaged where a vector of the sample does not find itself or an equal one."""
    expand = Expansion(duplicates)
    for row, vector in zip(sample.rows.tolist(), sample.vectors, strict=True):
        if not vector.any():
            continue
        rows, scores = expand(*collection.nearest(vector, 10))
        if row not in rows[scores > 1 - SAME] and not (scores > 1 - SAME).any():
            raise Damaged(f"Row {row} is not found by its own vector.")


def _is_due(job: Job, until: int, alive: Rows) -> bool:
    """Is what is published missing, not whole, of another model or record, or far behind?"""
    current = job.generations.current()
    if current is None:
        return len(alive) > 0
    usable = current.fingerprint == job.fingerprint and current.applied_row <= until
    if not usable or not job.generations.lies(current):
        return True
    try:
        held = Duplicates.read(job.generations.folder(current.generation) / DUPLICATES).rows
    except (OSError, ValueError):
        return True
    changed = len(np.setxor1d(held, alive))
    return changed > (0 if len(alive) <= FEW else BEHIND * len(alive))


def _require_space(job: Job, rows: int) -> None:
    needed = 3 * rows * job.dim * 4 + RESERVE
    free = shutil.disk_usage(job.generations.root).free
    if free < needed:
        raise StorageFailed(
            f"The vector index needs {needed // 1_000_000} MB to be brought up to date and the disk has "
            f"{free // 1_000_000} MB: free some space; until then search scans what is new."
        )


def _build(job: Job, generation: int, folder: Path, until: int) -> None:
    faults.point("publish.begun")
    collection = open_folder(folder, create=True)
    try:
        duplicates = index_once(_taken(job.feed.between(0, until)), collection.add)
    finally:
        collection.close()
    duplicates.write(folder / DUPLICATES)
    write_manifest(folder, Pointer(generation, until, job.fingerprint, len(duplicates.rows)))


def _taken(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same, with a point to fail at behind each."""
    for batch in batches:
        yield batch
        faults.point("publish.mid_add")


def main(arguments: list[str]) -> int:
    """Runs one command; the exit code and one line on stderr tell the caller how it went."""
    given = _options(arguments)
    child.end_with_parent()
    child.give_way()
    feed = VectorFeed(given.database, given.dim)
    try:
        if given.command == "check":
            check(given.folder, feed)
        else:
            generations = Generations(given.folder)
            publish(Job(generations, feed, given.fingerprint, given.dim, given.anew))
    except (Damaged, ChromaFailed, OnRecordError, OSError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return child.FAILED if isinstance(error, OnRecordError | OSError) else child.BROKEN
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m index.vectors.publish")
    parser.add_argument("command", choices=["publish", "check"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--dim", type=int, required=True)
    parser.add_argument("--fingerprint", default="")
    parser.add_argument("--anew", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
