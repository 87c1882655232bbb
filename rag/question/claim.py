"""The claim that a question asks about: "sanctions do not work" of "Who argued that sanctions do not work?".

In: a question. Out: what follows its verb of saying or holding, as a clause or as a thing; the whole question
where there is no such verb.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from rag.question.senses import FUNCTION, shape
from rag.question.wordsets import words_of

THAT = "that"
WORD = re.compile(r"[^\W_](?:[\w'’./-]*\w)?")
SAYING = frozenset(["SAY", "HOLD", "STANCE"])
"""Classes of words that say or hold something."""
BEFORE_THAT = SAYING | {"PARTY", "EVENT"}
"""Classes of words that may stand between such a word and the "that" of its clause: "told the Council that",
"took the view that"; in "mentioned attacks that" the clause belongs to the attacks."""
INTO = frozenset(["about", "against", "at", "for", "of", "on", "out", "to", "upon", "with"])
"""Prepositions that belong to the verb."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said, whether it is a whole clause ("that ...") that its speaker holds true, and whether a verb
    of saying leads up to it that does not deny it."""

    text: str
    clause: bool
    said: bool


def claim_of(question: str) -> Claim:
    """The claim; the whole question where no verb leads up to one."""
    text = question.rstrip("?!. ")
    words = list(WORD.finditer(text))
    for at, word in enumerate(words):
        after = words[at + 1 :]
        leading = list(takewhile(_leads_on, after))
        clause = len(leading) < len(after) - 1 and _of(after[len(leading)]) == THAT
        if clause and (_says(word) or _of(word) in words_of("holding")):
            said = text[after[len(leading) + 1].start() :]
            denied = any(_of(one) in words_of("denying") for one in (word, *leading))
            return Claim(said, not denied, not denied)
        if _says(word):
            return _thing(text, after)
    return Claim(text, False, False)


def _thing(text: str, after: Sequence[re.Match[str]]) -> Claim:
    """What follows the verb, without the preposition that belongs to it."""
    first = next(dropwhile(lambda word: _of(word) in INTO, after), None)
    if first is None:
        return Claim(text, False, False)
    return Claim(text[first.start() :], False, True)


def _of(word: re.Match[str]) -> str:
    return word.group().lower()


def _says(word: re.Match[str]) -> bool:
    return _of(word) not in words_of("who_speaks") and shape(_of(word)) in SAYING


def _leads_on(word: re.Match[str]) -> bool:
    lower = _of(word)
    if lower == THAT:
        return False
    return lower in FUNCTION or lower.endswith("ly") or shape(lower) in BEFORE_THAT
