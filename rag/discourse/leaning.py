"""Does a sentence depend on the one before it: "That is why ...", "They must ...", "The same holds for ..."?

In: a sentence. Out: whether it speaks about something named before it, so that it cannot be quoted alone.
English has few words that point back, and they stand first. "It is time to ..." points at nothing.
"""

from __future__ import annotations

import re

LEANS = re.compile(
    r"(?:(?:and|but|so|yet|therefore|however|thus|indeed|moreover|furthermore|also),?\s+)?"
    r"(?:(?:this|these|those|they|he|she|such|the (?:same|former|latter)|neither|both)\b|"
    r"that(?:’s|'s|\s+(?:is|was|will|would|should|must|can|cannot|has|means|includes|requires|applies)\b)|"
    r"it\s+(?!(?:is|was|remains|would be|will be)\s+(?:\w+\s+){0,3}(?:that|to|for)\b))",
    re.IGNORECASE,
)
OWN = re.compile(
    r"(?:and\s+)?(?:this|these)\s+(?:council|organization|assembly|year|week|month|morning|meeting|house|committee)\b",
    re.IGNORECASE,
)
"""Can be pointed at without having been named: the time and place of speaking."""


def leans(sentence: str) -> bool:
    """Must one read the sentence before it to know what it is about?"""
    start = sentence.lstrip("\"“‘' ")
    return LEANS.match(start) is not None and OWN.match(start) is None
