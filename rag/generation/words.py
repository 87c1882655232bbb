"""The words the checks go by: rows of `data/checking.tsv`, each kind with its source.

In: a kind. Out: its words, in the order of the row, as a set, or with the number that the row gives them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from index.tables import rows_of
from index.text.terms import terms

SHORT = 2
"""A search term this short is only a part of a word ("de-escalate"), in letters."""


@cache
def words_of(kind: str) -> frozenset[str]:
    """Every word of a kind."""
    return frozenset(listed(kind))


def listed(kind: str) -> list[str]:
    """The words of a kind, in order."""
    return [
        word for row in rows_of("rag", "checking.tsv") if row["kind"] == kind for word in row["one"].split()
    ]


@cache
def values_of(kind: str) -> dict[str, int]:
    """The words of a kind, each with the number of its row."""
    return {
        word: int(row["other"])
        for row in rows_of("rag", "checking.tsv")
        if row["kind"] == kind
        for word in row["one"].split()
    }


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """The phrases of a kind, in order."""
    return tuple(
        phrase
        for row in rows_of("rag", "checking.tsv")
        if row["kind"] == kind
        for phrase in row["one"].split("; ")
    )


@cache
def phrase_contraries() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Phrases, each group with the group that says the contrary."""
    rows = (row for row in rows_of("rag", "checking.tsv") if row["kind"] == "phrase_contrary")
    return tuple((tuple(row["one"].split("; ")), tuple(row["other"].split("; "))) for row in rows)


def contraries() -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Families of words, each with the family that says the contrary."""
    for row in rows_of("rag", "checking.tsv"):
        if row["kind"] == "contrary":
            yield _family(row["one"]), _family(row["other"])


def _family(words: str) -> frozenset[str]:
    """The words and their search terms, by which other forms of them are known."""
    return frozenset(words.split()) | frozenset(term for term in terms(words) if len(term) > SHORT)
