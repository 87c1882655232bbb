"""Passages chosen for a briefing: an address carries them, and a script keeps them in the browser.

In: the passages of an address and a way to find the passage of a citation. Out: what a page shows of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from api import schemas as wire
from index.model import Span


@dataclass(frozen=True, slots=True)
class Basket:
    """The passages chosen so far, by id; `find` gives that of words of a statement."""

    chosen: tuple[str, ...]
    find: Callable[[str, Span], str]

    def passage(self, citation: wire.Citation) -> str:
        """The passage that a citation's words stand in."""
        return self.find(citation.statement.id, Span(citation.span.start, citation.span.end))

    @property
    def address(self) -> str:
        """The page of a briefing made of them."""
        return f"/brief?{urlencode([('passage', id) for id in self.chosen])}" if self.chosen else "/brief"
