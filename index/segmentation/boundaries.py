"""The sentences of a statement in, the probability that a new point begins out, for every gap between them.

Two logistic models, both in `data/boundaries.tsv`. The first was fitted to where paragraphs begin in
thousands of statements that kept them; it sees the first words of a sentence, cues and cohesion. The second
was fitted to points marked by hand; it sees the first one's verdict on the gap and its neighbours, the same
cues and cohesion, and the record's own paragraphs. `rag/evaluation/train_boundaries.py` fits both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import log

import numpy as np
import numpy.typing as npt

from index.segmentation.cohesion import COHESION, cohesion
from index.segmentation.cues import CUES, ITEM, cues_shown, is_courtesy, spoken
from index.text.terms import content_terms

Floats = npt.NDArray[np.float64]

_AROUND = ("before", "here", "after")
SHAPE = (
    "length", "length before", "longer", "same opening", "short before", "new name", "name again",
    "in opening", "after opening", "second sentence", "near the end", "since item", "from the start",
)  # fmt: skip
FEATURES = (*(f"{cue.name} {where}" for where in _AROUND for cue in CUES), *COHESION, *SHAPE)
PLACES = ("verdict", "verdict before", "verdict after", "peak", "paragraph", "paragraphs")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d+|[?!:;]")
_SUBJECT = 2  # content terms taken for what a sentence is about
_OPENING_AT_MOST = 14


@dataclass(frozen=True, slots=True)
class GapFeatures:
    """What the models see: `numbers`, shape (gaps, len(FEATURES)), and the first words after each gap."""

    numbers: Floats
    openings: tuple[tuple[str, ...], ...]


def gap_features(sentences: Sequence[str]) -> GapFeatures:
    """The features at each gap between `sentences`; at least two of them."""
    words = [spoken(sentence) for sentence in sentences]
    cues = np.array([cues_shown(sentence) for sentence in words], dtype=np.float64)
    nothing = np.zeros((1, len(CUES)))
    after = np.vstack([cues[2:], nothing])
    terms = [content_terms(sentence) for sentence in words]
    subjects = [sentence[:_SUBJECT] for sentence in terms]
    openings = [_opening_words(sentence) for sentence in words]
    shape = _shape(words, openings, opening_end(words))
    numbers = np.hstack([cues[:-1], cues[1:], after, np.array(cohesion(terms, subjects)), shape])
    return GapFeatures(numbers, tuple(openings[1:]))


def opening_end(sentences: Sequence[str]) -> int:
    """How many sentences the opening courtesies run to; 0 when the statement has none.

    One sentence that is not a courtesy may stand among them; an enumerated item ends them.
    """
    end = 0
    for at, sentence in enumerate(sentences[:_OPENING_AT_MOST]):
        if at > end + 1 or (ITEM.shown(sentence) and not is_courtesy(sentence)):
            break
        if is_courtesy(sentence):
            end = at + 1
    return end


def _opening_words(sentence: str) -> tuple[str, ...]:
    """Its first word, first two and first three, numbers as `0`."""
    found = ["0" if word.isdigit() else word.lower() for word in _WORD.findall(sentence[:80])[:3]]
    return tuple(" ".join(found[:count]) for count in range(1, len(found) + 1))


def _shape(words: Sequence[str], openings: Sequence[tuple[str, ...]], opening: int) -> Floats:
    lengths = [len(sentence.split()) for sentence in words]
    names = [frozenset(_NAME.findall(sentence)) for sentence in words]
    starts = [found[1:2] for found in openings]
    known: set[str] = set()
    item = -6
    rows = []
    for at in range(1, len(words)):
        known |= names[at - 1]
        item = at - 1 if ITEM.shown(words[at - 1]) else item
        near = frozenset().union(*names[max(0, at - 3) : at])
        rows.append(
            [
                log(lengths[at] + 1),
                log(lengths[at - 1] + 1),
                log((lengths[at] + 4) / (lengths[at - 1] + 4)),
                starts[at] == starts[at - 1],
                lengths[at - 1] < 8,
                bool(names[at] - known),
                bool(names[at] & near),
                at < opening,
                at == opening,
                at == 1,
                at >= len(words) - 2,
                min(6, at - item) / 6,
                min(8, at) / 8,
            ]
        )
    return np.array(rows, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of both models; features are used as they are, not standardised."""

    first: Floats
    words: dict[str, float]
    first_bias: float
    second: Floats
    second_bias: float

    def verdicts(self, seen: GapFeatures) -> Floats:
        """The first model's log odds at each gap that a paragraph begins there."""
        opened = [sum(self.words.get(start, 0.0) for start in starts) for starts in seen.openings]
        result: Floats = seen.numbers @ self.first + np.array(opened) + self.first_bias
        return result

    def odds(self, seen: GapFeatures, breaks: Sequence[bool]) -> Floats:
        """The log odds at each gap that a point begins there; `breaks` says where paragraphs do."""
        places = placed(self.verdicts(seen), breaks)
        result: Floats = np.hstack([places, seen.numbers]) @ self.second + self.second_bias
        return result


def placed(verdicts: Floats, breaks: Sequence[bool]) -> Floats:
    """The second model's own features, shape (gaps, len(PLACES))."""
    middle = verdicts.mean()
    before = np.concatenate([[middle], verdicts[:-1]])
    after = np.concatenate([verdicts[1:], [middle]])
    peak = verdicts - np.maximum(before, after)
    paragraph = np.array(breaks, dtype=np.float64)
    kept = np.full(len(verdicts), float(paragraph.any()))
    return np.stack([verdicts, before, after, peak, paragraph, kept], axis=1)


@cache
def packaged_model() -> Model:
    """The model in `data/boundaries.tsv`: rows of model, feature and weight, tab separated."""
    table: dict[str, dict[str, float]] = {"first": {}, "words": {}, "second": {}}
    lines = resources.files("index").joinpath("data", "boundaries.tsv").read_text(encoding="utf-8")
    for line in lines.splitlines():
        if line and not line.startswith("#"):
            model, feature, weight = line.split("\t")
            table[model][feature] = float(weight)
    return Model(
        np.array([table["first"][feature] for feature in FEATURES]),
        table["words"],
        table["first"]["bias"],
        np.array([table["second"][feature] for feature in (*PLACES, *FEATURES)]),
        table["second"]["bias"],
    )
