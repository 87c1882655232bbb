"""Does a sentence hold a figure that answers "how many"? A sentence and the question in, yes or no out.

What only names something is no figure: a year, a day of a month, the number of a resolution or paragraph, and
what the question says itself.
"""

from __future__ import annotations

import re

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NAMES = re.compile(
    r"\b(?:resolutions?|paragraphs?|paras?\.|articles?|chapters?|protocols?|S/PV\.|[SA]/)\s*[\d/().]+"
    rf"(?:\s*\(\d{{4}}\))?|\b\d{{1,2}} (?:{MONTHS})\b|\b(?:{MONTHS}) \d{{1,2}}\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
WORDS = (
    "dozens? hundreds? thousands? millions? billions? two three four five six seven eight nine ten eleven "
    "twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty "
    "seventy eighty ninety half third quarter per.cent percent none"
)
FIGURE = re.compile(rf"\b(?:{'|'.join(WORDS.split())})\b|(?<![\w/.])\d[\d,.]*(?![\w/])", re.IGNORECASE)


def holds_figure(sentence: str, question: str) -> bool:
    """Is there a figure in the sentence that the question does not give?"""
    given = question.casefold()
    return any(found.group().casefold() not in given for found in FIGURE.finditer(NAMES.sub(" ", sentence)))
