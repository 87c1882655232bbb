"""Has a teacher read what nobody labelled.

`python -m rag.evaluation.reader.teach topics|claims BASE WEIGHTS RECORDS ROWS OUT`.

In: the folder of the larger model, the teacher's weights, records, rows of the field. Out: `taught.jsonl.gz`
or `taught_claims.jsonl.gz`, which the stages `taught` and `claims` of `rag.evaluation.reader.train`
learn from.
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
from rag.evaluation.reader.topics import asked_of, sentences_of, sharing_words, topics_in
from rag.evaluation.reader.unlabelled import asked_in, passages_of, read_for
from rag.reader.reading import ReadPassage, alone

Asked = Iterator[tuple[Head, str, ReadPassage]]
"""What is asked of which passage."""


def topics(args: argparse.Namespace, chance: random.Random) -> Asked:
    """Topics, and questions about them, of the sentences near each."""
    sentences = sentences_of(args.records)
    pairs = sharing_words(topics_in(sentences, chance), sentences, chance)
    return ((head, text, alone(sentence)) for head, text, sentence in asked_of(pairs, chance))


def claims(args: argparse.Namespace, chance: random.Random) -> Asked:
    """Claims of the passages near each."""
    sentences, passages = sentences_of(args.records), passages_of(args.rows, args.records, chance)
    return read_for(asked_in(read_rows(args.rows), sentences, chance), passages, chance)


KINDS = {"topics": topics, "claims": claims}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    for name in ("base", "weights", "records", "rows", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    seed = SEED + list(KINDS).index(args.kind)
    drawn = list(KINDS[args.kind](args, random.Random(seed)))
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
