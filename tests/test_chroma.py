"""The embedded Chroma index heals whatever is done to it, and search is answered all the while."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest

from index.process import background
from index.vectors import publish
from index.vectors.chroma import ChromaVectors
from index.vectors.chroma_server import ChromaServerVectors
from index.vectors.collection import NAME
from index.vectors.feed import VectorFeed
from index.vectors.generations import Generations
from index.vectors.vector_store import VectorStore
from tests.chroma_process import chroma_server, free_port
from tests.exact_vectors import ExactVectors
from tests.pausing import pausing
from tests.vector_database import VectorDatabase, random_vectors

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]

DIM = 16
ROWS = 400
VECTORS = random_vectors(ROWS, DIM, seed=1)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record store with its published index, to be copied."""
    folder = tmp_path_factory.mktemp("published")
    database = VectorDatabase(folder / "store.sqlite3")
    database.add(VECTORS)
    database.close()
    store = opened(folder)
    store.publish(wait=True)
    store.close()
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "data"))


def truncate(name: str) -> Callable[[Path], None]:
    def damage(generation: Path) -> None:
        path = next(generation.rglob(name))
        os.truncate(path, path.stat().st_size // 2)

    return damage


def spoil(name: str) -> Callable[[Path], None]:
    """Keeps the size and the beginning, as a torn write does."""

    def damage(generation: Path) -> None:
        path = next(generation.rglob(name))
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2] + b"\x00" * (len(content) - len(content) // 2))

    return damage


def grow(generation: Path) -> None:
    """What Chroma's own replay does after a kill: a sparse file of terabytes."""
    os.truncate(next(generation.rglob("link_lists.bin")), 3_700_000_000_000)


def renumber(generation: Path) -> None:
    """Another record store's index: it claims rows this one never gave."""
    manifest = json.loads((generation / "manifest.json").read_text())
    manifest["pointer"]["applied_row"] = 9_999
    (generation / "manifest.json").write_text(json.dumps(manifest))


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
    """Files spoilt under an open index do not reach the answers, and the next publish mends them."""
    store = ready(folder)
    with answering(store, folder):
        truncate("data_level0.bin")(newest(folder))
        VectorDatabase(folder / "store.sqlite3").add(random_vectors(5, DIM, seed=2))
        store.publish(wait=True)
        assert_serves(store, ROWS + 5)
        shutil.rmtree(folder / "chroma")
        store.publish(wait=True)
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


def test_server_comes_and_goes(folder: Path, tmp_path: Path) -> None:
    """Without the server search scans; with it back, or its data lost, the index is there again."""
    port = free_port()
    store = ChromaServerVectors(f"http://127.0.0.1:{port}", folder / "store.sqlite3", "model-1", DIM)
    store.start()
    store.publish(wait=True)
    assert store.query(VECTORS[0], 3) is None
    assert store.state == "damaged"
    for data in ("one", "one", "two"):
        with chroma_server(tmp_path / data, port), answering(store, folder):
            store.publish(wait=True)
            assert_serves(store, ROWS)
        assert store.query(VECTORS[0], 3) is None
    store.close()


def test_server_that_comes_back_is_used_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long before the next try of what failed."""
    monkeypatch.setattr(background, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(background, "RETRY_SECONDS", (3600.0,))
    port = free_port()
    store = ChromaServerVectors(f"http://127.0.0.1:{port}", folder / "store.sqlite3", "model-1", DIM)
    store.start()
    store.publish(wait=True)
    assert store.state == "damaged"
    for _ in range(2):
        with chroma_server(tmp_path / "data", port):
            wait_until_ready(store)
            assert_serves(store, ROWS)
        assert store.query(VECTORS[0], 3) is None
        store.publish(wait=True)
    store.close()


def opened(folder: Path) -> ChromaVectors:
    return ChromaVectors(folder / "chroma", folder / "store.sqlite3", "model-1", DIM)


def ready(folder: Path) -> ChromaVectors:
    store = opened(folder)
    store.start()
    wait_until_ready(store)
    return store


def newest(folder: Path) -> Path:
    return max((folder / "chroma").glob("gen-*"))


def job(folder: Path) -> publish.Job:
    feed = VectorFeed(folder / "store.sqlite3", DIM)
    return publish.Job(Generations(folder / "chroma"), feed, "model-1", DIM, anew=False)


def until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


def wait_until_ready(store: VectorStore) -> None:
    until(lambda: store.state == "ready")


def paused(folder: Path) -> int:
    until((folder / "paused").exists)
    return int((folder / "paused").read_text())


def assert_serves(store: VectorStore, count: int) -> None:
    assert store.state == "ready", store.detail
    answer = store.query(VECTORS[200], 10 * ROWS)
    assert answer is not None
    assert len(answer.rows) == count
    assert answer.rows[0] == 201


class filled:
    """A disk without a free byte, while the block lasts."""

    def __init__(self, disk: Path) -> None:
        self._file = disk / "ballast"

    def __enter__(self) -> None:
        with open(self._file, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\x00" * 4096)
            except OSError:
                return

    def __exit__(self, *_: object) -> None:
        self._file.unlink()


class answering:
    """Asks all the while, as search does, and holds every answer to an exact scan."""

    def __init__(self, store: VectorStore, folder: Path) -> None:
        self._store = store
        self._exact = ExactVectors(folder / "store.sqlite3", DIM)
        self._exact.start()
        self._stop = threading.Event()
        self._wrong: list[str] = []
        self._answers = 0
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        assert self._answers > 0
        assert not self._wrong, self._wrong[:3]

    def _ask(self) -> None:
        for at in np.resize(np.arange(ROWS), 1_000_000):
            if self._stop.wait(0.005):
                return
            answer = self._store.query(VECTORS[at], 1) or self._exact.query(VECTORS[at], 1)
            self._answers += 1
            if answer is None or answer.rows.tolist() != [at + 1]:
                self._wrong.append(f"row {at + 1}: {answer}")


@contextmanager
def limited(process: int) -> Iterator[None]:
    """No file that this process, or one it starts, writes to may grow while the block lasts."""
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, before[1]))
    yield
    with suppress(ProcessLookupError):
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)
