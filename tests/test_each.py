"""The best few of each kind, and the order in which kinds take turns."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from rag.ranking.each import by_turns, first_of_each

WORDS = st.lists(st.text("abc", min_size=1, max_size=3), max_size=12)


def first_letter(word: str) -> str:
    return word[0]


@given(WORDS)
def test_the_first_of_each_comes_before_the_second_of_any(words: list[str]) -> None:
    """Law: nothing is lost or doubled, and wherever it is cut off, no kind is two ahead of one with more."""
    turns = by_turns(words, first_letter)
    assert Counter(turns) == Counter(words)
    of_each = Counter(map(first_letter, words))
    for end in range(len(turns) + 1):
        taken = Counter(map(first_letter, turns[:end]))
        most = max(taken.values(), default=0)
        assert all(taken[kind] >= min(most - 1, of_each[kind]) for kind in of_each)


@given(WORDS)
def test_turns_keep_the_order_within_a_kind(words: list[str]) -> None:
    turns = by_turns(words, first_letter)
    for kind in set(map(first_letter, words)):
        of_kind = [word for word in words if first_letter(word) == kind]
        assert [word for word in turns if first_letter(word) == kind] == of_kind


@given(WORDS, st.integers(1, 3))
def test_no_more_than_a_few_of_each(words: list[str], few: int) -> None:
    found = list(first_of_each(words, few, first_letter))
    counted = Counter(map(first_letter, words))
    assert Counter(map(first_letter, found)) == {kind: min(few, n) for kind, n in counted.items()}
