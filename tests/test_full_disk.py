"""A full disk: one clear sentence, everything acknowledged is kept, and room again is all that is needed.

On a small tmpfs in a mount namespace of its own where the system allows it; everywhere under a limit on the
size of files, where the system's own writes fail, and under SQLite's page limit, which fails as a full disk
does (SQLITE_FULL).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import StorageFailed
from index.ingest.build import Builder
from index.model import Filters
from tests.drafts import a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder
from tests.network import python_path

pytestmark = pytest.mark.process

FILES = [a_file(f"{n}.txt", a_draft(f"We discuss item {n}. " * 5)) for n in range(400)]

MOUNTED = """
import json, sys
from pathlib import Path
from tests.test_full_disk import fill, go_on
folder = Path(sys.argv[1])
ballast = folder / "ballast"
ballast.write_bytes(bytes(1_500_000))
told, message = fill(folder)
ballast.unlink()
print(json.dumps([told, message, go_on(folder)]))
"""
LIMITED = """
import json, resource, sys
from pathlib import Path
from tests.test_full_disk import fill, go_on
folder = Path(sys.argv[1])
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, most))
told, message = fill(folder)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
print(json.dumps([told, message, go_on(folder)]))
"""
MOUNT = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
ON_A_SMALL_DISK = 'mount -t tmpfs -o size=3m tmpfs "$0" && exec "$@" "$0"'


def fill(folder: Path, pages: int | None = None) -> tuple[list[str], str]:
    """Adds until it fails; what was acknowledged, and the error's message."""
    embedder = HashEmbedder()
    store = open_store(folder, embedder)
    if pages is not None:
        store.database.writer.execute(f"PRAGMA max_page_count = {pages}")
    told: list[str] = []
    try:
        with pytest.raises(StorageFailed) as failed:
            Builder(store, embedder).add(
                FILES, "council", lambda at: told.append(at.acknowledged) if at.acknowledged else None
            )
        assert sorted(told) == sorted(ref.id for ref in store.list_refs(Filters(), limit=500).items)
        return told, str(failed.value)
    finally:
        store.close()


def go_on(folder: Path) -> list[str]:
    """What is there after reopening, before going on to add the rest."""
    embedder = HashEmbedder()
    store = open_store(folder, embedder)
    found = [ref.id for ref in store.list_refs(Filters(), limit=500).items]
    for id in found:
        assert len(store.statement(id).passages) > 0
    assert store.faults() == []
    report = Builder(store, embedder).add(FILES[: len(found) + 5], "council")
    assert (report.unchanged, report.added) == (len(found), 5)
    store.close()
    return found


def test_a_full_store_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    """SQLite's page limit as the disk's end."""
    told, message = fill(tmp_path, pages=120)
    assert "disk is full" in message
    assert_kept(told, go_on(tmp_path))


@pytest.mark.crash
def test_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    """A real small file system, filled by the database, its log and a ballast that is then taken away.

    Where none may be mounted the writes fail all the same: no file may grow beyond a megabyte.
    """
    if may_mount(tmp_path):
        told, message, found = run([*MOUNT, ON_A_SMALL_DISK, str(tmp_path)], MOUNTED)
        assert "disk is full" in message
    else:
        told, message, found = run([], LIMITED, str(tmp_path))
    assert_kept(told, found)


@pytest.mark.crash
def test_a_write_that_fails_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    """The system refuses to let a file grow, which needs no right to mount."""
    told, message, found = run([], LIMITED, str(tmp_path))
    assert "could not be written" in message
    assert_kept(told, found)


def assert_kept(told: list[str], found: list[str]) -> None:
    assert 0 < len(told) < len(FILES)
    assert sorted(found) == sorted(told)


def may_mount(folder: Path) -> bool:
    tried = [*MOUNT, ON_A_SMALL_DISK, str(folder), "true"]
    return shutil.which("unshare") is not None and not subprocess.run(tried, capture_output=True).returncode


def run(before: list[str], script: str, *arguments: str) -> tuple[list[str], str, list[str]]:
    """What was acknowledged, the error's message, and what was there after reopening."""
    ran = subprocess.run(
        [*before, sys.executable, "-c", script, *arguments], capture_output=True, text=True, timeout=120,
        check=False, cwd=Path(__file__).parent.parent, env=os.environ | {"PYTHONPATH": python_path(".")},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    told, message, found = json.loads(ran.stdout)
    return told, message, found
