"""The network that reads questions: what it says of names, dates and aims, and that it reads any text."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.speakers.delegations import load_delegations
from rag.evaluation.understanding import judge_rows, labelled
from rag.question.network import AIMS, Opinion, QuestionNetwork
from rag.question.reader import QuestionReader
from rag.question.reading import parts_of
from tests.examples import examples

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def network() -> QuestionNetwork:
    return QuestionNetwork()


def opinion(network: QuestionNetwork, question: str) -> Opinion:
    parts = parts_of(question, load_delegations())
    return network.read(question, parts.links, parts.dates)


def best(chances: dict[str, float]) -> str:
    return max(chances, key=chances.__getitem__)


IN_OTHER_WORDS = [
    ("Who sang the praises of the mission?", "for"),
    ("Which delegations stood up for the inspectors?", "for"),
    ("Which States shot down the idea of a levy on shipping?", "against"),
    ("Who finds fault with the court?", "against"),
    ("Who sat on the fence when the text was put to the vote?", "abstained"),
    ("Who said something about the canal?", "none"),
    ("What did Peru say about support for farmers?", "none"),
]


def test_a_side_is_told_in_other_words(network: QuestionNetwork) -> None:
    """The rows learnt from hold none of these questions; at most one of them is misread."""
    wrong = [asked for asked, side in IN_OTHER_WORDS if best(opinion(network, asked).aims["side"]) != side]
    assert len(wrong) <= 1, wrong


def test_sides_are_told_by_what_is_done_to_the_topic() -> None:
    """In 136 questions whose topics hold words of sides themselves ("the embargo against", "a ban on"),
    written before the network learnt and on other topics than it learnt from."""
    lines = (Path(__file__).parent / "data" / "question" / "sides.jsonl").read_text(encoding="utf-8")
    rows = labelled(map(json.loads, lines.splitlines()))
    read = judge_rows(rows, QuestionReader(NETWORK), load_delegations())
    assert fmean(row.side for row in read if row.has_side) >= 0.77
    assert fmean(row.side for row in read if not row.has_side) >= 0.9
    assert fmean(row.scope for row in read) >= 0.94


def test_who_is_asked_does_not_hang_on_the_state(network: QuestionNetwork) -> None:
    """The first speaks, the second is spoken of, whoever they are."""
    for asked, other in (("Chad", "Peru"), ("Norway", "Kenya"), ("Laos", "Malta"), ("Togo", "Spain")):
        roles = opinion(network, f"What did {asked} say about the border closed by {other}?").roles
        assert [best(role) for role in roles] == ["holder", "mention"]


@settings(max_examples=examples(40), deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read(question: str) -> None:
    """Chances of everything, each adding up to one, however long or odd the text."""
    told = opinion(NETWORK, question)
    assert set(told.aims) == set(AIMS)
    for chances in (*told.aims.values(), *told.roles, *told.dates):
        assert sum(chances.values()) == pytest.approx(1, abs=1e-3)


NETWORK = QuestionNetwork()


def test_names_beyond_the_window_are_read(network: QuestionNetwork) -> None:
    """A name that the network cannot see is told by the question as a whole."""
    told = opinion(network, "word " * 300 + "What did Kenya say in 2020?")
    assert len(told.roles) == len(told.dates) == 1


def test_threads_share_it() -> None:
    """One network, many at once: each gets what it would get alone."""
    shared, questions = QuestionNetwork(), [f"Who spoke about {word} in 2019?" for word in ("fish", "oil")]
    alone = [opinion(QuestionNetwork(), question) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda question: opinion(shared, question), questions * 4)) == alone * 4
