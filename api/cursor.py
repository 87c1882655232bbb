"""A page's cursor on the wire: opaque, versioned, tied to the filters and the question it was made for.

In: the service's own cursor and the filters. Out: a token. A token that is damaged, of another version or for
other filters is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json

from api import schemas as wire
from index.errors import InvalidInput
from index.model import Filters

VERSION = "1"
REFUSED = "The cursor does not belong to this listing; ask for the first page again, without a cursor."


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
