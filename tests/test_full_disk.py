"""A full disk: one clear sentence, everything acknowledged is kept, and room again is all that is needed.

On a small tmpfs in a mount namespace of its own where the system allows it; elsewhere SQLite's own page
limit, which fails in the same places with the same code (SQLITE_FULL).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import Builder
from index.errors import StorageFailed
from index.model import Filters
from tests.drafts import a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder
from tests.network import python_path

FILES = [a_file(f"{n}.txt", a_draft(f"We discuss item {n}. " * 5)) for n in range(400)]

FILL = """
import json, os, sys
from pathlib import Path
from tests.test_full_disk import fill, go_on
folder = Path(sys.argv[1])
ballast = folder / "ballast"
ballast.write_bytes(bytes(1_500_000))
told, message = fill(folder)
ballast.unlink()
print(json.dumps([told, message, go_on(folder)]))
"""


def fill(folder: Path, pages: int | None = None) -> tuple[list[str], str]:
    """Adds until it fails; what was acknowledged, and the error's message."""
    embedder = HashEmbedder()
    store = open_store(folder, embedder)
    if pages is not None:
        store._writer.execute(f"PRAGMA max_page_count = {pages}")
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
    assert store._query("PRAGMA integrity_check").fetchone() == ("ok",)
    report = Builder(store, embedder).add(FILES[: len(found) + 5], "council")
    assert (report.unchanged, report.added) == (len(found), 5)
    store.close()
    return found


def test_a_full_store_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    """SQLite's page limit as the disk's end."""
    told, message = fill(tmp_path, pages=120)
    assert "disk is full" in message
    assert 0 < len(told) < len(FILES)
    assert sorted(go_on(tmp_path)) == sorted(told)


@pytest.mark.crash
@pytest.mark.skipif(not shutil.which("unshare"), reason="needs unshare to mount a small disk")
def test_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    """A real small file system, filled by the database, its log and a ballast that is then taken away."""
    script = f'mount -t tmpfs -o size=3m tmpfs "$1" && exec "{sys.executable}" -c "$2" "$1"'
    ran = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", str(tmp_path), FILL],
        capture_output=True, text=True, timeout=120, check=False, cwd=Path(__file__).parent.parent,
        env=os.environ | {"PYTHONPATH": python_path(".")},
    )  # fmt: skip
    if "mount" in ran.stderr and "Traceback" not in ran.stderr:
        pytest.skip(f"no mount allowed here: {ran.stderr.strip()}")
    assert ran.returncode == 0, ran.stderr
    told, message, found = json.loads(ran.stdout)
    assert "disk is full" in message
    assert 0 < len(told) < len(FILES)
    assert sorted(found) == sorted(told)
