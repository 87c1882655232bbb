"""Of a bare issue the packaged readers must tell who wants to keep or to end it from who speaks about it.

`data/reader/bare_sides.jsonl` holds 275 sentences that lists of sides showed for twelve issues of one to
three words, as they stood before this was asked, each with the chance it had and the label of one
annotator, who read them one by one: right, mention, other (a compound, half of it, another thing), opposite
or unclear. Nothing of it was taught; the limits of `rag/answer/kept.py` were set with all of it in view.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from rag.answer.kept import is_bare, of_the_thing
from rag.answer.side_taken import SURE_OF_SIDE
from rag.reader.careful import packaged_reader
from rag.reader.reading import alone

FILE = Path(__file__).parent / "data" / "reader" / "bare_sides.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def test_lists_judged_afterwards_are_whole() -> None:
    """Their topics are held apart from each other; `data/bare-lists/README.md` says what they are."""
    file = FILE.parents[1] / "bare-lists" / "rows.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 400
    parts = {part: {row["topic"] for row in rows if row["part"] == part} for part in ("tune", "held")}
    assert parts["tune"].isdisjoint(parts["held"])
    assert all(row["label"] for row in rows)


def test_rows_are_whole() -> None:
    assert len(ROWS) == 275
    assert {row["label"] for row in ROWS} == {"right", "mention", "other", "opposite", "unclear"}
    assert sum(is_bare(row["topic"]) for row in ROWS) >= 250


@pytest.mark.model
def test_who_does_not_take_the_side_falls_away() -> None:
    """Most of those who do stay; of the others surely listed a third at most, of the opposite ones hardly
    any."""
    reader = packaged_reader()
    lists: dict[tuple[str, Any], list[dict[str, Any]]] = defaultdict(list)
    for row in ROWS:
        if is_bare(row["topic"]) and row["chance"] >= SURE_OF_SIDE:
            lists[row["topic"], row["asked"]].append(row)
    kept: dict[str, list[bool]] = defaultdict(list)
    for (topic, asked), rows in lists.items():
        passages = [alone(row["sentence"]) for row in rows]
        found = of_the_thing(topic, asked, [row["chance"] for row in rows], passages, reader)
        for row, chance in zip(rows, found, strict=True):
            kept[row["label"]].append(chance >= SURE_OF_SIDE)
    others = kept["mention"] + kept["other"]
    assert sum(kept["right"]) >= 0.75 * len(kept["right"])
    assert sum(others) <= 0.35 * len(others)
    assert sum(kept["opposite"]) <= 2
