"""A language model behind an OpenAI-compatible address, asked over plain HTTP.

In: an address, a model's name, a key, two messages. Out: a `Completion`, or an `EndpointFault` with a reason.
The reply is read as a stream, so that a model that stalls is noticed; nothing of a faulty reply is used.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from rag.generation.pieces import Pieces
from rag.generation.replies import Completion, EndpointFault, Patience
from rag.generation.streamed import Heard, Lines, pause

MOST_TEXT = 100_000


def _unheard(_: str) -> None:
    """What hears the pieces where nobody else listens."""


@dataclass
class _Heard:
    """What has come so far."""

    text: str = ""
    pieces: Pieces = field(default_factory=Pieces)
    reasoning: bool = False
    refused: bool = False
    finish: str | None = None
    usage: Mapping[str, Any] | None = None
    done: bool = False


@dataclass(frozen=True)
class ChatEndpoint:
    """One model; safe for threads, for every request opens its own connection."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    patience: Patience = field(default_factory=Patience)

    def complete(self, system: str, user: str, heard: Heard = _unheard) -> Completion:
        """The model's whole reply at temperature 0. Raises EndpointFault.

        `heard` is given each piece as it comes, and "" now and then while none does; what it raises ends the
        reply.
        """
        body = {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        ends = time.monotonic() + self.patience.total
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        timeout = httpx.Timeout(self.patience.total, connect=self.patience.connect)
        try:
            with httpx.Client(headers=headers, timeout=timeout) as client:
                return _checked(self._heard(client, body, ends, heard))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise EndpointFault("unreachable") from error
        except httpx.HTTPError as error:
            raise EndpointFault("cut_stream") from error

    def _heard(self, client: httpx.Client, body: Mapping[str, Any], ends: float, heard: Heard) -> _Heard:
        for last in (False, True):
            url = f"{self.url.rstrip('/')}/chat/completions"
            with Lines(client, url, body, self.patience, ends, heard, once_more=not last) as reply:
                if reply.retry_after is None:
                    return _read(reply)
            pause(reply.retry_after, heard)
        raise EndpointFault("overloaded")


def _read(lines: Lines) -> _Heard:
    """The events of the stream, added up."""
    heard = _Heard()
    waited = time.monotonic()
    for line in lines:
        if line.startswith("data:"):
            data = line.removeprefix("data:").strip()
            if data == "[DONE]":
                heard.done = True
                break
            before = len(heard.text)
            _take(heard, data)
            if len(heard.text) > before:
                lines.tell(heard.text[before:])
            waited = time.monotonic()
            lines.heard = lines.heard or bool(heard.text)
        elif time.monotonic() - waited > (lines._patience.idle if lines.heard else lines._patience.first):
            raise EndpointFault("stalled" if lines.heard else "no_first_token")
    return heard


def _take(heard: _Heard, data: str) -> None:
    try:
        event = json.loads(data)
        choices = event.get("choices") or []
        delta = choices[0].get("delta") or {} if choices else {}
        heard.text += heard.pieces.fed(delta.get("content") or "")
        heard.reasoning |= bool(delta.get("reasoning_content") or delta.get("reasoning"))
        heard.reasoning |= heard.pieces.thought
        heard.refused |= bool(delta.get("refusal"))
        heard.finish = (choices[0].get("finish_reason") if choices else None) or heard.finish
        usage = event.get("usage")
        heard.usage = usage if usage and isinstance(usage, dict) else heard.usage
        failed = "error" in event or heard.pieces.taken > MOST_TEXT
        failed |= not isinstance(heard.finish, str | None)
    except (ValueError, AttributeError, TypeError, KeyError, IndexError) as error:
        raise EndpointFault("malformed_event") from error
    if failed:
        raise EndpointFault("malformed_event")


def _checked(heard: _Heard) -> Completion:
    """A reply that is whole and says something."""
    if heard.finish is None:
        raise EndpointFault("cut_stream")
    if heard.finish == "length":
        raise EndpointFault("length")
    if heard.refused or heard.finish == "content_filter":
        raise EndpointFault("model_refused")
    if not heard.text.strip():
        raise EndpointFault("reasoning_only" if heard.reasoning else "empty")
    return Completion(heard.text, heard.finish, heard.usage)
