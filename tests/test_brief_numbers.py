"""The numbers and names of a briefing, worked out by hand over twelve small statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from index.errors import InvalidInput
from index.model import Delegation, Filters, Span, Speaker
from rag.briefing.brief import LENGTHS, Brief, Said
from rag.briefing.select import usable
from rag.citation.cite import cite
from rag.model import Length, Wanted
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_draft, a_statement
from tests.small_stores import house, tell

FRANCE, CHINA = Delegation("FRA", "France"), Delegation("CHN", "China")
KENYA, INDIA = Delegation("KEN", "Kenya"), Delegation("IND", "India")
TOPIC = "narwhal hunting"
SAID = (
    (KAZAKHSTAN, "2019-05-01", "S/PV.8500", "We support narwhal hunting by the people of the far north."),
    (
        KAZAKHSTAN,
        "2020-05-01",
        "S/PV.8600",
        "Kazakhstan supports narwhal hunting under rules that all can bear.",
    ),
    (ESTONIA, "2020-05-01", "S/PV.8600", "Estonia rejects narwhal hunting because of how cruel it is."),
    (FRANCE, "2019-05-01", "S/PV.8500", "France supports narwhal hunting where families live by it."),
    (FRANCE, "2020-05-01", "S/PV.8600", "France rejects narwhal hunting wherever it is done for trade."),
    (KENYA, "2020-05-01", "S/PV.8600", "Narwhal hunting was on the minds of many of us this week."),
    (CHINA, "2020-05-01", "S/PV.8600", "Elections will be held in the spring and observers are invited."),
    (CHINA, "2021-05-01", "S/PV.8700", "The spring elections went well and the observers were content."),
)
ABOUT = (
    (KAZAKHSTAN, "We support sanctions on Mali because peace has to be kept there."),
    (ESTONIA, "Estonia rejects sanctions on Mali since they hurt the poor first."),
    (FRANCE, "France supports sanctions on the Sudan until the fighting ends."),
    (KENYA, "Kenya rejects sanctions on the Sudan because they come too late."),
)
QUOTED = re.compile(r"^> ", re.MULTILINE)
LEAD = re.compile(r"^\S.+\), S/PV\.8\d00, 1 May 20\d\d:$", re.MULTILINE)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    rows = [*SAID, *((who, "2022-05-01", "S/PV.8800", text) for who, text in ABOUT)]
    with closing(house(tmp_path_factory.mktemp("house"))) as opened:
        for number, (who, day, meeting, text) in enumerate(rows):
            speaker = Speaker(f"Mr. {who.name}son")
            tell(
                opened,
                a_draft(text, delegation=who, speaker=speaker, date=day, meeting=meeting),
                path=f"{number}.txt",
            )
        yield opened


def brief(service: OnRecord, topic: str = TOPIC, own: Delegation | None = None, **filters: object) -> Brief:
    return service._analysis._brief(topic, (), Filters(**filters), Wanted(own))  # type: ignore[arg-type]


def text(
    service: OnRecord, topic: str = TOPIC, own: Delegation | None = None, length: Length = "standard"
) -> str:
    return service.brief(topic, (), Filters(), "md", own, length).decode()


def section(text: str, heading: str) -> str:
    return text.split(f"## {heading}\n")[1].split("\n## ")[0]


def test_counts_are_those_of_the_rows(service: OnRecord) -> None:
    """Four delegations in six statements, of twelve; the annex has a quotation for each statement."""
    whole = text(service, length="full")
    first, second, third = section(whole, "What is on record").strip().splitlines()
    assert first == "- 4 delegations speak to this, in 6 statements; 12 of 12 statements searched."
    assert second == "- 1 May 2019 to 1 May 2020, in 2 meetings (S/PV.8500, S/PV.8600)."
    assert third == "- 1 delegation took the floor in the same meetings and did not address it."
    assert len(QUOTED.findall(section(whole, "What was said"))) == 6


def test_who_stands_where_is_told_by_name(service: OnRecord) -> None:
    """Whoever is quoted on both sides is on neither, and who takes none is counted."""
    stands = section(text(service), "Who stands where")
    assert "**For (1):** Kazakhstan" in stands
    assert "**Against (1):** Estonia" in stands
    assert "**Quoted on both sides:** France" in stands
    assert "**No side told:** 1, by name in the annex." in stands
    assert "### No side told, by name\n\n**All (1):** Kenya." in text(service)


def test_every_quotation_stands_under_its_side_with_day_and_meeting(service: OnRecord) -> None:
    said = section(text(service, length="full"), "What was said")
    sides = dict(re.findall(r"### ([\w ]+)\n(.*?)(?=\n### |\Z)", said, re.DOTALL))
    assert {side: sorted(re.findall(r"\((\w+)\), S/PV", part)) for side, part in sides.items()} == {
        "For": ["France", "Kazakhstan", "Kazakhstan"],
        "Against": ["Estonia", "France"],
        "No side told": ["Kenya"],
    }
    assert len(LEAD.findall(said)) == len(QUOTED.findall(said)) == 6


def test_a_delegation_is_quoted_newest_first(service: OnRecord) -> None:
    kazakh = [one for part in brief(service).quoted for one in part.said if one.who == "Kazakhstan"]
    assert [one.citation.date for one in kazakh] == ["2020-05-01", "2019-05-01"]


def test_our_own_record_is_told_newest_first(service: OnRecord) -> None:
    own = section(text(service, own=FRANCE), "Our own record: France")
    assert own.index("1 May 2020") < own.index("1 May 2019")
    assert len(QUOTED.findall(own)) == 2


def test_silence_and_absence_are_told_apart(service: OnRecord) -> None:
    """No statement at all is one thing, to have spoken and left it aside another."""
    own = section(text(service, own=CHINA), "Our own record: China")
    assert "China spoke, in 2 statements, and did not address it" in own
    none = section(text(service, own=INDIA), "Our own record: India")
    assert "No statement of India in these records." in none
    asked = brief(service, delegations=("KAZ", "CHN", "IND"))
    assert [one.name for one in asked.gaps.absent] == ["India"]
    assert [(one.delegation.name, one.statements) for one in asked.gaps.asked_silent] == [("China", 2)]


def test_what_filters_leave_out_is_not_missing_in_the_records(service: OnRecord) -> None:
    """Estonia and China spoke, but not in that meeting."""
    held = Filters(delegations=("KAZ", "CHN"), meetings=("S/PV.8500",))
    written = service.brief(TOPIC, (), held, "md", ESTONIA).decode()
    assert "No statement of Estonia under these filters." in written
    assert "- No statement under these filters: China." in written
    assert "## No statement under these filters\n\nChina." in written
    assert "in these records" not in written


def test_nothing_on_it_is_told_with_the_filters_only_where_there_are_some(service: OnRecord) -> None:
    with pytest.raises(InvalidInput, match=r"^Nothing in the record speaks to"):
        brief(service, "quantum chromodynamics")
    with pytest.raises(InvalidInput, match=r"under these filters .* widen them"):
        brief(service, "quantum chromodynamics", since="2020-01-01")


def test_passages_chosen_by_hand_are_no_record_and_no_filter(service: OnRecord) -> None:
    """That none of ours was chosen says nothing of what we said; a filter would be passed over in silence."""
    hits = service.search(TOPIC, Filters(delegations=("KAZ",)), 2).hits
    ids = [hit.passage.id for hit in hits]
    written = service.brief(None, ids, Filters(), "md", FRANCE).decode()
    assert "None of the passages chosen is of France." in written
    assert "No statement of France" not in written
    with pytest.raises(InvalidInput, match="leave the filters out"):
        service.brief(None, ids, Filters(since="2020-01-01"), "md")


def test_filters_are_told_and_count(service: OnRecord) -> None:
    """What restricts stands at the head, and every number is under it."""
    found = brief(service, since="2020-01-01")
    assert found.scope == ("Since 1 January 2020",)
    assert (found.base.delegations, found.base.statements) == (4, 4)
    assert found.base.searched == 10


def test_sanctions_on_one_state_are_not_those_on_another(service: OnRecord) -> None:
    """Each State apart, with its own for and against."""
    parts = {part.about: part for part in brief(service, "sanctions").parts}
    assert {about: (part.takers("for"), part.takers("against")) for about, part in parts.items()} == {
        "MLI": (("Kazakhstan",), ("Estonia",)),
        "SDN": (("France",), ("Kenya",)),
    }


def test_a_topic_that_names_a_state_leaves_the_others_out(service: OnRecord) -> None:
    found = brief(service, "sanctions on Mali")
    (part,) = found.parts
    assert {one.who for one in part.said} == {"Kazakhstan", "Estonia"}
    assert found.base.statements == 2


def test_what_can_be_read_out_names_the_topic() -> None:
    """A quotation that was listed for what stands around it is none."""
    texts = {
        KAZAKHSTAN: "We support narwhal hunting by the people of the far north.",
        ESTONIA: "Estonia rejects narwhal hunting because of how cruel it is.",
        FRANCE: "France thanks everybody here who has worked for this outcome.",
        KENYA: "The signing of the agreement is a historic achievement for us.",
    }
    said = [
        Said(replace(cite(a_statement(who.code, text, delegation=who), Span(0, len(text))), side="unclear"))
        for who, text in texts.items()
    ]
    found = usable(said, TOPIC, None)
    assert {one.statement.delegation for one in found} == {KAZAKHSTAN, ESTONIA}


@pytest.mark.parametrize("length", LENGTHS)
def test_lengths_differ_in_what_is_quoted_and_not_in_the_counts(service: OnRecord, length: Length) -> None:
    written = text(service, length=length)
    assert "4 delegations speak to this, in 6 statements" in written
    assert ("## What was said" in written) is (length != "short")


def test_three_quotations_can_be_read_out(service: OnRecord) -> None:
    """Of three delegations, one for and one against among them."""
    found = brief(service).usable
    assert len({one.statement.delegation for one in found}) == 3
    assert {"for", "against"} <= {one.side for one in found}
