"""A briefing counts parties and meetings once each, whatever they were called, and nothing uncertain."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.model import Delegation, Filters, Statement, StatementDraft
from rag.briefing.brief import Brief, Part, Said
from rag.briefing.export.layout import document_of
from rag.briefing.export.markdown import markdown_of
from rag.briefing.select import QUOTED, annex_of
from rag.citation.cite import cite
from rag.model import Citation, Length, Wanted
from rag.position.gather import Gathered
from tests.drafts import ESTONIA, KAZAKHSTAN, a_draft, a_statement
from tests.small_stores import house, tell

CHINA, INDIA = Delegation("CHN", "China"), Delegation("IND", "India")
BELARUS, BYELORUSSIA = Delegation("BLR", "Belarus"), Delegation("BLR", "Byelorussian SSR")
REJECTS = "We reject narwhal hunting because of how cruel it is."
PERHAPS = "Narwhals were many. Hunting was banned."
BY_NIGHT = "narwhal hunting by night"
"""A topic of which half may be met."""
NEITHER = ("Narwhals swim.",) * 4
"""Makes a word of the topic less rare, so that a sentence with the other one alone may speak to it."""
ELECTIONS = "Elections will be held in the spring and observers are invited."


def briefed(
    folder: Path, drafts: Sequence[StatementDraft], topic: str = "narwhal hunting", **wanted: object
) -> tuple[Brief, str]:
    """The briefing on the statements, each of a file of its own, and what is written of it."""
    kenya = Delegation("KEN", "Kenya")
    drafts = [*drafts, *(spoken(text, kenya, "S/PV.9") for text in NEITHER)]
    filters = Filters(delegations=tuple(wanted.pop("delegations", ())))  # type: ignore[call-overload]
    with closing(house(folder)) as service:
        for number, draft in enumerate(drafts):
            tell(service, draft, path=f"{number}.txt")
        analysis = service._analysis
        brief = analysis._brief(topic, (), filters, Wanted(**wanted))  # type: ignore[arg-type]
        made = document_of(brief, date(2026, 11, 29), analysis._name)
        return brief, markdown_of(made).decode()


def spoken(text: str, who: Delegation, meeting: str, date: str = "2020-05-01") -> StatementDraft:
    return a_draft(text, delegation=who, meeting=meeting, date=date)


def two_meetings() -> list[StatementDraft]:
    """In the first Estonia speaks to it, in the second Kazakhstan may."""
    return [
        spoken(f"We reject {BY_NIGHT} because of how cruel it is.", ESTONIA, "S/PV.1"),
        spoken(ELECTIONS, CHINA, "S/PV.1"),
        spoken("The narwhal sleeps by night. Hunting is old.", KAZAKHSTAN, "S/PV.2"),
        spoken(ELECTIONS, CHINA, "S/PV.2"),
        spoken(ELECTIONS, INDIA, "S/PV.2"),
    ]


def test_silence_is_told_of_the_meetings_that_are_counted(tmp_path: Path) -> None:
    """Who was silent where somebody may have spoken to it has not left it aside."""
    brief, _ = briefed(tmp_path, two_meetings(), BY_NIGHT)
    assert (len(brief.perhaps), brief.base.meetings) == (1, ("S/PV.1",))
    assert [(one.delegation.name, one.statements) for one in brief.gaps.silent] == [("China", 1)]


def test_whoever_is_spoken_for_was_not_silent(tmp_path: Path) -> None:
    """Neither in the meeting nor in its own record, whoever spoke; the others were."""
    joint = replace(spoken(REJECTS, ESTONIA, "S/PV.1"), on_behalf_of="Estonia, China and Peru")
    drafts = [joint, spoken(ELECTIONS, CHINA, "S/PV.1"), spoken(ELECTIONS, INDIA, "S/PV.1")]
    brief, _ = briefed(tmp_path / "a", drafts)
    assert [one.delegation.name for one in brief.gaps.silent] == ["India"]
    brief, _ = briefed(tmp_path / "b", drafts, own=CHINA)
    assert brief.own is not None
    assert [one.statement.delegation for one in brief.own.said] == [ESTONIA]
    assert not brief.own.silent


def test_a_party_is_named_once_by_its_latest_name(tmp_path: Path) -> None:
    """So that as many names stand there as delegations are counted."""
    brief, text = briefed(
        tmp_path,
        [
            spoken("Narwhal hunting was on the minds of many of us.", BYELORUSSIA, "S/PV.1", "1980-05-01"),
            spoken(REJECTS, BELARUS, "S/PV.2"),
        ],
        own=BELARUS,
    )
    (part,) = brief.parts
    assert brief.base.delegations == 1
    assert (part.takers("against"), part.takers("unclear")) == (("Belarus",), ())
    assert brief.own is not None
    assert len(brief.own.said) == 2
    assert "**No side told:**" not in text


def test_what_may_belong_to_it_is_of_the_state_asked_about(tmp_path: Path) -> None:
    """What is said on another State is left out, as of what surely belongs, and told as left out."""
    texts = {"Mali": "We reject narwhal hunting in Mali.", "Libya": "Hunting was banned.", "Chad": PERHAPS}
    with closing(house(tmp_path)) as service:
        for place, text in texts.items():
            tell(service, a_draft(text, topic=f"The situation in {place}"), path=f"{place}.txt")
        refs, _ = service.statements(Filters(), None, len(texts))
        cited = {one.topic: _first(service.statement(one.id)) for one in refs}
        found = Gathered((cited["The situation in Mali"],), (cited["The situation in Libya"],))
        analysis = service._analysis
        brief = analysis._briefer()._brief("", "narwhal hunting in Mali", found, Wanted())
        page = markdown_of(document_of(brief, date(2026, 11, 29), analysis._name)).decode()
    assert (brief.perhaps, brief.elsewhere) == ((), 1)
    assert "1 statement on other States is left out." in page
    assert "more sentences were likely" not in page


def test_a_short_briefing_tells_why_its_count_is_a_lower_bound(tmp_path: Path) -> None:
    """The statements are not written there, and are no reading cut short."""
    length: Length = "short"
    brief, text = briefed(tmp_path, two_meetings(), BY_NIGHT, length=length)
    assert "lower bound: 1 more statement may speak to it too." in text
    assert "Hunting is old" not in text
    assert f"We reject {BY_NIGHT}" in text
    assert [one.delegation for one in brief.sources] == [ESTONIA]


def test_who_is_not_asked_is_no_gap(tmp_path: Path) -> None:
    """Where one delegation is asked about, nothing is told of the others in its meetings."""
    drafts = [spoken(REJECTS, ESTONIA, "S/PV.1"), spoken(ELECTIONS, CHINA, "S/PV.1")]
    _, text = briefed(tmp_path, drafts, delegations=("EST",))
    assert "took the floor" not in text


def _first(statement: Statement) -> Citation:
    return cite(statement, statement.sentences[0])


def many_said(parties: int, of_each: int) -> tuple[Said, ...]:
    """Without a side, the likeliest of the last in the alphabet."""
    said = []
    for number in range(parties * of_each):
        at = parties - 1 - number % parties
        who = Delegation(f"X{at:02}", f"Land {at:02}")
        statement = a_statement(f"s{number}", REJECTS, delegation=who, date=f"20{number // parties:02}")
        said.append(Said(cite(statement, statement.sentences[0])))
    return tuple(said)


def test_an_annex_quotes_the_likeliest_not_the_first_of_the_alphabet() -> None:
    every = many_said(QUOTED + 5, 1)
    (kept,) = annex_of([Part(None, every)], "standard")
    assert set(kept.said) == set(every[:QUOTED])
    assert [one.who for one in kept.said] == sorted(one.who for one in kept.said)


def test_an_annex_leaves_nothing_out_that_it_has_room_for() -> None:
    """Not the third quotation of a delegation either."""
    every = many_said(2, 5)
    (kept,) = annex_of([Part(None, every)], "standard")
    assert set(kept.said) == set(every)


def test_nobody_surely_on_it_is_told_with_what_was_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one answer is found and no list: nothing was chosen by hand, and nobody is counted."""
    with closing(house(tmp_path)) as service:
        tell(service, spoken(PERHAPS, KAZAKHSTAN, "S/PV.1"))
        tell(service, spoken(ELECTIONS, CHINA, "S/PV.2"), path="b.txt")
        (one, *_), _ = service.statements(Filters(delegations=("KAZ",)), None, 1)
        found = Gathered((), (_first(service.statement(one.id)),))
        analysis = service._analysis
        briefer = analysis._briefer()
        monkeypatch.setattr(briefer._gatherer, "on_topic", lambda topic, filters: found)
        brief = briefer.on_topic("narwhals", "narwhals", Filters(), Wanted())
        text = markdown_of(document_of(brief, date(2026, 11, 29), analysis._name)).decode()
    assert "- Nobody is surely found to speak to this; 2 of 2 statements searched.\n" in text
    assert "chosen by hand" not in text
    assert "At least" not in text


def test_what_has_no_date_is_told_beside_the_days(tmp_path: Path) -> None:
    """In one meeting, which is so called."""
    undated = a_draft(f"Kazakhstan: {REJECTS}", delegation=KAZAKHSTAN, meeting="S/PV.1")
    drafts = [spoken(REJECTS, ESTONIA, "S/PV.1"), undated, spoken(ELECTIONS, CHINA, "S/PV.1")]
    _, text = briefed(tmp_path, drafts)
    assert "- 1 May 2020, in 1 meeting (S/PV.1); 1 statement without a date." in text
    assert "1 delegation took the floor in the same meeting and did not address it." in text


def test_an_annex_has_a_delegation_newest_first_whatever_it_was_called() -> None:
    """Under its latest name among the others: an old one would put it somewhere else."""
    burundi = Delegation("BDI", "Burundi")
    said = ((BELARUS, "2020"), (burundi, "2020"), (BYELORUSSIA, "1980"), (BELARUS, "2000"))
    every = [
        Said(cite(one, one.sentences[0]))
        for at, (who, date) in enumerate(said)
        for one in [a_statement(f"s{at}", REJECTS, delegation=who, date=date)]
    ]
    (part,) = annex_of([Part(None, tuple(every))], "full")
    assert [one.citation.date for one in part.said] == ["2020", "2000", "1980", "2020"]
