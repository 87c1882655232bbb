"""The best few of each kind, and those of a kind together or by turns: of a delegation, of a statement.

In: items, best first, and what each is counted under. Out: the first few of each, or all, the best kind
first or the best of each.
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


def by_turns(items: Iterable[Item], key: Callable[[Item], str]) -> list[Item]:
    """All of them, the first of each key before the second of any."""
    seen: Counter[str] = Counter()
    turns = list[tuple[int, Item]]()
    for item in items:
        turns.append((seen[key(item)], item))
        seen[key(item)] += 1
    return [item for _, item in sorted(turns, key=lambda one: one[0])]


def together(items: Iterable[Item], key: Callable[[Item], str]) -> list[Item]:
    """The items with those of one key side by side, keys in the order of their first item."""
    held: dict[str, list[Item]] = {}
    for item in items:
        held.setdefault(key(item), []).append(item)
    return [item for some in held.values() for item in some]


def delegation_of(item: Scored) -> str:
    """The delegation that a passage is counted under; a statement without one stands for itself."""
    return item.delegation or item.statement
