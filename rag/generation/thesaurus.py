"""Synonyms, words for kinds of a thing, and opposites, from WordNet 3.1.

In: search terms. Out: how two of them are related. The table `data/thesaurus.tsv` is made by
`rag/evaluation/make_thesaurus.py`; a term that is not in it is related to itself alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from index.tables import rows_of, word_set


@dataclass(frozen=True, slots=True)
class Entry:
    same: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    contrary: frozenset[str] = frozenset()


_NONE = Entry()


def carries(record: str, claim: str) -> bool:
    """Does the record's term mean what the claim's means, or a kind of it?"""
    one, other = entry(record), entry(claim)
    return record == claim or claim in one.same or record in other.same or claim in one.kinds


def related(one: str, other: str) -> bool:
    """Are they the same, or is one a kind of the other?"""
    return carries(one, other) or carries(other, one)


def carried_by_any(claim: str, record: Iterable[str]) -> bool:
    return any(carries(term, claim) for term in record)


def contrary(one: str, other: str) -> bool:
    """Is one the opposite of the other, or of a word that says the same?"""
    return other in entry(one).contrary or one in entry(other).contrary


def entry(term: str) -> Entry:
    return _entries().get(term, _NONE)


@cache
def _entries() -> dict[str, Entry]:
    return {
        row["term"]: Entry(*(word_set(row[name] or "") for name in ("same", "kinds", "contrary")))
        for row in rows_of("rag", "thesaurus.tsv")
    }
