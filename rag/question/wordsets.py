"""Sets of words of one use, kept as rows of `data/wordsets.tsv`.

In: the name of a set. Out: its words.
"""

from __future__ import annotations

from functools import cache

from index.tables import rows_of, word_set


def words_of(name: str) -> frozenset[str]:
    """The words of a set; KeyError for one that is not in the table."""
    return _sets()[name]


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {row["set"]: word_set(row["words"]) for row in rows_of("rag", "wordsets.tsv")}
