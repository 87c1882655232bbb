"""Questions for every delegation with the sentences that a list would be made of, judged one by one.

In: asked.jsonl, asked_everyday.jsonl and asked_sides.jsonl, whose questions use other words than the record,
and mentioned_later.jsonl, which ask who speaks of something. Out: the label of each sentence by its words: it
answers (Y), does so in part or arguably (P), says otherwise (O), or does neither (N), though it was found for
its words or meaning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
FILES = tuple(DATA / name for name in ("asked.jsonl", "asked_everyday.jsonl", "asked_sides.jsonl"))
MENTIONING = (DATA / "mentioned_later.jsonl",)
"""Questions of who speaks of a thing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the label of each sentence by its words with single spaces."""

    question: str
    labels: Mapping[str, str]

    @property
    def clear(self) -> frozenset[str]:
        """The sentences that either answer or do not."""
        return frozenset(sentence for sentence, label in self.labels.items() if label != "P")


def read_asked(files: Sequence[Path] = FILES) -> list[Asked]:
    """The questions of these files."""
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [Asked(row["question"], {one["sentence"]: one["label"] for one in row["rows"]}) for row in rows]
