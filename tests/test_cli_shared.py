"""The commands of a shared record: its setting, the queue, workers, copies."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from api import opening, wiring
from api.cli import app
from api.settings import settings_from
from index.errors import InvalidInput
from index.store.postgres_schema import MIGRATIONS
from tests.hash_embedder import HashEmbedder
from tests.served import SPEECHES

if TYPE_CHECKING:
    from tests.postgres_server import Server


class Shell:
    """Types commands; what they print, after looking at how they end."""

    def __init__(self) -> None:
        self._runner = CliRunner()

    def __call__(self, *typed: object, ends: int = 0) -> str:
        done = self._runner.invoke(app, [str(word) for word in typed])
        assert done.exit_code == ends, done.output
        return done.stdout if ends == 0 else done.stderr


@pytest.fixture
def shell(postgres: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, embedder: HashEmbedder) -> Shell:
    """In a folder of its own, with an empty database set."""
    for module in (wiring, opening):
        monkeypatch.setattr(module, "make_embedder", lambda _: embedder)
    monkeypatch.setenv("ONRECORD_DATABASE_URL", postgres.schema("shell").url)
    monkeypatch.chdir(tmp_path)
    return Shell()


def test_a_record_in_a_database_from_queue_to_copy(shell: Shell, sample: Path, tmp_path: Path) -> None:
    """Queued, worked off, searched, copied into a folder, removed; nothing else is written."""
    count = 1 + len(SPEECHES)
    assert "waits for `onrecord work`" in shell("add", sample, "--queue")
    assert f"{count} statements wait for `onrecord work`." in json.loads(shell("status", "--json"))["detail"]
    assert json.loads(shell("work", "--until-empty", "--json")) == {"stored": count, "failed": 0}
    hit = json.loads(shell("search", "unarmed civilian protection", "--limit", 1, "--json"))["hits"][0]
    assert hit["statement"]["delegation"]["code"] == "KAZ"
    assert json.loads(shell("verify", "--json"))["findings"] == []
    now = len(MIGRATIONS)
    assert json.loads(shell("migrate", "--json")) == {"found": now, "now": now}
    assert "pg_dump" in shell("backup", tmp_path / "file", ends=1)
    assert list(tmp_path.iterdir()) == []
    copied = json.loads(shell("copy", os.environ["ONRECORD_DATABASE_URL"], tmp_path / "folder", "--json"))
    assert copied["statements"] == count
    assert json.loads(shell("remove", hit["statement"]["id"], "--json")) == {"removed": 1}
    shell("show", hit["statement"]["id"], ends=1)
    assert "already" in shell("copy", tmp_path / "folder", os.environ["ONRECORD_DATABASE_URL"], ends=1)


def test_a_folder_has_no_queue(shell: Shell, monkeypatch: pytest.MonkeyPatch, sample: Path) -> None:
    """It says what to set."""
    monkeypatch.delenv("ONRECORD_DATABASE_URL")
    assert "ONRECORD_DATABASE_URL" in shell("add", sample, "--queue", ends=1)
    shell("add", sample, "--queue", "--server", "http://127.0.0.1:1", ends=2)


@pytest.mark.parametrize("value", ["mysql://u:secret@h/d", "secret@h", "/secret"])
def test_an_address_of_no_database_is_refused_unshown(value: str) -> None:
    """It may hold a password; so may one that is taken."""
    with pytest.raises(InvalidInput) as refused:
        settings_from({"ONRECORD_DATABASE_URL": value})
    assert "secret" not in str(refused.value)
    assert "secret" not in repr(settings_from({"ONRECORD_DATABASE_URL": "postgresql://u:secret@h/d"}))


def test_a_database_that_is_away_is_told_in_one_sentence(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its address."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/d")
    said = shell("status", ends=1)
    assert "once it is back" in said
    assert "secret" not in said
