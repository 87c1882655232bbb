"""Chat clients: errors in the shape they read, and words of the record that do nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from tests.chatting import QUESTION, ROUTE, asking

if TYPE_CHECKING:
    import openai


@pytest.fixture(scope="module")
def chat(address: str) -> Iterator[openai.OpenAI]:
    import openai

    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield client


@pytest.mark.parametrize(
    ("body", "error", "param", "code"),
    [
        (asking(QUESTION) | {"model": "gpt-4o"}, "NotFoundError", "model", "model_not_found"),
        (asking(QUESTION) | {"messages": []}, "BadRequestError", "messages", None),
        (asking("x" * 2001), "BadRequestError", None, None),
        (asking("   "), "BadRequestError", None, None),
        (
            asking(QUESTION) | {"extra_body": {"on_record": {"filters": {"delegations": ["Narnia"]}}}},
            "BadRequestError", None, None,
        ),
        (
            asking(QUESTION) | {"extra_body": {"on_record": {"filters": {"country": ["KAZ"]}}}},
            "BadRequestError", "on_record.filters.country", None,
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("stream", [True, False])
def test_errors_have_the_shape_its_clients_read(
    chat: openai.OpenAI,
    body: dict[str, Any],
    error: str,
    param: str | None,
    code: str | None,
    stream: bool,
) -> None:
    import openai

    with pytest.raises(getattr(openai, error)) as raised:
        chat.chat.completions.create(**body, stream=stream)
    told = raised.value
    assert (told.type, told.param, told.code) == ("invalid_request_error", param, code)
    assert isinstance(told.body, dict)
    assert told.body["message"].endswith(".")


def test_errors_from_outside_the_route_have_the_shape_too(client: TestClient) -> None:
    """A body that is no JSON, an unknown model's address, too large a request, a wrong method."""
    replies = [
        client.post(ROUTE, content="{", headers={"content-type": "application/json"}),
        client.get("/v1/models/gpt-4o"),
        client.post(ROUTE, json=asking("x" * 1_100_000)),
        client.get(ROUTE),
        client.get("/v1/models", headers={"host": "evil.example"}),
    ]
    assert [reply.status_code for reply in replies] == [400, 404, 413, 405, 400]
    for reply in replies:
        assert reply.json().keys() == {"error"}
        assert reply.json()["error"].keys() == {"message", "type", "param", "code"}


def test_what_is_not_answered_here_says_where_a_chat_is(chat: openai.OpenAI) -> None:
    """Clients that take the newer interface by default, or ask for vectors, read the address to set."""
    import openai

    for ask in (chat.responses.create, chat.embeddings.create):
        with pytest.raises(openai.NotFoundError, match="POST /v1/chat/completions") as raised:
            ask(model="on-record", input=QUESTION)
        assert raised.value.code == "unknown_url"


def test_words_of_the_record_do_nothing_in_a_chat(own_client: TestClient) -> None:
    """An image, a link or a tag in a statement reaches a Markdown client as text; the object has it exact."""
    words = "We support the landmine ban ![x](http://evil.example/a.png) and <script>alert(1)</script> [more](http://evil.example)."
    record = f"Mr. Example (Norway): {words}\n".encode()
    own_client.post("/v1/statements", files={"file": ("a.txt", record)})
    said = own_client.post(ROUTE, json=asking("What does Norway say about the landmine ban?")).json()
    content = said["choices"][0]["message"]["content"]
    assert "landmine ban" in content
    assert re.search(r"(?<!\\)!\[|(?<!\\)\]\(|(?<!\\)<script", content) is None
    assert said["on_record"]["citations"][0]["quote"] in words
