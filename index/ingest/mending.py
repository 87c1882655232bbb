"""What an upload mends: damaged statements that were read from the very same bytes in another place.

In: a file as read, and where it belongs. Out: its drafts with the statements they are, to be stored as they
were. An upload replaces nothing that was read from disk; here it says nothing else, to the last field.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.ids import statement_id
from index.ingest.drafting import content_sha
from index.model import StatementDraft
from index.readers.base import ReadFile
from index.store.record_store import RecordStore
from index.store.sources import Location


def mended_by(
    store: RecordStore, file: ReadFile, own: Location
) -> Iterator[tuple[StatementDraft, Location, str]]:
    """Drafts, places and ids of what is damaged of the same bytes elsewhere in the collection."""
    alike = [at for _, at in store.sources_alike(own.collection, file.sha256) if at.place != own.place]
    if not (file.uploaded and alike):
        return
    for draft in file.drafts:
        for at in alike:
            id = statement_id(at.collection, at.place, draft.key)
            if store.content_sha(id) == content_sha(draft) and id not in store.whole([id]):
                yield draft, at, id
