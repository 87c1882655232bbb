"""What statements are filtered by, as arrays of integers: filters in, a flag per statement out.

In: columns of statements, and more of them later. Out: `FilterColumns`, never changed once made; an addition
costs what is new. Names are numbered in order of first appearance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from index.model import Filters
from index.search.parts import Flags
from index.store.columns import StatementColumn
from index.store.rows import days_of
from index.text.folding import fold_name

Ints = npt.NDArray[np.int32]
Numbers = Mapping[str | None, int]
NAMELESS = -2
"""A number that no name has, so that no filter asks for it."""
UNKNOWN = -1
NAMED = ("delegation", "speaker", "meeting", "organ", "collection")


@dataclass(frozen=True)
class FilterColumns:
    """One entry per statement; of each column of names its numbers and the names numbered."""

    ids: dict[str, int]
    named: dict[str, Ints]
    numbers: dict[str, Numbers]
    first_day: Ints
    last_day: Ints
    procedural: Flags
    damaged: Flags
    groups: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, statements: Sequence[StatementColumn]) -> FilterColumns:
        none = np.empty(0, np.int32)
        names: Numbers = {None: NAMELESS}
        named, numbers = dict.fromkeys(NAMED, none), dict.fromkeys(NAMED, names)
        no = np.empty(0, np.bool_)
        return cls({}, named, numbers, none, none, no, no, {}).joined(statements)

    def joined(self, more: Sequence[StatementColumn]) -> FilterColumns:
        """The columns with these statements after the others."""
        first = len(self.first_day)
        values = {column: [getattr(one, column) for one in more] for column in NAMED}
        numbers = {column: _numbering(self.numbers[column], values[column]) for column in NAMED}
        return FilterColumns(
            self.ids | {one.id: at for at, one in enumerate(more, first)},
            {
                column: _behind(self.named[column], [numbers[column][value] for value in values[column]])
                for column in NAMED
            },
            numbers,
            _behind(self.first_day, [one.first_day for one in more]),
            _behind(self.last_day, [one.last_day for one in more]),
            np.concatenate([self.procedural, np.array([one.procedural for one in more], np.bool_)]),
            np.concatenate([self.damaged, np.array([one.damaged for one in more], np.bool_)]),
            _spoken_for(self.groups, more, first),
        )

    @property
    def delegations(self) -> Ints:
        """Numbers of those who are spoken for, below 0 for none."""
        return self.named["delegation"]

    def satisfying(self, filters: Filters) -> Flags:
        """Per statement: does it satisfy every filter? A damaged one satisfies none."""
        flags = ~self.damaged
        for column, wanted in (
            ("meeting", filters.meetings),
            ("organ", filters.organs),
            ("collection", filters.collections),
        ):
            if wanted:
                flags &= self._named(column, wanted)
        if filters.delegations:
            flags &= self._of_delegations(filters.delegations)
        if filters.statements:
            flags &= self._among(filters.statements)
        if filters.speakers:
            flags &= self._spoken_by(filters.speakers)
        return flags & self._within(filters) & (filters.procedural | ~self.procedural)

    def surely_within(self, filters: Filters) -> Flags:
        """Per statement: was it surely made in the period of the filters, and not perhaps at another time of
        its year or month?"""
        return self._between(filters, self.first_day, self.last_day)

    def _named(self, column: str, names: Sequence[str]) -> Flags:
        return np.isin(self.named[column], [self.numbers[column].get(name, UNKNOWN) for name in names])

    def _of_delegations(self, codes: Sequence[str]) -> Flags:
        """Spoken by one of them, or by a member on behalf of one of them."""
        flags = self._named("delegation", codes)
        flags[[at for code in codes for at in self.groups.get(code, ())]] = True
        return flags

    def _among(self, ids: Sequence[str]) -> Flags:
        flags = np.zeros(len(self.damaged), np.bool_)
        flags[[self.ids[id] for id in ids if id in self.ids]] = True
        return flags

    def _spoken_by(self, names: Sequence[str]) -> Flags:
        """By speakers whose names hold every word of one of these, whatever the accents and case."""
        wanted = [words for name in names if (words := _words(name))]
        held = [name for name in self.numbers["speaker"] if name]
        meant = [name for name in held if any(some <= _words(name) for some in wanted)]
        return self._named("speaker", meant)

    def _within(self, filters: Filters) -> Flags:
        return self._between(filters, self.last_day, self.first_day)

    def _between(self, filters: Filters, begins: Ints, ends: Ints) -> Flags:
        """Per statement: is this day not before the period, and that one not behind it?"""
        flags = np.ones(len(self.damaged), np.bool_)
        if filters.since:
            flags &= begins >= days_of(filters.since)[0]
        if filters.until:
            flags &= (ends <= days_of(filters.until)[1]) & (self.first_day > 0)
        return flags


@lru_cache(maxsize=65_536)
def _words(name: str) -> frozenset[str]:
    return frozenset(fold_name(name).split())


def _numbering(known: Numbers, values: Sequence[str | None]) -> Numbers:
    """The known numbers with the new names numbered after them; the same mapping where no name is new."""
    new = [value for value in dict.fromkeys(values) if value not in known]
    return {**known, **{value: at for at, value in enumerate(new, len(known) - 1)}} if new else known


def _behind(held: Ints, more: Sequence[int]) -> Ints:
    return np.concatenate([held, np.array(more, np.int32)])


def _spoken_for(
    known: dict[str, tuple[int, ...]], more: Sequence[StatementColumn], first: int
) -> dict[str, tuple[int, ...]]:
    """Per group the statements made on its behalf, by position; `more` begin at `first`."""
    found: dict[str, list[int]] = {}
    for at, statement in enumerate(more, first):
        for code in statement.groups:
            found.setdefault(code, []).append(at)
    return known | {code: tuple(chain(known.get(code, ()), places)) for code, places in found.items()}
