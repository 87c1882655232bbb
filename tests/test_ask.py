"""Answers: one quote of each delegation, copies once, the question as understood, or a named refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.model import Filters, Speaker
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_draft
from tests.lawful import check_answer
from tests.small_stores import house, tell
from tests.whaling_house import FRANCE, on_whaling

ALL = "Which delegations mentioned whaling in every ocean?"
COUNTED = re.compile(
    r"(\d+) delegations?, in (\d+) statements?; (\d+) of (\d+) statements? searched ((?:\[\d+\])+):"
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with on_whaling(tmp_path_factory.mktemp("house")) as opened:
        yield opened


def test_all_means_one_quote_of_each_statement(service: OnRecord) -> None:
    """Of how many statements; the chair's lines do not count."""
    answer = service.ask(ALL, Filters(), 10)
    check_answer(answer, service)
    ids = [citation.statement.id for citation in answer.citations]
    assert len(ids) == len(set(ids))
    counted = COUNTED.match(answer.text)
    assert counted is not None
    assert answer.counts is not None
    assert (int(counted[1]), int(counted[2])) == (answer.counts.delegations, answer.counts.statements)
    assert (int(counted[3]), int(counted[4])) == (4, 5)
    assert counted[5] == "".join(f"[{n}]" for n in range(1, answer.counts.statements + 1))


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("What did Estonia say?", {"EST"}),
        ("What did Kazakhstan say in S/PV.8534?", {"KAZ"}),
        ("What was said in S/PV.8534?", {"KAZ"}),
    ],
)
def test_whatever_was_said_is_an_answer(service: OnRecord, question: str, codes: set[str]) -> None:
    """A question that names a speaker or meeting but no topic is answered with how the main points begin."""
    answer = service.ask(question, Filters(), 10)
    check_answer(answer, service)
    assert answer.answered
    assert {c.statement.delegation.code for c in answer.citations if c.statement.delegation} == codes
    for citation in answer.citations:
        assert citation.sentences.first == citation.sentences.last


def test_a_topic_beside_the_speaker_is_looked_for(service: OnRecord) -> None:
    """What is asked about is not passed over, though the speaker said much else."""
    answer = service.ask("What did Estonia say about zeppelin turbulence?", Filters(), 10)
    assert not answer.answered


def test_the_same_words_are_quoted_once(service: OnRecord) -> None:
    """Also where two delegations said them; so are the hits. A list has every statement all the same."""
    answer = service.ask("whaling is a danger in every ocean", Filters(), 10)
    quotes = ["".join(filter(str.isalnum, c.quote.lower())) for c in answer.citations]
    assert len(quotes) == len(set(quotes)) > 0
    assert len({hit.text for hit in answer.hits}) == len(answer.hits)


def test_one_delegation_is_counted_too(service: OnRecord) -> None:
    """The reader learns how many statements were looked at, however few answer."""
    answer = service.ask(ALL, Filters(delegations=("KAZ",)), 10)
    begins = "1 delegation, in 2 statements; 2 of 5 statements searched [1][2]:\nMr. Umarov (Kazakhstan), "
    assert answer.text.startswith(begins)


def test_who_speaks_for_none_is_counted_apart(tmp_path: Path) -> None:
    """A briefer is no delegation, and one who speaks twice is one speaker; the line is told as right when it
    is checked."""
    told = "Whaling in every ocean is a danger to us all."
    with closing(house(tmp_path)) as briefed:
        rows = (("Mr. Umarov", KAZAKHSTAN), ("Ms. Sooka", None), ("Ms. Sooka", None), ("Mr. Yakani", None))
        for number, (name, delegation) in enumerate(rows):
            said = a_draft(told, speaker=Speaker(name), delegation=delegation, date=f"2020-01-0{number + 1}")
            tell(briefed, said, path=f"{number}.txt")
        answer = briefed.ask(ALL, Filters(), 10)
        assert answer.counts is not None
        assert (answer.counts.delegations, answer.counts.others, answer.counts.statements) == (1, 2, 4)
        head = "1 delegation and 2 other speakers, in 4 statements; 4 of 4 statements searched"
        assert answer.text.startswith(head)


def test_a_line_names_speaker_and_delegation(service: OnRecord) -> None:
    """As the record has them, with meeting and day, and the quote as it stands."""
    answer = service.ask("What did Kazakhstan say about whaling in every ocean?", Filters(), 1)
    (citation,) = answer.citations
    assert answer.text == f"Mr. Umarov (Kazakhstan), S/PV.8534, 23 May 2019: “{citation.quote}” [1]"
    assert citation.statement.delegation == KAZAKHSTAN


def test_what_was_read_from_the_question_is_shown(service: OnRecord) -> None:
    """Delegation and year become filters, joined with those given; the answer keeps to them."""
    answer = service.ask("What did Estonia say in 2020 about whaling?", Filters(collections=("council",)), 10)
    shown = answer.interpreted
    assert shown.filters.delegations == ("EST",)
    assert shown.filters.collections == ("council",)
    assert (shown.filters.since or "")[:4] == (shown.filters.until or "")[:4] == "2020"
    assert shown.delegations == (ESTONIA,)
    assert {one.words for one in shown.recognised} >= {"Estonia"}
    assert {hit.statement.delegation for hit in answer.hits} == {ESTONIA}


@pytest.mark.parametrize(
    ("question", "given", "note"),
    [
        ("What did Estonia and Brazil say about whaling?", Filters(), "Brazil does not speak anywhere"),
        ("What did Brazil, Estonia and France say about whaling?", Filters(), "Brazil does not speak"),
        ("What did Estonia and Kazakhstan say about a danger in every ocean?", Filters(since="2020-01-01"),
         "Nothing else was found in the statements of Kazakhstan."),
    ],
)  # fmt: skip
def test_the_silence_of_one_keeps_no_other_from_answering(
    service: OnRecord, question: str, given: Filters, note: str
) -> None:
    """Those who spoke are quoted; who has nothing on it is said in a note."""
    answer = service.ask(question, given, 10)
    check_answer(answer, service)
    assert answer.answered
    assert {citation.statement.delegation for citation in answer.citations} & {ESTONIA, FRANCE}
    assert any(told.startswith(note) for told in answer.interpreted.notes)


def test_words_with_marks_of_their_own_are_not_quoted(tmp_path: Path) -> None:
    """A [7] of the speaker's would point at a citation that is not there."""
    with closing(house(tmp_path)) as service:
        tell(service, a_draft("Whaling must end in every ocean [7]."), path="a.txt")
        assert service.ask("whaling must end in every ocean", Filters(), 5).citations == ()
        tell(service, a_draft("Whaling must end in every ocean, we say."), path="b.txt")
        answer = service.ask("whaling must end in every ocean", Filters(), 5)
        assert [c.quote for c in answer.citations] == ["Whaling must end in every ocean, we say."]


def test_answers_name_the_state_they_come_from(service: OnRecord) -> None:
    """The same question of the same state gives the same answer; a change gives another name."""
    first = service.ask(ALL, Filters(), 10)
    assert service.ask(ALL, Filters(), 10) == first
    tell(service, a_draft("We too.", delegation=FRANCE), path="new.txt")
    assert service.ask(ALL, Filters(), 10).index != first.index
    service.remove(source="new.txt")
