"""Does a question ask for what was said first, last, or how it changed?

In: a question. Out: the order and the words that ask for it, which are no topic; None where only the thing
spoken of is first or last ("the first harvest"); whether it surely asks for no order ("how lasting is the
calm"). The patterns are rows of `data/ordering.tsv`, their nouns and verbs lists of
`data/question_words.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from index.model import Span
from index.tables import lists_of, rows_of
from rag.question.model import Order

NO_ORDER = "none"
"""What a row tells whose words ask for no order."""
_WORDS = lists_of("rag", "question_words.tsv")
_NOUN, _VERB = rf"(?:{_WORDS['told']})\b", rf"(?:{_WORDS['telling']})\b"


@dataclass(frozen=True, slots=True)
class Ordered:
    """The order asked for and the words that ask for it."""

    order: Order
    span: Span


def asked_order(question: str) -> Ordered | None:
    """The order of the first row that the question fits."""
    for order, pattern in _rows():
        found = None if order == NO_ORDER else pattern.search(question)
        if found is not None:
            return Ordered(cast(Order, order), Span(*found.span("words")))
    return None


def asks_no_order(question: str) -> bool:
    """Do words of time only tell of a thing: how lasting or current it is, whether it will last?"""
    return any(order == NO_ORDER and pattern.search(question) for order, pattern in _rows())


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (row["order"], re.compile(rf"\b{_filled(row['pattern'])}", re.IGNORECASE))
        for row in rows_of("rag", "ordering.tsv")
    )


def _filled(pattern: str) -> str:
    return pattern.replace("NOUN", _NOUN).replace("VERB", _VERB)
