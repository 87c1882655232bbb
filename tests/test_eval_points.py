"""The measures of segmentation, worked out by hand; small gold; links kept inside points."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from index.errors import InvalidInput
from index.model import Paragraph, Source, Span, Speaker, Statement, StatementRef
from index.segmentation.points import cut_points
from index.segmentation.sentences import split_sentences
from rag.evaluation.argunsc import Speech, chance_kept, evaluate_links, link_measures, link_row, read_speeches
from rag.evaluation.points import (
    SEGMENTERS,
    GoldPoints,
    GoldStarts,
    PointRow,
    disagreement,
    evaluate_points,
    f1,
    gold_starts,
    point_measures,
    point_row,
    read_points,
)

SAMPLE = Path(__file__).parent / "data" / "points" / "sample.jsonl"
FLOOR = 0.72
"""F1 on the sample, which the packaged models were fitted on: a floor against breakage, no measurement."""


def statement(text: str, name: str = "a.txt") -> Statement:
    ref = StatementRef(
        name, Speaker(None), None, "other", None, None, None, None, None, Source("c", name, "")
    )  # fmt: skip
    parts, start = [], 0
    for number, part in enumerate(text.split("\n\n"), 1):
        parts.append(Paragraph(number, Span(start, start + len(part))))
        start += len(part) + 2
    paragraphs = tuple(parts) if len(parts) > 1 else ()
    sentences = split_sentences(text)
    return Statement(ref, text, paragraphs, sentences, cut_points(text, sentences, paragraphs), ())


def test_gold_starts_are_found_through_blanks_and_hyphens() -> None:
    """Words are found in order; one inside a sentence is lost, the first is no boundary."""
    given = statement("We act. Nur- Sultan\n\nhosts it. We act. It ends, so we go.")
    gold = gold_starts(GoldPoints("a.txt", ("We act", "Nur-Sultan", "We act", "so we go")), given)
    assert gold == GoldStarts("a.txt", "paragraphs", 5, frozenset({1, 3}), 1)


def test_words_that_are_not_there_are_refused() -> None:
    """The message names the file and the words."""
    with pytest.raises(InvalidInput, match=r"a\.txt does not hold the words 'Peace'"):
        gold_starts(GoldPoints("a.txt", ("Peace",)), statement("War."))


def test_pk_and_window_diff_by_hand() -> None:
    """Six sentences, gold cut before 3, made before 2, window 2: windows of gaps 12 23 34 45."""
    # gold: 0 1 1 0; made: 1 1 0 0
    assert disagreement(frozenset({3}), frozenset({2}), 6, 2) == (0.5, 0.5)
    # made at 2 and 3: 1 2 1 0, Pk sees one window, WindowDiff two
    assert disagreement(frozenset({3}), frozenset({2, 3}), 6, 2) == (0.25, 0.5)
    assert disagreement(frozenset(), frozenset(), 1, 1) == (0.0, 0.0)


def test_a_row_counts_hits_inventions_and_misses() -> None:
    """Lost gold counts as missed; micro F1 follows."""
    row = point_row("x", GoldStarts("a", "one line", 9, frozenset({2, 5}), 1), frozenset({2, 4}))
    assert (row.tp, row.fp, row.fn) == (1, 1, 2)
    assert f1([row]) == pytest.approx(2 / 5)
    assert f1([PointRow("x", "a", "one line", 0, 0, 0, 0.0, 0.0)]) == 1.0


def test_measures_are_by_segmenter_and_layout() -> None:
    """Only layouts that occur are told."""
    rows = [
        PointRow("x", "a", "one line", 1, 0, 0, 0.1, 0.2),
        PointRow("x", "b", "one line", 1, 2, 0, 0.3, 0.4),
    ]
    figures = point_measures(rows)
    assert set(figures) == {f"x: {m}, {at}" for m in ("F1", "Pk", "WindowDiff") for at in ("all", "one line")}
    assert figures["x: F1, all"].mean == pytest.approx(4 / 6)
    assert figures["x: Pk, one line"].mean == pytest.approx(0.2)


def test_our_points_beat_the_baselines_on_the_sample() -> None:
    """A floor on a few real statements that stand in the repository."""
    rows = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    held = {row["file"]: statement(row["text"], row["file"]) for row in rows}
    made = evaluate_points(read_points(SAMPLE), held.__getitem__)
    score = {name: f1([row for row in made if row.segmenter == name]) for name in SEGMENTERS}
    assert score.pop("points") > max(FLOOR, *score.values())


def test_links_are_kept_where_both_sentences_are_in_one_point() -> None:
    """Four sentences in points of three and one; even cuts halve them; chance is worked out."""
    speech = Speech("s", ("A b.", "C d.", "E f.", "G h."), ((0, 1), (0, 2), (2, 3)))
    row = link_row("x", speech, [Span(0, 14), Span(15, 19)])
    assert (row.points, row.links, row.kept, row.even) == (2, 3, 2, 2)
    assert chance_kept(4, 2, 1) == pytest.approx(2 / 3)
    assert chance_kept(4, 2, 2) == pytest.approx(1 / 3)
    assert row.chance == pytest.approx(2 / 3 + 1 / 3 + 2 / 3)


def test_speeches_are_read_with_their_links(tmp_path: Path) -> None:
    """Links within a sentence, to other speeches and of unlinked components are left out."""
    head = ["ID", "Speech", "Sentence_ID", "Full_Sentence", "Component", "Component_Type", "Premises"]
    rows = [
        [1, "s", 1, "We\r\nact.", "[1, 'We act.']", "claim", "{2: 'support', 3: 'support', 9: 'attack'}"],
        [2, "s", 1, "We\r\nact.", "[2, 'act']", "premise", "{}"],
        [3, "s", 2, "It helps.", "[3, 'It helps.']", "premise", "standalone"],
        [4, "s", 3, "Thanks.", "non-arg", "non-arg", "non-arg"],
    ]
    path = tmp_path / "base.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, *rows])
    assert read_speeches(path) == (Speech("s", ("We act.", "It helps.", "Thanks."), ((0, 1),)),)
    assert link_measures(evaluate_links(read_speeches(path)))["points: links kept"].count == 1
