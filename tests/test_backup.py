"""Backups: written while a service serves, whole or refused, put back as they were."""

from __future__ import annotations

import errno
import json
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.access import WRITE_HEADER
from api.cli import app
from api.settings import Settings
from index.errors import InvalidInput
from index.model import Filters
from index.process.owner import Owner
from index.store.backup import check_backup, write_backup
from index.store.record_store import RecordStore
from index.store.schema import SCHEMA
from tests import service_process

pytestmark = pytest.mark.process


def run(*typed: str | Path) -> tuple[int, str]:
    """Exit code and everything said."""
    done = CliRunner().invoke(app, [str(word) for word in typed])
    return done.exit_code, done.output


def texts(data_dir: Path) -> dict[str, str]:
    path = data_dir / "records.db"
    with closing(RecordStore.open(path, fingerprint=None, segmentation=None, create=False)) as store:
        refs = store.list_refs(Filters(procedural=True), limit=5000).items
        return {ref.id: store.statement(ref.id).text for ref in refs}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file but the owner's, by name."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith("owner.")}


@pytest.fixture
def backup(indexed: Settings, tmp_path: Path) -> Path:
    assert run("backup", tmp_path / "backup", "--data-dir", indexed.data_dir)[0] == 0
    return tmp_path / "backup"


def test_what_is_restored_is_what_was_backed_up(indexed: Settings, backup: Path, tmp_path: Path) -> None:
    """Every statement, and the files of a model of its own; all of it for the owner alone."""
    code, said = run("restore", backup, "--data-dir", tmp_path / "new", "--json")
    assert code == 0, said
    assert json.loads(said)["statements"] == len(texts(indexed.data_dir)) == len(texts(tmp_path / "new"))
    assert texts(tmp_path / "new") == texts(indexed.data_dir)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "new").rglob("*")} == {0}
    assert backup.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(tmp_path / "new" / "records.db")) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_files_of_a_model_are_kept_and_vectors_are_not(own_settings: Settings, tmp_path: Path) -> None:
    (own_settings.data_dir / "models" / "own").mkdir(parents=True)
    (own_settings.data_dir / "models" / "own" / "codec.npy").write_bytes(b"numbers")
    (own_settings.data_dir / "vectors" / "gen-1").mkdir(parents=True)
    (own_settings.data_dir / "vectors" / "gen-1" / "manifest.json").write_text("{}")
    assert run("backup", tmp_path / "b", "--data-dir", own_settings.data_dir)[0] == 0
    assert run("restore", tmp_path / "b", "--data-dir", tmp_path / "new")[0] == 0
    assert (tmp_path / "new" / "models" / "own" / "codec.npy").read_bytes() == b"numbers"
    assert not (tmp_path / "new" / "vectors").exists()


@pytest.mark.parametrize("place", [0, 200, 600, 5_000, 0.5, 0.99, -1, -30, -80])
def test_a_changed_byte_is_one_sentence_and_changes_nothing(
    backup: Path, tmp_path: Path, place: float
) -> None:
    """Wherever it stands: in the archive's own headers, in the store, in the seal behind."""
    data = bytearray(backup.read_bytes())
    data[int(place * len(data)) if isinstance(place, float) else place] ^= 1
    backup.write_bytes(data)
    code, said = run("restore", backup, "--data-dir", tmp_path / "new")
    assert (code, said.count("\n")) == (1, 1)
    assert "not a whole backup" in said
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("length", [0, 1, 40, 512, 10_000, -1])
def test_a_cut_file_is_one_sentence_and_changes_nothing(
    backup: Path, own_settings: Settings, length: int
) -> None:
    backup.write_bytes(backup.read_bytes()[:length])
    before = tree(own_settings.data_dir)
    code, said = run("restore", backup, "--overwrite", "--data-dir", own_settings.data_dir)
    assert (code, said.count("\n")) == (1, 1)
    assert tree(own_settings.data_dir) == before


def test_what_is_no_backup_is_told(tmp_path: Path) -> None:
    code, said = run("restore", tmp_path / "none", "--data-dir", tmp_path / "new")
    assert code == 1
    assert "cannot be read" in said
    (tmp_path / "text").write_text("We welcome the report. " * 100)
    assert "not a whole backup" in run("restore", tmp_path / "text", "--data-dir", tmp_path / "new")[1]


def test_nothing_is_overwritten_unless_told(backup: Path, own_settings: Settings, tmp_path: Path) -> None:
    """Neither an index, nor a folder that holds anything, nor a file of the backup's name."""
    folder = own_settings.data_dir
    with closing(sqlite3.connect(folder / "records.db")) as db:
        db.execute("DELETE FROM statements WHERE number = (SELECT min(number) FROM statements)")
        db.commit()
    before = texts(folder)
    code, said = run("restore", backup, "--data-dir", folder)
    assert code == 1
    assert "is not empty" in said
    assert texts(folder) == before
    assert "is there already" in run("backup", backup, "--data-dir", folder)[1]
    assert run("restore", backup, "--overwrite", "--data-dir", folder)[0] == 0
    assert len(texts(folder)) == len(before) + 1
    assert not list(folder.glob(".re*"))
    assert run("backup", backup, "--overwrite", "--data-dir", folder)[0] == 0
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").touch()
    assert "is not empty" in run("restore", backup, "--data-dir", tmp_path / "notes")[1]


def test_a_folder_that_is_not_there_is_named(own_settings: Settings, tmp_path: Path) -> None:
    """It is no fault of the index or of the disk."""
    with pytest.raises(InvalidInput, match=r"no folder .*elsewhere to write record\.backup to"):
        write_backup(own_settings.data_dir, tmp_path / "elsewhere" / "record.backup")


def test_an_owned_index_is_not_replaced(backup: Path, own_settings: Settings) -> None:
    with Owner.acquire(own_settings.data_dir, "http://127.0.0.1:1"):
        code, said = run("restore", backup, "--overwrite", "--data-dir", own_settings.data_dir)
    assert code == 1
    assert "in use by another process" in said


def test_backup_while_a_service_writes(own_settings: Settings, tmp_path: Path) -> None:
    """Each backup is one state of the record: whatever was acknowledged before it began, nothing half."""
    told: list[int] = []
    stopping = threading.Event()

    def upload(address: str) -> None:
        for number in range(1000):
            if stopping.is_set():
                return
            text = f"Mr. Umarov (Kazakhstan): We welcome report {number}.\n" * 20
            sent = {"file": (f"{number}.txt", text.encode())}
            sent_so = {"files": sent, "headers": {WRITE_HEADER: "1"}, "timeout": 60}
            assert httpx.post(f"{address}/v1/statements", **sent_so).status_code == 200
            told.append(number)

    with service_process.serving(own_settings.data_dir) as address:
        sender = threading.Thread(target=upload, args=(address,))
        sender.start()
        counts: list[tuple[int, int]] = []
        for number in range(3):
            before = len(told)
            held = write_backup(own_settings.data_dir, tmp_path / str(number))
            counts.append((before, held.statements))
        stopping.set()
        sender.join(60)
    base = counts[0][1] - counts[0][0]
    for number, (before, statements) in enumerate(counts):
        assert check_backup(tmp_path / str(number)).statements == statements
        assert run("restore", tmp_path / str(number), "--data-dir", tmp_path / f"new{number}")[0] == 0
        assert len(texts(tmp_path / f"new{number}")) == statements >= before
        assert run("verify", "--data-dir", tmp_path / f"new{number}", "--json")[0] == 0
    assert base > 0


def test_damage_is_told_and_kept_out_of_no_backup(own_settings: Settings, tmp_path: Path) -> None:
    """A statement that is damaged is counted, so that nobody takes the backup for a sound one."""
    with closing(sqlite3.connect(own_settings.data_dir / "records.db")) as db:
        db.execute("UPDATE texts SET text = 'X' || substr(text, 2) WHERE statement = 1")
        db.commit()
    code, said = run("backup", tmp_path / "b", "--data-dir", own_settings.data_dir)
    assert code == 0
    assert "1 of them damaged" in said


def test_a_backup_of_an_older_format_is_brought_to_this_one(own_settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(own_settings.data_dir, tmp_path / "old")
    older(tmp_path / "old" / "records.db")
    assert run("migrate", "--data-dir", tmp_path / "old", "--json") == (0, f'{{"found":2,"now":{SCHEMA}}}\n')
    code, said = run("migrate", "--data-dir", tmp_path / "old")
    assert code == 0
    assert "is current" in said
    assert texts(tmp_path / "old") == texts(own_settings.data_dir)
    older(own_settings.data_dir / "records.db")
    assert run("backup", tmp_path / "b", "--data-dir", own_settings.data_dir)[0] == 0
    assert run("restore", tmp_path / "b", "--data-dir", tmp_path / "new")[0] == 0
    assert texts(tmp_path / "new") == texts(tmp_path / "old")


@pytest.mark.parametrize("moves", range(5))
def test_a_restore_that_fails_between_leaves_what_was_there(
    backup: Path, own_settings: Settings, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    """However many files were moved when the disk failed: the old store, its vectors, its model's files."""
    folder, left = own_settings.data_dir, [moves]
    for name in ("models", "vectors"):
        (folder / name).mkdir()
        (folder / name / "file").write_bytes(name.encode())
    before = tree(folder)

    def failing(path: Path, to: Path) -> None:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(errno.EIO, "Input/output error")
        path.rename(to)

    monkeypatch.setattr("index.store.restore.os.replace", failing)
    code, said = run("restore", backup, "--overwrite", "--data-dir", folder)
    monkeypatch.undo()
    assert code == 1
    assert "Input/output error" in said
    assert tree(folder) == before


def test_a_newer_format_and_no_index_are_told(own_settings: Settings, tmp_path: Path) -> None:
    with closing(sqlite3.connect(own_settings.data_dir / "records.db")) as db:
        db.execute("UPDATE meta SET value = 99 WHERE key = 'schema'")
        db.commit()
    code, said = run("migrate", "--data-dir", own_settings.data_dir)
    assert code == 1
    assert "format 99" in said
    assert "There is no index" in run("migrate", "--data-dir", tmp_path / "none")[1]


def older(path: Path) -> None:
    """The store as the version before seals left it."""
    with closing(sqlite3.connect(path)) as db:
        for table in ("sources", "statements", "texts", "passages"):
            db.execute(f"ALTER TABLE {table} DROP COLUMN seal")
        db.execute("UPDATE meta SET value = 2 WHERE key = 'schema'")
        db.commit()
