"""The passages of an archive are counted over all its levels, as they are cut and before they are stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.ingest.report import Report
from index.readers.walk import read_uploads
from index.readers.ziparchive import BOUNDS
from tests.building import Backend
from tests.hostile_files import tarred, zipped

LINES = tuple(
    f"Mr. Umarov (Kazakhstan): We welcome report number {n} and thank its authors." for n in range(12)
)
FILES = {f"{n:02}.txt": line.encode() for n, line in enumerate(LINES)}
ROWS = "".join(
    json.dumps({"speaker": "Umarov", "country": "Kazakhstan", "text": line}) + "\n" for line in LINES
)
BESIDE = {"z.txt": b"Mr. Umarov (Kazakhstan): We stand beside the archive."}
ARCHIVES = {
    "files": zipped(FILES),
    "levels": tarred({f"{at}.zip": zipped(dict(list(FILES.items())[at::3])) for at in range(3)}),
    "rows": zipped({"a.jsonl": ROWS.encode()}),
}


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    made = Backend(tmp_path)
    yield made
    made.store.close()


def added(backend: Backend, data: bytes, passages: int) -> Report:
    """An archive and a file beside it, as an upload gives them; each statement here is one passage."""
    name = "a.zip" if data.startswith(b"PK") else "a.tgz"
    return backend.builder.add(
        read_uploads({name: data, **BESIDE}, bounds=replace(BOUNDS, passages=passages)), "up"
    )


@pytest.mark.parametrize("kind", ARCHIVES)
@pytest.mark.parametrize("most", [0, 1, 5, 11])
def test_past_its_passages_nothing_more_of_an_archive_is_stored(
    backend: Backend, kind: str, most: int
) -> None:
    """As many as are allowed and no more, told in one sentence; what stands beside it is added."""
    report = added(backend, ARCHIVES[kind], most)
    assert (report.added, report.passages) == (most + 1, most + 1)
    (skipped,) = report.skipped
    assert f"more than {most} passages" in skipped.reason


@pytest.mark.parametrize("kind", ARCHIVES)
def test_an_archive_within_its_passages_is_added_whole(backend: Backend, kind: str) -> None:
    """And added again with less room it is unchanged: nothing of it is cut."""
    first, again = added(backend, ARCHIVES[kind], 12), added(backend, ARCHIVES[kind], 0)
    assert (first.added, first.skipped) == (13, ())
    assert (again.unchanged, again.skipped) == (13, ())


def test_what_a_file_held_before_is_not_removed_where_its_archive_ends_early(backend: Backend) -> None:
    """The rows that were not looked at may still be there."""
    added(backend, ARCHIVES["rows"], 12)
    changed = zipped({"a.jsonl": ROWS.replace("welcome", "praise").encode()})
    report = added(backend, changed, 3)
    assert (report.updated, report.removed, len(backend.ids())) == (3, 0, 13)
