"""Has a teacher read what nobody labelled.

`python -m rag.evaluation.reader.teach BASE WEIGHTS RECORDS OUT`.

In: the folder of the larger model, the teacher's weights, records. Out: `taught.jsonl.gz`, which the stage
`taught` of `rag.evaluation.reader.train` learns from.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping
from pathlib import Path

import torch

from rag.evaluation.reader.examples import Head
from rag.evaluation.reader.taught import Lesson, bare, write_lessons
from rag.evaluation.reader.teacher import SEED, Teacher, think, tokenizer_of
from rag.evaluation.reader.topics import asked_of, near, sentences_of, topics_in


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "weights", "records", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    chance = random.Random(SEED)
    sentences = sentences_of(args.records)
    pairs = near(topics_in(sentences, chance), sentences, chance)
    asked = list(asked_of(pairs, chance))
    teacher, tokenizer = Teacher(args.base), tokenizer_of(args.base)
    kept: Mapping[str, torch.Tensor] = torch.load(args.weights, weights_only=True)
    teacher.load_state_dict({name: one.float() for name, one in kept.items()})
    lessons: list[Lesson] = []
    heads: tuple[Head, ...] = ("stance", "answer")
    for head in heads:
        some = [(question, sentence) for which, question, sentence in asked if which == head]
        thought = think(teacher, tokenizer, head, [(one, bare(sentence)) for one, sentence in some])
        lessons += (Lesson(head, *one, shares) for one, (shares, _) in zip(some, thought, strict=True))
    write_lessons(lessons, args.out)


if __name__ == "__main__":
    main()
