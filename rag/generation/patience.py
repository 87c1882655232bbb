"""How long a language model is waited for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds waited: for the connection, the first token, the next one, and the whole."""

    connect: float = 5.0
    first: float = 30.0
    idle: float = 20.0
    total: float = 120.0
