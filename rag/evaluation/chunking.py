"""Questions with exact reference spans (chunking evaluation of Smith and Troynikov, 2024).

In: the documents, the questions with the characters that answer them, and what a system retrieved and
cited. Out: recall, precision and intersection over union of characters, per question first.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.model import Span
from rag.evaluation.measures import Estimate, estimate, intersection_over_union, recall, shared, size

RETRIEVED = 5


@dataclass(frozen=True, slots=True)
class SpanQuestion:
    """A question on one document, with the spans of the document that answer it."""

    id: str
    question: str
    document: str
    gold: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SpanRow:
    """What came of one question; spans are those of the document."""

    id: str
    document: str
    recall: float
    precision: float
    iou: float
    cited_iou: float


def read_span_questions(path: Path) -> tuple[SpanQuestion, ...]:
    """The rows of `questions_df.csv`."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            SpanQuestion(f"c{number:03}", row["question"], row["corpus_id"], _spans(row["references"]))
            for number, row in enumerate(csv.DictReader(file), 1)
        )


def span_row(question: SpanQuestion, retrieved: Sequence[Span], cited: Sequence[Span]) -> SpanRow:
    """One question's figures over the first `RETRIEVED` passages and over the cited text."""
    first = tuple(retrieved[:RETRIEVED])
    return SpanRow(
        question.id,
        question.document,
        recall(first, question.gold),
        shared(first, question.gold) / max(size(first), 1),
        intersection_over_union(first, question.gold),
        intersection_over_union(cited, question.gold),
    )


def span_measures(rows: Sequence[SpanRow]) -> dict[str, Estimate]:
    """Means with intervals."""
    return {
        f"recall in {RETRIEVED} passages": estimate([row.recall for row in rows]),
        f"precision in {RETRIEVED} passages": estimate([row.precision for row in rows]),
        f"IoU in {RETRIEVED} passages": estimate([row.iou for row in rows]),
        "IoU of the cited text": estimate([row.cited_iou for row in rows]),
    }


def _spans(references: str) -> tuple[Span, ...]:
    return tuple(Span(int(item["start_index"]), int(item["end_index"])) for item in json.loads(references))
