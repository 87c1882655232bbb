"""The claim that a question asks about: "sanctions do not work" of "Who argued that sanctions do not work?".

In: a question. Out: what follows its verb of saying or holding, as a clause or as a thing, and the question
whether a speaker says so. A question without such a verb is taken whole.
"""

from __future__ import annotations

import re
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
"drew the conclusion that"; in "mentioned attacks that" the clause belongs to the attacks."""
INTO = frozenset(["about", "against", "at", "for", "of", "on", "out", "to", "upon", "with"])
"""Prepositions that belong to the verb."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said, and whether it is a clause of its own ("that ...")."""

    text: str
    clause: bool

    @property
    def put(self) -> str:
        """As it is asked of a sentence."""
        return f"Did the speaker say {'that ' if self.clause else 'this: '}{self.text}?"


def claim_of(question: str) -> Claim:
    """The claim; the whole question where no verb leads up to one."""
    text = question.rstrip("?!. ")
    words = list(WORD.finditer(text))
    said = next((at for at, word in enumerate(words) if _says(word.group().lower())), len(words))
    after = words[said + 1 :]
    between = len(list(takewhile(_leads_on, after)))
    clause = between < len(after) and after[between].group().lower() == THAT
    if clause:
        after = after[between + 1 :]
    else:
        after = list(dropwhile(lambda word: word.group().lower() in INTO, after))
    return Claim(text[after[0].start() :], clause) if after else Claim(text, False)


def _leads_on(word: re.Match[str]) -> bool:
    lower = word.group().lower()
    return lower != THAT and (lower in FUNCTION or lower.endswith("ly") or shape(lower) in BEFORE_THAT)


def _says(word: str) -> bool:
    return word not in words_of("who_speaks") and shape(word) in SAYING
