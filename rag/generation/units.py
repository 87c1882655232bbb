"""A reply that is still being written, cut wherever a sentence with its marks is certainly complete.

In: pieces of text as they come. Out: units whose texts, joined, are the reply. A unit ends with its line, or
with marks at a sentence's end once another sentence has begun; how the reply came in pieces changes nothing.
While nothing comes, what ends on marks may be taken for a unit: only another mark could follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARKS = r"(?:[ \t]?\[[^\[\]\n]{1,80}\])+"
_CUT = re.compile(
    rf"\n|(?:[.!?][\"”’']?{_MARKS}|(?:{_MARKS}|\{{q:[\d.]{{1,7}}\}})[.!?])[ \t]+(?=[^\s\[{{.,;:!?])"
)

_ENDED = re.compile(rf"(?:[.!?][\"”’']?{_MARKS}|(?:{_MARKS}|\{{q:[\d.]{{1,7}}\}})[.!?])[ \t]*\Z")


class Units:
    """Grows piece by piece; `rest` is what is not complete yet."""

    def __init__(self) -> None:
        self.rest = ""

    def fed(self, piece: str) -> Iterator[str]:
        """The units that the piece completes."""
        self.rest += piece
        while cut := _CUT.search(self.rest):
            whole, self.rest = self.rest[: cut.end()], self.rest[cut.end() :]
            yield whole

    @property
    def ended(self) -> bool:
        """Does the incomplete rest end with the marks of a sentence?"""
        return _ENDED.search(self.rest) is not None

    def taken(self) -> str:
        """What is left, as a unit."""
        whole, self.rest = self.rest, ""
        return whole
