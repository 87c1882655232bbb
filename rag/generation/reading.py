"""The reader's word on a claim: do the cited sentences support it?

In: a claim and what it cites. Out: the check `reader`, the last of a sentence. The reader knows meaning where
words differ, and is easily taken in by shared words: it can only take a sentence away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.model import Span
from index.segmentation.segment import context_header
from rag.generation.model import Check, Cited
from rag.reader.reading import Reader, ReadPassage

Backing = Callable[[str, Sequence[Cited]], float]
"""How surely what is cited supports a claim, from 0 to 1."""
LEAST = 0.1
"""Set on the paraphrases seen, of which it stops one in forty (`rag/evaluation/data/paraphrases.jsonl`)."""


def backing_by(reader: Reader) -> Backing:
    """The surest of the sentences cited, each read beside the others."""

    def backing(claim: str, cited: Sequence[Cited]) -> float:
        read = reader.stance(claim, [_passage(cited)])[0]
        return max(side.supports for side in (*read.sentences, read.whole))

    return backing


def check_reading(claim: str, cited: Sequence[Cited], backing: Backing) -> Check:
    """Does the reader say that the cited sentences support the claim?"""
    sure = backing(claim, cited)
    detail = f"the reader finds it supported with {sure:.2f}"
    return Check("reader", sure >= LEAST, detail, "unsupported")


def _passage(cited: Sequence[Cited]) -> ReadPassage:
    """The sentences cited, in order, under the header of the first."""
    spans, text = [], ""
    for one in cited:
        start = len(text) + 1 if text else 0
        text = f"{text} {one.text}" if text else one.text
        spans.append(Span(start, len(text)))
    return ReadPassage(context_header(cited[0].ref), text, tuple(spans))
