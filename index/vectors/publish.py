"""The child process that builds, checks and publishes a generation of the vector index.

In: the root folder, the record store's file, the model's fingerprint. Out: exit 0 with `CURRENT` naming a
generation that holds every row there is; otherwise nothing changed and one sentence on stderr, exit 3 where
what was published before is damaged, 1 for anything else. Killed at any moment it leaves at worst a
half-built folder, which the next run removes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.errors import OnRecordError, StorageFailed
from index.process import child, faults
from index.vectors.collection import ChromaFailed, Collection, open_folder
from index.vectors.duplicates import Duplicates, Expansion
from index.vectors.feed import Batch, Rows, VectorFeed
from index.vectors.generations import (
    DUPLICATES,
    Damaged,
    Generations,
    Manifest,
    Pointer,
    check_files,
    copy_generation,
    read_manifest,
    size_of,
    write_manifest,
)

WORN = 0.2
"""Share of deleted rows from which a generation is built anew: deleted vectors stay in the graph."""
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
    """What to publish where.

    Generations up to `after` were opened by the caller, who must see no other under their names. The
    generation `damaged` is not to be copied; it is set aside once its successor is published.
    """

    generations: Generations
    feed: VectorFeed
    database: Path
    fingerprint: str
    dim: int
    after: int
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class Base:
    """The generation a new one starts from; no source means built anew."""

    source: Path | None
    duplicates: Duplicates
    applied_row: int
    dropped: int


ANEW = Base(None, Duplicates.none(), 0, 0)


def publish(job: Job) -> None:
    """Publishes every row there is, unless that is what is published already."""
    with job.generations.publishing():
        job.generations.sweep()
        until, alive = job.feed.last_row(), job.feed.rows()
        base = _base(job, until, alive)
        if base.source is None and not len(alive) and job.generations.current() is None:
            return
        held = base.duplicates.keep(alive)
        new = int(np.count_nonzero(alive > base.applied_row))
        if base.source is not None and not new and len(held.rows) == len(base.duplicates.rows):
            return
        _require_space(job, base, new)
        generation = job.generations.next(job.after)
        folder = job.generations.building(generation)
        try:
            count = _build(job, base, folder, alive, until)
            faults.point("publish.before_verify")
            _check_in_child(job, folder)
            faults.point("publish.before_fsync")
            job.generations.finish(generation)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        faults.point("publish.before_flip")
        job.generations.flip(Pointer(generation, until, job.fingerprint, count))
        faults.point("publish.after_flip")
        if job.damaged:
            job.generations.quarantine(job.damaged)
        job.generations.sweep()


def check(folder: Path, feed: VectorFeed) -> None:
    """Raises Damaged or ChromaFailed where a generation is not what the record store says it should be."""
    manifest = check_files(folder)
    duplicates = Duplicates.read(folder / DUPLICATES)
    alive = feed.rows()
    due = alive[alive <= manifest.applied_row]
    if feed.last_row() < manifest.applied_row or not np.isin(due, duplicates.rows).all():
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


def _base(job: Job, until: int, alive: Rows) -> Base:
    current = job.generations.current()
    if current is None or current.fingerprint != job.fingerprint or current.generation == job.damaged:
        return ANEW
    folder = job.generations.folder(current.generation)
    manifest, duplicates = _held(folder)
    if manifest.applied_row > until:
        raise Damaged(f"{folder.name} was published from another record store.")
    gone = len(duplicates.rows) - len(duplicates.keep(alive).rows)
    if manifest.dropped + gone > WORN * max(len(duplicates.rows), 1):
        return ANEW
    return Base(folder, duplicates, manifest.applied_row, manifest.dropped + gone)


def _held(folder: Path) -> tuple[Manifest, Duplicates]:
    manifest = read_manifest(folder)
    try:
        return manifest, Duplicates.read(folder / DUPLICATES)
    except (OSError, ValueError) as error:
        raise Damaged(f"{folder.name} has no readable table of rows.") from error


def _require_space(job: Job, base: Base, new: int) -> None:
    needed = 3 * new * job.dim * 4 + (size_of(base.source) if base.source else 0) + RESERVE
    free = shutil.disk_usage(job.generations.root).free
    if free < needed:
        raise StorageFailed(
            f"The vector index needs {needed // 1_000_000} MB to be brought up to date and the disk has "
            f"{free // 1_000_000} MB: free some space; until then search scans what is new."
        )


def _build(job: Job, base: Base, folder: Path, alive: Rows, until: int) -> int:
    folder.mkdir()
    if base.source is not None:
        copy_generation(base.source, folder)
    faults.point("publish.after_copy")
    collection = open_folder(folder, create=base.source is None)
    try:
        duplicates = base.duplicates.keep(alive)
        collection.remove(np.setdiff1d(base.duplicates.ids(), duplicates.ids()))
        for batch in job.feed.between(base.applied_row, until):
            duplicates = _add(collection, duplicates, batch)
            faults.point("publish.mid_add")
    finally:
        collection.close()
    duplicates.write(folder / DUPLICATES)
    write_manifest(folder, until, job.fingerprint, base.dropped)
    return len(duplicates.rows)


def _add(collection: Collection, duplicates: Duplicates, batch: Batch) -> Duplicates:
    grown = duplicates.with_batch(batch)
    own = np.isin(batch.rows, grown.heads)
    collection.add(batch.rows[own], batch.vectors[own])
    return grown


def _check_in_child(job: Job, folder: Path) -> None:
    arguments = [str(folder), "--database", str(job.database), "--dim", str(job.dim)]
    ending = child.Child("index.vectors.publish", ["check", *arguments]).wait(CHECK_SECONDS)
    if not ending.good:
        raise Damaged(f"What was built did not pass its check: {ending.message or f'ended by {ending.code}'}")


def main(arguments: list[str]) -> int:
    """Runs one command; the exit code and one line on stderr tell the caller how it went."""
    options = _options(arguments)
    child.end_with_parent()
    child.give_way()
    feed = VectorFeed(options.database, options.dim)
    try:
        if options.command == "check":
            check(options.folder, feed)
        else:
            generations = Generations(options.folder)
            publish(
                Job(
                    generations,
                    feed,
                    options.database,
                    options.fingerprint,
                    options.dim,
                    options.after,
                    options.damaged,
                )
            )
    except (Damaged, ChromaFailed) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return child.BROKEN
    except (OnRecordError, OSError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return child.FAILED
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m index.vectors.publish")
    parser.add_argument("command", choices=["publish", "check"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--dim", type=int, required=True)
    parser.add_argument("--fingerprint", default="")
    parser.add_argument("--after", type=int, default=0)
    parser.add_argument("--damaged", type=int, default=0)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
