"""What the index holds and how it is; where something is to be done, a sentence says what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from index.embedding.larger import DAMAGED
from index.store.record_store import RecordStore
from index.store.watch import RecordWatch
from index.store.work import describe_queue
from index.text.amounts import many
from index.vectors.vector_store import VectorStore

NAMED = 5
"""Files of damaged statements named in one sentence."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the index holds and how it is; dates are ISO, None while it is empty.

    Statements and passages are all that are stored. `damaged` counts statements whose stored bytes are no
    longer what was written: they have no part in delegations, collections and dates. `damage` says what mends
    them. `sides` says whether the larger reader reads sides after the small one; `sides_detail` what to do
    where it does not.
    """

    statements: int
    passages: int
    delegations: int
    collections: int
    since: str | None
    until: str | None
    embedder: str
    segmentation: str
    bytes: int
    index: str
    vectors: str
    detail: str
    damaged: int
    damage: str | None
    sides: Literal["read twice", "read once"]
    sides_detail: str | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """Can questions be answered, and if not yet, why."""

    ready: bool
    reasons: tuple[str, ...]


def status_of(store: RecordStore, vectors: VectorStore, watch: RecordWatch, once: str | None) -> Status:
    """Counts, dates, model, disk and the health of the vector index; `once`: why no larger reader reads
    too."""
    watch.found()  # before anything is counted: what is known to be damaged has no part in it
    stats, damaged = store.stats(), watch.found()
    return Status(
        statements=stats.statements,
        passages=stats.passages,
        delegations=stats.delegations,
        collections=stats.collections,
        since=_iso(stats.first_day),
        until=_iso(stats.last_day),
        embedder=stats.model,
        segmentation=stats.segmentation,
        bytes=stats.bytes,
        index=f"r{stats.revision}",
        vectors=vectors.state,
        detail=" ".join(filter(None, (store.only_reading, describe_queue(*store.waiting()), vectors.detail))),
        damaged=len(damaged),
        damage=_damage(damaged),
        sides="read once" if once else "read twice",
        sides_detail=once,
    )


def readiness_of(store: RecordStore, vectors: VectorStore, watch: RecordWatch, once: str | None) -> Readiness:
    """Index open, embedder loaded, what was published checked once; while it is mended, search scans.

    A damaged statement is a reason to act, and none to stop: it is not quoted. Nor is a larger reader whose
    files are damaged: the small one answers by itself. Raises Unavailable while
    the database of a shared record is away.
    """
    if store.shared:
        store.revision()
    if vectors.state == "verifying":
        return Readiness(False, (vectors.detail,))
    reasons = (store.only_reading, _damage(watch.found()), once if once == DAMAGED else None)
    return Readiness(True, tuple(reason for reason in reasons if reason))


def _damage(found: Mapping[str, str]) -> str | None:
    """What to do about damaged statements, given with their files."""
    if not found:
        return None
    files = sorted(set(found.values()))
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    count = f"{many(len(found), 'statement')} {'is' if len(found) == 1 else 'are'}"
    named = ", ".join(ascii(file) for file in files[:NAMED])
    return f"{count} damaged on disk and not quoted; add again: {named}{more}."


def _iso(day: int) -> str | None:
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}" if day else None
