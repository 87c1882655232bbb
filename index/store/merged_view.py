"""One revision of each of several records, seen as one: what search holds, and what is asked by row or id.

In: views of the records, whose rows and terms were given common numbers. Out: the arrays, passages and
statements of all, in the order of those numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import TokenCodes, Vector
from index.store.columns import PassageColumns, Roll
from index.store.damage import Damage
from index.store.lexical import Postings
from index.store.numbering import Numbering, Numbers, Terms
from index.store.recall import Recall
from index.store.record_store import View
from index.store.rows import Row
from index.store.statements import PassageRow, SealedRows

T = TypeVar("T")
RECORD = 40
"""Bits of a number of a statement that are its record's own; those above tell which record."""


class MergedView(View):
    """One revision of each record; `parts` are views whose rows and terms have numbers here."""

    def __init__(
        self, parts: Sequence[View], numbering: Numbering, terms: Terms, damage: Damage, recall: Recall
    ) -> None:
        self.parts, self._numbering, self._terms = parts, numbering, terms
        self.damage, self.recall = damage, recall

    def revision(self) -> int:
        return sum(part.revision() for part in self.parts)

    @property
    def dim(self) -> int:
        return max(part.dim for part in self.parts)

    @property
    def token_dim(self) -> int:
        return max(part.token_dim for part in self.parts)

    @cached_property
    def _rows(self) -> Numbers:
        """Our numbers of the rows of one record after the other."""
        rows = [self._numbering.ours(at, part.live_rows()) for at, part in enumerate(self.parts)]
        return np.concatenate(rows)

    def _order(self, after: int = 0) -> npt.NDArray[np.intp]:
        """The order that sorts what the records say of their rows, one record after the other, by our
        numbers."""
        return np.argsort(self._rows[self._rows > after])

    def live_rows(self) -> Numbers:
        return np.sort(self._rows)

    def live_up_to(self, row: int) -> int:
        return int((self._rows <= row).sum())

    def passage_columns(self, after: int) -> PassageColumns:
        found = [part.passage_columns(own) for part, own in self._until(after)]
        rows = [self._numbering.ours(at, some.rows) for at, some in enumerate(found)]
        order = self._order(after)
        return PassageColumns(
            np.concatenate(rows)[order],
            np.concatenate([_of_record(at, some.statements) for at, some in enumerate(found)])[order],
            np.concatenate([some.kinds for some in found])[order],
            np.concatenate([some.marks for some in found])[order],
        )

    def roll(self, before: Roll | None = None, concerned: Sequence[int] | None = None) -> Roll:
        found = [part.roll() for part in self.parts]
        return Roll(
            np.concatenate([_of_record(at, some.numbers) for at, some in enumerate(found)]),
            tuple(chain.from_iterable(some.seals for some in found)),
            tuple(chain.from_iterable(some.columns for some in found)),
        )

    def vectors_after(self, row: int) -> Vector:
        found = [part.vectors_after(own) for part, own in self._until(row)]
        joined: Vector = np.concatenate([some for some in found if len(some)] or found[:1])
        return joined[self._order(row)]

    def postings_after(self, row: int) -> Postings:
        found = [part.postings_after(own) for part, own in self._until(row)]
        numbered = [
            Postings(some.starts, self._terms.ours(at, some.terms), some.counts)
            for at, some in enumerate(found)
        ]
        return _reordered(_one_behind_the_other(numbered), self._order(row))

    def _until(self, row: int) -> Iterator[tuple[View, int]]:
        """Each record with its own last number that is not above our row."""
        return ((part, self._numbering.until(at, row)[0]) for at, part in enumerate(self.parts))

    def term_ids(self, terms: Iterable[str]) -> dict[str, int]:
        wanted = list(terms)
        held = dict.fromkeys(chain.from_iterable(part.term_ids(wanted) for part in self.parts))
        return {term: self._terms.number(term) for term in held}

    def vectors(self, rows: Sequence[int]) -> dict[int, Vector]:
        return self._by_row(rows, lambda part, own: part.vectors(own))

    def token_codes(self, rows: Sequence[int]) -> dict[int, TokenCodes]:
        return self._by_row(rows, lambda part, own: part.token_codes(own))

    def passages(self, rows: Sequence[int]) -> dict[int, PassageRow]:
        found = self._by_row(rows, lambda part, own: part.passages(own))
        return {row: replace(passage, row=row) for row, passage in found.items()}

    def _by_row(self, rows: Sequence[int], ask: Callable[[View, list[int]], dict[int, T]]) -> dict[int, T]:
        found: dict[int, T] = {}
        for at, part in enumerate(self.parts):
            own = self._numbering.theirs(at, rows)
            found |= {own[row]: value for row, value in ask(part, list(own)).items()}
        return found

    def _passages(self, where: str, values: Sequence[object]) -> list[PassageRow]:
        return [
            replace(found, row=int(self._numbering.ours(at, np.array([found.row]))[0]))
            for at, part in enumerate(self.parts)
            for found in part._passages(where, values)
        ]

    def _sealed(self, ids: Iterable[str]) -> Iterator[SealedRows]:
        wanted = list(ids)
        return chain.from_iterable(part._sealed(wanted) for part in self.parts)

    def _sealed_refs(self, ids: Iterable[str]) -> Iterator[Row]:
        wanted = list(ids)
        return chain.from_iterable(part._sealed_refs(wanted) for part in self.parts)


def _of_record(at: int, numbers: Numbers) -> Numbers:
    """A record's numbers of statements behind those of the records before it."""
    return np.int64(at) << RECORD | numbers


def _one_behind_the_other(parts: Sequence[Postings]) -> Postings:
    offsets = np.cumsum([0, *(len(part.terms) for part in parts)])
    starts = [part.starts[:-1] + offset for part, offset in zip(parts, offsets, strict=False)]
    return Postings(
        np.concatenate([*starts, offsets[-1:]]).astype(np.int64),
        np.concatenate([part.terms for part in parts]),
        np.concatenate([part.counts for part in parts]),
    )


def _reordered(postings: Postings, order: npt.NDArray[np.intp]) -> Postings:
    """The postings of the passages in this order."""
    sizes = np.diff(postings.starts)[order]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    at = np.repeat(postings.starts[order] - starts[:-1], sizes) + np.arange(starts[-1])
    return Postings(starts, postings.terms[at], postings.counts[at])
