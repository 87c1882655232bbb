"""Words that take a view or ask for an act: "reject", "welcome", "lift", "undermine".

In: nothing. Out: patterns, one for each row of `data/stance.tsv`, which says where each was found. They tell
that a side may be taken, never which.
"""

from __future__ import annotations

import re
from functools import cache

from index.tables import rows_of


@cache
def view_words() -> tuple[re.Pattern[str], ...]:
    """Every row of the table."""
    return tuple(re.compile(row["pattern"], re.IGNORECASE) for row in rows_of("rag", "stance.tsv"))


def takes_view(text: str) -> bool:
    """Does any of the words stand in the text?"""
    return any(pattern.search(text) for pattern in view_words())
