"""What `status` says of a record beside how large it is: delegations, collections and days.

In: a view of one revision. Out: `Told`, in which a statement whose row does not fit its seal, or of which
damage is known, has no part. Rows are compared once; after a change, only those that it concerned.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.errors import damage_told
from index.store.arrays import ArrayQueries, enrolled
from index.store.journal import Concerned
from index.store.queries import batches

NUMBERS = "SELECT number FROM statements"


@dataclass(frozen=True, slots=True)
class Told:
    """Codes of delegations, names of collections, the earliest and latest day as `yyyymmdd`, 0 for none."""

    delegations: frozenset[str]
    collections: frozenset[str]
    first_day: int
    last_day: int

    @classmethod
    def of(cls, parts: Iterable[Told]) -> Told:
        """Of several records together."""
        every = list(parts)
        return cls(
            frozenset().union(*(one.delegations for one in every)),
            frozenset().union(*(one.collections for one in every)),
            min((one.first_day for one in every if one.first_day), default=0),
            max((one.last_day for one in every), default=0),
        )


class Vouched:
    """Knows, of the revision last asked for, which statements are not what was written, and what the others
    say; any thread may ask. `concerned` says what changed between two revisions."""

    def __init__(self, concerned: Callable[[int, int], Concerned | None]) -> None:
        self._concerned = concerned
        self._lock = threading.Lock()
        self._revision, self._unsound = -1, frozenset[int]()
        self._told: tuple[int, Mapping[str, str], Told] | None = None

    def told(self, view: ArrayQueries) -> Told:
        """What the sound statements say; looked up again after a change, and when damage was found."""
        with self._lock, damage_told():
            now, found = view.revision(), view.damage.found
            if self._told is None or self._told[:2] != (now, found):
                told = self._told_at(view, now)
                self._told = now, view.damage.found, told
            return self._told[2]

    def _told_at(self, view: ArrayQueries, revision: int) -> Told:
        left_out = ",".join(map(str, sorted(self._left_out(view, revision))))
        where = f"WHERE s.number NOT IN ({left_out})" if left_out else ""
        delegations = view._all(f"SELECT DISTINCT delegation FROM statements s {where}")
        sources = f"SELECT source FROM statements s {where}"
        collections = view._all(f"SELECT DISTINCT collection FROM sources WHERE number IN ({sources})")
        dated = "min(CASE WHEN first_day > 0 THEN first_day END), max(last_day)"
        first, last = view._one(f"SELECT {dated} FROM statements s {where}") or (0, 0)
        return Told(
            frozenset(code for (code,) in delegations if code is not None),
            frozenset(name for (name,) in collections),
            first or 0,
            last or 0,
        )

    def _left_out(self, view: ArrayQueries, revision: int) -> set[int]:
        self._unsound = frozenset(self._not_as_written(view, revision))
        self._revision = revision
        known = view._listed(f"{NUMBERS} WHERE id IN ", view.damage.found)
        return {*self._unsound, *(number for (number,) in known)}

    def _not_as_written(self, view: ArrayQueries, revision: int) -> Iterator[int]:
        """Among those that were not, those that changed, and all where nobody knows which did."""
        changed = self._concerned(self._revision, revision) if self._revision >= 0 else None
        if changed is None:
            numbers = [number for (number,) in view._all(NUMBERS)]
        else:
            numbers = [*{*changed, *self._unsound}]
        for some in batches(numbers):
            yield from (number for number, (_, column) in enrolled(view, some).items() if column.damaged)
