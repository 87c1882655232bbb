"""Statements that stand in the record twice, in a text and in a PDF say: which are only copies.

In: statements, the one to keep first. Out: the ids of the others. A copy is of another file, of the same
delegation and date as far as both say it, and shares most of its sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from index.model import Statement, StatementRef
from index.text.folding import fold_letters

SHARED = 0.5
"""The share of the shorter statement's sentences that a copy has too: readers cut a few otherwise."""
LETTERS = 40
"""A sentence with fewer may be anybody's."""


def copies_among(statements: Iterable[Statement]) -> frozenset[str]:
    """The ids of those that are copies of one before them."""
    groups: dict[tuple[str | None, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        ref = statement.ref
        if ref.date:
            groups[ref.delegation.code if ref.delegation else None, ref.date[:4]].append(statement)
    return frozenset(one for group in groups.values() for one in _copies(group))


def _copies(group: Iterable[Statement]) -> Iterable[str]:
    """Those of one delegation and year, each held against those kept before it."""
    kept: list[Statement] = []
    letters: dict[str, frozenset[str]] = {}

    def sentences(one: Statement) -> frozenset[str]:
        if one.ref.id not in letters:
            letters[one.ref.id] = _letters(one)
        return letters[one.ref.id]

    for statement in group:
        near = (one for one in kept if _may_be_one(one.ref, statement.ref))
        if any(_shared(sentences(statement), sentences(one)) for one in near):
            yield statement.ref.id
        else:
            kept.append(statement)


def _may_be_one(first: StatementRef, second: StatementRef) -> bool:
    one, other = first.date or "", second.date or ""
    alike = one.startswith(other) or other.startswith(one)
    return alike and _file(first) != _file(second)


def _file(ref: StatementRef) -> tuple[str, str]:
    return ref.source.collection, ref.source.path


def _shared(first: frozenset[str], second: frozenset[str]) -> bool:
    fewer = min(len(first), len(second))
    return fewer > 0 and len(first & second) >= SHARED * fewer


def _letters(statement: Statement) -> frozenset[str]:
    """Its sentences, each as its letters alone."""
    folded = (fold_letters(span.of(statement.text)) for span in statement.sentences)
    return frozenset(one for one in folded if len(one) >= LETTERS)
