"""The command line over the real house: results on stdout alone, errors in one sentence, exit codes."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.command_line.cli_positions import spread
from api.command_line.options import commands_first
from api.settings import Settings
from tests.command_line import Run, kazakhstan

ROOT = Path(__file__).parent.parent
QUESTION = "What does Kazakhstan say about unarmed civilian protection?"


def body_without_time(text: str) -> str:
    return text.split(',"took_ms"')[0]


@pytest.mark.parametrize(
    ("command", "route", "body"),
    [
        (["ask", QUESTION], "/v1/ask", {"question": QUESTION}),
        (
            ["search", "hospitals", "--delegation", "China", "--delegation", "KAZ", "--limit", "3"],
            "/v1/search",
            {"query": "hospitals", "filters": {"delegations": ["China", "KAZ"]}, "limit": 3},
        ),
        (
            ["search", "hospitals", "--facets", "--limit", "1"],
            "/v1/search",
            {"query": "hospitals", "limit": 1, "facets": True},
        ),
        (
            ["check-quote", "actively use innovative practical tools", "--delegation", "Kazakhstan"],
            "/v1/quotes/check",
            {"quote": "actively use innovative practical tools", "delegation": "Kazakhstan"},
        ),
    ],
)
def test_json_is_exactly_the_http_body(
    run: Run, client: TestClient, indexed: Settings, command: list[str], route: str, body: dict[str, object]
) -> None:
    """`--json` prints the bytes that the service sends (but for the time it took)."""
    printed = run(*command, "--json", "--data-dir", indexed.data_dir)
    assert (printed.exit_code, printed.stderr) == (0, "")
    sent = client.post(route, json=body).text
    assert body_without_time(printed.stdout.removesuffix("\n")) == body_without_time(sent)


@pytest.mark.parametrize("form", ["un", "csl", "ris"])
def test_citation_is_exactly_the_http_body(
    run: Run, client: TestClient, indexed: Settings, form: str
) -> None:
    place = ("--data-dir", indexed.data_dir)
    hits = json.loads(run("search", "hospitals", "--limit", "1", "--json", *place).stdout)["hits"]
    id = hits[0]["passage"]["id"]
    sent = client.get(f"/v1/citations/{id}", params={"format": form}).content
    assert run("cite", id, "--format", form, *place).stdout_bytes == sent + b"\n"


def test_show_and_status_as_json(run: Run, client: TestClient, indexed: Settings) -> None:
    id = kazakhstan(run, indexed.data_dir)
    shown = run("show", id, "--json", "--data-dir", indexed.data_dir).stdout
    assert shown == client.get(f"/v1/statements/{id}").text + "\n"
    status = json.loads(run("status", "--json", "--data-dir", indexed.data_dir).stdout)
    served = client.get("/v1/status").json()
    own = dict.fromkeys(("vectors", "detail", "sides", "sides_detail"), "")  # each process has its own
    assert {**status, **own} == {**served, **own}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["search", "x", "--delegation", "Narnia"], "Narnia"),
        (["search", "x", "--since", "yesterday"], "YYYY-MM-DD"),
        (["ask", "x" * 2001], "question"),
        (["ask", " "], "question"),
        (["ask", "bytes \udcff"], "question"),
        (["show", "none"], "none"),
        (["cite", "none"], "none"),
        (["cite", "none", "--format", "mla"], "chicago"),
        (["remove", "none"], "statement"),
        (["remove", "--collection", "none"], "none"),
        (["add", "no/such/folder"], "no/such/folder"),
        (["ask", "hospitals", "--since", "2021-01-01", "--until", "2020-01-01"], "is after"),
        (["brief", "hospitals", "-o", "no/such/folder/a.md"], "There is no folder no/such/folder"),
        (["compare", "hospitals", "-o", "a.md"], ".csv or .html"),
    ],
)
def test_errors_are_one_sentence_on_stderr(
    run: Run, own_settings: Settings, command: list[str], said: str
) -> None:
    done = run(*command, "--data-dir", own_settings.data_dir)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["nonsense"],
        ["ask"],
        ["ask", "x", "--no"],
        ["search", "x", "--limit", "0"],
        ["remove"],
        ["remove", "x", "--source", "y"],
    ],
)
def test_wrong_usage_exits_2(run: Run, command: list[str]) -> None:
    done = run(*command)
    assert (done.exit_code, done.stdout) == (2, "")


SPREAD = [
    (
        ["whales", "--delegation", "A", "B", "--json"],
        ["whales", "--delegation", "A", "--delegation", "B", "--json"],
    ),
    (["a", "b", "--delegation", "A", "--since", "2020-01-01"], None),
    (["--delegation", "A", "whales", "trees"], None),
    (["whales", "--delegation"], None),
]


@pytest.mark.parametrize(("args", "read"), SPREAD)
def test_names_behind_one_option(args: list[str], read: list[str] | None) -> None:
    """`compare TOPIC --delegation A B` names two delegations; other lines are read as they stand."""
    assert spread(args, "--delegation") == (read or args)


@pytest.mark.parametrize(
    "command",
    ["add .", "remove x", "ask x", "search x", "similar x", "compare x", "brief x -o a.md", "check-quote x",
     "check-draft x.txt", "verify-answer x.txt",
     "show x", "cite x", "status", "verify", "rebuild", "eval . --data .", "serve"],
)  # fmt: skip
def test_every_command_refuses_a_chroma_address_that_is_none(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    """At once: nothing is made or changed before."""
    (tmp_path / "x.txt").write_text("Mr. Umarov (Kazakhstan): We welcome the report.\n")
    monkeypatch.setenv("ONRECORD_CHROMA_URL", "chroma")
    done = run(*command.split())
    assert (done.exit_code, done.stdout) == (1, "")
    said = "ONRECORD_CHROMA_URL is 'chroma'; give scheme, host and port, like http://127.0.0.1:8000.\n"
    assert done.stderr == said
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]


def test_asking_without_an_index_says_how_to_begin(run: Run) -> None:
    done = run("ask", "Who spoke?")
    assert done.exit_code == 1
    assert "onrecord add" in done.stderr


@pytest.mark.parametrize(
    ("host", "key", "started"), [("0.0.0.0", None, False), ("nowhere.invalid", "k", False)]
)
def test_serve_refuses_an_open_door(
    run: Run, monkeypatch: pytest.MonkeyPatch, host: str, key: str | None, started: bool
) -> None:
    """Beyond this machine only with a key, and only at addresses this machine has."""
    if key is not None:
        monkeypatch.setenv("ONRECORD_API_KEY", key)
        host = "203.0.113.1"
    done = run("serve", "--host", host, "--port", "0")
    assert (done.exit_code, done.stdout) == (1, "")
    assert host in done.stderr


@pytest.mark.process
def test_help_is_quick() -> None:
    """Under 0.3 s; measured as processor time, which other work on the machine does not stretch."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "api", "--help"], check=True, capture_output=True, cwd=ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 0.3


def test_help_lists_the_commands(run: Run) -> None:
    done = run("--help")
    assert done.exit_code == 0
    for command in (
        "add",
        "remove",
        "ask",
        "search",
        "check-quote",
        "show",
        "cite",
        "rebuild",
        "status",
        "verify",
        "serve",
    ):
        assert f"  {command} " in done.stdout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("--data-dir D ask Q --limit 3", "ask --data-dir D Q --limit 3"),
        ("--json --data-dir=D status", "status --json --data-dir=D"),
        ("ask --json Q --data-dir D", "ask --json Q --data-dir D"),
        ("--version", "--version"),
        ("--data-dir", "--data-dir"),
        ("", ""),
    ],
)
def test_what_every_command_takes_may_stand_before_it(typed: str, meant: str) -> None:
    """Where the index lies and how to print is often written once, in front."""
    assert commands_first(typed.split()) == meant.split()


@pytest.mark.process
def test_an_option_before_the_command_is_obeyed(tmp_path: Path) -> None:
    """By the installed program: the folder named has no index, and it says so."""
    words = [sys.executable, "-m", "api", "--data-dir", str(tmp_path / "none"), "status"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 1
    assert str(tmp_path / "none") in done.stderr


def test_who_asks_by_option_and_setting(
    run: Run, indexed: Settings, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--as`, `ONRECORD_AS` and `"as"` mean the same."""
    question = "What did we say about unarmed civilian protection?"
    asked = ("ask", question, "--json", "--data-dir", indexed.data_dir)
    printed = run(*asked, "--as", "KAZ").stdout
    monkeypatch.setenv("ONRECORD_AS", "Kazakhstan")
    assert run(*asked).stdout == printed
    assert printed.strip() == client.post("/v1/ask", json={"question": question, "as": "KAZ"}).text
