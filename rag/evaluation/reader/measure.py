"""How well a reader reads: answered against nearly answered questions, and the sides of claims.

In: the rows of a folder and a reader. Out: one row for each question with its near question and for each
claim, and figures from them with bootstrap intervals. Whole files are drawn again, not rows, for rows of
a file are alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np

from rag.evaluation.measures import RESAMPLES, Estimate
from rag.evaluation.reader.field import Claims, Question, Rows
from rag.reader.reading import Reader, ReadPassage

Side = Literal["supports", "opposes", "neither"]
SIDES: tuple[Side, ...] = ("supports", "opposes", "neither")
CONFIDENT = 1 / 3
"""Share of the claims with a side, surest first, among which the wrong way is counted apart."""


@dataclass(frozen=True, slots=True)
class NearRow:
    """What a reader gives a question that the passage answers, and one that it only seems to answer."""

    file: str
    question: str
    near: str
    near_kind: str
    answered: float
    nearly: float
    otherwise: float
    """How far the passage is read as contradicting the near question."""
    found: bool
    """Is the sentence read as answering best one of those that do?"""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim, the side the passage takes, and how it was read."""

    file: str
    claim: str
    side: Side
    supports: float
    opposes: float
    neither: float

    @property
    def told(self) -> Side:
        return max(SIDES, key=lambda side: float(getattr(self, side)))

    @property
    def wrong_way(self) -> bool:
        """Support told as opposition or the reverse."""
        return {self.side, self.told} == {"supports", "opposes"}

    @property
    def surer(self) -> float:
        return max(self.supports, self.opposes)


Row = TypeVar("Row", NearRow, ClaimRow)


def near_rows(reader: Reader, rows: Sequence[Question]) -> list[NearRow]:
    """Every question and its near question read on their passage."""
    return [_near(reader, row) for row in rows]


def _near(reader: Reader, row: Question) -> NearRow:
    (asked,) = reader.read(row.question, [row.passage])
    (near,) = reader.read(row.near, [row.passage])
    best = max(range(len(asked.sentences)), key=lambda at: asked.sentences[at].answers)
    place = row.passage.sentences[best]
    found = row.answer is not None and place.overlaps(row.answer)
    return NearRow(
        row.file,
        row.question,
        row.near,
        row.kind,
        asked.whole.answers,
        near.whole.answers,
        near.whole.otherwise,
        found,
    )


def claim_rows(reader: Reader, rows: Sequence[Claims]) -> list[ClaimRow]:
    """The three claims of every row read on its passage."""
    return [_claim(reader, row.file, row.passage, side, getattr(row, side)) for row in rows for side in SIDES]


def _claim(reader: Reader, file: str, passage: ReadPassage, side: Side, claim: str) -> ClaimRow:
    (read,) = reader.stance(claim, [passage])
    return ClaimRow(file, claim, side, read.whole.supports, read.whole.opposes, read.whole.neither)


def reading_measures(near: Sequence[NearRow], claims: Sequence[ClaimRow]) -> Mapping[str, Estimate]:
    """All figures; of sets that are not there, none."""
    found: dict[str, Estimate] = {}
    if near:
        found |= {
            "answered against nearly answered, area under ROC": by_file(near, _area),
            "answered above nearly answered of its passage": by_file(near, _pairwise),
            "best sentence is the answer": by_file(near, lambda rows: _mean([row.found for row in rows])),
        }
    if claims:
        found |= {
            "claims, three ways": by_file(claims, lambda r: _mean([row.told == row.side for row in r])),
            "claims, wrong way": by_file(claims, lambda r: wrong_way(r, 1.0)),
            "claims, wrong way where sure": by_file(claims, lambda r: wrong_way(r, CONFIDENT)),
            "claims of neither side told as one": by_file(claims, _invented),
        }
    return found


def by_file(rows: Sequence[Row], measure: Callable[[Sequence[Row]], float]) -> Estimate:
    """The measure of all rows, with the interval over files drawn again (seed 0)."""
    files: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        files[row.file].append(row)
    held = list(files.values())
    generator = np.random.default_rng(0)
    draws = [
        measure([row for at in generator.integers(0, len(held), len(held)) for row in held[at]])
        for _ in range(RESAMPLES // 5)
    ]
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return Estimate(measure(rows), float(low), float(high), len(rows))


def wrong_way(rows: Sequence[ClaimRow], share: float) -> float:
    """Of the claims with a side, the surest `share` of them, how many are told the other way."""
    sided = sorted((row for row in rows if row.side != "neither"), key=lambda row: -row.surer)
    return _mean([row.wrong_way for row in sided[: max(1, round(share * len(sided)))]])


def _area(rows: Sequence[NearRow]) -> float:
    """Area under ROC from sorted scores, ties half: pair by pair is too slow to draw again."""
    low = np.sort([row.nearly for row in rows])
    high = np.array([row.answered for row in rows])
    below = np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")
    return float(below.mean() / (2 * len(low)))


def _pairwise(rows: Sequence[NearRow]) -> float:
    return _mean([(row.answered > row.nearly) + 0.5 * (row.answered == row.nearly) for row in rows])


def _invented(rows: Sequence[ClaimRow]) -> float:
    return _mean([row.told != "neither" for row in rows if row.side == "neither"])


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")


def parts(rows: Rows, held: Callable[[str], bool]) -> tuple[Rows, Rows]:
    """The rows trained on, and those of files held back."""

    def kept(which: bool) -> Rows:
        return Rows(
            tuple(row for row in rows.questions if held(row.file) == which),
            tuple(row for row in rows.claims if held(row.file) == which),
        )

    return kept(False), kept(True)
