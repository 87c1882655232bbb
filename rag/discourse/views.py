"""Words that take a view or ask for an act: "reject", "welcome", "lift", "undermine".

In: nothing, or words. Out: patterns, one for each row of `data/views.tsv`, which says where each was found;
whether words refuse what others give ("we cannot support"). They tell that a side may be taken, and of a
refusal that it is not the warm one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from index.tables import rows_of, sets_of
from index.text.terms import content_terms
from rag.discourse.ending import heads_of

DENIAL, HARM = "denial", "harm"
"""The kinds of rows in which support is refused, and in which something is harmed."""
BROKEN = 5
"""Words behind one of harm among which what is harmed is named."""
_SPITE = re.compile(
    r"\b(?:in spite of|despite|notwithstanding|in defiance of|in breach of|breach(?:es|ed|ing)?(?: of)?|"
    r"violations? of|non-compliance with|flout\w*|evad\w*|evasion of)(?!\w)",
    re.IGNORECASE,
)


@cache
def view_words() -> tuple[re.Pattern[str], ...]:
    """Every row of the table."""
    return tuple(pattern for _, pattern in _rows())


def refuses(text: str) -> bool:
    """Does it say that something is not supported, accepted or shared?"""
    return any(kind == DENIAL and pattern.search(text) for kind, pattern in _rows())


def deplores_a_breach(topic: str, text: str) -> bool:
    """Is the topic what is broken or passed over: "in spite of the sanctions", "violations of the embargo"?
    Whoever deplores that is not against it."""
    heads = {term for head in heads_of(topic) for term in content_terms(head)}
    return any(
        not heads.isdisjoint(content_terms(" ".join(_next(text[found.end() :]))))
        for pattern in (_SPITE, *(pattern for kind, pattern in _rows() if kind == HARM))
        for found in pattern.finditer(text)
    )


def _next(text: str) -> Iterator[str]:
    """The first words, up to a preposition or to what is joined to them."""
    sets = sets_of("rag", "function_words.tsv")
    ends = sets["preposition"] | sets["coordinator"]
    return takewhile(lambda word: word.lower() not in ends, text.split()[:BROKEN])


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kind and pattern of each."""
    rows = rows_of("rag", "views.tsv")
    return tuple((row["kind"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows)
