"""Each kind of falsehood the checker knows, beside the same sentence told rightly; a floor for all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.model import Delegation, Speaker, StatementRef
from rag.evaluation.checker import check_measures, read_written, written_rows
from rag.evaluation.gold import json_lines
from rag.generation.check import SentenceChecker
from rag.generation.model import Cited
from tests.test_checking import CHECKER, UMAROV

KINDS = [
    (row["record"], row["right"], row["wrong"])
    for row in json_lines(Path(__file__).parent / "data" / "false_kinds.jsonl")
]
"""Of each a record, what it says told rightly, and told falsely."""


@pytest.mark.parametrize(("record", "right", "wrong"), KINDS)
def test_a_kind_of_falsehood(record: str, right: str, wrong: str) -> None:
    """The one stands, the other does not."""
    cited = [Cited(UMAROV, record)]
    assert CHECKER.check(right, cited).verdict == "supported", CHECKER.check(right, cited).reason
    assert CHECKER.check(wrong, cited).verdict != "supported"


def test_each_delegation_is_held_to_its_own_words() -> None:
    """What two delegations said, given to each other, is found out part by part."""
    malian: StatementRef = replace(
        UMAROV, id="b", delegation=Delegation("MLI", "Mali"), speaker=Speaker("Mr. Konfourou")
    )
    cited = [Cited(UMAROV, "We welcome the peace talks."), Cited(malian, "We condemn the embargo.")]
    right = "Kazakhstan welcomed the peace talks, while Mali condemned the embargo."
    wrong = "Mali welcomed the peace talks, while Kazakhstan condemned the embargo."
    joined = "Kazakhstan welcomed the peace talks and condemned the embargo on weapons of its army."
    cited[1] = replace(cited[1], text="We condemn the embargo on weapons for our army.")
    assert CHECKER.check(right, cited).verdict == "supported", CHECKER.check(right, cited).reason
    for false in (wrong, joined):
        assert CHECKER.check(false, cited).verdict != "supported"


def test_the_reader_has_the_last_word() -> None:
    """What it does not find supported goes; it is not asked before every other check has passed."""
    asked: list[str] = []

    def backing(claim: str, _: object) -> float:
        asked.append(claim)
        return 0.05

    checker = SentenceChecker(CHECKER._delegations, None, backing)
    cited = [Cited(UMAROV, "We condemn attacks on 20 hospitals.")]
    judged = checker.check("Kazakhstan condemned attacks on 20 hospitals.", cited)
    assert (judged.verdict, judged.checks[-1].name) == ("unsupported", "reader")
    checker.check("Kazakhstan condemned attacks on 30 hospitals.", cited)
    assert asked == ["Kazakhstan condemned attacks on 20 hospitals."]


def test_a_sentence_of_the_record_carries_itself() -> None:
    """Whatever it is made of: no check finds fault with the record's own words."""
    cited = {one.text: one for row in read_written() for one in row.cited}
    stopped = [text for text, one in cited.items() if CHECKER.check(text, [one]).verdict != "supported"]
    assert len(stopped) <= len(cited) // 50, stopped


def test_what_was_written_by_hand_keeps_its_floor() -> None:
    """By words alone; the figures with embedder and reader stand in docs/quality.md."""
    found = check_measures(written_rows(CHECKER, read_written()))
    for part in ("seen", "held back"):
        assert found[f"written {part}: caught, edit"].mean >= 0.6
        assert found[f"written {part}: false alarms"].mean <= 0.2
