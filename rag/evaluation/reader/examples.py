"""What the reader learns from: a question or claim, a passage, and what is known of it and of its sentences.

In: nothing. Out: `Example`, and `Group`s of examples that are learnt side by side. What is known is a set
of the three outcomes of a head that may be true, as bits: a row that only says "not answered" leaves two
of them open.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from index.model import Span
from index.segmentation.sentences import split_sentences
from rag.reader.reading import ReadPassage

Head = Literal["answer", "stance"]
FIRST, SECOND, THIRD, OPEN = 1, 2, 4, 7
"""Answers or supports; says otherwise or opposes; neither; nothing known."""
BY_SENTENCE = 0.6
"""Weight of what is taken, but not known, to be so of a sentence."""


Shares = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Taught:
    """Chances of the three outcomes that a teacher gives the passage and each sentence."""

    whole: Shares
    sentences: tuple[Shares, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """`whole` and `sentences` hold what may be true; `sure` weighs each sentence; `taught` is what a teacher
    makes of it, where nobody labelled it."""

    head: Head
    question: str
    passage: ReadPassage
    whole: int
    sentences: tuple[int, ...]
    sure: tuple[float, ...]
    taught: Taught | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Examples learnt in one step; of those with one head, the first must rank above the second."""

    source: str
    file: str
    examples: tuple[Example, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage of a file, and the label of its last sentence."""

    file: str
    passage: ReadPassage
    label: str


def held_back(file: str) -> bool:
    """Is the file in the third that is never trained on?"""
    return int(hashlib.sha256(file.encode()).hexdigest(), 16) % 3 == 0


def passage_of(header: str, text: str) -> ReadPassage:
    """The passage with its sentences."""
    return ReadPassage(header, text, split_sentences(text))


def pair(head: Head, question: str, passage: ReadPassage, whole: int, weight: float = 1.0) -> Example:
    """What is known of a passage of one sentence is known of the sentence too; of several, of none."""
    only = len(passage.sentences) == 1
    known = tuple(whole if only else OPEN for _ in passage.sentences)
    return Example(head, question, passage, whole, known, tuple(weight for _ in known))


def marked(head: Head, question: str, passage: ReadPassage, whole: int, evidence: Span) -> Example:
    """The outcome holds for the sentences that `evidence` touches; the others are taken to be neither."""
    inside = [span.overlaps(evidence) for span in passage.sentences]
    known = tuple(whole if there else THIRD for there in inside)
    return Example(
        head, question, passage, whole, known, tuple(1.0 if there else BY_SENTENCE for there in inside)
    )


def everywhere(head: Head, question: str, passage: ReadPassage, whole: int) -> Example:
    """The outcome holds for every sentence."""
    count = len(passage.sentences)
    return Example(head, question, passage, whole, (whole,) * count, (1.0,) * count)


def behind(leads: str | None, header: str, sentence: str) -> ReadPassage:
    """The sentence, behind the one it leans on."""
    before = f"{leads} " if leads else ""
    start, end = len(before), len(before) + len(sentence)
    spans = (*((Span(0, start - 1),) if before else ()), Span(start, end))
    return ReadPassage(header, before + sentence, spans)


def of_last(head: Head, asked: str, passage: ReadPassage, outcome: int) -> Example:
    """What is known of the last sentence is known of the passage; of one it leans on, nothing is."""
    before = len(passage.sentences) - 1
    known = (*(OPEN,) * before, outcome)
    return Example(head, asked, passage, outcome, known, (1.0,) * len(known))
