"""Knowledge kept as tables and lists: rows of a packaged file, words of a line.

In: a package and the name of a table in its `data` folder, tab-separated under a line of names; or words in a
string. Out: rows by those names (quotes are not syntax, because patterns hold them), sets, alternatives.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files


def rows_of(package: str, name: str) -> Iterator[dict[str, str]]:
    """The rows of `data/name`, in order."""
    text = files(package).joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def word_set(words: str) -> frozenset[str]:
    """A line of words as a set."""
    return frozenset(words.split())


def alternatives(words: str) -> str:
    """A list with commas between its words, as the alternatives of a pattern, in the same order."""
    return "|".join(words.split(", "))
