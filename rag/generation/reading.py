"""How models read a claim beside what it cites: the embedder's likeness, word by word, and the reader's word.

In: a claim and what it cites. Out: `ReadFigures`, which go into the chance that the claim is held. They know
meaning where words differ, and are easily taken in by shared words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from index.embedding.embedder import Embedder
from index.model import Span
from index.segmentation.segment import context_header
from rag.generation.model import Cited
from rag.reader.reading import Reader, ReadPassage, log_odds

LEAST = 3
"""How many of the tokens that agree least are looked at."""


@dataclass(frozen=True, slots=True)
class ReadFigures:
    """`likeness`: cosine of claim and record; `forward`: how far the claim's tokens agree with their best in
    the record; `forward_least`, `back_least`: the same of the few that agree least, of the claim and of the
    record; `supports`, `opposes`: log odds of the reader.
    """

    likeness: float
    forward: float
    forward_least: float
    back_least: float
    supports: float
    opposes: float


READ = tuple(field.name for field in fields(ReadFigures))
"""The names of the figures, in order."""
Reading = Callable[[str, Sequence[Cited]], ReadFigures]


def reading_by(embedder: Embedder, reader: Reader) -> Reading:
    """Reads a claim; what is cited beyond the models' windows is not read."""

    def reading(claim: str, cited: Sequence[Cited]) -> ReadFigures:
        said, held = embedder.embed_query(claim), embedder.embed_query(" ".join(one.text for one in cited))
        agreement = said.tokens @ held.tokens.T
        forward, back = agreement.max(axis=1), agreement.max(axis=0)
        read = reader.stance(claim, [_passage(cited)])[0]
        sides = (*read.sentences, read.whole)
        return ReadFigures(
            likeness=float(said.vector @ held.vector),
            forward=float(forward.mean()),
            forward_least=float(np.sort(forward)[:LEAST].mean()),
            back_least=float(np.sort(back)[:LEAST].mean()),
            supports=log_odds(max(side.supports for side in sides)),
            opposes=log_odds(max(side.opposes for side in sides)),
        )

    return reading


def _passage(cited: Sequence[Cited]) -> ReadPassage:
    """The sentences cited, in order, under the header of the first."""
    spans, text = [], ""
    for one in cited:
        start = len(text) + 1 if text else 0
        text = f"{text} {one.text}" if text else one.text
        spans.append(Span(start, len(text)))
    return ReadPassage(context_header(cited[0].ref), text, tuple(spans))
