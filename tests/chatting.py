"""What a chat client sends: a question in the shape of OpenAI's interface."""

from __future__ import annotations

from typing import Any

QUESTION = "What does Kazakhstan say about unarmed civilian protection?"
ROUTE = "/v1/chat/completions"


def asking(question: str, **more: Any) -> dict[str, Any]:
    return {"model": "on-record", "messages": [{"role": "user", "content": question}], **more}
