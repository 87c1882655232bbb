"""What a draft is made of for the quotation check: paragraphs with the notes they carry.

In: nothing. Out: frozen values shared by the readers of drafts and the check.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
