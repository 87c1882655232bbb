"""Topics worded as records word them, and the sentences near each: what a teacher is asked.

In: records. Out: what is asked of which sentence. A topic is what follows a verb or noun of attitude ("calls
for the lifting of ..."); files held back give none.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.model import StatementDraft
from index.readers.base import ReadFile
from index.readers.walk import read_paths
from index.segmentation.sentences import split_sentences
from index.tables import lists_of
from rag.evaluation.reader.attitudes import ASKED, KEEPING, TURNING, Kind
from rag.evaluation.reader.examples import Head, held_back
from rag.evaluation.reader.field import shared_words

_WORDS = lists_of("rag.evaluation", "topic_words.tsv")
THING = re.compile(
    rf"\b(?:{_WORDS['attitude']})\s+((?:the|an?)\s)?((?:[A-Za-z][\w’'-]*\s?){{2,8}}?)"
    rf"(?=[,.;:—()]|\s(?:{_WORDS['thing_ends']})\b)"
)
LOOSE = re.compile(rf"^(?:{_WORDS['loose_first']})\b|\b(?:{_WORDS['loose_last']})$", re.IGNORECASE)
SENTENCE = (40, 420)
"""Letters of a sentence that is read."""
TOPICS, NEAR, RANKED = 1300, 7, (5, 40)
"""Topics drawn; sentences of each with most of its rare words, and those drawn from the next."""
ALIKE = 12
"""Topics that may share a word, unless it is a measure that some are for and others against."""
CONTESTED = re.compile(_WORDS["contested"], re.IGNORECASE)
TURNED = 0.25
"""Share of sentences read on what ends or keeps a topic."""


def sentences_of(records: Path) -> list[str]:
    """Every whole sentence of files that are not held back, once.

    `records` is the folder that the rows' files are named from.
    """
    found: dict[str, None] = {}
    for draft in drafts_of(records):
        words = (" ".join(span.of(draft.text).split()) for span in split_sentences(draft.text))
        found |= {one: None for one in words if _whole(one)}
    return list(found)


def drafts_of(records: Path) -> Iterator[StatementDraft]:
    """The statements of files that are not held back."""
    for outcome in read_paths([records]):
        if isinstance(outcome, ReadFile) and not held_back(str(outcome.path)):
            yield from outcome.drafts


def _whole(sentence: str) -> bool:
    least, most = SENTENCE
    return least <= len(sentence) <= most and sentence[0].isupper() and sentence[-1] in ".!?"


def topics_in(sentences: Iterable[str], chance: random.Random) -> list[str]:
    """Things that somebody is for or against, at most a few of a word."""
    found = {f"{the or ''}{thing}".strip() for one in sentences for the, thing in THING.findall(one)}
    drawn = sorted(one for one in found if not LOOSE.search(one))
    chance.shuffle(drawn)
    kept: list[str] = []
    alike: dict[str, int] = {}
    for one in drawn:
        words = {word.lower() for word in one.split() if len(word) > 3}
        if words and (CONTESTED.search(one) or all(alike.get(word, 0) < ALIKE for word in words)):
            kept.append(one)
            alike |= {word: alike.get(word, 0) + 1 for word in words}
    contested = [one for one in kept if CONTESTED.search(one)]
    others = [one for one in kept if not CONTESTED.search(one)]
    return [*contested[: TOPICS // 2], *others[: TOPICS // 2]]


def sharing_words(
    topics: Sequence[str], sentences: Sequence[str], chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Each topic with sentences that share its rare words."""
    least, most = RANKED
    for first in range(0, len(topics), 100):
        scores = shared_words(topics[first : first + 100], sentences)
        for topic, row in zip(topics[first:], scores, strict=False):
            order = np.argsort(-row, kind="stable")[: NEAR + most]
            drawn = [*order[:NEAR], *chance.sample(list(order[NEAR:]), least)]
            yield from ((topic, sentences[at]) for at in drawn)


def asked_of(pairs: Iterable[tuple[str, str]], chance: random.Random) -> Iterator[tuple[Head, str, str]]:
    """Each sentence on its topic, or what ends or keeps it, and with a question for or against it."""
    kinds: tuple[Kind, ...] = ("for", "against")
    for topic, sentence in pairs:
        turned = chance.choice((*TURNING, *KEEPING)).format(topic) if chance.random() < TURNED else topic
        yield "stance", turned, sentence
        yield "answer", chance.choice(ASKED[chance.choice(kinds)]).format(topic), sentence
