"""Words that take a view or ask for an act: "reject", "welcome", "lift", "undermine".

In: nothing, or words. Out: patterns, one for each row of `data/stance.tsv`, which says where each was found;
whether words refuse what others give ("we cannot support"). They tell that a side may be taken, and of a
refusal that it is not the warm one.
"""

from __future__ import annotations

import re
from functools import cache

from index.tables import rows_of

DENIAL = "denial"
"""The kind of rows in which support is refused."""


@cache
def view_words() -> tuple[re.Pattern[str], ...]:
    """Every row of the table."""
    return tuple(pattern for _, pattern in _rows())


def refuses(text: str) -> bool:
    """Does it say that something is not supported, accepted or shared?"""
    return any(kind == DENIAL and pattern.search(text) for kind, pattern in _rows())


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kind and pattern of each."""
    rows = rows_of("rag", "stance.tsv")
    return tuple((row["kind"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows)
