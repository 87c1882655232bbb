"""The Model Context Protocol: the SDK's own client over both transports, against the real application."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from api import schemas as wire
from api.mcp.cited import cited, quoted
from api.mcp.room import MOST_CHARACTERS
from api.sample import PASSAGE, STATEMENT
from api.settings import Settings
from tests import service_process
from tests.cited import PAGED

if TYPE_CHECKING:
    from mcp import Client

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
Work = Callable[["Client"], Awaitable[None]]


@pytest.fixture(params=["http", pytest.param("stdio", marks=pytest.mark.process)])
def with_client(request: pytest.FixtureRequest, indexed: Settings, address: str) -> Callable[[Work], None]:
    """Does some work with a client of either transport."""
    from mcp import Client, StdioServerParameters

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


def refusing() -> type[Exception]:
    """The error by which a client of the protocol learns that a call was refused."""
    from mcp import MCPError

    return MCPError


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


def test_a_list_goes_on_where_it_ended(with_client: Callable[[Work], None]) -> None:
    """Page by page until there is no next; the text says that there is more."""

    async def work(client: Client) -> None:
        seen: list[str] = []
        asked: dict[str, Any] = {"question": "Which delegations mentioned civilians?", "limit": 1}
        while True:
            text, answer = await call(client, "ask", **asked)
            seen += [one["statement_id"] for one in answer["citations"]]
            assert ("as `cursor`" in text) == (answer["next"] is not None)
            if answer["next"] is None:
                break
            asked["cursor"] = answer["next"]
        assert len(seen) == len(set(seen)) > 1

    with_client(work)


def test_compared_sides_and_silence_are_told_in_words(with_client: Callable[[Work], None]) -> None:
    """A side for whoever addresses the issue, of others whether there was anything to look at."""

    async def work(client: Client) -> None:
        text, found = await call(
            client, "compare_positions", issues=["unarmed civilian protection"], delegations=["KAZ", "Chad"]
        )
        kazakhstan, chad = found["issues"][0]["delegations"]
        assert kazakhstan["side"] in ("for", "unclear")
        assert f"- Kazakhstan ({'for' if kazakhstan['side'] == 'for' else 'mentions it'}): " in text
        assert (chad["side"], chad["statements"]) == (None, 0)
        assert "- Chad: no statement of theirs to look at" in text

    with_client(work)


def test_a_quotation_brings_its_day_and_the_sentence_it_leans_on() -> None:
    """The UN's own footnote has no day."""
    leaning = wire.Citation.model_validate(replace(PAGED, leads="Talks began."))
    told = quoted(cited(leaning, None))
    assert "(S/PV.8422, p. 3 (Kazakhstan), 14 December 2018)" in told
    assert told.endswith(" It leans on the sentence before: “Talks began.”")


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
        with pytest.raises(refusing(), match="nowhere"):
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
        with pytest.raises(refusing(), match="topic"):
            await client.get_prompt("brief", {})

    with_client(work)
