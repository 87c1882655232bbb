"""Finds the cheapest way to match a quotation to a statement, word by word.

In: the quotation's words and a statement's folded words. Out: steps that pair them, including what is left
over on either side. Semi-global alignment (Sellers 1980): the words around the place found cost nothing; a
long gap in the record costs only as much as a few words, so that a splice of distant sentences stays one
alignment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rag.quotation.parse import Quoted, QuotedWord
from rag.quotation.slips import inflected, negates

# Of two readings as near, the one that leaves out beats the one that replaces, and that the one that adds.
LEFT_OUT, REPLACED, ADDED = 0.9, 0.95, 1.0
JUMP = 2.5
SLOPE = 1e-4
ROUNDING = 1e-7
Costs = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Step:
    """Quoted words [q, q_end) stand for recorded words [r, r_end); `same` when equal word for word."""

    q: int
    q_end: int
    r: int
    r_end: int
    same: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    cost: float
    steps: tuple[Step, ...]


def align(quoted: Quoted, recorded: Sequence[str]) -> Alignment:
    """Steps cover all quoted words in order, and all recorded words from the first step to the last."""
    equal = _equality(quoted, recorded)
    table, before_gap = _fill(quoted, equal)
    return _trace(quoted, equal, table, before_gap)


def _equality(quoted: Quoted, recorded: Sequence[str]) -> list[npt.NDArray[np.bool_]]:
    numbers = {word.folded: at for at, word in enumerate(quoted.words)}
    codes = np.fromiter((numbers.get(word, -1) for word in recorded), np.int32, len(recorded))
    return [_bracket_equal(word, recorded) | (codes == numbers[word.folded]) for word in quoted.words]


def _bracket_equal(word: QuotedWord, recorded: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Words an editor may have given another ending in brackets: "allow[ed]"; none that the bracket makes
    another word: "re[fuses]", "[un]acceptable"."""
    if word.outside is None:
        return np.zeros(len(recorded), np.bool_)
    before, after = word.outside
    return np.fromiter(
        (
            other.startswith(before) and other.endswith(after) and inflected(word.folded, other)
            and not negates(word.folded, other)
            for other in recorded
        ),
        np.bool_,
        len(recorded),
    )  # fmt: skip


def _fill(quoted: Quoted, equal: Sequence[npt.NDArray[np.bool_]]) -> tuple[Costs, Costs]:
    """Costs of reading the first i words up to recorded word j, after and before a gap in the record."""
    width = len(equal[0]) + 1
    rows, bases = np.zeros((len(equal) + 1, width)), np.zeros((len(equal) + 1, width))
    index = np.arange(width)
    for i, word in enumerate(quoted.words, start=1):
        base = rows[i - 1] + _added(word.inserted)
        paired = rows[i - 1, :-1] + np.where(equal[i - 1], 0.0, REPLACED)
        base[1:] = np.minimum(base[1:], paired)
        bases[i] = base
        rows[i] = base
        if i < len(equal):
            missing = np.minimum.accumulate(base - LEFT_OUT * index) + LEFT_OUT * index
            jump = np.minimum.accumulate(base - SLOPE * index) + SLOPE * index + _jump(quoted, i)
            rows[i] = np.minimum(base, np.minimum(missing, jump))
    return rows, bases


def _added(inserted: bool) -> float:
    return 0.0 if inserted else ADDED


def _jump(quoted: Quoted, i: int) -> float:
    return 0.0 if i in quoted.omissions else 0.05 if i in quoted.insertions else JUMP


def _trace(quoted: Quoted, equal: Sequence[npt.NDArray[np.bool_]], rows: Costs, bases: Costs) -> Alignment:
    i, j = len(equal), int(np.argmin(bases[-1]))
    cost = float(bases[-1, j])
    steps: list[Step] = []
    while i > 0:
        if i < len(equal):
            origin = _gap_origin(rows, bases, i, j, _jump(quoted, i))
            if origin < j:
                steps.append(Step(i, i, origin, j, False))
                j = origin
        same = j > 0 and bool(equal[i - 1][j - 1])
        if j > 0 and abs(bases[i, j] - rows[i - 1, j - 1] - (0.0 if same else REPLACED)) < ROUNDING:
            steps.append(Step(i - 1, i, j - 1, j, same))
            j -= 1
        else:
            steps.append(Step(i - 1, i, j, j, False))
        i -= 1
    return Alignment(cost, tuple(reversed(steps)))


def _gap_origin(rows: Costs, bases: Costs, i: int, j: int, jump: float) -> int:
    """The recorded word after which the gap that ends at `j` begins; `j` itself where there is none."""
    if bases[i, j] - rows[i, j] < ROUNDING:
        return j
    length = j - np.arange(j)
    costs = bases[i, :j] + np.minimum(LEFT_OUT * length, jump + SLOPE * length)
    return int(np.argmin(costs))
