"""A page's cursor on the wire: opaque, versioned, tied to the filters and the question it was made for.

In: the service's own cursor and the filters. Out: a token. A token that is damaged, of another version or for
other filters is refused. The cursor of a list names a place in it and the state of the record it was made
from: whoever asks for the next page of another state is told so.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass

from api import schemas as wire
from index.errors import InvalidInput
from index.model import Filters

VERSION = "1"
REFUSED = "The cursor does not belong to this listing; ask for the first page again, without a cursor."
CHANGED = (
    "The record has changed since the page before: a statement may stand on both pages or on neither. Ask "
    "for the first page again, without a cursor."
)


@dataclass(frozen=True, slots=True)
class Resumed:
    """Where a list goes on: the service's own cursor, None at its start, and the state it was made from."""

    place: str | None = None
    index: str | None = None

    def notes(self, index: str) -> tuple[str, ...]:
        """What is to be known of a page made from this state."""
        return () if self.index in (None, index) else (CHANGED,)


def seal_place(
    place: int | str | None, index: str, filters: wire.Filters | Filters, question: str
) -> str | None:
    """The token of a place in a list that was made from this state; None at the end of the list."""
    return None if place is None else seal(f"{place}\n{index}", filters, question)


def unseal_place(token: str | None, filters: wire.Filters | Filters, question: str) -> Resumed:
    """Raises InvalidInput as `unseal` does."""
    if token is None:
        return Resumed()
    place, _, index = unseal(token, filters, question).partition("\n")
    return Resumed(place, index or None)


def seal(cursor: str, filters: wire.Filters | Filters, question: str = "") -> str:
    token = "\n".join((VERSION, _mark(filters, question), cursor)).encode()
    return base64.urlsafe_b64encode(token).rstrip(b"=").decode()


def unseal(token: str, filters: wire.Filters | Filters, question: str = "") -> str:
    """The service's cursor. Raises InvalidInput for a token not made by `seal` for these filters and this
    question."""
    try:
        padded = token.encode("ascii") + b"=" * (-len(token) % 4)
        parts = base64.b64decode(padded, altchars=b"-_", validate=True).decode().split("\n", 2)
    except (binascii.Error, UnicodeError) as error:
        raise InvalidInput(REFUSED) from error
    if len(parts) != 3 or parts[:2] != [VERSION, _mark(filters, question)]:
        raise InvalidInput(REFUSED)
    return parts[2]


def _mark(filters: wire.Filters | Filters, question: str) -> str:
    given = {name: getattr(filters, name) for name in wire.Filters.model_fields}
    if question:
        given["question"] = question
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()[:16]
