"""Statements that stand in the record twice, in a text and in a PDF say: which are copies of which.

In: columns of statements, and their terms from the postings in memory; which of them are new, and what is
known of the others. Out: `Copies`. A copy is of another file and the same delegation, of no other meeting or
date as far as both say it, and has nearly all of its words. Nothing is read for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.store.columns import StatementColumn
from index.store.lexical import Flags, LexicalIndex

SHARED = 0.7
"""The share of the longer statement's terms that a copy has: readers cut a few words otherwise. Of the given
records, two statements of one delegation that may be one by date and meeting share 0.9 and more, or less than
0.5."""
FEWEST = 15
"""A statement with fewer terms may be anybody's."""

Numbers = npt.NDArray[np.int64]
Pairs = Sequence[tuple[int, int]]
Terms = tuple[npt.NDArray[np.int32], Numbers]
"""The terms of a statement, ascending, and how often each stands in it."""


@dataclass(frozen=True)
class Copies:
    """For each statement the first of its copies, itself where it has none; and the statements that have
    copies, those of which more is told before their own copies."""

    first: Numbers
    twice: Numbers
    pairs: Pairs
    """Every pair of statements that were found to be copies."""

    @property
    def number(self) -> int:
        """How many statements there are without copies."""
        return len(np.unique(self.first))

    def spare(self, held: Flags, parts: Sequence[Hashable] | None = None) -> Numbers:
        """Those of the flagged statements that are copies of another one of them; given the part that each of
        `twice` is of, of another one of its part."""
        at = held[self.twice]
        some = self.twice[at]
        numbers: dict[Hashable, int] = {}
        of = np.array([numbers.setdefault(one, len(numbers)) for one in parts or ()], np.int64)
        key = self.first[some] if parts is None else self.first[some] * len(numbers) + of[at]
        spare = np.ones(len(some), np.bool_)
        spare[np.unique(key, return_index=True)[1]] = False
        return some[spare]


def copies_among(
    statements: Sequence[StatementColumn],
    owner: npt.NDArray[np.int32],
    postings: LexicalIndex,
    new: Flags | None = None,
    known: Pairs = (),
) -> Copies:
    """Of all statements; passage `i` is of statement `owner[i]`. Where it is given which are new, the pairs
    among the others are those known."""
    lengths = np.bincount(owner, weights=postings.lengths, minlength=len(statements)).astype(np.float64)
    likely = list(_pairs(statements, lengths, new))
    terms = _terms(np.unique(np.array(likely, np.int64)), owner, postings) if likely else {}
    alike = [
        (one, other) for one, other in likely if _shared(terms[one], terms[other]) >= SHARED * lengths[other]
    ]
    return copies_by(statements, (*known, *alike))


def copies_by(statements: Sequence[StatementColumn], pairs: Pairs) -> Copies:
    """Of all statements, where every pair of copies is known."""
    first, firsts = np.arange(len(statements)), dict[int, int]()
    for pair in pairs:
        low, high = sorted(_first_of(one, firsts) for one in pair)
        firsts[high] = low
    for one in firsts:
        first[one] = _first_of(one, firsts)
    often = np.bincount(first, minlength=len(first))
    twice = sorted(
        np.flatnonzero(often[first] > 1).tolist(), key=lambda at: (first[at], *_lacking(statements[at]), at)
    )
    return Copies(first, np.array(twice, np.int64), pairs)


def _first_of(one: int, firsts: Mapping[int, int]) -> int:
    """The first of the statements that this one is known to be a copy of."""
    while firsts.get(one, one) != one:
        one = firsts[one]
    return one


def _lacking(one: StatementColumn) -> tuple[int, bool, bool]:
    """What is not told of it that a copy may tell."""
    return one.last_day - one.first_day, one.meeting is None, one.organ is None


def _pairs(
    statements: Sequence[StatementColumn], lengths: npt.NDArray[np.float64], new: Flags | None
) -> Iterator[tuple[int, int]]:
    """Pairs of statements that may be copies, the shorter first; where the new ones are given, one of each
    pair is new."""
    for group in _groups(statements, lengths, new):
        group.sort(key=lengths.__getitem__)
        for place, at in enumerate(group, 1):
            for other in group[place:]:
                if lengths[at] < SHARED * lengths[other]:
                    break
                if (new is None or new[at] or new[other]) and _may_be_one(statements[at], statements[other]):
                    yield at, other


def _groups(
    statements: Sequence[StatementColumn], lengths: npt.NDArray[np.float64], new: Flags | None
) -> Iterable[list[int]]:
    """Groups of statements of one delegation and year; only groups with a new statement."""
    enough = np.flatnonzero(lengths >= FEWEST)
    if new is not None and not any(statements[at].first_day for at in enough[new[enough]].tolist()):
        return ()
    dated = [at for at in enough.tolist() if statements[at].first_day]
    keys = [(statements[at].delegation, statements[at].first_day // 10_000) for at in dated]
    wanted = None if new is None else {key for key, at in zip(keys, dated, strict=True) if new[at]}
    groups: dict[tuple[str | None, int], list[int]] = defaultdict(list)
    for key, at in zip(keys, dated, strict=True):
        if wanted is None or key in wanted:
            groups[key].append(at)
    return groups.values()


def _may_be_one(one: StatementColumn, other: StatementColumn) -> bool:
    if (one.collection, one.path) == (other.collection, other.path):
        return False
    if one.meeting != other.meeting and one.meeting is not None and other.meeting is not None:
        return False
    first, last = max(one.first_day, other.first_day), min(one.last_day, other.last_day)
    return (first, last) in ((one.first_day, one.last_day), (other.first_day, other.last_day))


def _terms(statements: Numbers, owner: npt.NDArray[np.int32], postings: LexicalIndex) -> dict[int, Terms]:
    """The terms of these statements."""
    passages, terms, counts = postings.of_passages(np.isin(owner, statements))
    keys, at = np.unique(owner[passages].astype(np.int64) << 32 | terms, return_inverse=True)
    often = np.bincount(at, weights=counts).astype(np.int64)
    ends = np.searchsorted(keys, (statements + 1) << 32)
    held = zip(*(np.split(some, ends)[: len(statements)] for some in (keys, often)), strict=True)
    return {
        statement: ((own & 0xFFFFFFFF).astype(np.int32), many)
        for statement, (own, many) in zip(statements.tolist(), held, strict=True)
    }


def _shared(one: Terms, other: Terms) -> int:
    """How many terms both hold, each counted as often as in the statement that has it less often."""
    _, ours, theirs = np.intersect1d(one[0], other[0], assume_unique=True, return_indices=True)
    return int(np.minimum(one[1][ours], other[1][theirs]).sum())
