"""Has a teacher read what nobody labelled.

`python -m rag.evaluation.reader.teach BASE WEIGHTS RECORDS ROWS OUT`.

In: the folder of the larger model, the teacher's weights, records, rows of the field. Out: `taught.jsonl.gz`,
which the stage `taught` of `rag.evaluation.reader.train` learns from.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import torch

from rag.evaluation.reader.examples import Head
from rag.evaluation.reader.field import read_rows
from rag.evaluation.reader.taught import Lesson, write_lessons
from rag.evaluation.reader.teacher import SEED, Teacher, think, tokenizer_of
from rag.evaluation.reader.topics import asked_of, near, sentences_of, topics_in
from rag.evaluation.reader.unlabelled import asked_in, passages_of, read_for
from rag.reader.reading import ReadPassage, alone


def asked(records: Path, rows: Path, chance: random.Random) -> Iterator[tuple[Head, str, ReadPassage]]:
    """What is asked of which passage: topics of sentences, claims of passages."""
    sentences = sentences_of(records)
    pairs = near(topics_in(sentences, chance), sentences, chance)
    yield from ((head, text, alone(sentence)) for head, text, sentence in asked_of(pairs, chance))
    passages = passages_of(rows, records, chance)
    yield from read_for(asked_in(read_rows(rows), sentences, chance), passages, chance)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "weights", "records", "rows", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--seed", type=int, default=SEED, help="of the topics, passages and texts drawn")
    parser.add_argument("--count", type=int, help="readings, at most; all that are drawn if not given")
    args = parser.parse_args()
    chance = random.Random(args.seed)
    drawn = list(asked(args.records, args.rows, chance))
    drawn = chance.sample(drawn, min(len(drawn), args.count or len(drawn)))
    teacher, tokenizer = Teacher(args.base), tokenizer_of(args.base)
    kept: Mapping[str, torch.Tensor] = torch.load(args.weights, weights_only=True)
    teacher.load_state_dict({name: one.float() for name, one in kept.items()})
    lessons: list[Lesson] = []
    heads: tuple[Head, ...] = ("stance", "answer")
    for head in heads:
        some = [(text, passage) for which, text, passage in drawn if which == head]
        thought = think(teacher, tokenizer, head, some)
        lessons += (Lesson(head, *one, taught) for one, taught in zip(some, thought, strict=True))
    write_lessons(lessons, args.out)


if __name__ == "__main__":
    main()
