"""Sentences in, argument points out: every sentence in exactly one point, points in order, numbered from 1.

A point begins where the model of `boundaries.py` says so. Two things are certain without it: an enumerated
item begins a point, and opening courtesies are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log

from index.model import Paragraph, Point, PointKind, Span
from index.process.deadline import look
from index.segmentation.boundaries import Model, gap_features, opening_end, packaged_model
from index.segmentation.cues import is_courtesy, opens_item, pledges, spoken

LEAST_CHANCE = 0.37
"""A point begins where the probability is at least this: about half the best F1 (Lipton et al. 2014)."""
ALONE, LONG, TIRING = 0.8, 7, 0.1
"""What a point costs, in log odds: one of a single sentence that is not an enumerated item; each sentence
beyond `LONG`. Both were chosen on gold statements left out of the fit (see
`rag/evaluation/train_boundaries.py`)."""
_CLOSING = 3  # sentences a closing may have; what is longer has substance
LONGEST = 60
"""Sentences a point may have."""
_KEPT = (0.08, 0.75)
"""Paragraph breaks are used up to this share of sentences; beyond it every line is a paragraph."""


def cut_points(
    text: str,
    sentences: Sequence[Span],
    paragraphs: Sequence[Paragraph],
    procedural: bool = False,
    model: Model | None = None,
) -> tuple[Point, ...]:
    """Points over `sentences`; a procedural statement is one procedural point."""
    if not sentences:
        return ()
    if procedural:
        return (Point(1, "procedural", Span(sentences[0].start, sentences[-1].end)),)
    words = [spoken(sentence.of(text)) for sentence in sentences]
    breaks = paragraph_breaks(sentences, paragraphs)
    starts = [0, *_starts(words, breaks, model or packaged_model()), len(words)]
    opening = opening_end(words)
    return tuple(
        Point(
            number,
            _kind(words, first, last, opening),
            Span(sentences[first].start, sentences[last - 1].end),
        )
        for number, (first, last) in enumerate(pairwise(starts), 1)
    )


def paragraph_breaks(sentences: Sequence[Span], paragraphs: Sequence[Paragraph]) -> tuple[bool, ...]:
    """For each gap between sentences whether a paragraph begins there; all False where breaks mean nothing.

    A paragraph that begins in the middle of a sentence (a page break) does not count.
    """
    begins = {paragraph.span.start for paragraph in paragraphs}
    found = tuple(sentence.start in begins for sentence in sentences[1:])
    if not found or not _KEPT[0] <= sum(found) / len(found) <= _KEPT[1]:
        return (False,) * len(found)
    return found


def _starts(words: Sequence[str], breaks: Sequence[bool], model: Model) -> list[int]:
    """The sentences that begin a point, the first one left out."""
    if len(words) < 2:
        return []
    least = log(LEAST_CHANCE / (1 - LEAST_CHANCE))
    gains = [0.0, *(model.odds(gap_features(words), breaks) - least).tolist()]
    return best_starts(gains, [opens_item(sentence) for sentence in words])


def best_starts(gains: Sequence[float], certain: Sequence[bool]) -> list[int]:
    """The boundaries with the highest gain minus cost, by dynamic programming.

    `gains[i]` is what a point beginning at sentence `i` earns; where `certain`, one begins in any case.
    """
    best, back = [0.0], [0]
    for end in range(1, len(gains) + 1):
        look()
        found, begun = float("-inf"), 0
        for start in range(end - 1, max(-1, end - 1 - LONGEST), -1):
            worth = best[start] + gains[start] - _cost(end - start, certain[start])
            if worth > found:
                found, begun = worth, start
            if certain[start]:
                break
        best.append(found)
        back.append(begun)
    starts, at = [], back[len(gains)]
    while at > 0:
        starts.append(at)
        at = back[at]
    return starts[::-1]


def _cost(sentences: int, certain: bool) -> float:
    if sentences == 1:
        return 0.0 if certain else ALONE
    return TIRING * max(0, sentences - LONG)


def _kind(words: Sequence[str], first: int, last: int, opening: int) -> PointKind:
    """Courtesies at the start are an opening; courtesies and pledges at the end, if short, a closing.

    Where one point is the whole statement, a sentence of substance makes it a point.
    """
    inside = words[first:last]
    if len(inside) == len(words):
        return "opening" if all(map(is_courtesy, inside)) else "point"
    if first < opening:
        courteous = sum(map(is_courtesy, inside))
        if 2 * courteous >= len(inside) or (last <= opening and courteous):
            return "opening"
    if first > 0 and last == len(words) and len(inside) <= _CLOSING:
        friendly = sum(is_courtesy(sentence) or pledges(sentence) for sentence in inside)
        return "closing" if 2 * friendly >= len(inside) else "point"
    return "point"
