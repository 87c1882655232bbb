"""Sets of words of one use, kept as rows of `data/wordsets.tsv`.

In: the name of a set. Out: its words.
"""

from __future__ import annotations

from index.tables import sets_of


def words_of(name: str) -> frozenset[str]:
    """The words of a set; KeyError for one that is not in the table."""
    return sets_of("rag", "wordsets.tsv")[name]
