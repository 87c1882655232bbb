"""Whose "we" it is: a question in the name of the delegation that asks, over the real house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import schemas as wire
from api.local import LocalBackend
from index.model import Delegation, Filters, Speaker
from rag.question.own import voiced
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_draft
from tests.small_stores import house, tell

FRANCE = Delegation("FRA", "France")

IN_ITS_NAME = [
    ("What did we say about whaling?", "What did Kazakhstan say about whaling?", True),
    ("What have we said about whaling before?", "What has Kazakhstan said about whaling before?", True),
    ("Have we ever mentioned whaling?", "Has Kazakhstan ever mentioned whaling?", True),
    ("Has our delegation ever raised whaling?", "Has Kazakhstan ever raised whaling?", True),
    ("Our previous statements on whaling", "Kazakhstan's previous statements on whaling", True),
    ("What is our position on whaling?", "What is Kazakhstan's position on whaling?", False),
    ("What's our side's view of whaling?", "What's Kazakhstan's view of whaling?", False),
    ("Did my delegation oppose whaling?", "Did Kazakhstan oppose whaling?", False),
]
OF_OTHERS = [
    ("Who else opposed whaling?", "Who else opposed whaling?"),
    ("What did other delegations say about whaling?", "What did other delegations say about whaling?"),
    ("Who agrees with us on whaling?", "Who agrees on whaling?"),
    ("Who else has our view of whaling?", "Who else has the view of whaling?"),
    (
        "Which delegations support our position on whaling?",
        "Which delegations support the position on whaling?",
    ),
]
AS_IT_STANDS = [
    "Tell us what the United States said about whaling.",
    "What do we know about whaling?",
    "Which delegations oppose whaling?",
    "What did the US say about whaling?",
    'Who said "we the peoples"?',
]


@pytest.mark.parametrize(("question", "named", "record"), IN_ITS_NAME)
def test_we_is_the_delegation_that_asks(question: str, named: str, record: bool) -> None:
    """Its name stands where it is asked to speak; "did we say" asks for its own record."""
    voice = voiced(question, KAZAKHSTAN)
    assert (voice.text, voice.others, voice.record) == (named, False, record)
    assert [span.of(voice.text) for span in voice.spans] == ["Kazakhstan"]


@pytest.mark.parametrize(("question", "asked"), OF_OTHERS)
def test_others_are_all_but_the_delegation_that_asks(question: str, asked: str) -> None:
    voice = voiced(question, KAZAKHSTAN)
    assert (voice.text, voice.others, voice.spans, voice.record) == (asked, True, (), False)


@pytest.mark.parametrize("question", AS_IT_STANDS)
def test_where_we_is_the_reader_or_nobody_nothing_changes(question: str) -> None:
    voice = voiced(question, KAZAKHSTAN)
    assert (voice.text, voice.others, voice.record, voice.recognised) == (question, False, False, ())


def test_others_speak_of_us() -> None:
    """The name then stands for the topic, and who is asked is left to the reader of questions."""
    voice = voiced("What did the US say about our delegation?", KAZAKHSTAN)
    assert (voice.text, voice.spans) == ("What did the US say about Kazakhstan?", ())


@pytest.mark.parametrize("question", [question for question, *_ in (*IN_ITS_NAME, *OF_OTHERS)])
def test_nobody_asking_changes_nothing(question: str) -> None:
    assert voiced(question, None).text == question


@pytest.mark.parametrize("question", [question for question, *_ in IN_ITS_NAME if "Our" not in question])
def test_nobody_asking_is_told_who_we_are_not(question: str) -> None:
    """In a note that says what to do."""
    (note,) = voiced(question, None).notes
    assert "`--as`" in note


@pytest.mark.parametrize(
    "question", [*AS_IT_STANDS, "Who else opposed whaling?", "Who agrees with us on whaling?"]
)
def test_no_note_where_we_are_not_asked(question: str) -> None:
    assert voiced(question, None).notes == ()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    """Kazakhstan on whaling in three years, Estonia and France in one each."""
    said = {
        "2017-01-01": "Whaling in every ocean must end at once.",
        "2019-05-05": "Whaling in every ocean has no future, and whaling must stop.",
        "2018-03-03": "We oppose whaling in every ocean and for ever.",
    }
    with closing(house(tmp_path_factory.mktemp("house"))) as opened:
        tell(opened, *(a_draft(text, key=day, date=day) for day, text in said.items()), path="k.txt")
        for one in (ESTONIA, FRANCE):
            text = f"{one.name} has always opposed whaling in every ocean of the world."
            draft = a_draft(text, delegation=one, speaker=Speaker(f"Mr. {one.code}"), date="2018-06-06")
            tell(opened, draft, path=f"{one.code}.txt")
        yield opened


@pytest.mark.parametrize(
    "question", ["What did we say about whaling?", "What have we said before about whaling in every ocean?"]
)
def test_what_we_said_is_our_own_record_newest_first(service: OnRecord, question: str) -> None:
    """Every statement of ours, none of others, each with its date; marks resolve."""
    answer = service.ask(question, Filters(), 10, own=KAZAKHSTAN)
    assert [one.date for one in answer.citations] == ["2019-05-05", "2018-03-03", "2017-01-01"]
    assert answer.counts is not None
    assert answer.counts.statements == 3
    assert answer.question == question
    assert {int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)} == {1, 2, 3}


def test_all_that_we_said_is_our_own_record_newest_first(service: OnRecord) -> None:
    """Without a topic: every statement, each with its date, and how many there are."""
    answer = service.ask("What did we say?", Filters(), 10, own=KAZAKHSTAN)
    assert [one.date for one in answer.citations] == ["2019-05-05", "2018-03-03", "2017-01-01"]
    assert answer.interpreted.notes == ("Quoted: 3 of 3 statements on record, the newest first.",)


def test_the_newest_of_our_record_is_told_however_much_was_said_of_other_things(tmp_path: Path) -> None:
    """More statements than are ranked for an overview, the last of them on a topic of its own."""
    said = "Whaling in every ocean must end at once, as we said {} times."
    old = [
        a_draft(said.format(at), key=f"{at}", date=f"{1980 + at // 12}-{at % 12 + 1:02}") for at in range(310)
    ]
    newest = a_draft("Fisheries deserve a review by scientists.", key="newest", date="2024-05-05")
    with closing(house(tmp_path)) as opened:
        tell(opened, *old, newest, path="k.txt")
        answer = opened.ask("What did we say?", Filters(), 10, own=KAZAKHSTAN)
    assert answer.citations[0].date == "2024-05-05"


def test_pages_of_our_record_go_on_by_date(service: OnRecord) -> None:
    """The second page begins where the first ended."""
    question, dates = "What did we say about whaling?", []
    cursor: str | None = None
    while True:
        answer = service.ask(question, Filters(), limit=2, cursor=cursor, own=KAZAKHSTAN)
        dates.append([one.date for one in answer.citations])
        cursor = answer.next
        if cursor is None:
            break
    assert dates == [["2019-05-05", "2018-03-03"], ["2017-01-01"]]


def test_who_asks_is_shown(service: OnRecord) -> None:
    """In what was understood: who asks, and what "we" was taken for."""
    interpreted = service.ask("What is our position on whaling?", Filters(), 5, own=KAZAKHSTAN).interpreted
    assert interpreted.own == KAZAKHSTAN
    assert interpreted.filters.delegations == ("KAZ",)
    assert interpreted.holders[0].code == "KAZ"
    assert ("our", "Kazakhstan, who asks") in [(one.words, one.meaning) for one in interpreted.recognised]


def test_others_leave_out_who_asks(service: OnRecord) -> None:
    """In answers and in searches; asked for nobody, they leave out nobody."""
    for text in ("Which other delegations mentioned whaling?", "Who else spoke about whaling?"):
        found = service.search(text, Filters(), 10, own=KAZAKHSTAN)
        assert {hit.statement.delegation for hit in found.hits} == {ESTONIA, FRANCE}
        assert service.search(text, Filters(), 10).interpreted.own is None
    answer = service.ask(
        "Which other delegations mentioned whaling in every ocean of the world?",
        Filters(),
        10,
        own=KAZAKHSTAN,
    )
    assert {one.statement.delegation for one in answer.citations} == {ESTONIA, FRANCE}


def test_similar_leaves_out_who_asks(service: OnRecord) -> None:
    """A pasted text is its own; "our point" is a point of its own; it is kept on request."""
    text = "Whaling must end in every ocean of the world."
    codes = {
        one.delegation.code for one in service.similar(text, None, Filters(), 10).positions if one.delegation
    }
    assert "KAZ" in codes
    found = service.similar(text, None, Filters(), 10, own=KAZAKHSTAN)
    assert {one.delegation for one in found.positions} == {ESTONIA, FRANCE}
    pointed = service.similar("our position on whaling in every ocean", None, Filters(), 10, own=KAZAKHSTAN)
    assert pointed.point is not None
    assert pointed.point.statement.delegation == KAZAKHSTAN
    kept = service.similar(text, None, Filters(), 10, include_own=True, own=KAZAKHSTAN)
    assert KAZAKHSTAN in {one.delegation for one in kept.positions}


def test_compare_puts_who_asks_first(service: OnRecord) -> None:
    """Also where the filters name others."""
    whole = service.compare(["whaling in every ocean"], Filters(), own=KAZAKHSTAN)
    assert [one.code for one in whole.delegations] == ["KAZ", "EST", "FRA"]
    named = service.compare(["whaling in every ocean"], Filters(delegations=("FRA",)), own=KAZAKHSTAN)
    assert [one.code for one in named.delegations] == ["KAZ", "FRA"]
    assert [cell.statements for cell in named.rows[0].cells] == [3, 1]


def test_citations_of_a_briefing_are_of_who_asks_as_the_briefing_is(service: OnRecord) -> None:
    """What is taken to a reference manager is what the file quotes, "we" being the same delegation."""
    backend = LocalBackend(service, "Kazakhstan")
    body = wire.BriefBody(topic="What did we say about whaling?", format="md")
    cited = backend.brief_citations(body)
    assert {one.statement.delegation for one in cited} == {KAZAKHSTAN}
    written = backend.brief(body).decode()
    assert all(one.quote in written for one in cited)


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("ask", {"question": "What did we say about hospitals?"}),
        ("search", {"query": "hospitals"}),
        ("similar", {"text": "Hospitals must be protected."}),
        ("compare", {"issues": ["hospitals"]}),
        ("briefs", {"topic": "hospitals", "format": "md"}),
    ],
)
def test_an_unknown_delegation_is_told_with_the_nearest_names(
    client: TestClient, route: str, body: dict[str, object]
) -> None:
    refused = client.post(f"/v1/{route}", json=body | {"as": "Kazakstania"})
    assert refused.status_code == 422
    assert "did you mean Kazakhstan" in refused.json()["detail"]
    assert client.post(f"/v1/{route}", json=body | {"as": "KAZ"}).status_code == 200


def test_who_asks_on_the_wire(client: TestClient) -> None:
    body = {"question": "What did we say about unarmed civilian protection?", "as": "KAZ"}
    answer = client.post("/v1/ask", json=body).json()
    assert answer["interpreted"]["as"] == {"code": "KAZ", "name": "Kazakhstan"}
    assert {one["statement"]["delegation"]["code"] for one in answer["citations"]} == {"KAZ"}
    assert client.post("/v1/ask", json={"question": "hospitals"}).json()["interpreted"]["as"] is None
