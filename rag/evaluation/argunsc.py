"""Claims and their premises (ArgUNSC): how many stay inside one point, against how large points are.

In: `base.csv` of the set, a way to cut a text into points. Out: one row a speech and segmenter, and shares.
Each segmenter is set beside cuts of the same number of points in the same speech, evenly spaced and at
random: a larger point keeps more links by size alone. Links within one sentence do not count.
"""

from __future__ import annotations

import ast
import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.model import Span
from index.segmentation.points import cut_points
from index.segmentation.sentences import split_sentences
from rag.evaluation.measures import RESAMPLES, Estimate

Cutter = Callable[[str], Sequence[Span]]
"""A text -> the spans of its points."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A speech's sentences, and the pairs of them that a claim and one of its premises stand in."""

    name: str
    sentences: tuple[str, ...]
    links: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One speech: links between sentences, those kept by the points, by even cuts, by chance."""

    segmenter: str
    speech: str
    sentences: int
    points: int
    links: int
    kept: int
    even: int
    chance: float


def read_speeches(path: Path) -> tuple[Speech, ...]:
    """The speeches of `base.csv`, sentences in order."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows[row["Speech"]].append(row)
    return tuple(_speech(name, found) for name, found in rows.items())


def _speech(name: str, rows: Sequence[Mapping[str, str]]) -> Speech:
    words = {int(row["Sentence_ID"]): " ".join(row["Full_Sentence"].split()) for row in rows}
    place = {sentence: at for at, sentence in enumerate(sorted(words))}
    home = {
        int(ast.literal_eval(row["Component"])[0]): place[int(row["Sentence_ID"])]
        for row in rows
        if row["Component"].startswith("[")
    }
    links = {pair for row in rows for pair in _links(row, home)}
    return Speech(name, tuple(words[sentence] for sentence in sorted(words)), tuple(sorted(links)))


def _links(row: Mapping[str, str], home: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """The sentences of a claim and each of its premises of the same speech."""
    if not (row["Component"].startswith("[") and row["Premises"].startswith("{")):
        return
    claim = home[int(ast.literal_eval(row["Component"])[0])]
    for premise in ast.literal_eval(row["Premises"]):
        other = home.get(int(premise), claim)
        if other != claim:
            yield min(claim, other), max(claim, other)


def our_points(text: str) -> tuple[Span, ...]:
    """The points of a text without paragraphs."""
    return tuple(point.span for point in cut_points(text, split_sentences(text), ()))


def evaluate_links(
    speeches: Sequence[Speech], cutters: Mapping[str, Cutter] | None = None
) -> tuple[LinkRow, ...]:
    """A row for every speech with links and every cutter."""
    return tuple(
        link_row(name, speech, cutter(speech.text))
        for speech in speeches
        if speech.links
        for name, cutter in (cutters or CUTTERS).items()
    )


def link_row(segmenter: str, speech: Speech, points: Sequence[Span]) -> LinkRow:
    """Links whose two sentences begin in the same point."""
    starts, position = [], 0
    for sentence in speech.sentences:
        starts.append(position)
        position += len(sentence) + 1
    of = [sum(point.start <= start for point in points) for start in starts]
    count = len(set(of))
    even = [at * count // len(of) for at in range(len(of))]
    return LinkRow(
        segmenter, speech.name, len(of), count, len(speech.links), _kept(speech, of), _kept(speech, even),
        sum(chance_kept(len(of), count, second - first) for first, second in speech.links),
    )  # fmt: skip


def _kept(speech: Speech, of: Sequence[int]) -> int:
    return sum(of[first] == of[second] for first, second in speech.links)


def chance_kept(sentences: int, points: int, distance: int) -> float:
    """The chance that none of `points - 1` cuts falls into `distance` of the `sentences - 1` gaps."""
    gaps, cuts = sentences - 1, points - 1
    chance = 1.0
    for cut in range(cuts):
        chance *= max(0, gaps - distance - cut) / (gaps - cut)
    return chance


def link_measures(rows: Sequence[LinkRow]) -> dict[str, Estimate]:
    """Shares of links kept and sentences a point, by segmenter, intervals over resampled speeches."""
    figures = {}
    for name in dict.fromkeys(row.segmenter for row in rows):
        chosen = [row for row in rows if row.segmenter == name]
        links = [row.links for row in chosen]
        figures[f"{name}: links kept"] = _ratio([row.kept for row in chosen], links)
        figures[f"{name}: kept by even cuts of that size"] = _ratio([row.even for row in chosen], links)
        figures[f"{name}: kept by chance"] = _ratio([row.chance for row in chosen], links)
        figures[f"{name}: sentences a point"] = _ratio(
            [row.sentences for row in chosen], [row.points for row in chosen]
        )
    return figures


def _ratio(part: Sequence[float], whole: Sequence[float]) -> Estimate:
    above, below = np.array(part, float), np.array(whole, float)
    generator = np.random.default_rng(0)
    drawn = [generator.integers(0, len(above), len(above)) for _ in range(RESAMPLES)]
    low, high = np.percentile([above[rows].sum() / below[rows].sum() for rows in drawn], [2.5, 97.5])
    return Estimate(float(above.sum() / below.sum()), float(low), float(high), len(above))


def every(count: int) -> Cutter:
    """A point every `count` sentences."""

    def cut(text: str) -> Sequence[Span]:
        sentences = split_sentences(text)
        runs = [sentences[at : at + count] for at in range(0, len(sentences), count)]
        return [Span(run[0].start, run[-1].end) for run in runs]

    return cut


CUTTERS: Mapping[str, Cutter] = {
    "points": our_points,
    "every third sentence": every(3),
    "every fourth sentence": every(4),
}
