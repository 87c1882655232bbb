"""Each kind of falsehood the checker knows, beside the same sentence told rightly; a floor for all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.model import Delegation, Speaker, StatementRef
from rag.evaluation.checker import TWINS, WRITTEN, check_measures, read_written, written_rows
from rag.evaluation.gold import json_lines
from rag.generation.check import SentenceChecker
from rag.generation.model import Cited
from rag.generation.reading import ReadFigures, Reading
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


def test_the_models_have_the_last_word() -> None:
    """What they do not find supported goes, the same that they do find so stays; they are not asked before
    every exact check has passed."""
    asked: list[str] = []

    def reading(supports: float) -> Reading:
        def read(claim: str, _: object) -> ReadFigures:
            asked.append(claim)
            return ReadFigures(0.6, 0.65, 0.3, 0.2, supports, -supports)

        return read

    cited = [Cited(UMAROV, "We condemn attacks on 20 hospitals, which shocked everybody in the region.")]
    right = "Kazakhstan was appalled that 20 hospitals were hit."
    believing, doubting = (SentenceChecker(CHECKER._delegations, reading(side)) for side in (5.0, -6.0))
    assert believing.check(right, cited).verdict == "supported"
    judged = doubting.check(right, cited)
    assert (judged.verdict, judged.checks[-1].name) == ("unsupported", "support")
    doubting.check("Kazakhstan was appalled that 30 hospitals were hit.", cited)
    assert asked == [right, right]


def test_a_sentence_of_the_record_carries_itself() -> None:
    """Whatever it is made of: no check finds fault with the record's own words."""
    cited = {one.text: one for row in read_written() for one in row.cited}
    stopped = [text for text, one in cited.items() if CHECKER.check(text, [one]).verdict != "supported"]
    assert len(stopped) <= len(cited) // 50, stopped


FLOORS = [("written", WRITTEN, 0.64, 0.18), ("twins", TWINS, 0.4, 0.32)]
"""Of each file: the least share caught, and the greatest of false alarms, in both parts."""


@pytest.mark.process
@pytest.mark.parametrize(("source", "file", "caught", "alarms"), FLOORS)
def test_what_was_written_by_hand_keeps_its_floor(
    source: str, file: Path, caught: float, alarms: float
) -> None:
    """By words alone; the figures with embedder and reader stand in docs/quality.md."""
    found = check_measures(written_rows(CHECKER, read_written(file), source))
    for part in ("seen", "held back"):
        assert found[f"{source} {part}: caught, edit"].mean >= caught
        assert found[f"{source} {part}: false alarms"].mean <= alarms


def test_what_is_true_of_any_record_is_no_strange_name_or_figure() -> None:
    """The UN in its own record, the end of a full name, initials, labels, days in a row, three parties."""
    record = (
        "The trilateral talks of 15-17 June on the Treaty on the Non-Proliferation of Nuclear Weapons and "
        "resolution 2254 (2015) took place in the Democratic Republic of the Congo."
    )
    told = (
        "From 15 to 17 June the three countries held talks in the Congo on the NPT and on what resolution "
        "2254 asks of the UN."
    )
    checks = CHECKER.check(told, [Cited(replace(UMAROV, organ="Security Council"), record)]).checks
    assert {one.name for one in checks if one.passed} >= {"figures", "names"}, checks
    for false in (told.replace("17", "18"), told.replace("Congo", "Sudan"), told.replace("NPT", "CTBT")):
        assert CHECKER.check(false, [Cited(UMAROV, record)]).verdict == "altered", false
