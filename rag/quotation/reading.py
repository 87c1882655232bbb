"""A quotation matched to one statement: where it stands, what differs, and how well it fits a claim.

In: a quotation's alignment with a statement's words. Out: a `Reading`. It refuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.model import Span
from rag.quotation.align import Alignment
from rag.quotation.attribution import Fit
from rag.quotation.context import Part
from rag.quotation.diff import FAR, Region
from rag.quotation.normal import Word
from rag.quotation.parse import Quoted

SURE = 0.85
PIECE = 4
"""Words of a quotation that must stand together where the rest of it stands far from them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`parts` are the pieces between omissions; `share` is the part of the quotation's words on record."""

    id: str
    fit: Fit
    regions: tuple[Region, ...]
    share: float
    parts: tuple[Part, ...]

    @property
    def first(self) -> int:
        return self.parts[0].first

    @property
    def last(self) -> int:
        return self.parts[-1].last

    @property
    def rank(self) -> tuple[float, tuple[int, int]]:
        contradicted, confirmed = self.fit.order
        return (self.share, (-contradicted, -confirmed))


def settled(readings: Sequence[Reading]) -> bool:
    """Correct words that do not contradict the claim, or so close that no other reading is looked for;
    correct words of another speaker are not enough."""
    true = [reading for reading in readings if not reading.regions]
    if true:
        return any(not reading.fit.contradicted for reading in true)
    return any(reading.share >= SURE for reading in readings)


def share(quoted: Quoted, alignment: Alignment) -> float:
    """The share of the quotation's own words that the record has, in runs of two or more; of what stands far
    apart there, and is not marked as cut, only pieces of some words: "to be" stands in every speech."""
    own = sum(not word.inserted for word in quoted.words)
    steps = [s for s in alignment.steps if s.r < s.r_end or not quoted.words[s.q].inserted]
    pieces = [0]
    for at, step in enumerate(steps):
        if step.r_end - step.r > FAR and step.q not in quoted.omissions:
            pieces.append(0)
        beside = steps[max(0, at - 1) : at] + steps[at + 1 : at + 2]
        pieces[-1] += step.same and (own == 1 or any(other.same for other in beside))
    kept = pieces if len(pieces) == 1 else [piece for piece in pieces if piece >= PIECE]
    return sum(kept) / own


def recorded_span(text: str, words: Sequence[Word], quote: str) -> Span:
    """From the first to the last word, with the closing punctuation if the quotation has it too."""
    start, end = words[0].span.start, words[-1].span.end
    closing = len(quote.rstrip()) - len(quote.rstrip(" .,;:!?…\"'”’»)]"))
    while closing and end < len(text) and text[end] in ".,;:!?…\"'”’»)]":
        end, closing = end + 1, closing - 1
    return Span(start, end)
