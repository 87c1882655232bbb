"""What asking a language model comes to: how long it is waited for, what it wrote, what went wrong.

In: nothing. Out: frozen values and an error, without the HTTP client that asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Reason = Literal[
    "unreachable", "unauthorized", "rate_limited", "overloaded", "bad_status", "wrong_content_type",
    "no_first_token", "stalled", "too_slow", "cut_stream", "malformed_event", "length", "empty",
    "reasoning_only", "model_refused",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds waited: for the connection, the first token, the next one, and the whole."""

    connect: float = 5.0
    first: float = 30.0
    idle: float = 20.0
    total: float = 120.0


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model wrote; `usage` as the endpoint counts it, None if it does not."""

    text: str
    finish_reason: str
    usage: Mapping[str, Any] | None


class EndpointFault(Exception):
    """The model gave nothing that can be used; `reason` says why in one word."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
