"""Golden segmentations: whole real statements, cut as they were when the cuts were last read and accepted.

`data/points/golden.tsv` holds a row for each point: file of the sample, number, kind, span, first and last
paragraph (0 where the breaks are lost), spans of its passages, first words. A change of segmentation changes
the table; what changed is to be read first. How good the cuts are is measured in docs/quality.md.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from index.embedding.packaged import PackagedEmbedder
from index.model import Span, Statement
from index.readers.base import Skipped
from index.readers.walk import read_paths
from index.segmentation.segment import segment
from tests.drafts import a_statement
from tests.made_records import SEEDS

GOLDEN = Path(__file__).parent / "data" / "points" / "golden.tsv"
ROWS = list(csv.DictReader(GOLDEN.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
FILES = list(dict.fromkeys(row["file"] for row in ROWS))
FIRST_WORDS = 5


@cache
def cut() -> dict[str, Statement]:
    """The statements of the golden files; counting tokens does not load the model."""
    embedder, ref = PackagedEmbedder(), a_statement("s").ref
    folders = [SEEDS / Path(file).parts[0] for file in FILES]
    read = [file for file in read_paths(list(dict.fromkeys(folders))) if not isinstance(file, Skipped)]
    return {
        name: segment(file.drafts[0], ref, embedder.count_tokens, embedder.window)
        for file in read
        for name in FILES
        if file.absolute.endswith(name)
    }


def spans(pieces: list[Span]) -> str:
    return " ".join(f"{piece.start}-{piece.end}" for piece in pieces)


def rows_of(file: str, statement: Statement) -> list[dict[str, str]]:
    return [
        {
            "file": file,
            "number": str(point.number),
            "kind": point.kind,
            "span": spans([point.span]),
            "paragraphs": _paragraphs(statement, point.span),
            "passages": spans([p.span for p in statement.passages if p.point == point.number]),
            "words": " ".join(point.span.of(statement.text).split()[:FIRST_WORDS]),
        }
        for point in statement.points
    ]


def _paragraphs(statement: Statement, span: Span) -> str:
    inside = [p.number for p in statement.paragraphs if p.span.start < span.end and span.start < p.span.end]
    return f"{inside[0]}-{inside[-1]}" if inside else "0"


@pytest.mark.parametrize("file", FILES)
def test_a_statement_is_cut_as_it_was_accepted(file: str) -> None:
    """Every point and passage to the letter."""
    assert rows_of(file, cut()[file]) == [row for row in ROWS if row["file"] == file]
