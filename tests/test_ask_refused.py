"""Questions that get no answer: each refusal names its reason and says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import InvalidInput
from index.model import Filters
from rag.service import OnRecord
from tests.drafts import a_draft
from tests.lawful import check_answer
from tests.small_stores import house, tell
from tests.whaling_house import on_whaling


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with on_whaling(tmp_path_factory.mktemp("house")) as opened:
        yield opened


def test_a_speaker_without_an_answer_is_named(service: OnRecord) -> None:
    """The refusal is about what that person said, not about the whole record."""
    answer = service.ask("What did Mr. Umarov say about zeppelins?", Filters(), 10)
    assert answer.refusal is not None
    assert "the statements of Mr. Umarov answers this" in answer.refusal.message


REFUSED = [
    ("What did Brazil say about whaling?", "delegation_silent"),
    ("What did Estonia say in 1994 about whaling?", "unknown_date"),
    ("What did Estonia say about whaling in S/PV.9999?", "unknown_meeting"),
    ("What did Kazakhstan say about zeppelins?", "not_addressed"),
    ("What did Mr. Umarov say about zeppelins?", "not_addressed"),
    ("What did Mr. Unknownson say about whaling?", "unknown_speaker"),
    ("Que dit la France sur les baleines et le climat?", "not_in_record"),
    ("Who invented the zeppelin airship engine?", "not_in_record"),
    ("Which delegations did not mention whaling in every ocean?", "not_in_record"),
    ("Which delegations opposed whaling in every ocean?", "not_in_record"),
]


@pytest.mark.parametrize(("question", "reason"), REFUSED)
def test_a_refusal_names_its_reason(service: OnRecord, question: str, reason: str) -> None:
    """In one sentence; no quote, no mark; the nearest passages at most three."""
    answer = service.ask(question, Filters(), 10)
    assert answer.refusal is not None
    assert answer.refusal.reason == reason
    assert len(answer.refusal.nearest) <= 3
    check_answer(answer, service)


@pytest.mark.parametrize("question", ["more", "Why?", "hello", "What did they say?", "Who else?", "Go on"])
def test_a_question_about_nothing_is_told_so(service: OnRecord, question: str) -> None:
    """Nothing is quoted for words that only ask, thank or go on."""
    refusal = service.ask(question, Filters(), 10).refusal
    assert refusal is not None
    assert (
        refusal.message == "The question names no topic, delegation, speaker or date; say what it is about."
    )


@pytest.mark.parametrize("question", ["Estonia?", "What else did Estonia say?"])
def test_a_name_alone_is_a_question(service: OnRecord, question: str) -> None:
    assert service.ask(question, Filters(), 10).answered


def test_under_a_filter_a_question_need_not_name_anything(service: OnRecord) -> None:
    assert service.ask("What did they say?", Filters(delegations=("EST",)), 10).answered


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Why does Kazakhstan support whaling near glaciers?", "says_otherwise"),
        ("Why does Kazakhstan not support whaling near glaciers?", "not_addressed"),
    ],
)
def test_what_is_refused_and_contradicted_is_told_so(tmp_path: Path, question: str, reason: str) -> None:
    """Where the nearest sentence denies what the question takes for granted, that sentence comes first."""
    with closing(house(tmp_path)) as opened:
        tell(opened, a_draft("Kazakhstan does not support whaling in rivers. The harvest was good."))
        answer = opened.ask(question, Filters(), 5)
    assert answer.refusal is not None
    assert answer.refusal.reason == reason
    assert answer.refusal.nearest[0].citation.quote.startswith(
        "Kazakhstan does not support whaling in rivers."
    )


def test_an_empty_index_says_so(tmp_path: Path) -> None:
    """Whatever is asked, the message says what to do."""
    with closing(house(tmp_path)) as service:
        for question in ("Who spoke of peace?", "What did Kazakhstan say in 2019 about peace?"):
            answer = service.ask(question, Filters(), 10)
            assert answer.refusal is not None
            assert answer.refusal.reason == "empty_index"
            assert "onrecord add" in answer.refusal.message
            assert (answer.citations, answer.hits, answer.index) == ((), (), "r1")
            assert service.search(question, Filters(), 10).hits == ()


def test_filters_that_leave_nothing_are_told(service: OnRecord) -> None:
    """Not as an answer, and not as if the record were silent."""
    answer = service.ask("whaling", Filters(collections=("nowhere",)), 10)
    assert answer.refusal is not None
    assert "filters" in answer.refusal.message


@pytest.mark.parametrize("question", ["", "  ", "?!", "x" * 2001])
def test_a_question_without_words_is_refused(service: OnRecord, question: str) -> None:
    """So is one that is too long; the reply is a sentence, not a page of hits."""
    with pytest.raises(InvalidInput, match="question"):
        service.ask(question, Filters(), 10)
    with pytest.raises(InvalidInput, match="question"):
        service.search(question, Filters(), 10)
