"""The reading half of `onrecord eval DIR --section reading`: questions and claims of `DIR/reader`.

In: the gold folder and a reader. Out: figures and rows; understanding has its own half.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rag.evaluation.measures import Estimate
from rag.evaluation.reader.field import read_rows
from rag.evaluation.reader.measure import ClaimRow, NearRow, claim_rows, near_rows, reading_measures
from rag.reader.reading import Reader

FOLDER = "reader"


def measure_reader(gold: Path, reader: Reader) -> tuple[Mapping[str, Estimate], Sequence[NearRow | ClaimRow]]:
    """Every question, near question and claim of the folder; files that are not there give no rows."""
    rows = read_rows(gold / FOLDER)
    near, claims = near_rows(reader, rows.questions), claim_rows(reader, rows.claims)
    return reading_measures(near, claims), [*near, *claims]
