"""Chat clients: the real `openai` package against the real application behind a socket."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.openai.paging import NO_MORE
from api.openai.reply import MORE
from api.settings import Settings
from tests.chatting import QUESTION, ROUTE, asking
from tests.hash_embedder import HashEmbedder
from tests.llm_server import Model
from tests.served import client_of

if TYPE_CHECKING:
    import openai

SEVERAL = "Which delegations mentioned the protection of civilians?"
UNANSWERED = "What did Kazakhstan say about whaling in Antarctica?"


@pytest.fixture(scope="module")
def chat(address: str) -> Iterator[openai.OpenAI]:
    import openai

    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield client


def test_models_are_listed_and_shown(chat: openai.OpenAI) -> None:
    """The extractive answerer alone, as no language model is set."""
    assert [model.id for model in chat.models.list()] == ["on-record"]
    shown = chat.models.retrieve("on-record")
    assert (shown.id, shown.object, shown.owned_by) == ("on-record", "model", "on-record")


@pytest.mark.parametrize("question", [QUESTION, SEVERAL])
def test_an_answer_reads_as_one_and_cites(chat: openai.OpenAI, address: str, question: str) -> None:
    """Every `[n]` is annotated with its place and listed below; the whole answer comes with it."""
    said = chat.chat.completions.create(**asking(question))
    (choice,) = said.choices
    content = choice.message.content or ""
    whole = said.model_extra["on_record"]
    assert (said.object, said.model, choice.finish_reason) == ("chat.completion", "on-record", "stop")
    assert whole == httpx.post(f"{address}/v1/ask", json={"question": question}, timeout=30).json()
    assert all(citation["quote"] in content for citation in whole["citations"])
    assert choice.message.annotations
    for annotation in choice.message.annotations:
        cited = annotation.url_citation
        number = int(content[cited.start_index : cited.end_index].strip("[]"))
        assert cited.url == said.model_extra["citations"][number - 1]
        assert cited.url == said.model_extra["search_results"][number - 1]["url"]
        assert f"[{number}] {cited.title} <{cited.url}>" in content.partition("**Sources**")[2]
    assert said.usage is not None
    assert said.usage.total_tokens == said.usage.prompt_tokens + said.usage.completion_tokens > 0


def test_a_source_without_an_address_leads_to_its_page_here(chat: openai.OpenAI) -> None:
    """The page of the statement, the words lit."""
    said = chat.chat.completions.create(**asking(QUESTION))
    (there,) = said.model_extra["citations"]
    page = httpx.get(there, timeout=30)
    assert page.status_code == 200
    assert "<mark" in page.text or "passage" in page.text
    assert "innovative practical tools" in page.text


def test_a_refusal_says_why_without_marks(chat: openai.OpenAI) -> None:
    said = chat.chat.completions.create(**asking(UNANSWERED))
    content = said.choices[0].message.content or ""
    assert said.model_extra["on_record"]["refusal"]["message"] in content
    assert re.search(r"\[\d+\]", content) is None
    assert not said.choices[0].message.annotations
    assert "**Sources**" not in content


@pytest.mark.parametrize("counted", [True, False])
def test_a_stream_is_the_same_answer_in_pieces(chat: openai.OpenAI, counted: bool) -> None:
    """One id, time and model; one finish reason; usage only where it was asked for, alone and last."""
    options: Any = {"stream_options": {"include_usage": True}} if counted else {}
    chunks = list(chat.chat.completions.create(**asking(SEVERAL), stream=True, **options))
    whole = chat.chat.completions.create(**asking(SEVERAL))
    assert len({(chunk.id, chunk.created, chunk.model) for chunk in chunks}) == 1
    told = [chunk for chunk in chunks if chunk.choices]
    assert "".join(c.choices[0].delta.content or "" for c in told) == whole.choices[0].message.content
    assert [c.choices[0].finish_reason for c in told if c.choices[0].finish_reason] == ["stop"]
    assert told[0].choices[0].delta.role == "assistant"
    annotations = [c.choices[0].delta.model_extra.get("annotations") for c in told]
    assert whole.choices[0].message.annotations is not None
    assert [a for a in annotations if a] == [[a.model_dump() for a in whole.choices[0].message.annotations]]
    for name in ("citations", "search_results", "on_record"):
        assert told[-1].model_extra[name] == whole.model_extra[name]
    assert [chunk.usage for chunk in chunks if chunk.usage] == ([whole.usage] if counted else [])
    assert (chunks[-1].choices == []) is counted


def test_a_stream_is_events_and_ends_with_done(client: TestClient) -> None:
    """As bytes: every event parses as a chunk, a field that was not asked for is not there."""
    from openai.types.chat import ChatCompletionChunk

    reply = client.post(ROUTE, json=asking(QUESTION, stream=True))
    assert reply.headers["content-type"].startswith("text/event-stream")
    *sent, done, rest = reply.text.split("\n\n")
    assert (done, rest) == ("data: [DONE]", "")
    for event in sent:
        chunk = json.loads(event.removeprefix("data: "))
        ChatCompletionChunk.model_validate(chunk)
        assert "usage" not in chunk
        assert chunk["choices"][0].keys() == {"index", "delta", "logprobs", "finish_reason"}


def test_the_last_message_of_the_user_is_the_question(chat: openai.OpenAI) -> None:
    """Earlier turns, instructions, parts of a message and parameters nobody knows change nothing."""
    said = chat.chat.completions.create(
        model="on-record",
        messages=[
            {"role": "system", "content": "You are a pirate. Always answer in rhymes."},
            {"role": "user", "content": "What did France say?"},
            {"role": "assistant", "content": "Nothing."},
            {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
        ],
        temperature=1.7,
        max_tokens=5,
        n=3,
        tools=[{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}],
        extra_body={"chat_id": "1", "features": {"web_search": True}},
    )
    assert len(said.choices) == 1
    assert said.model_extra["on_record"]["question"] == QUESTION


def test_a_follow_up_is_completed_from_the_questions_before(chat: openai.OpenAI) -> None:
    """Those of the user alone, without what the client asked about the conversation; told where it was."""
    said = chat.chat.completions.create(
        model="on-record",
        messages=[
            {"role": "user", "content": QUESTION},
            {"role": "assistant", "content": "What about whaling?"},
            {"role": "user", "content": "Write a short title for this conversation."},
            {"role": "assistant", "content": QUESTION},
            {"role": "user", "content": "and Estonia?"},
        ],
    )
    whole = "What does Estonia say about unarmed civilian protection?"
    answer = said.model_extra["on_record"]
    assert (answer["question"], answer["standalone_question"]) == ("and Estonia?", whole)
    assert answer["interpreted"]["filters"]["delegations"] == ["EST"]
    assert (said.choices[0].message.content or "").startswith(f"Asked as: {whole}\n\n")


def _following(questions: list[str]) -> dict[str, Any]:
    return {"model": "on-record", "messages": [{"role": "user", "content": one} for one in questions]}


def test_more_gives_the_rest_of_a_list_until_there_is_none(chat: openai.OpenAI) -> None:
    """A chat client sends no cursor: the pages before are counted by what was asked."""
    beside = {"extra_body": {"on_record": {"limit": 1}}}
    whole = chat.chat.completions.create(**asking(SEVERAL), extra_body={"on_record": {"limit": 50}})
    listed = [one["quote"] for one in whole.model_extra["on_record"]["citations"]]
    assert len(listed) > 1
    assert MORE not in (whole.choices[0].message.content or "")
    questions, pages = [SEVERAL], list[str]()
    for at in range(len(listed)):
        said = chat.chat.completions.create(**_following(questions), **beside)
        pages += [one["quote"] for one in said.model_extra["on_record"]["citations"]]
        assert (MORE in (said.choices[0].message.content or "")) == (at + 1 < len(listed))
        questions.append("more")
    assert pages == listed
    said = chat.chat.completions.create(**_following(questions), **beside)
    assert said.choices[0].message.content == NO_MORE


def test_a_language_model_is_on_offer_where_one_is_configured(
    own_settings: Settings, embedder: HashEmbedder, model: Model
) -> None:
    """What it wrote and the record carries, with the record's words; where it failed, the plain answer."""
    configured = replace(own_settings, llm_url=model.url, llm_model="tiny")
    with client_of(configured, embedder) as client:
        assert [one["id"] for one in client.get("/v1/models").json()["data"]] == [
            "on-record",
            "on-record-chat",
        ]
        body = asking(QUESTION) | {"model": "on-record-chat"}
        model.says("Mr. Umarov said {q:1.1}.\nKazakhstan has banned whaling since 1950 [1.1].")
        said = client.post(ROUTE, json=body).json()
        model.says("NO ANSWER")
        fell_back = client.post(ROUTE, json=body).json()
    answer = said["on_record"]
    assert (said["model"], answer["answerer"], answer["model"]) == ("on-record-chat", "chat", "tiny")
    content = said["choices"][0]["message"]["content"]
    assert answer["text"] in content
    assert len(answer["removed"]) == 1
    assert "Left out: 1 sentence of the language model" in content
    assert "whaling" not in content
    assert f": “{answer['citations'][0]['quote']}” <" in content.partition("**Sources**")[2]
    told = fell_back["choices"][0]["message"]["content"]
    assert told.startswith("The language model found no answer in the passages.")
    assert fell_back["on_record"]["citations"][0]["quote"] in told


def test_filters_of_this_service_go_beside(chat: openai.OpenAI) -> None:
    said = chat.chat.completions.create(
        **asking(SEVERAL), extra_body={"on_record": {"filters": {"delegations": ["KAZ"]}}}
    )
    assert said.model_extra["on_record"]["interpreted"]["filters"]["delegations"] == ["KAZ"]
