"""LangChain's ChatOpenAI against a real process."""

from __future__ import annotations

import pytest
from langchain_openai import ChatOpenAI

pytestmark = pytest.mark.process
QUESTION = "What does Kazakhstan say about unarmed civilian protection?"


def test_langchain_asks_and_streams(service_url: str) -> None:
    """LangChain's ChatOpenAI, whole and as a stream, with nothing set but the address."""
    model = ChatOpenAI(model="on-record", base_url=f"{service_url}/v1", api_key="none", max_retries=0)
    said = model.invoke([("system", "Answer briefly."), ("human", QUESTION)])
    assert "innovative practical tools" in str(said.content)
    assert said.response_metadata["finish_reason"] == "stop"
    pieces = list(model.stream(QUESTION))
    assert "".join(str(piece.content) for piece in pieces) == said.content
