"""A record copied between a folder and a database is the same record, or there is none."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.errors import InvalidInput, NotFound
from index.ingest.build import Builder
from index.store.copying import copy_record
from index.store.database import Place
from index.store.record_store import RecordStore
from tests.drafts import a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder
from tests.wholeness import check_whole

if TYPE_CHECKING:
    from tests.postgres_server import Server

EMBEDDER = HashEmbedder()


@pytest.fixture
def other_place(place: Place, tmp_path: Path, postgres: Server) -> Callable[[], Place]:
    """On the other engine than the first."""
    return lambda: postgres.schema("other") if isinstance(place, Path) else tmp_path / "o" / "record.sqlite"


def filled(place: Place) -> dict[str, str]:
    """A record with a history: rows were given that are gone."""
    with closing(open_store(place, EMBEDDER)) as store:
        builder = Builder(store, EMBEDDER)
        for version in ("first", "second"):
            builder.add(
                (a_file(f"{n}.txt", a_draft(f"Item {n}, {version}. No.")) for n in range(9)), "council"
            )
        builder.remove(store.ids_of_sources(list(store.sources_shown(None, "8.txt"))))
        return check_whole(store)


def state(store: RecordStore) -> list[object]:
    rows = store.live_rows().tolist()
    refs = store.refs(id for page in store.pages(100) for id in page)
    return [store.last_row(), store.built_by(), rows, store.statement_columns(), refs]


def test_a_copy_is_the_same_record(place: Place, other_place: Callable[[], Place]) -> None:
    """Rows, numbers and seals; what is added to it then takes the numbers it would have taken there."""
    known, there = filled(place), other_place()
    copied = copy_record(place, there)
    assert (copied.statements, copied.damaged, copied.waiting) == (8, 0, 0)
    with closing(open_store(place, EMBEDDER)) as old, closing(open_store(there, EMBEDDER)) as new:
        assert check_whole(new) == known
        assert state(new) == state(old)
        for store in (old, new):
            Builder(store, EMBEDDER).add([a_file("new.txt", a_draft("A new one."))], "council")
        assert state(new) == state(old)
        new.start_rebuild("another", "s", "m", (64, 64))
        assert new.built_by() == ("another", "s")


def test_nothing_is_copied_over_a_record(place: Place, other_place: Callable[[], Place]) -> None:
    """Nor from nowhere, nor half."""
    there = other_place()
    with pytest.raises(NotFound):
        copy_record(place, there)
    filled(place)
    copy_record(place, there)
    with pytest.raises(InvalidInput, match="already"):
        copy_record(place, there)
