"""The Model Context Protocol: what is refused, too long or kept out, and a service without it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.mcp.installed import MISSING
from api.mcp.room import MOST_CHARACTERS
from api.settings import Settings
from tests import service_process

QUESTION = "What does Kazakhstan say about unarmed civilian protection?"


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {"question": QUESTION, "delegations": ["Narnia"]}, "Armenia"),
        ("ask", {"question": QUESTION, "speakers": ["Umarow"]}, "Umarov"),
        ("find_passages", {"query": "hospitals", "meetings": ["S/2020/456"]}, "S/2020/465"),
        ("find_passages", {"query": "hospitals", "collections": ["samples"]}, "sample"),
        ("similar", {"text": "x", "organs": ["Security Counsel"]}, "Security Council"),
        ("compare_positions", {"issues": ["x"], "delegations": ["KAZ", "Wakanda"]}, "Rwanda"),
        ("ask", {"question": QUESTION, "country": "KAZ"}, "country: is not known here. It takes: "),
        ("find_passages", {"query": "hospitals", "filters": {"delegations": ["KAZ"]}}, "It takes: "),
        ("ask", {}, "question: is missing"),
        ("fetch", {"id": "nowhere"}, "nowhere"),
        ("similar", {}, "give either text or passage_id"),
    ],
)
def test_what_cannot_be_used_is_an_error_that_helps(
    client: TestClient, name: str, arguments: dict[str, Any], said: str
) -> None:
    """An unknown filter value names the nearest; the result is an error, with the sentence to act on."""
    result = called(client, name, arguments)
    assert result["isError"]
    assert said in result["content"][0]["text"]


def called(client: TestClient, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The result of a tool, asked as plainly as the protocol allows."""
    sent = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": name, "arguments": arguments},
    }
    reply = client.post("/mcp", json=sent, headers={"accept": "application/json, text/event-stream"})
    assert reply.status_code == 200, reply.text
    return dict(reply.json()["result"])


def test_a_long_statement_is_read_in_parts_and_nothing_is_too_long(own_client: TestClient) -> None:
    """The parts are the whole text; lists are shortened, quotations never, and the text says so."""
    words = " ".join(
        f"We support measure number {n} on landmines in every region of the world." for n in range(500)
    )
    own_client.post("/v1/statements", files={"file": ("a.txt", f"Mr. Example (Norway): {words}\n".encode())})
    (id,) = (item["id"] for item in own_client.get("/v1/statements?delegations=NOR").json()["items"])
    whole = own_client.get(f"/v1/statements/{id}").json()["text"]
    read, start = "", 0
    while start is not None:
        part = called(own_client, "get_statement", {"id": id, "start": start})
        assert len(json.dumps(part, ensure_ascii=False)) <= MOST_CHARACTERS * 1.1
        read += part["structuredContent"]["text"]
        start = part["structuredContent"]["next"]
    assert read == whole
    for name, arguments in (
        ("find_passages", {"query": "landmines", "limit": 25}),
        ("ask", {"question": "Which delegations support landmine measures?", "limit": 25}),
        ("fetch", {"id": id}),
        ("similar", {"text": "We support measures on landmines.", "limit": 25}),
    ):
        result = called(own_client, name, arguments)
        assert not result.get("isError"), result
        size = len(result["content"][0]["text"]) + len(
            json.dumps(result["structuredContent"], ensure_ascii=False)
        )
        assert size <= MOST_CHARACTERS * 1.05
    assert (
        "Cut to the first"
        in called(own_client, "find_passages", {"query": "landmines", "limit": 25})["content"][0]["text"]
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 400),
        ({"origin": "http://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({}, 200),
    ],
)
def test_pages_of_other_sites_are_kept_out(client: TestClient, headers: dict[str, str], status: int) -> None:
    """The rules for host and origin are the service's."""
    sent = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accepted = {"accept": "application/json, text/event-stream"}
    assert client.post("/mcp", json=sent, headers=accepted | headers).status_code == status


BLOCKED = """
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("mcp", "mcp_types"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Without())
"""
SERVED = """
from pathlib import Path
from api.settings import Settings
from tests.hash_embedder import HashEmbedder
from tests.served import client_of
with client_of(Settings(data_dir=Path(sys.argv[1])), HashEmbedder()) as client:
    print(client.get("/v1/health").json(), client.post("/mcp", json={}).status_code)
    print(client.post("/mcp", json={}).json()["detail"])
"""
TYPED = "import api.cli; sys.argv[1:] = ['mcp', '--data-dir', sys.argv[1]]; api.cli.main()"


def without_the_extra(program: str, data_dir: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BLOCKED + program, str(data_dir)],
        cwd=service_process.ROOT,
        env=service_process.environment(),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.process
def test_without_the_extra_the_service_runs_and_says_what_to_install(indexed: Settings) -> None:
    done = without_the_extra(SERVED, indexed.data_dir)
    assert done.stdout.splitlines() == ["{'status': 'alive'} 501", MISSING], done.stderr


@pytest.mark.process
def test_without_the_extra_the_command_says_what_to_install(indexed: Settings) -> None:
    done = without_the_extra(TYPED, indexed.data_dir)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (1, "", MISSING)


@pytest.mark.process
def test_nothing_of_the_sdk_is_imported_with_the_application() -> None:
    """It is loaded when a service starts, not before."""
    program = "import api.app, api.cli, sys; print([name for name in sys.modules if name.startswith('mcp')])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=service_process.ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
