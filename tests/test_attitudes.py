"""Rows that teach sides: read whole, balanced, the object that is backed before the one that is fought."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from rag.evaluation.reader.attitudes import attitude_groups, read_attitudes
from rag.evaluation.reader.examples import FIRST, SECOND, THIRD
from rag.evaluation.reader.train import ATTITUDES


def test_every_row_is_read() -> None:
    """No side makes up more than half of the rows."""
    rows = [json.loads(line) for line in ATTITUDES.read_text(encoding="utf-8").splitlines()]
    found = read_attitudes(ATTITUDES)
    assert len(found) == sum(len(row["rows"]) for row in rows)
    counts = Counter(one.outcome for one in found)
    assert max(counts.values()) < len(found) / 2
    assert min(counts[FIRST], counts[SECOND], counts[THIRD]) > len(found) / 5


def test_what_is_backed_stands_before_what_is_fought(tmp_path: Path) -> None:
    file = tmp_path / "attitudes.jsonl"
    row = {"source": "s", "delegation": "CUB", "sentence": "We call for the lifting of the blockade."}
    rows = [["the blockade", "A"], ["lifting the blockade", "F"], ["talks", "N"]]
    file.write_text(json.dumps({**row, "rows": rows}), encoding="utf-8")
    (group,) = attitude_groups(read_attitudes(file))
    assert [one.question for one in group.examples] == ["lifting the blockade", "talks", "the blockade"]
    assert group.ordered
    assert read_attitudes(tmp_path / "none.jsonl") == []
