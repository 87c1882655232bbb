"""The last round of the teacher draws what was written for it, some of what was taught before, and the same
for the same seed."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from rag.evaluation.reader.draw import ASKED_ALONE_MORE, MENTIONED_MORE, SAID, SAID_LATER
from rag.evaluation.reader.judged import read_judged
from rag.evaluation.reader.plan import Step
from rag.evaluation.reader.rounds import ROUNDS
from rag.evaluation.reader.said import read_said

PIECES = 3072
LISTS = (SAID_LATER, MENTIONED_MORE)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows of the field, as many as are needed to find others that share words; some are held back."""
    folder = tmp_path_factory.mktemp("rows")
    written: dict[str, list[dict[str, object]]] = {"passages": [], "qa": [], "claims": []}
    for number, thing in enumerate(f"ware{at}" for at in range(60)):
        file, said = f"ungdc/Session 77 - 2022/A{number}_77_2022.txt", f"The {thing} trade must end."
        place: dict[str, object] = {"k": 1, "n": number}
        written["passages"].append(
            place
            | {"file": file, "country": None, "topic": None, "date": None, "passage": f"{said} All is well."}
        )
        written["qa"].append(
            place
            | {"question": f"What of {thing}?", "answer": said, "near": f"Why is {thing} dear?"}
            | {"near_kind": "aspect", "keywords": f"{thing} trade"}
        )
        written["claims"].append(
            place
            | {"issue": f"the {thing} trade", "supports": f"End the {thing} trade.", "evidence": said}
            | {"opposes": f"Go on with {thing}.", "neither": f"There is {thing}."}
        )
    for name, some in written.items():
        lines = "".join(json.dumps(row) + "\n" for row in some)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def drawn(rows: Path) -> list[Step]:
    return ROUNDS[6](rows, rows, random.Random(5), PIECES)


@pytest.fixture(scope="module")
def sixth(rows: Path) -> list[Step]:
    return drawn(rows)


def asked(steps: list[Step]) -> set[str]:
    return {example.question for step in steps for example in step.examples}


def test_the_sixth_teaches_what_was_written_for_it(sixth: list[Step]) -> None:
    """Every question is asked in one of its wordings; of single ones those of which a sentence tells, and as
    many that are off the subject."""
    questions = asked(sixth)
    listed = {row.claim: set(row.questions) for file in LISTS for row in read_said(file)}
    assert not [claim for claim, wordings in listed.items() if questions.isdisjoint(wordings)]
    single = {row.text for row in read_judged(ASKED_ALONE_MORE)}
    assert len(single & questions) > 0.8 * len(single)


def test_some_of_what_was_taught_before_is_among_it(sixth: list[Step]) -> None:
    before = {question for row in read_said(SAID) for question in row.questions}
    assert 0 < len(before & asked(sixth)) < len(before)


def test_the_same_seed_draws_the_same(sixth: list[Step], rows: Path) -> None:
    assert drawn(rows) == sixth
