"""Is a number wanted, and does a sentence hold a figure that answers "how many", or any amount? A question
and a sentence in, yes or no out.

Numbers that only name something do not count: a year, a day of a month, the number of a resolution or
paragraph, or a number from the question itself.
"""

from __future__ import annotations

import re

from index.tables import lists_of
from index.text.lexicon import MONTHS, NUMBER_KINDS, NUMBER_WORDS
from rag.question.model import Query
from rag.question.wordsets import words_of

ANY_MONTH = "|".join(MONTHS)
NAMES = re.compile(
    rf"\b(?:{lists_of('rag', 'citing.tsv')['numbered_part']})\s*[\d/().]+"
    rf"(?:\s*\(\d{{4}}\))?|\b\d{{1,2}} (?:{ANY_MONTH})\b|\b(?:{ANY_MONTH}) \d{{1,2}}\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
COUNTING = [word for word, kind in NUMBER_KINDS.items() if kind in ("cardinal", "multiple", "part")]
WORDS = [word for word in COUNTING if word not in ("zero", "one")] + ["per.cent", "percent", "none"]
"""Words that answer "how many". "One" rarely does ("no one", "one hopes")."""
FIGURE = re.compile(rf"\b(?:{'|'.join(WORDS)})\b|(?<![\w/.])\d[\d,.]*(?![\w/])", re.IGNORECASE)
AMOUNTS = NUMBER_WORDS | words_of("amounts")
SURELY_NUMBER = 0.9
"""From which confidence that a number is wanted an answer must tell an amount: of 148 questions with judged
answers one was answered without any, of 25 with less confidence two (docs/choices.md)."""


def wants_number(query: Query) -> bool:
    """Is a number surely what is asked for?"""
    sure = query.interpreted.confidences.get("wants", 0.0)
    return query.asks.wants == "number" and sure >= SURELY_NUMBER


def holds_figure(sentence: str, question: str) -> bool:
    """Is there a figure in the sentence that the question does not give?"""
    given = question.casefold()
    return any(found.group().casefold() not in given for found in FIGURE.finditer(NAMES.sub(" ", sentence)))


def holds_amount(sentence: str) -> bool:
    """Is there any numeral in it, or a word of quantity ("most", "doubled")?"""
    words = re.findall(r"[^\W_]+", sentence.casefold())
    return any(word in AMOUNTS or not word.isalpha() for word in words)
