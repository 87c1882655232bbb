"""A reply that is still being written, cut where a sentence with its marks is surely whole.

In: pieces of text as they come. Out: units whose texts, joined, are the reply. A unit ends with its line, or
with marks at a sentence's end once another sentence has begun; how the reply came in pieces changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARKS = r"(?:[ \t]?\[[^\[\]\n]{1,80}\])+"
_CUT = re.compile(
    rf"\n|(?:[.!?][\"”’']?{_MARKS}|(?:{_MARKS}|\{{q:[\d.]{{1,7}}\}})[.!?])[ \t]+(?=[^\s\[{{.,;:!?])"
)


class Units:
    """Grown piece by piece; `rest` is what is not yet whole."""

    def __init__(self) -> None:
        self.rest = ""

    def fed(self, piece: str) -> Iterator[str]:
        """The units that the piece completes."""
        self.rest += piece
        while cut := _CUT.search(self.rest):
            whole, self.rest = self.rest[: cut.end()], self.rest[cut.end() :]
            yield whole
