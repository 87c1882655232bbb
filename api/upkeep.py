"""Maintenance of an index outside the service: rebuilding, verifying, migrating to the present format.

In: settings. Out: what was done or found. Rebuilding and migrating own the index until they end.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from api import wiring
from api.settings import Settings
from index.embedding.embedder import Embedder
from index.ingest.build import Builder
from index.ingest.report import Progress, Report
from index.ingest.verify import Finding, Verification, verify
from index.store.places import migrate
from index.store.record_store import RecordStore


def rebuild(
    settings: Settings,
    embedder: Embedder,
    progress: Callable[[Progress], None],
    stop: Callable[[], bool],
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Cuts and embeds again what another model or segmentation made, and publishes it."""
    with wiring.owned(settings), closing(_unchecked(settings)) as store:
        report = Builder(store, embedder, stop).rebuild(progress)
        if not report.stopped:
            with closing(wiring.make_vectors(settings, embedder)) as vectors:
                wiring.publish(vectors, tell)
        return report


def _unchecked(settings: Settings) -> RecordStore:
    """The store, whatever its model and segmentation; raises NotFound."""
    return RecordStore.open(settings.record, fingerprint=None, segmentation=None, create=False)


def verified(settings: Settings) -> Verification:
    """Checks the whole index as it is; needs no model and changes nothing."""
    with closing(_unchecked(settings)) as store:
        found = verify(store)
        wrong = _of_vectors(settings, store)
    more = (Finding(wiring.VECTORS, wrong),) if wrong else ()
    return replace(found, findings=found.findings + more)


def _of_vectors(settings: Settings, store: RecordStore) -> str:
    """What is wrong with the vector index, empty for nothing; Chroma opens none on a disk that takes
    nothing."""
    if store.only_reading and settings.chroma_url is None:
        return f"not looked at. {store.only_reading.rstrip('.')}"
    fingerprint, _ = store.built_by() or ("", "")
    with closing(wiring.vectors_for(settings, fingerprint, store.dim)) as vectors:
        wrong = vectors.verify()
    return f"{wrong} The service rebuilds it by itself" if wrong else ""


def migrated(settings: Settings) -> tuple[int, int]:
    """Brings an older store to this version's format; returns the format it had and the one it has now."""
    with wiring.owned(settings):
        return migrate(settings.record)
