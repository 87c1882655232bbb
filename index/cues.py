"""The words by which speakers mark the parts of a statement: one table each, matched at a sentence's start.

In: a sentence. Out: whether it opens an enumerated item, closes the statement, or is a courtesy. Nothing
is refused; a sentence without cues matches nothing.
"""

from __future__ import annotations

import re

ORDINALS = (
    r"first(?:ly)?(?: of all| and foremost)?", r"second(?:ly)?", r"third(?:ly)?", r"fourth(?:ly)?",
    r"fifth(?:ly)?", r"sixth(?:ly)?", r"seventh(?:ly)?", r"eighth(?:ly)?", r"ninth(?:ly)?", r"tenth(?:ly)?",
)  # fmt: skip

_ORDINAL = re.compile(
    rf"^(?:and )?(?:(?:my|our|the|a) )?(?:{'|'.join(ORDINALS)}|last(?:ly)?(?: but not least)?|final(?:ly)?)\b"
    r"(?:,|(?: and \w+ly,)| (?:point|proposal|issue|element|priority|area|message|observation|is\b))",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:in conclusion|to conclude|in closing|let me conclude"
    r"|i (?:would|will) (?:like to )?(?:conclude|end|close))\b",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"\b(?:thank|thanks|congratulate|congratulations|grateful|gratitude|appreciate|appreciation|welcome the "
    r"(?:participation|presence)|wish (?:you|her|him))\b",
    re.IGNORECASE,
)


def opens_item(sentence: str) -> bool:
    """`First, ...`, `Secondly, ...`, `My third point ...`, `Finally, ...`."""
    return _ORDINAL.match(sentence) is not None


def concludes(sentence: str) -> bool:
    return _CLOSING.match(sentence) is not None


def is_courtesy(sentence: str) -> bool:
    return _COURTESY.search(sentence) is not None
