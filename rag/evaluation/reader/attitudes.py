"""Sentences with objects and the side each takes on them: what teaches the reader sides.

In: attitudes.jsonl, a sentence of the record with objects as they stand in "Who supports ...?", each marked F
(for), A (against), C (on a condition) or N (neither). Out: one group for each sentence; an object it is for
stands before one it is against.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.model import Span
from rag.evaluation.reader.examples import FIRST, SECOND, THIRD, Group, Head, pair
from rag.reader.reading import ReadPassage

OUTCOMES = {"F": FIRST, "A": SECOND, "C": FIRST | THIRD, "N": THIRD}


@dataclass(frozen=True, slots=True)
class Attitude:
    """The side that a sentence takes on an object."""

    file: str
    passage: ReadPassage
    thing: str
    outcome: int


def read_attitudes(file: Path) -> list[Attitude]:
    """The rows of a file, object by object; none if it is not there."""
    if not file.is_file():
        return []
    return [one for line in file.read_text(encoding="utf-8").splitlines() for one in _of(json.loads(line))]


def _of(row: dict[str, object]) -> Iterator[Attitude]:
    words = str(row["sentence"])
    header = f"{row['delegation']}." if row["delegation"] else ""
    passage = ReadPassage(header, words, (Span(0, len(words)),))
    for thing, label in row["rows"]:  # type: ignore[attr-defined]
        yield Attitude(str(row["source"]), passage, thing, OUTCOMES[label])


def attitude_groups(rows: list[Attitude]) -> list[Group]:
    """The objects of each sentence side by side."""
    head: Head = "stance"
    by_sentence: dict[str, list[Attitude]] = {}
    for row in rows:
        by_sentence.setdefault(row.passage.text, []).append(row)
    groups = []
    for some in by_sentence.values():
        ranked = sorted(some, key=lambda one: (FIRST, THIRD, SECOND, FIRST | THIRD).index(one.outcome))
        examples = tuple(pair(head, one.thing, one.passage, one.outcome) for one in ranked)
        apart = ranked[0].outcome == FIRST and len(ranked) > 1 and ranked[1].outcome in (SECOND, THIRD)
        groups.append(Group("attitudes", some[0].file, examples, ordered=apart))
    return groups
