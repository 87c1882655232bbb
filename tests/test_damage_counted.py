"""What is counted is what was written: a statement of which a byte changed counts nowhere, under no name."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from api import wiring
from api.settings import Settings
from index.model import Filters
from index.store.record_store import RecordStore
from rag.model import By
from rag.service import OnRecord
from rag.status import Status
from tests.damaged_index import EMBEDDER, EVERYTHING, flip, of_suites
from tests.served import opened

COUNTED = [
    ("statements", column)
    for column in (
        "delegation", "capacity", "meeting", "date", "first_day", "last_day", "organ", "procedural", "groups",
        "id", "source", "seal",
    )
] + [("sources", column) for column in ("number", "collection", "place", "path", "seal")]  # fmt: skip
"""What filters look at and counts are of, and what ties it together."""
QUERY = "protection of civilians"


@pytest.fixture
def data(own_settings: Settings) -> Path:
    return own_settings.data_dir


def counts(service: OnRecord) -> list[object]:
    """All that is counted by delegation, year and meeting, for coverage and beside a search."""
    ways: tuple[By, ...] = ("year", "meeting")
    found = [service.coverage(by, filters) for by in ways for filters in (Filters(), EVERYTHING)]
    facets = service.search(QUERY, EVERYTHING, 5, facets=True).facets
    return [*((one.columns, one.rows, one.gaps, one.statements, one.passages) for one in found), facets]


@pytest.mark.parametrize(("table", "column"), of_suites(COUNTED))
def test_what_changed_on_disk_is_counted_nowhere(table: str, column: str, data: Path) -> None:
    """As if it were not there; and it is told."""
    sound = Path(shutil.copytree(data, data.parent / "sound"))
    flip(data, table, column)
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        counted = counts(service)
        damaged = service.status().damaged
        whole = {ref.id for ref in service.statements(EVERYTHING, None, 100)[0] if "damaged" not in ref.flags}
    assert damaged >= 1
    with opened(Settings(data_dir=sound), EMBEDDER) as service:
        assert counts(service) != counted
        gone = {ref.id for ref in service.statements(EVERYTHING, None, 100)[0]} - whole
        service.remove(sorted(gone))
        assert counts(service) == counted


FALSE = [
    ("statements", "delegation"),
    ("statements", "first_day"),
    ("statements", "last_day"),
    ("sources", "collection"),
]


@pytest.mark.parametrize(("table", "column"), FALSE)
def test_what_changed_on_disk_has_no_part_in_the_status(table: str, column: str, data: Path) -> None:
    """Neither its delegation nor its day nor its collection; how many statements there are, it is told with
    how many of them are damaged. Once its file is added again all is as before."""
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        before = service.status()
    flip(data, table, column, at=2 if "day" in column else 0)
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        told = service.status()
        damaged = [ref.id for ref in service.statements(EVERYTHING, None, 100)[0] if "damaged" in ref.flags]
    assert (told.statements, told.damaged) == (before.statements, len(damaged))
    sound = Path(shutil.copytree(data, data.parent / "sound"))
    with opened(Settings(data_dir=sound), EMBEDDER) as service:
        service.remove(damaged)
        left = service.status()
    assert said(told) == said(left)
    assert told.damaged >= 1
    assert left.damaged == 0


NAMED = ["delegation", "delegation_name", "speaker", "meeting", "date", "organ", "topic", "capacity", "seal"]


@pytest.mark.parametrize(
    ("table", "column"), [*(("statements", column) for column in NAMED), ("sources", "collection")]
)
def test_what_changed_on_disk_makes_no_name(table: str, column: str, data: Path) -> None:
    """Pages, tools and filters are given the names that the other statements have, and no others."""
    sound = Path(shutil.copytree(data, data.parent / "sound"))
    flip(data, table, column)
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        names = service.names()
        damaged = [ref.id for ref in service.statements(EVERYTHING, None, 100)[0] if "damaged" in ref.flags]
    assert damaged
    with opened(Settings(data_dir=sound), EMBEDDER) as service:
        service.remove(damaged)
        assert service.names() == names


def test_what_is_found_to_have_changed_gives_its_names_back(data: Path, sample: Path) -> None:
    """Under a service that knew them; its file brings them again."""
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        before = service.names()
        flip(data, "statements", "speaker")
        service.statements(EVERYTHING, None, 100)
        assert set(service.names().speakers) < set(before.speakers)
        service.add([sample], "sample")
        assert service.names() == before


def said(status: Status) -> tuple[object, ...]:
    return status.delegations, status.collections, status.since, status.until


def test_the_status_follows_what_changes(data: Path) -> None:
    """Statement by statement, as if it were asked for the first time each time."""
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        for ref in service.statements(EVERYTHING, None, 100)[0]:
            service.status()
            service.remove([ref.id])
            with closing(RecordStore.open(data / wiring.STORE, fingerprint=None, segmentation=None)) as anew:
                assert anew.stats() == replace(service._store.stats(), bytes=anew.stats().bytes)
        assert said(service.status()) == (0, 0, None, None)


def test_passages_that_lost_their_statement_count_with_no_other(data: Path) -> None:
    """Its row has another number: nothing of it is taken for what the next one said."""
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        before = passages(service)
    flip(data, "statements", "number")
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        assert passages(service) == before | {"KAZ": 0}
        assert service.status().damaged == 1


def passages(service: OnRecord) -> dict[str | None, int]:
    rows = service.coverage("year", Filters()).rows
    return {row.delegation.code if row.delegation else None: row.passages for row in rows}


def test_what_another_process_mended_counts_again(data: Path, sample: Path) -> None:
    """Its seal is what it was before, so that only having been damaged tells that it is to be read again."""
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        before = counts(service)
    flip(data, "statements", "delegation")
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        assert counts(service) != before
        flip(data, "statements", "delegation")
        with closing(RecordStore.open(data / wiring.STORE, fingerprint=None, segmentation=None)) as other:
            other.remove([other.list_refs(EVERYTHING, None, 100).items[-1].id])
        service.add([sample], "sample")
        assert counts(service) == before
