"""A full disk under the embedded Chroma index."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.vectors.chroma import ChromaVectors
from tests.pausing import pausing
from tests.served_vectors import (
    DIM,
    ROWS,
    assert_serves,
    filled,
    limited,
    paused,
    until,
)
from tests.vector_database import VectorDatabase, random_vectors

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]


@pytest.fixture(params=["of a small disk", "of a limit"])
def small_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | None]:
    """None where a limit on the size of files is to stand for it, as none is wanted or may be mounted."""
    mount = tmp_path / "disk"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(mount)]
    if request.param == "of a limit" or subprocess.run(command, capture_output=True, check=False).returncode:
        yield None
        return
    yield mount
    subprocess.run(["umount", "-l", str(mount)], check=True)


def test_full_disk(
    published: Path, small_disk: Path | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full before or in the middle of a publish: what was published serves on; with space it goes on."""
    shutil.copy(published / "store.sqlite3", tmp_path / "store.sqlite3")
    database = VectorDatabase(tmp_path / "store.sqlite3")
    store = ChromaVectors((small_disk or tmp_path) / "chroma", database.path, "model-1", DIM)
    store.start()
    store.publish(wait=True)
    database.add(random_vectors(5, DIM, seed=2))
    with filled(small_disk) if small_disk else limited(os.getpid()):
        store.publish(wait=True)
        assert ("free some space" if small_disk else "disk I/O error") in store.detail
        assert_serves(store, ROWS)
    for name, value in pausing(tmp_path, "publish.begun").items():
        monkeypatch.setenv(name, value)
    store.publish(wait=False)
    child = paused(tmp_path)
    with filled(small_disk) if small_disk else limited(child):
        (tmp_path / "paused").unlink()
        monkeypatch.delenv("PAUSE_AT")
        until(lambda: "could not be brought up to date" in store.detail)
        assert_serves(store, ROWS)
    store.publish(wait=True)
    assert_serves(store, ROWS + 5)
    store.close()
