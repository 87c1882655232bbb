"""Rows that teach who says what: read whole, every answer there in number, and paired the right way round."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.evaluation.reader.draw import SAID
from rag.evaluation.reader.examples import FIRST, SECOND, THIRD, Group
from rag.evaluation.reader.said import OUTCOMES, Said, claims_of, fewer_neither, put, questions_of, read_said

Drawn = Callable[[list[Said], random.Random], list[Group]]
QUESTION = {
    "question": "Who was glad that whaling ended?",
    "also": ["Which States cheered when the hunt stopped?"],
    "claim": "It is good that whaling ended.",
    "rows": [
        {"file": file, "header": "", "leads": None, "sentence": said, "label": label}
        for file, said, label in (
            ("a", "We welcome the end of whaling.", "Y"),
            ("b", "The end of whaling is a disaster.", "O"),
            ("c", "Whales are large.", "N"),
            ("d", "We note the end of whaling.", "P"),
        )
    ],
}


@pytest.fixture
def rows(tmp_path: Path) -> list[Said]:
    file = tmp_path / "said.jsonl"
    file.write_text(json.dumps(QUESTION), encoding="utf-8")
    return read_said(file)


def test_every_row_is_read() -> None:
    """No question stands twice, and each answer is there in number."""
    questions = [json.loads(line) for line in SAID.read_text(encoding="utf-8").splitlines()]
    found = read_said(SAID)
    assert len(found) == sum(len(one["rows"]) for one in questions)
    assert len({one["question"] for one in questions}) == len(questions)
    counts = Counter(one.label for one in found)
    assert counts.keys() == OUTCOMES.keys()
    assert counts["Y"] > len(found) / 5
    assert counts["O"] > len(found) / 50


@pytest.mark.parametrize("groups", [questions_of, claims_of])
def test_who_says_it_stands_before_who_does_not(groups: Drawn, rows: list[Said]) -> None:
    """Every sentence once; one that says it beside one that denies it or does neither."""
    for seed in range(20):
        found = groups(rows, random.Random(seed))
        assert sorted(one.passage.text for group in found for one in group.examples) == sorted(
            row.passage.text for row in rows
        )
        (pair,) = [group for group in found if group.ordered]
        assert pair.examples[0].whole == FIRST
        assert pair.examples[1].whole in (SECOND, THIRD)
        assert len({one.question for one in pair.examples}) == 1
    assert {one.whole for group in found for one in group.examples} == set(OUTCOMES.values())


def test_a_share_of_what_says_neither(rows: list[Said]) -> None:
    """All others stay."""
    assert [row.label for row in fewer_neither(rows, 0, random.Random(0))] == ["Y", "O", "P"]
    assert fewer_neither(rows, 1, random.Random(0)) == rows


def test_a_question_put_to_a_sentence() -> None:
    """What denies a clause stays as it is."""
    assert (
        put("Who argued that whaling feeds villages?") == "Did the speaker say that whaling feeds villages?"
    )
    assert put("Who called for an end to whaling?") == "Did the speaker say this: an end to whaling?"
    assert put("Who doubted that quotas work?") == "Who doubted that quotas work?"
