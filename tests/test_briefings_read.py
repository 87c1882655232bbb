"""Briefings read quotation by quotation: the rows are whole, and docs/briefings.md tells what they hold."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FILE = ROOT / "tests" / "data" / "briefings-read" / "rows.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def test_rows_are_whole() -> None:
    """Each was shown before or after; six briefings are of each half."""
    assert {row["judgement"] for row in ROWS} == {"fits", "wrong object", "no side", "wrong side"}
    assert {row["heading"] for row in ROWS} == {"For", "Against", "No side told"}
    assert all(row["sentence"] and row["statement"] and row["shown"] for row in ROWS)
    halves = {row["briefing"]: row["half"] for row in ROWS}
    assert Counter(halves.values()) == {"looked at": 6, "held back": 6}


@pytest.mark.parametrize("half", ["looked at", "held back"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_the_share_that_fits_is_the_one_told(half: str, when: str) -> None:
    shown = [row["judgement"] == "fits" for row in ROWS if row["half"] == half and when in row["shown"]]
    told = f"{sum(shown)} of {len(shown)} ({sum(shown) / len(shown):.2f})"
    assert told in (ROOT / "docs" / "briefings.md").read_text(encoding="utf-8")
