"""What several processes do with one record in a database: queue statements, embed them, copy the record.

In: settings, or places as typed. Out: a worker, a report, what was copied. Objects are built here as in
`api.wiring`, for what no service does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from api import wiring
from api.settings import Settings, is_database
from index.ingest.report import Progress, Report
from index.ingest.working import Worker, queue_statements
from index.process.owner import Owner
from index.readers.walk import read_paths
from index.store.copying import Copied, copy_record
from index.store.database import Place, Postgres


@contextmanager
def working(
    settings: Settings, stop: Callable[[], bool], progress: Callable[[Progress], None]
) -> Iterator[Worker]:
    """A worker that embeds what waits; raises InvalidInput where the record is in a folder."""
    embedder = wiring.make_embedder(settings)
    with closing(wiring.open_store(settings.record, embedder, create=True)) as store:
        yield Worker(store, embedder, stop, progress)


def queued(
    settings: Settings,
    paths: Sequence[Path],
    collection: str,
    stop: Callable[[], bool],
    progress: Callable[[Progress], None],
) -> Report:
    """Queues the statements of files and folders for the workers."""
    embedder = wiring.make_embedder(settings)
    with closing(wiring.open_store(settings.record, embedder, create=True)) as store:
        files = read_paths(paths, settings.archives)
        return queue_statements(store, embedder, files, collection, stop, progress)


def copied(source: str, target: str) -> Copied:
    """A whole record from one folder or database to another, which holds none."""
    place = _place(target)
    with nullcontext() if isinstance(place, Postgres) else Owner.acquire(place.parent):
        return copy_record(_place(source), place)


def _place(typed: str) -> Place:
    return Postgres(typed) if is_database(typed) else Path(typed) / wiring.STORE
