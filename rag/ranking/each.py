"""The best few of each: of each delegation, of each statement.

In: items, best first, and whom each counts for. Out: the first of each, in the order given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rag.ranking.retrieval import Scored

Item = TypeVar("Item")


def first_of_each(items: Iterable[Item], few: int, key: Callable[[Item], str]) -> Iterator[Item]:
    """The first `few` of each key."""
    seen: Counter[str] = Counter()
    for item in items:
        seen[key(item)] += 1
        if seen[key(item)] <= few:
            yield item


def delegation_of(item: Scored) -> str:
    """Whom a passage counts for; a statement without a delegation stands for itself."""
    return item.delegation or item.statement
