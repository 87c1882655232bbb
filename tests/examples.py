"""How many inputs a law is tried on: all by `make test`, a quarter by the fast suite (`conftest.py`)."""

from __future__ import annotations

from hypothesis import settings

ALL = 100
LEAST = 10


def examples(wanted: int) -> int:
    """As many as wanted, or that share of them which the profile in use tries of its own."""
    return min(wanted, max(LEAST, wanted * settings.default.max_examples // ALL))
