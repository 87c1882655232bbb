"""Identities of statements and passages: hashes over where they stand and what they are.

In: places and texts. Out: 16 hex digits. Nothing but the standard library is needed, for the store seals by
them wherever it is opened.
"""

from __future__ import annotations

import hashlib


def statement_id(collection: str, path: str, key: str) -> str:
    """From where the statement stands, so that the same place keeps its id."""
    return _digits(collection, path, key)


def passage_id(statement: str, text: str, start: int, end: int) -> str:
    """From whose words these are, where they stand and what they are."""
    return _digits(statement, str(start), str(end), text[start:end])


def _digits(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
