"""The best few of each kind, and those of a kind together: of a delegation, of a statement.

In: items, best first, and what each is counted under. Out: the first few of each, or all, the best kind
first.
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


def together(items: Iterable[Item], key: Callable[[Item], str]) -> list[Item]:
    """The items with those of one key side by side, keys in the order of their first item."""
    held: dict[str, list[Item]] = {}
    for item in items:
        held.setdefault(key(item), []).append(item)
    return [item for some in held.values() for item in some]


def delegation_of(item: Scored) -> str:
    """The delegation that a passage is counted under; a statement without one stands for itself."""
    return item.delegation or item.statement
