"""Complete lists: every statement that speaks of it, each once, counted truly, on its side or on none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InvalidInput
from index.model import Delegation, Filters
from index.text.dates import spoken_date
from rag.answer import drafted, lists
from rag.answer.arrange import Arrangement, headed, page_of
from rag.answer.drafted import MAY, headline
from rag.answer.listing import Listing
from rag.citation.cite import cite
from rag.model import Answer, Counts, Group
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_statement, halved, open_store
from tests.narwhals import COUNT, listed, narwhals
from tests.small_stores import EMBEDDER, house, put

SAID = ["mentioned", "raised", "spoke about", "addressed", "referred to"]


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with narwhals(tmp_path_factory.mktemp("store")) as opened:
        yield opened


def test_every_statement_is_listed_once(service: OnRecord) -> None:
    """However many there are; the counts are those of the rows."""
    answer = service.ask("Which delegations mentioned narwhal hunting?", Filters())
    assert sorted(listed(answer)) == sorted(f"s{number}" for number in range(COUNT))
    assert answer.counts is not None
    assert (answer.counts.delegations, answer.counts.statements) == (1, COUNT)
    assert (answer.counts.searched, answer.counts.in_all) == (COUNT + 10, COUNT + 10)
    assert answer.next is None
    first, *_ = answer.text.splitlines()
    assert first.startswith("1 delegation, in 30 statements; 40 of 40 statements searched [1][2]")


def test_who_speaks_of_half_a_topic_is_not_listed(service: OnRecord) -> None:
    """Everybody has one of its words and nobody the other: nobody speaks of it."""
    answer = service.ask("Which delegations mentioned narwhal sabotage?", Filters())
    assert answer.refusal is not None
    assert answer.refusal.reason == "not_in_record"
    assert not answer.citations


def test_another_verb_gives_the_same_base(service: OnRecord) -> None:
    bases = {
        tuple(listed(service.ask(f"Which delegations {verb} narwhal hunting?", Filters()))) for verb in SAID
    }
    assert len(bases) == 1


def test_pages_are_the_list(service: OnRecord) -> None:
    """Every statement on one page, none on two, the counts the same on all."""
    question = "Which delegations mentioned narwhal hunting?"
    whole = service.ask(question, Filters())
    found: list[str] = []
    cursor: str | None = None
    for _ in range(COUNT):
        page = service.ask(question, Filters(), 7, cursor=cursor)
        assert page.counts == whole.counts
        assert len(page.citations) <= 7
        found += listed(page)
        cursor = page.next
        if cursor is None:
            break
    assert found == listed(whole)


def test_a_list_too_long_to_be_read_is_said_to_be_at_least(
    service: OnRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more sentences are read than can be, and the count does not pass for the whole."""
    for module in (lists, drafted):
        monkeypatch.setattr(module, "MOST", COUNT - 10)
    answer = service.ask("Which delegations mentioned narwhal hunting?", Filters())
    assert answer.counts is not None
    assert not answer.counts.certain
    assert answer.counts.statements == COUNT - 10
    assert answer.text.startswith(
        "At least 1 delegation, in 20 statements; 40 of 40 statements searched, the 20"
    )


def test_a_cursor_that_is_none_is_refused(service: OnRecord) -> None:
    with pytest.raises(InvalidInput, match="cursor"):
        service.ask("Which delegations mentioned narwhal hunting?", Filters(), 7, cursor="seven")


def lines_of(answer: Answer) -> list[str]:
    """The headings of an answer's list."""
    return [line for line in answer.text.splitlines()[1:] if line.endswith(":") and "“" not in line]


@pytest.fixture
def dated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    """Six statements of two delegations in three years, for it and against it."""
    folder = tmp_path_factory.mktemp("dated")
    with closing(open_store(folder, EMBEDDER)) as store:
        for number in range(6):
            verb, who = ("support", ESTONIA) if number % 2 else ("reject", KAZAKHSTAN)
            text = halved(f"We {verb} narwhal hunting, as we said {number} times.")
            date, meeting = f"{2018 + number % 3}-05-0{number + 1}", f"S/PV.{8000 + number}"
            put(store, a_statement(f"d{number}", text, delegation=who, date=date, meeting=meeting))
    with closing(house(folder)) as opened:
        yield opened


ASKED = "Which delegations mentioned narwhal hunting?"


def test_a_list_is_sorted_by_date_on_every_page(dated: OnRecord) -> None:
    order = Arrangement("date")
    whole = dated.ask(ASKED, Filters(), order=order)
    dates = [citation.date or "" for citation in whole.citations]
    assert dates == sorted(dates, reverse=True)
    first = dated.ask(ASKED, Filters(), 4, order=order)
    second = dated.ask(ASKED, Filters(), 4, cursor=first.next, order=order)
    assert listed(first) + listed(second) == listed(whole)


@pytest.mark.parametrize(
    ("group", "headings"),
    [
        ("year", ["2020:", "2019:", "2018:"]),
        ("delegation", ["Estonia:", "Kazakhstan:"]),
        ("side", ["For:", "Against:"]),
    ],
)
def test_a_list_is_grouped_under_headings(dated: OnRecord, group: Group, headings: list[str]) -> None:
    """Each heading once, and every statement under its own."""
    answer = dated.ask(ASKED, Filters(), order=Arrangement(group=group))
    assert sorted(lines_of(answer)) == sorted(headings)
    assert len(answer.citations) == 6
    if group == "side":
        assert [citation.side for citation in answer.citations] == ["for"] * 3 + ["against"] * 3


def test_every_quotation_has_its_day_and_meeting_beside_the_speaker(dated: OnRecord) -> None:
    answer = dated.ask(ASKED, Filters())
    quoted = [line for line in answer.text.splitlines() if "“" in line]
    assert len(quoted) == 6
    for line, citation in zip(quoted, answer.citations, strict=True):
        assert f", {citation.meeting}, {spoken_date(citation.date)}: “" in line


@pytest.mark.parametrize(
    ("question", "side"),
    [("Which delegations support narwhal hunting?", "for"), ("Who opposes narwhal hunting?", "against")],
)
def test_a_side_is_told_or_nobody_stands_on_it(service: OnRecord, question: str, side: str) -> None:
    """Those who take the other side are not on the list."""
    answer = service.ask(question, Filters())
    assert answer.counts is not None
    sure = answer.citations[: answer.counts.statements]
    assert {citation.side for citation in sure} == {side}
    wanted = {f"s{number}" for number in range(COUNT) if bool(number % 3) is (side == "for")}
    assert {citation.statement.id for citation in sure} == wanted


def test_who_takes_no_side_is_named_apart(service: OnRecord) -> None:
    """A statement that only speaks of it neither backs nor fights it."""
    service.remove([f"s{number}" for number in range(1, COUNT)])
    answer = service.ask("Who opposes narwhal hunting?", Filters())
    assert MAY not in answer.text
    assert listed(answer) == ["s0"]


@given(sure=st.integers(0, 20), perhaps=st.integers(0, 20), limit=st.integers(1, 9), first=st.integers(0, 50))
def test_a_page_follows_the_one_before(sure: int, perhaps: int, limit: int, first: int) -> None:
    """The sure ones first; the last page names no other."""
    rows = tuple(range(sure + perhaps))
    page = page_of(Listing(rows[:sure], rows[sure:]), first, limit)  # type: ignore[arg-type]
    assert (*page.sure, *page.perhaps) == rows[first : first + limit]
    assert page.next == (first + limit if first + limit < len(rows) else None)


def test_a_page_of_what_may_belong_alone_says_how_many_do() -> None:
    """No mark is left to stand before a colon."""
    counts = Counts(delegations=2, others=0, statements=3, searched=7, in_all=8, certain=False)
    assert headline(counts, False, ()) == (
        "At least 2 delegations, in 3 statements; 7 of 8 statements searched."
    )


def test_a_delegation_stands_under_one_heading_whatever_it_was_called() -> None:
    """Its latest name, so that there are as many headings as delegations counted."""
    said = (("Belarus", "2020-05-01"), ("Byelorussian SSR", "1980-05-01"), ("Byelorussian SSR", None))
    spoken = [
        a_statement(f"s{at}", "We reject it.", delegation=Delegation("BLR", name), date=date)
        for at, (name, date) in enumerate(said)
    ]
    cited = [cite(one, one.sentences[0]) for one in reversed(spoken)]
    assert [heading for heading, _ in headed(cited, "delegation")] == ["Belarus:", "", ""]
