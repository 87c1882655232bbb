"""Every command against a running service: the same results, the same errors, nothing opened here."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.remote import RemoteBackend, pack
from api.settings import Settings
from index.errors import Unavailable
from index.process.owner import Owner
from tests.command_line import Run
from tests.hash_embedder import HashEmbedder
from tests.served import listening


@pytest.fixture
def run(own_settings: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.delenv("ONRECORD_API_KEY", raising=False)
    with listening(replace(own_settings, max_upload=200_000), embedder) as address:
        runner = CliRunner()
        yield lambda *typed: runner.invoke(app, [*(str(part) for part in typed), "--server", address])


def test_reading_commands_ask_the_service(run: Run) -> None:
    """ask, search, check-quote, show and status, as text and as JSON."""
    found = json.loads(run("search", "unarmed civilian protection", "--delegation", "KAZ", "--json").stdout)
    hit = found["hits"][0]
    assert "Umarov" in run("show", hit["statement"]["id"]).stdout
    assert json.loads(run("status", "--json").stdout)["statements"] == 9
    assert run("ask", "What does Kazakhstan say about unarmed civilian protection?").exit_code == 0
    assert json.loads(run("coverage", "--delegation", "KAZ", "--json").stdout)["statements"] == 1
    assert json.loads(run("timeline", "civilians", "--at", "2020-05-27", "--json").stdout)["listed"] > 1
    assert "Verbatim" in run("check-quote", hit["citation"]["quote"]).stdout


def test_folder_with_its_table_is_added_and_removed(run: Run, sample: Path) -> None:
    """A folder goes as one upload, so that its table serves the speeches; the same again changes nothing."""
    added = run("add", sample, "--collection", "far", "--json")
    assert added.exit_code == 0, added.stderr
    assert json.loads(added.stdout)["added"] == 9
    assert json.loads(run("add", sample, "--collection", "far", "--json").stdout)["unchanged"] == 9
    assert run("remove", "--collection", "far").stdout == "Removed 9 statements.\n"
    assert json.loads(run("status", "--json").stdout)["statements"] == 9


def test_files_of_one_name_in_two_folders_are_both_kept(run: Run, tmp_path: Path) -> None:
    """In one command and in two, as locally; each is then removed by its full path."""
    said = {"p1": "We welcome mines.", "p2": "We ban mines.", "p3": "We fear mines."}
    for folder, words in said.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(f"Mr. Umarov (Kazakhstan): {words}\n")
    p1, p2, p3 = (tmp_path / folder for folder in said)
    both = json.loads(run("add", p1, p2, "--collection", "two", "--json").stdout)
    assert (both["added"], both["updated"]) == (2, 0)
    assert json.loads(run("add", p3 / "x.txt", "--collection", "two", "--json").stdout)["added"] == 1
    assert json.loads(run("add", p3, p2, p1, "--collection", "two", "--json").stdout)["unchanged"] == 3
    (p1 / "x.txt").write_text("Mr. Umarov (Kazakhstan): We clear mines.\n")
    assert json.loads(run("add", p1, "--collection", "two", "--json").stdout)["updated"] == 1
    assert run("remove", "--source", p1 / "x.txt").stdout == "Removed 1 statement.\n"
    assert run("remove", "--source", p2).stdout == "Removed 1 statement.\n"


def test_an_upload_is_not_taken_for_another_one_moved(run: Run, tmp_path: Path) -> None:
    """Whether the other still lies where it was sent from cannot be seen by the service."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Mr. Umarov (Kazakhstan): We clear mines.\n")
    for name in ("a.txt", "b.txt"):
        assert json.loads(run("add", tmp_path / name, "--collection", "two", "--json").stdout)["added"] == 1
        (tmp_path / name).unlink()


def test_statement_is_removed_by_id(run: Run) -> None:
    id = json.loads(run("search", "civilians", "--limit", "1", "--json").stdout)["hits"][0]["statement"]["id"]
    assert run("remove", id).stdout == "Removed 1 statement.\n"
    gone = run("show", id)
    assert (gone.exit_code, gone.stdout) == (1, "")


def test_errors_of_the_service_are_told_as_here(run: Run, tmp_path: Path) -> None:
    unknown = run("search", "x", "--delegation", "Narnia")
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert "Narnia" in unknown.stderr
    (tmp_path / "big.txt").write_text("x" * 400_000)
    assert "larger" in run("add", tmp_path / "big.txt").stderr


def test_no_service_at_the_address_says_what_to_do() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        done = CliRunner().invoke(app, ["status", "--server", address])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "onrecord serve" in done.stderr


@pytest.mark.parametrize("address", ["localhost:8080", "ftp://127.0.0.1", ""])
def test_address_must_be_one(address: str) -> None:
    done = CliRunner().invoke(app, ["status", "--server", address])
    assert done.exit_code == 1
    assert "http://127.0.0.1:8080" in done.stderr


def test_key_is_sent_where_one_is_set(
    own_settings: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(replace(own_settings, api_keys=("the-key",)), embedder) as address:
        command = ["remove", "--collection", "sample", "--server", address]
        monkeypatch.delenv("ONRECORD_API_KEY", raising=False)
        refused = CliRunner().invoke(app, command)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "key" in refused.stderr
        monkeypatch.setenv("ONRECORD_API_KEY", "the-key")
        assert CliRunner().invoke(app, command).exit_code == 0


def broken(_: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("Connection reset by peer")


def late(_: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("timed out")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (broken, "ended before the answer came"),
        (late, "did not answer in time"),
        (lambda _: httpx.Response(502, text="Bad Gateway"), "answered 502 as On Record does not"),
    ],
)
def test_an_answer_that_is_none_says_what_to_look_at(
    answer: Callable[[httpx.Request], httpx.Response], said: str
) -> None:
    """A service is there: to start one, or to check the address alone, would be the wrong advice."""
    with (
        closing(RemoteBackend("http://127.0.0.1:1", transport=httpx.MockTransport(answer))) as backend,
        pytest.raises(Unavailable, match=said),
    ):
        backend.status()


def test_file_takes_its_sidecar_along(tmp_path: Path) -> None:
    """A file goes with its sidecar; hidden files, links that lead out and an index stay."""
    for name in ("a.txt", "a.meta.toml", "b.txt", ".hidden"):
        (tmp_path / name).write_text(name)
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    with Owner.acquire(tmp_path / "onrecord-data"):
        pass
    assert list(pack(tmp_path / "a.txt")) == ["a.txt", "a.meta.toml"]
    assert list(pack(tmp_path)) == ["a.meta.toml", "a.txt", "b.txt"]
