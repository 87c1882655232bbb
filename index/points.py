"""Sentences in, argument points out: every sentence in exactly one point, points in order.

Boundaries come from paragraphs where the record has them and from the speaker's own cues.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.cues import concludes, is_courtesy, opens_item
from index.model import Paragraph, Point, PointKind, Span


def cut_points(
    text: str, sentences: Sequence[Span], paragraphs: Sequence[Paragraph], procedural: bool = False
) -> tuple[Point, ...]:
    """Points over `sentences`, numbered from 1; a procedural statement is one procedural point."""
    if not sentences:
        return ()
    if procedural:
        return (Point(1, "procedural", Span(sentences[0].start, sentences[-1].end)),)
    words = [sentence.of(text) for sentence in sentences]
    opening = 0
    while opening < len(words) - 1 and is_courtesy(words[opening]):
        opening += 1
    begins = {paragraph.span.start for paragraph in paragraphs}
    starts = [
        i
        for i, sentence in enumerate(sentences)
        if i == 0 or i == opening
        or (i > opening and (sentence.start in begins or opens_item(words[i]) or concludes(words[i])))
    ]  # fmt: skip
    runs = list(pairwise([*starts, len(sentences)]))
    return tuple(
        Point(n, _kind(words[a:b], n, len(runs)), Span(sentences[a].start, sentences[b - 1].end))
        for n, (a, b) in enumerate(runs, 1)
    )


def _kind(words: Sequence[str], number: int, count: int) -> PointKind:
    if number == 1 and is_courtesy(words[0]):
        return "opening"
    if number == count and (concludes(words[0]) or is_courtesy(words[-1])):
        return "closing"
    return "point"
