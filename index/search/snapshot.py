"""What is searched: vectors, postings and filter columns of every live passage.

In: the record store. Out: an immutable `Snapshot` of one revision; `advance` makes the next from it,
reading only what is new. A filter is answered by `mask`, a flag per passage, from columns of integers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from index.model import Filters
from index.search.copies import Copies, Pairs, copies_among, copies_by
from index.search.filtering import FilterColumns
from index.search.parts import Flags, Held, Part, Rows, Vectors, column_of, joined, narrowed
from index.store.arrays import ArrayQueries
from index.store.columns import Roll, StatementColumn
from index.store.lexical import LexicalIndex, invert
from index.store.record_store import RecordStore

SEALED = 16_384
"""Rows beyond which a part is left as it is and what is new becomes another."""


@dataclass(frozen=True)
class Earlier:
    """What the snapshot of an earlier revision knows, and the numbers of the statements by which a later one
    differs."""

    roll: Roll
    columns: FilterColumns
    copies: Copies
    concerned: Rows

    def pairs_in(self, roll: Roll) -> list[tuple[int, int]]:
        """Copies that no change concerned, by their places in a later roll."""
        pairs = self.roll.numbers[np.array(self.copies.pairs, np.int64).reshape(-1, 2)]
        same = pairs[~np.isin(pairs, self.concerned).any(axis=1)]
        return [(one, other) for one, other in np.searchsorted(roll.numbers, same).tolist()]


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
    earlier: Earlier | None = None
    told: Pairs | None = None
    """Every pair of copies, where that was kept of exactly this state."""

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
    def columns(self) -> FilterColumns:
        known = self.earlier
        if known is None or not self.roll.continues(known.roll):
            return FilterColumns.of(self.statements)
        return known.columns.joined(self.statements[len(known.roll.columns) :])

    @cached_property
    def procedural(self) -> Flags:
        """Per passage: part of a procedural statement."""
        return self.columns.procedural[self.owner]

    @cached_property
    def copies(self) -> Copies:
        if self.told is not None:
            return copies_by(self.statements, self.told)
        known = self.earlier
        if known is None:
            return copies_among(self.statements, self.owner, self.lexical)
        new = np.isin(self.roll.numbers, known.concerned)
        return copies_among(self.statements, self.owner, self.lexical, new, known.pairs_in(self.roll))

    @property
    def pairs(self) -> Rows:
        """The numbers of the statements of each pair of copies, shape (pairs, 2)."""
        return self.roll.numbers[np.array(self.copies.pairs, np.int64).reshape(-1, 2)]

    def once(self, mask: Flags) -> Flags:
        """The masked passages; where a statement stands in the record twice, only those of one copy."""
        if not len(self.copies.twice):
            return mask
        spare = np.zeros(len(self.statements), np.bool_)
        spare[self.copies.spare(self.holders(mask))] = True
        return mask & ~spare[self.owner]

    def holders(self, mask: Flags) -> Flags:
        """Per statement: is any of its passages masked?"""
        held = np.zeros(len(self.statements), np.bool_)
        held[self.owner[mask]] = True
        return held

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


def load(store: RecordStore, kept: Callable[[ArrayQueries], list[Held]] = lambda _: []) -> Snapshot:
    """The store's present revision; what `kept` finds of it need not be read again."""
    with store.reading() as view:
        held = kept(view)
        return _told(_present(view, held), held)


def _told(snapshot: Snapshot, held: Sequence[Held]) -> Snapshot:
    """With the copies that are kept beside the only part; not where damage may have changed what is one."""
    kept = held[0].part.copies if len(held) == 1 else None
    if kept is None or any(one.damaged for one in snapshot.statements):
        return snapshot
    places = np.searchsorted(snapshot.roll.numbers, kept)
    whole = len(snapshot.held) == 1 and snapshot.held[0] is held[0]
    return replace(snapshot, told=[(one, other) for one, other in places.tolist()]) if whole else snapshot


def advance(old: Snapshot, store: RecordStore) -> Snapshot:
    """The store's present revision, reusing what `old` already holds."""
    with store.reading() as view:
        concerned = store.concerned(old.revision, view.revision())
        numbers = None if concerned is None else np.array(sorted(concerned), np.int64)
        return _present(view, _still_live(old, view, numbers), old, numbers)


def _still_live(old: Snapshot, view: ArrayQueries, concerned: Rows | None) -> list[Held]:
    if concerned is not None:
        return _without_gone(old, view, concerned)
    if not old.size or view.live_up_to(int(old.rows[-1])) == old.size:
        return list(old.held)
    live = view.live_rows()
    return narrowed(old.held, [np.isin(one.part.rows, live, assume_unique=True) for one in old.held])


def _without_gone(old: Snapshot, view: ArrayQueries, concerned: Rows) -> list[Held]:
    """What only changes of these statements took something from."""
    if not np.isin(concerned, old.roll.numbers, assume_unique=True).any():
        return list(old.held)
    live = view.rows_of(concerned.tolist())
    return narrowed(old.held, [_kept(one, concerned, live) for one in old.held])


def _kept(one: Held, concerned: Rows, live: Rows) -> Flags:
    columns = one.part.columns
    still: Flags = ~np.isin(columns.statements, concerned) | np.isin(columns.rows, live)
    return still if one.kept is None else still & one.kept


def _present(
    view: ArrayQueries, held: list[Held], before: Snapshot | None = None, concerned: Rows | None = None
) -> Snapshot:
    """What a view shows: these parts hold all up to their last row; from the snapshot before this one differs
    by the statements concerned, where that is known."""
    last = int(held[-1].rows[-1]) if held else 0
    new = view.passage_columns(last)
    if len(new.rows):
        read = Held(Part(new, view.vectors_after(last), invert(view.postings_after(last))))
        small = [one for one in held[-1:] if not one.part.mapped and one.size + read.size <= SEALED]
        held = [*held[: len(held) - len(small)], Held(joined([*small, read])) if small else read]
    known = None if concerned is None else concerned.tolist()
    roll = view.roll(before.roll if before else None, known)
    held = _owned(held, roll, before.held if before else ())
    return Snapshot(
        view.revision(),
        column_of(held, "rows", np.int64),
        _owners(held, roll, before),
        column_of(held, "kinds", np.int8),
        tuple(held),
        view.dim,
        roll,
        _known(before, concerned),
    )


def _known(before: Snapshot | None, concerned: Rows | None) -> Earlier | None:
    if before is None or concerned is None:
        return None
    return Earlier(before.roll, before.columns, before.copies, concerned)


def _owned(held: Sequence[Held], roll: Roll, before: Sequence[Held]) -> list[Held]:
    """Without passages that damage left without a statement; parts held before were looked through then."""
    looked = {id(one) for one in before}
    found = [one if id(one) in looked else _of_statements(one, roll) for one in held]
    return [one for one in found if one.size]


def _of_statements(one: Held, roll: Roll) -> Held:
    owned = np.isin(one.part.columns.statements, roll.numbers)
    return one.narrowed(owned if one.kept is None else owned & one.kept)


def _owners(held: Sequence[Held], roll: Roll, before: Snapshot | None) -> npt.NDArray[np.int32]:
    """Places of the passages' statements in the roll; as far as nothing changed, those known before."""
    known, same = np.empty(0, np.int32), 0
    if before is not None and roll.continues(before.roll):
        pairs = zip(held, before.held, strict=False)
        same = len(list(takewhile(lambda pair: pair[0] is pair[1], pairs)))
        known = before.owner[: sum(one.size for one in held[:same])]
    found = np.searchsorted(roll.numbers, column_of(held[same:], "statements", np.int64))
    return np.concatenate([known, found.astype(np.int32)])
