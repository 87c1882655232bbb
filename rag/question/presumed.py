"""What a question takes for granted, as a claim: "Why did Peru close the port?" takes for granted that it
did, so "Peru close the port."; a reader of sides needs no better English.

In: a question. Out: what follows its auxiliary, with what stood between the word that asks and the
auxiliary behind it; None where it opens with no such word, or has no auxiliary near. "What does Peru expect
of Chile?" has none either: without "what" the rest claims nothing.
"""

from __future__ import annotations

import re

from index.tables import lists_of
from rag.question.wordsets import words_of

_WORDS = lists_of("rag", "question_words.tsv")
ASKS = re.compile(rf"\W*(?:(?:{_WORDS['wherewith']}) what|{_WORDS['asks']})\b", re.IGNORECASE)
WHEREBY = re.compile(rf"\W*(?:{_WORDS['wherewith']}) what\b", re.IGNORECASE)
"""What stands behind it ("for what reason") is no part of what is taken for granted."""
PART = re.compile(rf"\W*(?:{_WORDS['part_asked']})\Z", re.IGNORECASE)
"""A part of the sentence itself, which lacks it where nothing stands beside it."""
AUXILIARY = re.compile(rf"\b(?:{'|'.join(sorted(words_of('auxiliaries') - {'may'}))})\b", re.IGNORECASE)
"""In questions "May" is mostly the month."""
MEASURES = re.compile(rf"(?:{_WORDS['measure']})\b", re.IGNORECASE)
NEAR = 60
"""Letters before the auxiliary at most."""


def presumed_by(question: str) -> str | None:
    """ "How many tanks did Slovakia give?" -> "Slovakia give tanks."."""
    text = question.strip()
    opens, auxiliary = ASKS.match(text), AUXILIARY.search(text)
    if opens is None or auxiliary is None or not opens.end() <= auxiliary.start() < NEAR:
        return None
    beside = text[opens.end() : auxiliary.start()].strip()
    if not beside and PART.match(opens.group()):
        return None
    between = "" if WHEREBY.match(opens.group()) else MEASURES.sub("", beside, count=1).strip()
    claim = f"{text[auxiliary.end() :].rstrip('?. ')} {between}".strip()
    return f"{claim[:1].upper()}{claim[1:]}." if claim else None
