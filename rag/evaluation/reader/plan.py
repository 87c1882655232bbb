"""Groups in, the steps of a stage out: like lengths side by side, one head a step, in a drawn order.

Half of the groups are cut down to the evidence and its neighbours, so that the reader meets short
passages too.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.model import Span
from rag.evaluation.reader.examples import OPEN, THIRD, Example, Group
from rag.reader.reading import ReadPassage

STEP_TOKENS = 1536
"""Word pieces a process reads in one step, padding included, as the letters tell."""
WHOLE = 0.5
"""Share of groups that keep their passages whole."""
LETTERS, MARKS = 4, 8
"""Letters a word piece, and pieces that join question and passage."""


@dataclass(frozen=True, slots=True)
class Step:
    """Examples of one head; `ordered` are the places of those that must rank above the next."""

    examples: tuple[Example, ...]
    ordered: tuple[int, ...]


def steps(groups: Sequence[Group], chance: random.Random, pieces: int = STEP_TOKENS) -> list[Step]:
    """Every group once, about `pieces` word pieces a step."""
    cut = [cropped(group, chance) for group in groups]
    made = [
        _step(run)
        for head in ("answer", "stance")
        for run in _runs([group for group in cut if group.examples[0].head == head], chance, pieces)
    ]
    chance.shuffle(made)
    return made


def _runs(groups: Sequence[Group], chance: random.Random, pieces: int) -> Iterator[list[Group]]:
    """Groups of about the same length, longest first, each run within `pieces`."""
    sizes = [_size(group) for group in groups]
    order = sorted(((size * chance.uniform(0.9, 1.1), at) for at, size in enumerate(sizes)), reverse=True)
    run: list[Group] = []
    longest = count = 0
    for _, at in order:
        longest, count = max(longest, sizes[at]), count + len(groups[at].examples)
        if run and longest * count > pieces:
            yield run
            run, longest, count = [], sizes[at], len(groups[at].examples)
        run.append(groups[at])
    if run:
        yield run


def _step(groups: Sequence[Group]) -> Step:
    examples: list[Example] = []
    ordered: list[int] = []
    for group in groups:
        if group.ordered:
            ordered.append(len(examples))
        examples.extend(group.examples)
    return Step(tuple(examples), tuple(ordered))


def _size(group: Group) -> int:
    return max(_letters(one) // LETTERS + MARKS for one in group.examples)


def _letters(example: Example) -> int:
    return len(example.question) + len(example.passage.header) + len(example.passage.text)


def cropped(group: Group, chance: random.Random) -> Group:
    """The group, some of the time with no more of each passage than the evidence and a neighbour on each
    side.

    All examples on a passage are cut alike, and others at random, so that length tells nothing. What a
    teacher read stays whole.
    """
    first = group.examples[0]
    marks = [at for at, known in enumerate(first.sentences) if known not in (OPEN, THIRD)]
    if chance.random() < WHOLE or not first.passage.header or first.taught is not None:
        return group

    def cut(example: Example) -> Example:
        if example.passage is first.passage and marks:
            return _cut(example, marks[0] - 1, marks[-1] + 2)
        start = chance.randrange(max(1, len(example.sentences) - 1))
        return _cut(example, start, start + 3)

    return replace(group, examples=tuple(cut(one) for one in group.examples))


def _cut(example: Example, first: int, last: int) -> Example:
    """Only the sentences from `first` up to `last`."""
    kept = slice(max(0, first), last)
    spans = example.passage.sentences[kept]
    start, end = spans[0].start, spans[-1].end
    moved = tuple(Span(one.start - start, one.end - start) for one in spans)
    passage = ReadPassage(example.passage.header, example.passage.text[start:end], moved)
    return replace(example, passage=passage, sentences=example.sentences[kept], sure=example.sure[kept])
