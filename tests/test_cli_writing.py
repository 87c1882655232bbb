"""Commands that change an index: what is added, removed, stopped, and by whom it is held."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
from pathlib import Path

import pytest

from api import opening, wiring
from api.settings import Settings
from index.process.owner import Owner
from tests.command_line import Run, kazakhstan, statements
from tests.hash_embedder import HashEmbedder

MAKE_VECTORS = wiring.make_vectors


def test_adding_without_the_chroma_server_says_so_once(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The statements are there and found all the same; asking does not repeat it."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        monkeypatch.setattr(wiring, "make_vectors", MAKE_VECTORS)
        monkeypatch.setattr(opening, "make_vectors", MAKE_VECTORS)
        monkeypatch.setenv("ONRECORD_CHROMA_URL", url)
        (tmp_path / "x.txt").write_text("Mr. Umarov (Kazakhstan): We welcome the report.\n")
        done = run("add", "x.txt")
        asked = run("search", "report", "--json")
    assert (done.exit_code, "1 added" in done.stdout) == (0, True)
    assert done.stderr.startswith(f"The Chroma server {url} could not be brought up to date; ")
    assert "vectors are published once it answers" in done.stderr
    assert done.stderr.count("\n") == 1
    assert (asked.stderr, len(json.loads(asked.stdout)["hits"])) == ("", 1)


def test_add_reports_and_exits_by_what_was_read(run: Run, sample: Path, tmp_path: Path) -> None:
    """0 when every file was read, 1 when one was skipped; twice changes nothing."""
    place = ("--collection", "sample", "--data-dir", tmp_path / "new")
    first = run("add", sample, *place)
    assert (first.exit_code, first.stderr) == (0, "")
    assert "9 added" in first.stdout
    assert "9 unchanged" in run("add", sample, *place).stdout
    (tmp_path / "notes.txt").write_text("Just some notes.\n")
    skipping = run("add", tmp_path / "notes.txt", "--json", *place)
    assert skipping.exit_code == 1
    assert json.loads(skipping.stdout)["skipped"][0]["path"] == "notes.txt"


def test_what_is_stored_is_for_its_owner_alone(run: Run, sample: Path, tmp_path: Path) -> None:
    """The folder and every file in it, whatever the user's own mask."""
    before = os.umask(0o022)
    try:
        run("add", sample, "--data-dir", tmp_path / "new")
    finally:
        os.umask(before)
    found = [tmp_path / "new", *(tmp_path / "new").rglob("*")]
    assert [path for path in found if path.stat().st_mode & 0o077] == []


def test_adding_an_empty_folder_says_that_nothing_was_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("add", "empty")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "There was nothing to read" in done.stdout


def test_adding_here_reads_the_records_and_not_the_index(run: Run, sample: Path, tmp_path: Path) -> None:
    """`onrecord add .` twice, where the index lies beside the records."""
    (tmp_path / "a.txt").write_text("Mr. Umarov (Kazakhstan): We welcome the report.\n")
    for counted in ("1 added", "1 unchanged"):
        done = run("add", ".")
        assert (done.exit_code, done.stderr) == (0, "")
        assert counted in done.stdout


def test_removed_statement_is_gone(run: Run, own_settings: Settings) -> None:
    id = kazakhstan(run, own_settings.data_dir)
    done = run("remove", id, "--data-dir", own_settings.data_dir)
    assert (done.exit_code, done.stdout) == (0, "Removed 1 statement.\n")
    assert run("show", id, "--data-dir", own_settings.data_dir).exit_code == 1


def test_a_source_that_is_on_disk_is_meant_by_its_place(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed where it lies, x.txt is that file alone; a path shown of two places is refused."""
    monkeypatch.setenv("ONRECORD_DATA_DIR", str(tmp_path / "index"))
    for folder in ("p1", "p2", "p3"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(f"Mr. Umarov (Kazakhstan): We welcome {folder}.\n")
        assert run("add", tmp_path / folder).exit_code == 0
    monkeypatch.chdir(tmp_path / "p1")
    assert run("remove", "--source", "x.txt").stdout == "Removed 1 statement.\n"
    again = run("remove", "--source", "x.txt")
    assert (again.exit_code, str(tmp_path / "p1" / "x.txt") in again.stderr) == (1, True)
    monkeypatch.chdir(tmp_path)
    refused = run("remove", "--source", "x.txt")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert f"{tmp_path / 'p2' / 'x.txt'}, {tmp_path / 'p3' / 'x.txt'}" in refused.stderr
    assert run("remove", "--source", "p2").stdout == "Removed 1 statement.\n"
    assert run("remove", "--source", "x.txt", "--collection", "default").stdout == "Removed 1 statement.\n"


def test_a_source_deleted_on_disk_is_removed_by_the_path_it_was_added_by(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that means nothing on disk any more means the place it had, before a name as shown."""
    monkeypatch.setenv("ONRECORD_DATA_DIR", str(tmp_path / "index"))
    monkeypatch.chdir(tmp_path)
    for name in ("p/x.txt", "p/y.txt", "q/x.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(f"Mr. Umarov (Kazakhstan): We welcome {name}.\n")
    assert run("add", "p", "q").exit_code == 0
    Path("p/x.txt").unlink()
    assert run("remove", "--source", "p/x.txt").stdout == "Removed 1 statement.\n"
    shutil.rmtree("p")
    assert run("remove", "--source", "p").stdout == "Removed 1 statement.\n"
    assert run("remove", "--source", "x.txt").stdout == "Removed 1 statement.\n"


def test_writing_beside_a_service_offers_its_address(run: Run, own_settings: Settings, sample: Path) -> None:
    """Reading goes on beside the owner and says so; writing says who owns the index and how to reach it."""
    place = ("--data-dir", own_settings.data_dir)
    with Owner.acquire(own_settings.data_dir, "http://127.0.0.1:8123"):
        for command in (["add", sample], ["remove", "--collection", "sample"]):
            done = run(*command, *place)
            assert done.exit_code == 1
            assert "--server http://127.0.0.1:8123" in done.stderr
        beside = run("search", "hospitals", "--json", *place)
        read = run("status", *place)
        rebuilt = run("rebuild", *place)
    offer = "The service at http://127.0.0.1:8123 holds this index; --server http://127.0.0.1:8123 asks it.\n"
    assert (beside.exit_code, beside.stderr, read.stderr) == (0, offer, offer)
    assert json.loads(beside.stdout)["hits"]
    assert (rebuilt.exit_code, "stop it first" in rebuilt.stderr) == (1, True)
    assert "--server" not in rebuilt.stderr
    assert run("search", "hospitals", *place).stderr == ""


def test_index_of_another_model_is_refused_with_a_remedy_that_works(
    run: Run, monkeypatch: pytest.MonkeyPatch, own_settings: Settings
) -> None:
    for module in (wiring, opening):
        monkeypatch.setattr(module, "make_embedder", lambda _: HashEmbedder("another"))
    done = run("search", "x", "--data-dir", own_settings.data_dir)
    assert done.exit_code == 1
    assert "onrecord rebuild" in done.stderr
    assert run("rebuild", "--data-dir", own_settings.data_dir).exit_code == 0
    assert run("search", "x", "--data-dir", own_settings.data_dir).exit_code == 0


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), pytest.param(signal.SIGINT, 130, marks=pytest.mark.process)],
)
def test_add_stops_between_statements(
    run: Run, monkeypatch: pytest.MonkeyPatch, sample: Path, tmp_path: Path, number: int, code: int
) -> None:
    """A signal ends the run after the statement under way; what was added is kept, the next run goes on."""
    embed, before = HashEmbedder.embed_passages, list[str]()

    def signalled(self: HashEmbedder, texts: list[str]) -> object:
        before.extend(texts)
        if len(before) > 5:
            os.kill(os.getpid(), number)
        return embed(self, texts)

    monkeypatch.setattr("index.ingest.run.BATCH", 1)
    monkeypatch.setattr(HashEmbedder, "embed_passages", signalled)
    done = run("add", sample, "--json", "--data-dir", tmp_path / "new")
    assert done.exit_code == code
    assert "adding again goes on" in done.stderr
    added = json.loads(done.stdout)["added"]
    assert 0 < added < 9
    monkeypatch.setattr(HashEmbedder, "embed_passages", embed)
    assert statements(run, tmp_path / "new") == added
    again = json.loads(run("add", sample, "--json", "--data-dir", tmp_path / "new").stdout)
    assert (again["unchanged"], again["added"]) == (added, 9 - added)
    assert statements(run, tmp_path / "new") == 9
