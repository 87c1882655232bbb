"""Does a sentence lean on the one before it: "That is why ...", "They must ...", "The same holds for ..."?

In: a sentence. Out: whether what it speaks of was named before it, so that it cannot be quoted alone.
English has few words that point back; they stand first. "It is time to ..." points nowhere.
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
"""What is pointed at without having been named: where and when one speaks."""


def leans(sentence: str) -> bool:
    """Must the sentence before it be read to know what it speaks of?"""
    start = sentence.lstrip("\"“‘' ")
    return LEANS.match(start) is not None and OWN.match(start) is None
