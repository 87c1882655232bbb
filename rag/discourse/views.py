"""Words that take a view or ask for an act: "reject", "welcome", "lift", "undermine".

In: nothing. Out: patterns, one for each row of `data/stance.tsv`, which says where each was found. They tell
that a side may be taken, never which.
"""

from __future__ import annotations

import re
from functools import cache

from index.tables import rows_of

TAKING = ("view", "trait", "act")
"""Kinds of words that take a side themselves."""


@cache
def view_words() -> tuple[re.Pattern[str], ...]:
    """Every row of the table."""
    return tuple(pattern for _, pattern in _rows())


def takes_view(text: str) -> bool:
    """Does it hold a view, judge, or ask for an act? Words of harm say that a thing is grave, and "combat"
    whom a claim is aimed at: neither is a side."""
    return any(kind in TAKING and pattern.search(text) for kind, pattern in _rows())


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kind and pattern of each."""
    rows = rows_of("rag", "stance.tsv")
    return tuple((row["kind"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows)
