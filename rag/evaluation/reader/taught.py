"""What a teacher makes of passages that nobody labelled: chances into a file, groups out of it."""

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
    """What was asked of a passage, and what the teacher makes of it."""

    head: Head
    asked: str
    passage: ReadPassage
    taught: Taught


def write_lessons(lessons: Iterable[Lesson], file: Path) -> None:
    """A line each; chances to a thousandth. The passage stands there as its sentences, which a space joins
    again."""
    with gzip.open(file, "wt", encoding="utf-8") as stream:
        for one in lessons:
            sentences = [span.of(one.passage.text) for span in one.passage.sentences]
            shares = [[round(share, 3) for share in all] for all in (one.taught.whole, *one.taught.sentences)]
            row = [one.head, one.asked, one.passage.header, sentences, shares]
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def taught_groups(file: Path) -> list[Group]:
    """What stands in the file, each row by itself."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        return [_group(*json.loads(line)) for line in stream]


def _group(head: Head, asked: str, header: str, sentences: Sequence[str], shares: Sequence[Shares]) -> Group:
    passage = joined(header, sentences)
    whole, *each = ((one[0], one[1], one[2]) for one in shares)
    count = len(sentences)
    one = Example(head, asked, passage, OPEN, (OPEN,) * count, (1.0,) * count, Taught(whole, tuple(each)))
    return Group("taught", "", (one,))


def joined(header: str, sentences: Sequence[str]) -> ReadPassage:
    """Sentences with a space between them as one passage."""
    spans, start = [], 0
    for one in sentences:
        spans.append(Span(start, start + len(one)))
        start += len(one) + 1
    return ReadPassage(header, " ".join(sentences), tuple(spans))
