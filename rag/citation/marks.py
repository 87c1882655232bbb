"""A quotation with the mark of its citation, as answers write it: “words” [1].

In: a citation, a text. Out: the words with their mark, or where they stand in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from index.model import Span


class Cited(Protocol):
    """A citation, ours or one from the wire."""

    @property
    def number(self) -> int: ...

    @property
    def quote(self) -> str: ...


One = TypeVar("One", bound=Cited)


def marked(citation: Cited) -> str:
    """The words between quotation marks, and the number behind them."""
    return f"“{citation.quote}” [{citation.number}]"


def marked_places(text: str, citations: Iterable[One], first: int = 0) -> Iterator[tuple[One, Span]]:
    """Where the text holds each of these in turn, searching from `first` on; stops at the first it lacks."""
    at = first
    for citation in citations:
        said = marked(citation)
        begins = text.find(said, at)
        if begins < 0:
            return
        at = begins + len(said)
        yield citation, Span(begins, at)
