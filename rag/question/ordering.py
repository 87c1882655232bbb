"""Does a question ask for what was said first, last, or how it changed?

In: a question. Out: the order and the words that ask for it, which are no topic; `NO_ORDER` where it surely
asks for none ("how lasting is the calm"); None where only the thing spoken of is first or last ("the first
harvest"). The patterns are rows of `data/ordering.tsv`, their nouns and verbs lists of
`data/question_words.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from index.model import Span
from index.tables import lists_of, rows_of
from rag.question.model import Order

Told = Order | Literal["none"]
NO_ORDER: Told = "none"
"""What a row tells whose words, of time though they are, ask for no order; such rows stand last."""
_WORDS = lists_of("rag", "question_words.tsv")
_NOUN, _VERB = rf"(?:{_WORDS['told']})\b", rf"(?:{_WORDS['telling']})\b"


@dataclass(frozen=True, slots=True)
class Ordered:
    """The order asked for, or `NO_ORDER`, and the words that tell."""

    order: Told
    span: Span


def asked_order(question: str) -> Ordered | None:
    """What the first row says that the question fits."""
    for order, pattern in _rows():
        if found := pattern.search(question):
            return Ordered(order, Span(*found.span("words")))
    return None


@cache
def _rows() -> tuple[tuple[Told, re.Pattern[str]], ...]:
    return tuple(
        (cast(Told, row["order"]), re.compile(rf"\b{_filled(row['pattern'])}", re.IGNORECASE))
        for row in rows_of("rag", "ordering.tsv")
    )


def _filled(pattern: str) -> str:
    return pattern.replace("NOUN", _NOUN).replace("VERB", _VERB)
