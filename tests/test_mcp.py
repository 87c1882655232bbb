"""The Model Context Protocol: the SDK's own client over both transports, against the real application."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from mcp import Client, MCPError, StdioServerParameters

from api.mcp.installed import MISSING
from api.mcp.room import MOST_CHARACTERS
from api.sample import PASSAGE, STATEMENT
from api.settings import Settings
from tests import service_process

QUESTION = "What does Kazakhstan say about unarmed civilian protection?"
QUOTE = "We must also actively use innovative practical tools, including unarmed civilian protection."
TOOLS = [
    "search", "fetch", "find_passages", "ask", "check_quote", "compare_positions", "similar", "get_statement",
]  # fmt: skip
CALLS: dict[str, dict[str, Any]] = {
    "search": {"query": QUESTION},
    "fetch": {"id": PASSAGE},
    "find_passages": {"query": "hospitals", "meetings": ["S/2020/465"], "since": "2000", "limit": 3},
    "ask": {"question": QUESTION},
    "check_quote": {"quote": QUOTE, "delegation": "Kazakhstan"},
    "compare_positions": {"issues": ["civilian protection"], "delegations": ["KAZ", "China"]},
    "similar": {"text": "New technologies help peacekeepers to protect civilians."},
    "get_statement": {"id": STATEMENT},
}
"""One call of every tool that finds something in the sample."""
Work = Callable[[Client], Awaitable[None]]


@pytest.fixture(params=["http", pytest.param("stdio", marks=pytest.mark.process)])
def with_client(request: pytest.FixtureRequest, indexed: Settings, address: str) -> Callable[[Work], None]:
    """Does some work with a client of either transport."""

    @asynccontextmanager
    async def connected() -> AsyncIterator[Client]:
        typed = service_process.command(indexed.data_dir, "--mcp")
        started = StdioServerParameters(
            command=typed[0], args=typed[1:], env=service_process.environment(), cwd=service_process.ROOT
        )
        async with Client(f"{address}/mcp" if request.param == "http" else started) as client:
            yield client

    async def run(work: Work) -> None:
        async with connected() as client:
            await work(client)

    return lambda work: anyio.run(run, work)


async def call(client: Client, name: str, **arguments: Any) -> tuple[str, Any]:
    """The text and the object of a result that is no error."""
    result = await client.call_tool(name, arguments)
    (content,) = result.content
    assert not result.is_error, content
    return content.text, result.structured_content


def test_eight_tools_that_only_read_say_when_not_to_take_them(with_client: Callable[[Work], None]) -> None:
    async def work(client: Client) -> None:
        listed = (await client.list_tools()).tools
        assert [tool.name for tool in listed] == TOOLS
        for tool in listed:
            assert tool.annotations is not None
            assert (tool.annotations.read_only_hint, tool.annotations.destructive_hint) == (True, False)
            assert "Not for" in (tool.description or "")
            assert tool.output_schema is not None
            assert tool.output_schema["type"] == "object"

    with_client(work)


def test_every_tool_gives_one_object_and_a_cited_text(with_client: Callable[[Work], None]) -> None:
    """The client holds each object to the tool's schema; quotations are the record's, to the character."""

    async def work(client: Client) -> None:
        statements: dict[str, str] = {}
        for name, arguments in CALLS.items():
            text, found = await call(client, name, **arguments)
            assert isinstance(found, dict)
            assert len(text) + len(json.dumps(found, ensure_ascii=False)) <= MOST_CHARACTERS
            cited = list(citations_in(found))
            assert cited or name in ("search", "fetch", "get_statement")
            for one in cited:
                id = one["statement_id"]
                if id not in statements:
                    statements[id] = (await call(client, "get_statement", id=id))[1]["text"]
                assert one["quote"] == statements[id][one["span"]["start"] : one["span"]["end"]]
                assert one["url"].startswith(("https://docs.un.org/", "http://127.0.0.1:", "onrecord://"))

    with_client(work)


def citations_in(value: Any) -> Any:
    if isinstance(value, dict):
        if "quote" in value and "span" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from citations_in(inner)


def test_search_and_fetch_have_the_shapes_of_chatgpts_connectors(with_client: Callable[[Work], None]) -> None:
    """One text that is the object as JSON; ids lead from one to the other; no address is empty."""

    async def work(client: Client) -> None:
        text, found = await call(client, "search", query=QUESTION)
        assert json.loads(text) == found
        assert found.keys() == {"results"}
        assert found["results"]
        for result in found["results"]:
            assert result.keys() == {"id", "title", "url"}
            assert all(result.values())
        text, document = await call(client, "fetch", id=found["results"][0]["id"])
        assert json.loads(text) == document
        assert document.keys() == {"id", "title", "text", "url", "metadata"}
        assert document["metadata"]["passage"] in document["text"]
        assert document["url"]

    with_client(work)


def test_ask_answers_with_marks_and_refuses_with_a_reason(with_client: Callable[[Work], None]) -> None:
    async def work(client: Client) -> None:
        text, answer = await call(client, "ask", question=QUESTION)
        assert answer["answered"]
        assert f"[1] {answer['citations'][0]['citation']} <{answer['citations'][0]['url']}>" in text
        text, refused = await call(client, "ask", question="What did Kazakhstan say about whaling?")
        assert (refused["answered"], refused["citations"]) == (False, [])
        assert refused["refusal"]["message"] in text
        _, checked = await call(client, "check_quote", quote=QUOTE.replace("unarmed", "armed"))
        assert checked["verdict"] == "altered"
        assert checked["differences"]

    with_client(work)


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


def test_resources_are_listed_and_read(with_client: Callable[[Work], None]) -> None:
    async def work(client: Client) -> None:
        listed = [str(one.uri) for one in (await client.list_resources()).resources]
        assert listed == ["onrecord://delegations", "onrecord://index"]
        templates = (await client.list_resource_templates()).resource_templates
        assert [one.uri_template for one in templates] == [
            "onrecord://statement/{id}",
            "onrecord://passage/{id}",
        ]
        read = {}
        for uri in (*listed, f"onrecord://statement/{STATEMENT}", f"onrecord://passage/{PASSAGE}"):
            (content,) = (await client.read_resource(uri)).contents
            read[uri] = content.text
        assert {"code": "KAZ", "name": "Kazakhstan"} in json.loads(read[listed[0]])["delegations"]
        assert json.loads(read[listed[1]])["statements"] == 9
        assert QUOTE in read[f"onrecord://statement/{STATEMENT}"]
        assert QUOTE in read[f"onrecord://passage/{PASSAGE}"]
        with pytest.raises(MCPError, match="nowhere"):
            await client.read_resource("onrecord://statement/nowhere")

    with_client(work)


def test_prompts_are_filled_in(with_client: Callable[[Work], None]) -> None:
    async def work(client: Client) -> None:
        listed = (await client.list_prompts()).prompts
        assert [prompt.name for prompt in listed] == ["brief", "check_my_draft"]
        (message,) = (await client.get_prompt("brief", {"topic": "medical care"})).messages
        assert "medical care" in message.content.text
        draft = "Kazakhstan said “{we} must”."
        (message,) = (await client.get_prompt("check_my_draft", {"draft": draft})).messages
        assert draft in message.content.text
        with pytest.raises(MCPError, match="topic"):
            await client.get_prompt("brief", {})

    with_client(work)


def test_a_long_statement_is_read_in_parts_and_nothing_is_too_long(own_client: TestClient) -> None:
    """The parts are the whole text; lists are shortened, quotations never, and the text says so."""
    words = " ".join(
        f"We support measure number {n} on landmines in every region of the world." for n in range(900)
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
