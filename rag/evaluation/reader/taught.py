"""What a teacher makes of sentences that nobody labelled: chances into a file, groups out of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.model import Span
from rag.evaluation.reader.examples import OPEN, Example, Group, Head, Shares, Taught
from rag.reader.reading import ReadPassage


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was asked of a sentence, and what the teacher makes of it as a whole."""

    head: Head
    asked: str
    sentence: str
    shares: Shares


def bare(sentence: str) -> ReadPassage:
    """The sentence by itself."""
    return ReadPassage("", sentence, (Span(0, len(sentence)),))


def write_lessons(lessons: Iterable[Lesson], file: Path) -> None:
    """A line each; chances to a thousandth."""
    with gzip.open(file, "wt", encoding="utf-8") as stream:
        for one in lessons:
            shares = [round(share, 3) for share in one.shares]
            stream.write(json.dumps([one.head, one.asked, one.sentence, shares], ensure_ascii=False) + "\n")


def taught_groups(file: Path) -> list[Group]:
    """What stands in the file, each row by itself."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        return [_group(*json.loads(line)) for line in stream]


def _group(head: Head, asked: str, sentence: str, shares: Sequence[float]) -> Group:
    own: Shares = (shares[0], shares[1], shares[2])
    one = Example(head, asked, bare(sentence), OPEN, (OPEN,), (1.0,), Taught(own, (own,)))
    return Group("taught", "", (one,))
