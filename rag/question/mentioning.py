"""Does a question for every delegation ask who spoke of something, or who holds something?

In: a question understood. Out: whether its verb says no more than that the topic was spoken of. "Which
delegations raised X" does; "who defended X" and "which delegations want X" ask for more, also where no side
was made out, and a list of those who speak of X would be no answer.
"""

from __future__ import annotations

import re

from rag.question.model import Query
from rag.question.wordsets import words_of

_WORD = re.compile(r"[a-z’']+")


def asks_for_mentions(query: Query) -> bool:
    """Is there a verb of mentioning before the topic, or nothing but who is asked?"""
    before, found, _ = query.question.partition(query.topic)
    words = set(_WORD.findall((before if found else query.question).lower()))
    return bool(words & words_of("mentioning")) or words <= words_of("who_speaks")
