"""One side of a delegation on an issue, whoever is asked: lists, comparisons, histories and briefings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from index.errors import TookTooLong
from index.model import Delegation, Filters, Speaker
from index.process.deadline import Deadline, within
from rag.answer.arrange import Arrangement
from rag.model import Citation, Wanted
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_draft
from tests.small_stores import house, tell

FRANCE, CHINA, MALI = Delegation("FRA", "France"), Delegation("CHN", "China"), Delegation("MLI", "Mali")
SPEAKERS = (KAZAKHSTAN, ESTONIA, FRANCE, CHINA, MALI)
ISSUES = ("the whaling treaty", "toll bridges", "sanctions on Mali", "a ban on ivory")
HARMS = ("famine", "the famine in Mali", "climate change")
SAID = {
    "KAZ": (
        "We support the whaling treaty.",
        "We support the whaling treaty, which must be kept.",
        "Toll bridges were spoken of at length.",
        "We welcome a ban on ivory.",
        "Famine must be fought; we support all who fight famine.",
    ),
    "EST": (
        "We reject the whaling treaty.",
        "We oppose sanctions on Mali.",
        "We oppose sanctions on the Sudan.",
        "Climate change threatens us all, and we must act on climate change.",
    ),
    "FRA": (
        "We support the whaling treaty.",
        "We oppose the whaling treaty.",
        "We support sanctions on the Sudan.",
        "The ivory trade and a ban on ivory are on the agenda.",
        "We welcome all aid against the famine in Mali.",
    ),
    "CHN": (
        "Toll bridges: we oppose toll bridges.",
        "We support a ban on ivory.",
        "We reject a ban on ivory.",
    ),
    "MLI": ("We welcome sanctions on Mali.", "We never spoke of ships."),
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    number = count(1)
    with closing(house(tmp_path_factory.mktemp("house"))) as opened:
        for one in SPEAKERS:
            for words in SAID[one.code]:
                at = next(number)
                draft = a_draft(
                    words, delegation=one, speaker=Speaker(f"Mr. {one.code}"), date=f"2020-05-{at:02}",
                    meeting=f"S/PV.{8500 + at}",
                )  # fmt: skip
                tell(opened, draft, path=f"{at}.txt")
        yield opened


def listed(service: OnRecord, question: str, **order: str) -> list[Citation]:
    """Those that an answer is sure of."""
    answer = service.ask(question, Filters(), order=Arrangement(**order))  # type: ignore[arg-type]
    return list(answer.citations[: answer.counts.statements if answer.counts else 0])


def told(sides: list[tuple[str, str | None]], code: str) -> str:
    """The one side that somebody takes, if it is one."""
    taken = {side for who, side in sides if who == code and side in ("for", "against")}
    return str(taken.pop()) if len(taken) == 1 else "unclear"


def of(citations: list[Citation]) -> list[tuple[str, str | None]]:
    return [(one.statement.delegation.code, one.side) for one in citations if one.statement.delegation]


@pytest.mark.parametrize("issue", ISSUES)
def test_four_ways_tell_the_same_side(service: OnRecord, issue: str) -> None:
    """Whatever a list names, a table, a history and a briefing say too, and nothing else."""
    lists = of(listed(service, f"Which delegations support {issue}?"))
    lists += of(listed(service, f"Which delegations oppose {issue}?"))
    grouped = of(listed(service, f"Which delegations mentioned {issue}?", group="side"))
    brief = service._analysis._brief(issue, (), Filters(), Wanted())
    briefed = of([one.citation for part in brief.parts for one in part.said])
    cells = {cell.delegation.code: cell.side for cell in service.compare([issue], Filters()).rows[0].cells}
    assert any(side in ("for", "against") for _, side in lists)
    for one in SPEAKERS:
        side = told(lists, one.code)
        history = service.history(one, issue, Filters(), 10)
        alone = service.compare([issue], Filters(delegations=(one.code,))).rows[0].cells[0].side
        assert (cells[one.code] or "unclear") == (alone or "unclear") == side, one.name
        assert told(briefed, one.code) == told(grouped, one.code) == side, one.name
        assert told(of([moment.citation for moment in history.moments]), one.code) == side, one.name


@pytest.mark.parametrize("harm", HARMS)
def test_no_way_out_tells_a_side_on_a_harm(service: OnRecord, harm: str) -> None:
    """Nobody is for famine; who opposes it is listed, without a side."""
    asked = service.ask(f"Which delegations support {harm}?", Filters())
    assert asked.refusal is not None
    assert "no side is told" in asked.refusal.message
    for question in ("Which delegations oppose {}?", "Which delegations mentioned {}?"):
        assert {one.side for one in listed(service, question.format(harm))} <= {None}
    cells = service.compare([harm], Filters()).rows[0].cells
    assert {cell.side for cell in cells} <= {None, "unclear"}
    brief = service.brief(harm, (), Filters(), "md").decode()
    assert "Who stands where" not in brief
    assert "no side is told" in brief
    for one in SPEAKERS:
        history = service.history(one, harm, Filters(), 10)
        assert {moment.side for moment in history.moments} <= {"unclear"}
        assert all(not m.change or m.change.relation not in ("new", "reversed") for m in history.moments)


def test_a_cell_shows_the_sentence_that_takes_the_side(service: OnRecord) -> None:
    """Not the one nearest in words."""
    (cell,) = service.compare(["a ban on ivory"], Filters(delegations=("KAZ",))).rows[0].cells
    assert cell.citation is not None
    assert (cell.side, cell.citation.quote) == ("for", "We welcome a ban on ivory.")


def test_another_state_has_no_part_in_a_side(service: OnRecord) -> None:
    """Sanctions on the Sudan are not those on Mali."""
    (cell,) = service.compare(["sanctions on Mali"], Filters(delegations=("FRA",))).rows[0].cells
    assert cell.side in (None, "unclear")
    found = of(listed(service, "Which delegations oppose sanctions on Mali?"))
    assert found == [("EST", "against")]


def test_no_side_is_told_that_nobody_waits_for(service: OnRecord) -> None:
    """A briefing and a table have hundreds of sentences to tell."""
    deadline = Deadline(60.0)
    deadline.give_up()
    with within(deadline), pytest.raises(TookTooLong):
        service.compare(["toll bridges"], Filters())


@pytest.mark.parametrize("asked", ["the responsibility to protect", "R2P"])
def test_a_side_is_taken_in_either_wording(tmp_path: Path, asked: str) -> None:
    """A reader may not know the acronym, or the words that it stands for."""
    with closing(house(tmp_path)) as opened:
        for one, words in (
            (KAZAKHSTAN, "We support the responsibility to protect."),
            (ESTONIA, "We support R2P."),
        ):
            tell(opened, a_draft(words, delegation=one), path=f"{one.code}.txt")
        found = listed(opened, f"Which delegations support {asked}?")
    assert {one.statement.delegation.code for one in found if one.statement.delegation} == {"KAZ", "EST"}
