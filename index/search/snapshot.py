"""What is searched: vectors, postings and filter columns of every live passage.

In: the record store. Out: an immutable `Snapshot` of one revision; `advance` makes the next from it,
reading only what is new. A filter is answered by `mask`, a flag per passage, from columns of integers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.model import Filters
from index.search.copies import Copies, copies_among
from index.search.parts import Flags, Held, Part, Rows, Vectors, columns_of, joined, narrowed
from index.store.arrays import ArrayQueries
from index.store.columns import Roll, StatementColumn
from index.store.lexical import LexicalIndex, invert
from index.store.record_store import RecordStore
from index.store.rows import days_of
from index.text.folding import fold_name

SEALED = 16_384
"""Rows beyond which a part is left as it is and what is new becomes another."""
NAMELESS = -2
"""The number of no name, which is asked for by none."""


@dataclass(frozen=True)
class Snapshot:
    """One revision: passage `i` is row `rows[i]`, of statement `statements[owner[i]]`."""

    revision: int
    rows: Rows
    owner: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.int8]
    held: tuple[Held, ...]
    dim: int
    roll: Roll

    @property
    def statements(self) -> tuple[StatementColumn, ...]:
        return self.roll.columns

    @property
    def size(self) -> int:
        return len(self.rows)

    @cached_property
    def vectors(self) -> Vectors:
        return Vectors(self.held, self.dim)

    @cached_property
    def lexical(self) -> LexicalIndex:
        return LexicalIndex(*(one.lexical for one in self.held))

    @cached_property
    def columns(self) -> Columns:
        return Columns.of(self.statements)

    @cached_property
    def procedural(self) -> Flags:
        """Per passage: part of a procedural statement."""
        return self.columns.procedural[self.owner]

    @cached_property
    def copies(self) -> Copies:
        return copies_among(self.statements, self.owner, self.lexical)

    def once(self, mask: Flags) -> Flags:
        """The masked passages, of statements that stand in the record twice those of one copy."""
        if not len(self.copies.twice):
            return mask
        held = np.zeros(len(self.statements), np.bool_)
        held[self.owner[mask]] = True
        spare = np.zeros_like(held)
        spare[self.copies.spare(held)] = True
        return mask & ~spare[self.owner]

    @cached_property
    def searched(self) -> Flags:
        """Per passage: is it searched where nothing is filtered?"""
        return self.once(~self.procedural)

    def one_with(self, id: str) -> Flags:
        """The passages of a statement and of its copies."""
        at = self.columns.ids.get(id)
        first = self.copies.first
        return np.zeros(self.size, np.bool_) if at is None else (first == first[at])[self.owner]

    def mask(self, filters: Filters) -> Flags:
        """Per passage: does its statement satisfy the filters? Exact, shape (size,)."""
        return self.columns.satisfying(filters)[self.owner]

    def positions(self, rows: Rows) -> npt.NDArray[np.int64]:
        """Positions of the rows that this snapshot holds, in the order given; unknown rows are left out."""
        at = np.searchsorted(self.rows, rows)
        at[at == self.size] = 0
        return at[self.rows[at] == rows] if self.size else np.empty(0, np.int64)


@dataclass(frozen=True)
class Columns:
    """Filter columns, one entry per statement; names are numbered in order of first appearance."""

    ids: dict[str, int]
    delegations: npt.NDArray[np.int32]
    meetings: npt.NDArray[np.int32]
    organs: npt.NDArray[np.int32]
    collections: npt.NDArray[np.int32]
    first_day: npt.NDArray[np.int32]
    last_day: npt.NDArray[np.int32]
    procedural: Flags
    names: tuple[str | None, ...]
    groups: dict[str, tuple[int, ...]]
    numbers: dict[str, dict[str | None, int]]

    @classmethod
    def of(cls, statements: Sequence[StatementColumn]) -> Columns:
        numbers: dict[str, dict[str | None, int]] = {}

        def numbered(column: str, values: list[str | None]) -> npt.NDArray[np.int32]:
            held = {value: at for at, value in enumerate(dict.fromkeys(values))} | {None: NAMELESS}
            numbers[column] = held
            return np.fromiter(map(held.__getitem__, values), np.int32, len(values))

        return cls(
            ids={statement.id: at for at, statement in enumerate(statements)},
            delegations=numbered("delegation", [s.delegation for s in statements]),
            meetings=numbered("meeting", [s.meeting for s in statements]),
            organs=numbered("organ", [s.organ for s in statements]),
            collections=numbered("collection", [s.collection for s in statements]),
            first_day=np.array([s.first_day for s in statements], np.int32),
            last_day=np.array([s.last_day for s in statements], np.int32),
            procedural=np.array([s.procedural for s in statements], np.bool_),
            names=tuple(s.speaker for s in statements),
            groups=_spoken_for(statements),
            numbers=numbers,
        )

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """Their names folded."""
        return tuple(fold_name(name or "") for name in self.names)

    def satisfying(self, filters: Filters) -> Flags:
        """Per statement: does it satisfy every filter?"""
        flags = np.ones(len(self.names), np.bool_)
        for column, wanted, values in (
            ("meeting", filters.meetings, self.meetings),
            ("organ", filters.organs, self.organs),
            ("collection", filters.collections, self.collections),
        ):
            if wanted:
                flags &= np.isin(values, [self.numbers[column].get(name, -1) for name in wanted])
        if filters.delegations:
            flags &= self._of_delegations(filters.delegations)
        if filters.statements:
            flags &= self._among(filters.statements)
        if filters.speakers:
            flags &= self._spoken_by(filters.speakers)
        return flags & self._within(filters) & (filters.procedural | ~self.procedural)

    def _of_delegations(self, codes: Sequence[str]) -> Flags:
        """Spoken by one of them, or by a member on behalf of one of them."""
        flags = np.isin(self.delegations, [self.numbers["delegation"].get(code, -1) for code in codes])
        flags[[at for code in codes for at in self.groups.get(code, ())]] = True
        return flags

    def _among(self, ids: Sequence[str]) -> Flags:
        flags = np.zeros(len(self.names), np.bool_)
        flags[[self.ids[id] for id in ids if id in self.ids]] = True
        return flags

    def _spoken_by(self, names: Sequence[str]) -> Flags:
        wanted = [set(fold_name(name).split()) for name in names]
        found = [any(name and name <= set(speaker.split()) for name in wanted) for speaker in self.speakers]
        return np.array(found, np.bool_)

    def _within(self, filters: Filters) -> Flags:
        flags = np.ones(len(self.names), np.bool_)
        if filters.since:
            flags &= self.last_day >= days_of(filters.since)[0]
        if filters.until:
            flags &= (self.first_day <= days_of(filters.until)[1]) & (self.first_day > 0)
        return flags


def load(store: RecordStore, kept: Callable[[ArrayQueries], list[Held]] = lambda _: []) -> Snapshot:
    """The store's present revision; what `kept` finds of it need not be read again."""
    with store.reading() as view:
        return _present(view, kept(view))


def advance(old: Snapshot, store: RecordStore) -> Snapshot:
    """The store's present revision, reusing what `old` already holds."""
    with store.reading() as view:
        return _present(view, _still_live(old, view), old.roll)


def _still_live(old: Snapshot, view: ArrayQueries) -> list[Held]:
    if not old.size or view.live_up_to(int(old.rows[-1])) == old.size:
        return list(old.held)
    live = view.live_rows()
    return narrowed(old.held, [np.isin(one.part.rows, live, assume_unique=True) for one in old.held])


def _present(view: ArrayQueries, held: list[Held], before: Roll | None = None) -> Snapshot:
    """What a view shows: these parts hold all up to their last row, `before` is the roll of one before."""
    last = int(held[-1].rows[-1]) if held else 0
    new = view.passage_columns(last)
    if len(new.rows):
        read = Held(Part(new, view.vectors_after(last), invert(view.postings_after(last))))
        small = [one for one in held[-1:] if not one.part.mapped and one.size + read.size <= SEALED]
        held = [*held[: len(held) - len(small)], Held(joined([*small, read])) if small else read]
    columns, roll = columns_of(held), view.roll(before)
    owner = np.searchsorted(roll.numbers, columns.statements).astype(np.int32)
    return Snapshot(
        view.revision(),
        columns.rows,
        np.minimum(owner, max(len(roll.numbers) - 1, 0)),  # damage may leave an owner without a statement
        columns.kinds,
        tuple(held),
        view.dim,
        roll,
    )


def _spoken_for(statements: Sequence[StatementColumn]) -> dict[str, tuple[int, ...]]:
    """Per group the statements made on its behalf, by position."""
    found: dict[str, list[int]] = {}
    for at, statement in enumerate(statements):
        for code in statement.groups:
            found.setdefault(code, []).append(at)
    return {code: tuple(places) for code, places in found.items()}
