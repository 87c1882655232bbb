"""What a draft is made of for the quotation check: paragraphs with the notes they carry.

In: nothing. Out: frozen values shared by the readers of drafts and the check, and how many there may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.errors import InvalidInput

MOST_BLOCKS = 100_000
"""Paragraphs of a draft, some thousand pages; each takes memory, however short."""
Part = Literal["text", "text box", "footnote", "endnote", "comment"]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote and the place in the block's text where its mark stands."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; `quotation` when the whole of it is set off as a quotation, `part` where it stands."""

    text: str
    quotation: bool = False
    notes: tuple[Note, ...] = ()
    part: Part = "text"


def require_few(blocks: int) -> None:
    """Raises InvalidInput where a draft has more paragraphs than are read."""
    if blocks > MOST_BLOCKS:
        raise InvalidInput(f"The draft has more than {MOST_BLOCKS:,} paragraphs; check it in parts.")
