"""Public sets: their documents, meetings, spans and key points, on data small enough to work out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.model import Span
from rag.evaluation import (
    argkp,
    chunking,
    documents,
    turns,
)


def test_spans_of_a_document(tmp_path: Path) -> None:
    """Read from the published form; ten of twenty gold characters in thirty retrieved, all ten cited."""
    path = tmp_path / "questions_df.csv"
    path.write_text(
        "question,references,corpus_id\n"
        'Why?,"[{""content"": ""x"", ""start_index"": 10, ""end_index"": 30}]",doc\n',
        encoding="utf-8",
    )
    (question,) = chunking.read_span_questions(path)
    assert (question.id, question.document, question.gold) == ("c001", "doc", (Span(10, 30),))
    far = [Span(100 * n, 100 * n + 1) for n in range(1, 9)]
    row = chunking.span_row(question, [Span(0, 20), Span(50, 60), *far], [Span(10, 20)])
    assert row.recall == 0.5
    assert row.precision == pytest.approx(10 / 33)  # five passages: 20 + 10 + 3 characters
    assert row.iou == pytest.approx(10 / 43)
    assert row.cited_iou == 0.5
    assert chunking.span_measures([row])["IoU of the cited text"].mean == 0.5


def test_average_precision_by_hand() -> None:
    """The better-scored half, in order of score; nobody's label counts as given."""
    matches = [argkp.Match(str(n), score, label) for n, (score, label) in enumerate(
        [(0.1, 1), (0.9, 1), (0.8, 0), (0.7, None), (0.6, 1), (0.5, 0), (0.4, 1), (0.3, 1)])]  # fmt: skip
    assert argkp.average_precision(matches, 0) == pytest.approx((1 / 1 + 2 / 4) / 2)
    assert argkp.average_precision(matches, 1) == pytest.approx((1 / 1 + 2 / 3 + 3 / 4) / 3)
    assert argkp.average_precision([argkp.Match("a", 1.0, 0)] * 2, 0) == 0.0
    assert argkp.average_precision([], 1) == 0.0


def test_key_points_are_matched(tmp_path: Path) -> None:
    """Arguments nobody labelled are left out; each gets the most similar key point of its kind."""
    for name, lines in {
        "arguments_dev.csv": ["arg_id,argument,topic,stance", "a1,red,t,1", "a2,blue,t,1", "a3,grey,t,1"],
        "key_points_dev.csv": ["key_point_id,key_point,topic,stance", "k1,red,t,1", "k2,blue,t,1"],
        "labels_dev.csv": ["arg_id,key_point_id,label", "a1,k1,1", "a2,k1,0"],
    }.items():
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")

    def similarity(left: object, right: object) -> npt.NDArray[np.float32]:
        assert (left, right) == (["red", "blue"], ["red", "blue"])
        return np.array([[0.9, 0.1], [0.2, 0.5]], np.float32)

    found = argkp.evaluate_key_points(tmp_path, "dev", similarity)
    assert list(found.values()) == [1.0, 1.0]


def test_documents_and_meetings_become_drafts(tmp_path: Path) -> None:
    """Text untouched, paragraphs between blank lines, turns by number, empty turns left out."""
    text = "\n\n  First of all that is said\nand still first.\n \n\nSecond.  \n"
    (tmp_path / "doc.md").write_text(text, encoding="utf-8")
    (file,) = documents.documents(tmp_path, ["doc"])
    (draft,) = file.drafts
    assert draft.text == text
    assert [p.span.of(text) for p in draft.paragraphs] == [
        "First of all that is said\nand still first.",
        "Second.",
    ]
    assert [p.number for p in draft.paragraphs] == [1, 2]
    meeting = {
        "meeting_transcripts": [
            {"speaker": "Chair", "content": "Welcome."}, {"speaker": "X", "content": " "},
            {"speaker": "Y", "content": "We agree."},
        ],
        "specific_query_list": [{"query": "Who agrees?", "relevant_text_span": [["1", "2"], ["0", "0"]]}],
    }  # fmt: skip
    (tmp_path / "m.json").write_text(json.dumps(meeting), encoding="utf-8")
    ((read, asked),) = documents.meetings(tmp_path, 3)
    assert [(d.key, d.text, d.speaker.name) for d in read.drafts] == [
        ("0", "Welcome.", "Chair"), ("2", "We agree.", "Y"),
    ]  # fmt: skip
    assert asked[0].turns == {0, 1, 2}
    row = turns.turn_row(asked[0], [2, 9, 9, 0, 9, 1])
    assert (row.precision, row.hit) == (0.4, True)
    assert turns.turn_row(asked[0], [7]).hit is False
    assert turns.turn_measures([row])["relevant among 5 passages"].mean == 0.4


def test_lines_are_paragraphs_where_none_is_wrapped() -> None:
    """A document of one line a paragraph, as the readers take it too."""
    lines = ["A heading", "A paragraph of many words. " * 9, "Another of as many words. " * 9]
    text = "\n".join(lines)
    assert [p.span.of(text) for p in documents.paragraphs_of(text)] == [line.strip() for line in lines]
