"""Rows of a folder become groups: what is known, of which sentence."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from index.model import Span
from index.segmentation.sentences import split_sentences
from rag.evaluation.reader.examples import FIRST, SECOND, THIRD, Example, Group, held_back
from rag.evaluation.reader.field import Rows, claims_group, question_group, read_rows
from rag.evaluation.reader.judged import judged_groups, read_judged
from rag.evaluation.reader.plan import STEP_TOKENS, cropped, steps
from rag.reader.reading import ReadPassage

TEXT = "We welcome the report. Ivory must not be sold. The harbour froze. Quotas were kept. All is well."


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """One passage with a question and claims."""
    place: dict[str, Any] = {"k": 1, "n": 2}
    passage = place | {
        "file": "ungdc/Session 77 - 2022/BDI_77_2022.txt",
        "country": None,
        "topic": None,
        "date": None,
        "passage": TEXT,
    }
    asked = place | {
        "question": "What of ivory?",
        "answer": "Ivory must not be sold",
        "near": "Why may ivory be sold?",
        "near_kind": "reverse",
        "keywords": "ivory sale",
    }
    claims = place | {
        "issue": "the sale of ivory",
        "supports": "Ban it.",
        "opposes": "Allow it.",
        "neither": "It is white.",
        "evidence": "Ivory must not be sold",
    }
    for name, row in (("passages", passage), ("qa", asked), ("claims", claims)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return read_rows(tmp_path)


def test_header_of_a_debate(rows: Rows) -> None:
    """A general debate's delegation and year are read from its file's name."""
    assert rows.questions[0].passage.header == "Burundi. General debate. 2022."


def test_question_before_near(rows: Rows) -> None:
    """The answer's sentence answers, the others are taken not to; a reversed question is contradicted."""
    group = question_group(rows.questions[0], [], random.Random(0))
    asked, near = group.examples[:2]
    assert group.ordered
    assert asked.sentences == (THIRD, FIRST, THIRD, THIRD, THIRD)
    assert near.whole == SECOND
    assert set(near.sentences) == {SECOND | THIRD}


def test_sides_of_claims(rows: Rows) -> None:
    """Support first, opposition second, neither third."""
    group = claims_group(rows.claims[0], [], random.Random(0))
    assert [one.whole for one in group.examples[:3]] == [FIRST, SECOND, THIRD]


def test_nothing_there(tmp_path: Path) -> None:
    """An empty folder has no rows."""
    assert read_rows(tmp_path) == Rows((), ())
    assert read_judged(tmp_path / "judged.jsonl") == []


def test_cutting_keeps_sentences_in_place(rows: Rows) -> None:
    """A cut passage is a run of the whole one, its sentences the same words, all examples cut alike."""
    group = question_group(rows.questions[0], [], random.Random(0))
    for seed in range(8):
        cut = cropped(group, random.Random(seed))
        assert len({one.passage.text for one in cut.examples}) == 1
        for one in cut.examples:
            assert one.passage.text in TEXT
            assert len(one.sentences) == len(one.passage.sentences) == len(one.sure)
            words = [span.of(one.passage.text) for span in one.passage.sentences]
            assert set(words) <= {span.of(TEXT) for span in split_sentences(TEXT)}


def test_every_group_is_in_one_step() -> None:
    """No group is lost or split, no step mixes heads, and the order is the seed's."""
    groups = [_group(at) for at in range(60)]
    made = steps(groups, random.Random(1))
    assert sum(len(step.examples) for step in made) == 60
    assert all(len({one.head for one in step.examples}) == 1 for step in made)
    assert made == steps(groups, random.Random(1))
    assert len(made) > 60 * 400 // 4 // STEP_TOKENS


def _group(at: int) -> Group:
    passage = ReadPassage("", "word " * 80, (Span(0, 400),))
    return Group("made", "", (Example("answer" if at % 2 else "stance", str(at), passage, 1, (1,), (1.0,)),))


def test_judged_rows(tmp_path: Path) -> None:
    """For and against turn round under the reversed claim; a condition leaves support open."""
    base = {"header": "", "passage": TEXT, "sentences": [[0, 22], [23, 46]], "file": "a.txt"}
    topic = base | {"id": "t1", "kind": "stance", "text": "ivory ban", "labels": ["M", "F"]}
    claims = {"id": "t1", "kind": "claims", "text": "ivory ban", "plus": "Ban it.", "minus": "Do not."}
    file = tmp_path / "judged.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in (topic, claims)), encoding="utf-8")
    (row,) = read_judged(file)
    bare, pair = judged_groups(row)
    assert bare.examples[0].sentences == (THIRD, FIRST)
    assert [one.whole for one in pair.examples] == [FIRST, SECOND]


def test_a_third_is_held_back() -> None:
    """By the file's name, about a third."""
    share = sum(held_back(f"file-{at}.txt") for at in range(3000)) / 3000
    assert share == pytest.approx(1 / 3, abs=0.03)
