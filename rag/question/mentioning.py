"""Does a question about every delegation ask who spoke about something, or who takes a view of it?

In: a question that was understood. Out: whether its verb says only that the topic was spoken about. "Which
delegations raised X" does; "who defended X" and "which delegations want X" ask for more even when no side was
recognised, and a list of everyone who speaks about X would not answer them.
"""

from __future__ import annotations

import re

from rag.question.model import Query
from rag.question.wordsets import words_of

_WORD = re.compile(r"[a-z’']+")


def asks_for_mentions(query: Query) -> bool:
    """Is there a verb of mentioning before the topic, or nothing but the words for who is asked?"""
    before, found, _ = query.question.partition(query.topic)
    words = set(_WORD.findall((before if found else query.question).lower()))
    return bool(words & words_of("mentioning")) or words <= words_of("who_speaks")
