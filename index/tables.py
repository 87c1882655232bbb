"""Knowledge kept as tables and lists: rows of a packaged file, words of a line.

In: a package and the name of a table in its `data` folder, tab-separated under a line of names; or words in a
string. Out: rows by those names (quotes are not syntax, because patterns hold them), sets, alternatives by
the name of their list.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files


def rows_of(package: str, name: str) -> Iterator[dict[str, str]]:
    """The rows of `data/name`, in order."""
    text = files(package).joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def word_set(words: str) -> frozenset[str]:
    """A line of words as a set."""
    return frozenset(words.split())


@cache
def sets_of(package: str, name: str) -> Mapping[str, frozenset[str]]:
    """Each set of words of `data/name`, by the name in its first column."""
    return {next(iter(row.values())): word_set(row["words"]) for row in rows_of(package, name)}


def alternatives(words: str) -> str:
    """A list with commas between its words, as the alternatives of a pattern, in the same order."""
    return "|".join(words.split(", "))


@cache
def lists_of(package: str, name: str) -> Mapping[str, str]:
    """Each list of `data/name` as the alternatives of a pattern; the rows of one list follow each other."""
    found: dict[str, list[str]] = {}
    for row in rows_of(package, name):
        found.setdefault(row["list"], []).append(alternatives(row["words"]))
    return {name: "|".join(parts) for name, parts in found.items()}
