"""Boundaries between points against gold: rows by statement first, then micro F1, Pk and WindowDiff.

In: gold points (the first words of each unit), a lookup from file to statement, segmenters. Out: one row a
statement and segmenter, and figures over them with bootstrap intervals. The start of a statement is no
boundary; a gold boundary inside one of our sentences can not be found and counts as missed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.errors import InvalidInput
from index.model import Statement
from index.segmentation.cues import concludes, is_courtesy, opens_item
from rag.evaluation.gold import data_path, json_lines, locate
from rag.evaluation.measures import RESAMPLES, Estimate

Starts = frozenset[int]
Segmenter = Callable[[Statement], Starts]
"""A statement -> the numbers of the sentences that begin a unit, without the first (counted from 0)."""
LAYOUTS = ("all", "one line", "paragraphs")
FIXED = 800
"""Characters of a fixed-size chunk."""


@dataclass(frozen=True, slots=True)
class GoldPoints:
    """The units of one statement as read by a person: their first words, in order."""

    file: str
    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldStarts:
    """Gold boundaries over our sentences; `lost` of them lie inside a sentence."""

    file: str
    layout: str
    sentences: int
    starts: Starts
    lost: int = 0


@dataclass(frozen=True, slots=True)
class PointRow:
    """One statement cut by one segmenter: boundaries hit, invented and missed; Pk and WindowDiff."""

    segmenter: str
    file: str
    layout: str
    tp: int
    fp: int
    fn: int
    pk: float
    window_diff: float


def read_points(path: Path) -> tuple[GoldPoints, ...]:
    """The rows of `points.jsonl`."""
    return tuple(
        GoldPoints(data_path(row["file"]), tuple(point["start_quote"] for point in row["points"]))
        for row in json_lines(path)
    )


def gold_starts(gold: GoldPoints, statement: Statement) -> GoldStarts:
    """Gold boundaries as numbers of our sentences. Raises InvalidInput for words the text does not have."""
    sentences = [sentence.start for sentence in statement.sentences]
    found, lost, position = set(), 0, 0
    for quote in gold.starts:
        span = locate(statement.text[position:], quote)
        if span is None:
            raise InvalidInput(f"{gold.file} does not hold the words {quote!r}; check the gold file.")
        position += span.start
        at = bisect_right(sentences, position) - 1
        if sentences[at] == position:
            found.add(at)
        else:
            lost += 1
        position += 1
    layout = "paragraphs" if len(statement.paragraphs) > 1 else "one line"
    return GoldStarts(gold.file, layout, len(sentences), frozenset(found) - {0}, lost)


def evaluate_points(
    gold: Sequence[GoldPoints],
    lookup: Callable[[str], Statement],
    segmenters: Mapping[str, Segmenter] | None = None,
) -> tuple[PointRow, ...]:
    """A row for every gold statement and every segmenter, baselines included unless given."""
    rows = []
    for points in gold:
        statement = lookup(points.file)
        truth = gold_starts(points, statement)
        for name, segmenter in (segmenters or SEGMENTERS).items():
            rows.append(point_row(name, truth, segmenter(statement)))
    return tuple(rows)


def point_row(segmenter: str, gold: GoldStarts, found: Starts) -> PointRow:
    """Hits and misses of one statement; the window is half the mean gold unit (Beeferman et al. 1999)."""
    hit = len(gold.starts & found)
    window = max(1, round(gold.sentences / (len(gold.starts) + 1) / 2))
    pk, difference = disagreement(gold.starts, found, gold.sentences, window)
    missed = len(gold.starts) - hit + gold.lost
    return PointRow(
        segmenter, gold.file, gold.layout, hit, len(found) - hit, missed, pk, difference
    )  # fmt: skip


def disagreement(gold: Starts, found: Starts, sentences: int, window: int) -> tuple[float, float]:
    """Pk (Beeferman et al. 1999) and WindowDiff (Pevzner and Hearst 2002) over windows of sentences."""
    places = sentences - window
    if places <= 0:
        return 0.0, 0.0
    apart, different = 0, 0
    for first in range(places):
        inside = range(first + 1, first + window + 1)
        true, made = sum(at in gold for at in inside), sum(at in found for at in inside)
        apart += (true == 0) != (made == 0)
        different += true != made
    return apart / places, different / places


def f1(rows: Sequence[PointRow]) -> float:
    """Micro F1 of exact boundaries; 1 where there is none to find and none was made."""
    hit, wrong = sum(row.tp for row in rows), sum(row.fp + row.fn for row in rows)
    return 2 * hit / (2 * hit + wrong) if hit + wrong else 1.0


def point_measures(rows: Sequence[PointRow]) -> dict[str, Estimate]:
    """F1, Pk and WindowDiff by segmenter and layout, intervals over resampled statements."""
    figures = {}
    for name in dict.fromkeys(row.segmenter for row in rows):
        for layout in LAYOUTS:
            chosen = [row for row in rows if row.segmenter == name and layout in ("all", row.layout)]
            if chosen:
                figures[f"{name}: F1, {layout}"] = _resampled(chosen, f1)
                figures[f"{name}: Pk, {layout}"] = _resampled(chosen, lambda r: _mean([x.pk for x in r]))
                figures[f"{name}: WindowDiff, {layout}"] = _resampled(
                    chosen, lambda r: _mean([x.window_diff for x in r])
                )
    return figures


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def _resampled(rows: Sequence[PointRow], measure: Callable[[Sequence[PointRow]], float]) -> Estimate:
    generator = np.random.default_rng(0)
    draws = [
        measure([rows[at] for at in generator.integers(0, len(rows), len(rows))]) for _ in range(RESAMPLES)
    ]
    low, high = np.percentile(draws, [2.5, 97.5])
    return Estimate(measure(rows), float(low), float(high), len(rows))


def our_points(statement: Statement) -> Starts:
    """The statement's own points."""
    begins = {point.span.start for point in statement.points}
    return _sentences(statement, lambda at, start: start in begins)


def paragraphs(statement: Statement) -> Starts:
    """Every paragraph a point."""
    begins = {paragraph.span.start for paragraph in statement.paragraphs}
    return _sentences(statement, lambda at, start: start in begins)


def paragraphs_and_cues(statement: Statement) -> Starts:
    """Every paragraph, enumerated item and conclusion a point; opening courtesies one."""
    words = [sentence.of(statement.text) for sentence in statement.sentences]
    opening = next((at for at, sentence in enumerate(words) if not is_courtesy(sentence)), 0)
    cued = _sentences(statement, lambda at, start: opens_item(words[at]) or concludes(words[at]))
    after = frozenset({opening} if opening else ())
    return frozenset(at for at in paragraphs(statement) | cued | after if at >= opening)


def every(count: int) -> Segmenter:
    """A cut every `count` sentences."""
    return lambda statement: frozenset(range(count, len(statement.sentences), count))


def fixed_size(characters: int) -> Segmenter:
    """Sentences gathered up to `characters`, the way most systems cut."""

    def cut(statement: Statement) -> Starts:
        starts, begun = set(), 0
        for at, sentence in enumerate(statement.sentences):
            if at and sentence.end - begun > characters:
                starts.add(at)
                begun = sentence.start
        return frozenset(starts)

    return cut


def _sentences(statement: Statement, wanted: Callable[[int, int], bool]) -> Starts:
    return frozenset(
        at for at, sentence in enumerate(statement.sentences) if at and wanted(at, sentence.start)
    )


SEGMENTERS: Mapping[str, Segmenter] = {
    "points": our_points,
    "paragraphs and cue words": paragraphs_and_cues,
    "paragraphs": paragraphs,
    "every third sentence": every(3),
    "every fourth sentence": every(4),
    "fixed size": fixed_size(FIXED),
}
