"""One process owns an index; a second is told who, and how to reach it; no death leaves a lock behind."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import IndexBusy
from index.process.owner import LOCK, NOTE, Owner, holder, serving_at

HOLD = """
import sys, time
from pathlib import Path
from index.process.owner import Owner
owner = Owner.acquire(Path(sys.argv[1]), sys.argv[2] or None)
print("held", flush=True)
time.sleep(60)
"""


def held_by_child(folder: Path, address: str = "") -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), address], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def end(child: subprocess.Popen[str]) -> None:
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert child.stdout is not None
    child.stdout.close()


def test_a_second_owner_is_told_who_and_where(tmp_path: Path) -> None:
    """The service's address and what to type."""
    child = held_by_child(tmp_path, "http://127.0.0.1:8017")
    try:
        with pytest.raises(IndexBusy, match=r"--server http://127\.0\.0\.1:8017") as told:
            Owner.acquire(tmp_path, None, served=True)
        assert f"pid {child.pid}" in str(told.value)
        with pytest.raises(IndexBusy, match=r"serving http://127\.0\.0\.1:8017\); stop it first\."):
            Owner.acquire(tmp_path, "http://127.0.0.1:8018")
        assert serving_at(tmp_path) == "http://127.0.0.1:8017"
    finally:
        end(child)
    assert serving_at(tmp_path) is None


def test_an_owner_that_does_not_serve_is_waited_for(tmp_path: Path) -> None:
    """There is no address to offer."""
    child = held_by_child(tmp_path)
    try:
        with pytest.raises(IndexBusy, match="wait for it to end, or stop it"):
            Owner.acquire(tmp_path, None)
    finally:
        end(child)


def test_a_killed_owner_leaves_the_index_free(tmp_path: Path) -> None:
    """Its note is stale, its lock is gone."""
    end(held_by_child(tmp_path, "http://127.0.0.1:8017"))
    with Owner.acquire(tmp_path, None):
        assert holder(tmp_path).pid == os.getpid()
        assert holder(tmp_path).address is None


def test_two_owners_in_one_process_are_two(tmp_path: Path) -> None:
    """The lock belongs to the owner, not to the process."""
    with Owner.acquire(tmp_path, None), pytest.raises(IndexBusy):
        Owner.acquire(tmp_path, None)


def test_release_frees_and_may_be_repeated(tmp_path: Path) -> None:
    """The folder is made where there is none; nothing of the note remains."""
    owner = Owner.acquire(tmp_path / "new", "http://127.0.0.1:1")
    owner.release()
    owner.release()
    assert not (tmp_path / "new" / NOTE).exists()
    Owner.acquire(tmp_path / "new", None).release()


@pytest.mark.parametrize("note", ["", "{", "[]", "{}", json.dumps({"pid": 7})])
def test_an_unreadable_note_is_no_error(tmp_path: Path, note: str) -> None:
    """The lock alone decides."""
    (tmp_path / NOTE).write_text(note)
    assert holder(tmp_path).pid is None
    with Owner.acquire(tmp_path, None):
        (tmp_path / NOTE).write_text(note)
        with pytest.raises(IndexBusy, match="in use by another process; wait"):
            Owner.acquire(tmp_path, None)


def test_a_look_at_who_owns_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process may just be looking whether a service owns the index; that is no owner."""
    Owner.acquire(tmp_path).release()
    look = os.open(tmp_path / LOCK, os.O_RDONLY)
    fcntl.flock(look, fcntl.LOCK_SH)
    monkeypatch.setattr("index.process.owner.time.sleep", lambda _: os.close(look))
    Owner.acquire(tmp_path).release()
