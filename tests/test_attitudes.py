"""Rows that teach sides: read whole, balanced, and turned into objects and questions the right way round."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from rag.evaluation.reader.attitudes import (
    ANSWERS,
    Attitude,
    attitude_groups,
    read_attitudes,
    side_questions,
)
from rag.evaluation.reader.draw import ATTITUDES, OBJECTS
from rag.evaluation.reader.examples import FIRST, SECOND, THIRD

SENTENCE = {"source": "s", "delegation": "CUB", "sentence": "We call for the lifting of the blockade."}
OBJECT = {
    "object": "the blockade",
    "contrary": "lifting the blockade",
    "questions": {"for": [], "against": ["Who wants the blockade gone?"]},
    "rows": [
        {
            "file": file,
            "header": "",
            "leads": leads,
            "sentence": said,
            "label": label,
            "contrary": contrary,
        }
        for file, leads, said, label, contrary in (
            ("a", None, "It must end.", "A", "F"),
            ("b", "It holds.", "So be it.", "F", None),
            ("c", None, "We spoke.", "O", "O"),
        )
    ],
}


def written(file: Path, row: object) -> list[Attitude]:
    file.write_text(json.dumps(row), encoding="utf-8")
    return read_attitudes(file)


@pytest.mark.parametrize("file", [ATTITUDES, OBJECTS])
def test_every_row_is_read(file: Path) -> None:
    """No label makes up more than half of the rows, and each side is there in number."""
    found = read_attitudes(file)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(found) >= sum(len(row["rows"]) for row in rows)
    counts = Counter(one.label for one in found)
    assert max(counts.values()) < len(found) / 2
    assert min(counts["F"], counts["A"]) > len(found) / 10


def test_what_is_backed_stands_before_what_is_fought(tmp_path: Path) -> None:
    """Side by side, and what ends or keeps one of them among them."""
    rows = [["the blockade", "A"], ["lifting the blockade", "F"], ["talks", "N"]]
    (group,) = attitude_groups(written(tmp_path / "a.jsonl", {**SENTENCE, "rows": rows}), random.Random(0))
    first = [one.question for one in group.examples if one.whole == FIRST]
    last = [one.question for one in group.examples if one.whole == SECOND]
    assert "lifting the blockade" in first
    assert "the blockade" in last
    assert [one.whole for one in group.examples] == sorted(
        (one.whole for one in group.examples), key=(FIRST, THIRD, SECOND).index
    )
    assert group.ordered is (group.examples[1].whole != FIRST)
    assert read_attitudes(tmp_path / "none.jsonl") == []


def test_a_question_is_answered_by_its_own_side(tmp_path: Path) -> None:
    """Each object's sentences under questions for it, against it and about it."""
    rows = written(tmp_path / "s.jsonl", OBJECT)
    assert [(row.thing, row.label) for row in rows] == [
        ("the blockade", "A"),
        ("lifting the blockade", "F"),
        ("the blockade", "F"),
        ("the blockade", "O"),
        ("lifting the blockade", "O"),
    ]
    groups = side_questions(rows, random.Random(0))
    examples = [one for group in groups for one in group.examples]
    assert {one.head for one in examples} == {"answer"}
    leaning = [one for one in examples if one.passage.text == "It holds. So be it."]
    assert all(one.sentences == (7, one.whole) for one in leaning)
    assert all(group.examples[0].whole == FIRST for group in groups if group.ordered)


def test_the_two_sides_mirror_each_other() -> None:
    """Whoever answers a question for it says otherwise to one against it; all who speak of it mention it."""
    turned = {FIRST: SECOND, SECOND: FIRST, THIRD: THIRD}
    for label in "FAMO":
        assert ANSWERS["against"][label] == turned[ANSWERS["for"][label]]
    assert [ANSWERS["mention"][label] for label in "FAMO"] == [FIRST, FIRST, FIRST, THIRD]
