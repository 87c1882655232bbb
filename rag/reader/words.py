"""A reader that counts shared words and negations: four weights, no model, for tests and as the baseline to
beat.

In: a question or claim and passages. Out: probabilities that rise with the share of the asked words a
sentence or its header holds; a negation on one side only turns support into opposition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.terms import content_terms
from rag.reader.reading import Answering, OneWay, Read, ReadPassage, Sided, Siding, chance_of

SLOPE, HALF = 8.0, 0.55
"""Steepness, and the share of words at which yes and no are alike."""
TURN = 0.8
"""Of what is shared, how much one negation too many takes to the other side."""
NEGATIVE = re.compile(
    r"\b(?:not|no|never|nor|neither|cannot|without|reject\w*|oppos\w+|critici\w+|condemn\w*|against)\b|n[’']t\b"
    r"|\b(?:to|should) end\b",
    re.I,
)

POSITIVE = re.compile(
    r"\b(?:support|welcome|favou?r|back|endorse|agree|urge|call for|must|should)\w*\b", re.I
)

FRAME = frozenset(content_terms("Which other delegations mentioned who wants keep kept end"))
"""What a question or claim for a list is made of, beside its topic."""


class WordReader(OneWay):
    """Reads by words alone."""

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        return [self._read(question, one) for one in passages]

    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        return [self._sided(claim, one) for one in passages]

    def _read(self, question: str, passage: ReadPassage) -> Read:
        met = [_met(question, passage, words) for words in _sentences(passage)]
        each = tuple(_answering(share, turned if _views(question) else 1 - TURN) for share, turned in met)
        return Read(max(each, key=lambda one: one.answers, default=Answering(0.0, 0.0, 1.0)), each)

    def _sided(self, claim: str, passage: ReadPassage) -> Sided:
        each = tuple(
            _siding(*_met(claim, passage, words)) if _views(words) else Siding(0.0, 0.0, 1.0)
            for words in _sentences(passage)
        )
        return Sided(min(each, key=lambda one: one.neither, default=Siding(0.0, 0.0, 1.0)), each)


def _sentences(passage: ReadPassage) -> list[str]:
    return [span.of(passage.text) for span in passage.sentences]


def _met(asked: str, passage: ReadPassage, sentence: str) -> tuple[float, float]:
    """The chance that the sentence speaks of what is asked, and the share of it that goes to the other
    side."""
    wanted = frozenset(content_terms(asked)) - FRAME
    held = frozenset(content_terms(sentence)) | frozenset(content_terms(passage.header))
    share = len(wanted & held) / len(wanted) if wanted else 0.0
    turned = len(NEGATIVE.findall(asked)) % 2 != len(NEGATIVE.findall(sentence)) % 2
    return chance_of(SLOPE * (share - HALF)), TURN if turned else 1 - TURN


def _answering(met: float, turned: float) -> Answering:
    return Answering(met * (1 - turned), met * turned, 1 - met)


def _views(sentence: str) -> bool:
    """Does the sentence take a side at all?"""
    return bool(NEGATIVE.search(sentence) or POSITIVE.search(sentence))


def _siding(met: float, turned: float) -> Siding:
    return Siding(met * (1 - turned), met * turned, 1 - met)
