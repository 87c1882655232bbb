"""The embedded Chroma index heals whatever is done to it, and search is answered all the while."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.process import background
from index.vectors import publish
from index.vectors.chroma import ChromaVectors
from index.vectors.collection import NAME
from tests.pausing import pausing
from tests.served_vectors import (
    DIM,
    ROWS,
    VECTORS,
    answering,
    assert_serves,
    grow,
    job,
    newest,
    opened,
    paused,
    ready,
    renumber,
    spoil,
    truncate,
    until,
    wait_until_ready,
)
from tests.vector_database import VectorDatabase, random_vectors

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]


DAMAGES = {
    "level 0 truncated": truncate("data_level0.bin"),
    "links grown": grow,
    "pickle truncated": truncate("index_metadata.pickle"),
    "database torn": spoil("chroma.sqlite3"),
    "table of rows torn": spoil("twins.npy"),
    "generation missing": shutil.rmtree,
    "manifest garbage": lambda generation: (generation / "manifest.json").write_bytes(b"\x00\xff{"),
    "another store's": renumber,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_folder_heals_while_answering(folder: Path, damage: Callable[[Path], None]) -> None:
    """Whatever is wrong when it is opened, answers stay exact and the index is rebuilt."""
    before = newest(folder)
    damage(before)
    store = opened(folder)
    with answering(store, folder):
        store.start()
        wait_until_ready(store)
    assert_serves(store, ROWS)
    assert newest(folder) != before
    store.close()


def test_damage_while_serving(folder: Path) -> None:
    """Files spoilt under an open index do not reach the answers, and they are mended: by the next publishing,
    or soon after it where a question found the damage in the middle of it."""
    store = ready(folder)
    with answering(store, folder):
        truncate("data_level0.bin")(newest(folder))
        VectorDatabase(folder / "store.sqlite3").add(random_vectors(5, DIM, seed=2))
        store.publish(wait=True)
        wait_until_ready(store)
        assert_serves(store, ROWS + 5)
        shutil.rmtree(folder / "chroma")
        store.publish(wait=True)
        wait_until_ready(store)
        assert_serves(store, ROWS + 5)
    store.close()


@pytest.mark.parametrize(
    "damage", [truncate("data_level0.bin"), shutil.rmtree, lambda it: shutil.rmtree(it.parent)]
)
def test_damage_while_nobody_publishes(
    folder: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    """What lies there is looked at now and then, and built anew where it is no longer what is served."""
    monkeypatch.setattr(background, "LOOK_SECONDS", 0.1)
    store, before = ready(folder), newest(folder)
    serving = store._serving.pointer
    with answering(store, folder):
        damage(before)
        until(lambda: store._serving.pointer not in (None, serving) and store.state == "ready")
    assert_serves(store, ROWS)
    assert newest(folder) != before
    store.close()


def test_failing_query_rebuilds(folder: Path) -> None:
    """An index that fails a query answers None from then on, until it is rebuilt by itself."""
    import chromadb

    store = ready(folder)
    inside = store._serving._served.collection._client  # type: ignore[union-attr]
    assert isinstance(inside, chromadb.api.client.Client)
    inside.delete_collection(NAME)
    assert store.query(VECTORS[0], 3) is None
    assert store.state in ("damaged", "rebuilding")
    wait_until_ready(store)
    assert_serves(store, ROWS)
    store.close()


def test_other_model_is_rebuilt(folder: Path) -> None:
    """Vectors of another model are never served under this one's name."""
    store = ChromaVectors(folder / "chroma", folder / "store.sqlite3", "model-2", DIM)
    store.start()
    assert store.query(VECTORS[0], 3) is None
    store.publish(wait=True)
    assert_serves(store, ROWS)
    store.close()


@pytest.mark.parametrize("change", ["added", "removed"])
def test_small_changes_of_a_large_record_wait(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """A tenth of the rows, new or gone, is built anew; until then the one before serves all it holds."""
    monkeypatch.setattr(publish, "FEW", 10)
    database, before = VectorDatabase(folder / "store.sqlite3"), newest(folder)

    def change_rows(count: int, seed: int) -> None:
        if change == "added":
            database.add(random_vectors(count, DIM, seed=seed))
        else:
            database.remove(range(300 - 10 * seed, 300 - 10 * seed + count))

    change_rows(10, seed=2)
    publish.publish(job(folder))
    assert newest(folder) == before
    change_rows(60, seed=9)
    publish.publish(job(folder))
    assert newest(folder) != before
    store = ready(folder)
    assert_serves(store, ROWS + 70 if change == "added" else ROWS - 70)
    store.close()
    database.close()


def test_any_working_directory(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules that lie in the working directory are not taken for ours or Python's."""
    for name in ("index.py", "json.py", "chromadb.py"):
        (tmp_path / name).write_text("raise SystemExit('taken from the working directory')")
    monkeypatch.chdir(tmp_path)
    VectorDatabase(folder / "store.sqlite3").add(random_vectors(5, DIM, seed=2))
    store = opened(Path("data"))
    store.publish(wait=True)
    assert "up to row 405" in store.detail
    store.close()


def test_child_ends_with_close_and_nothing_is_lost(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing in the middle of a publish is quick, leaves no process, and the next start goes on."""
    for name, value in pausing(tmp_path, "publish.mid_add").items():
        monkeypatch.setenv(name, value)
    VectorDatabase(folder / "store.sqlite3").add(random_vectors(5, DIM, seed=2))
    store = opened(folder)
    store.publish(wait=False)
    child = paused(tmp_path)
    began = time.monotonic()
    store.close()
    assert time.monotonic() - began < 5
    assert not Path(f"/proc/{child}").exists()
    monkeypatch.delenv("PAUSE_AT")
    store = opened(folder)
    store.start()
    store.publish(wait=True)
    assert_serves(store, ROWS + 5)
    assert not list((folder / "chroma").glob("building-*"))
    store.close()


def test_two_publishers_wait_for_each_other(folder: Path) -> None:
    """Should two ever publish at once, the second finds the first one's work done."""
    VectorDatabase(folder / "store.sqlite3").add(random_vectors(50, DIM, seed=2))
    stores, before = [opened(folder), opened(folder)], time.time_ns()
    for store in stores:
        store.publish(wait=False)
    for store in stores:
        store.publish(wait=True)
        assert "up to row 450" in store.detail
        store.close()
    assert len([path for path in (folder / "chroma").glob("gen-*") if path.stat().st_mtime_ns > before]) == 1
