"""Organs named in a question: where something was said restricts, what is spoken of does not."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from rag.question.filters import NO_ORGAN
from rag.question.model import Query
from rag.question.understand import understand
from tests.question_table import record

TABLE = load_delegations()
RECORD = record(TABLE)
COUNCIL, ASSEMBLY = ("Security Council",), ("General Assembly",)
METAMORPHIC = Path(__file__).parent / "data" / "metamorphic"
NAMES_ONE = re.compile(r"council|assembly|general debate|\bunga\b|\bunsc\b", re.IGNORECASE)


def asked(question: str, undone: tuple[str, ...] = ()) -> Query:
    return understand(question, Filters(), RECORD, TABLE, undone=undone)


def rows(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (METAMORPHIC / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("question", "organs", "topic"),
    [
        ("What did Germany say in the Security Council on school meals?", COUNCIL, "school meals"),
        ("What did Germany say about school meals in the UN Security Council?", COUNCIL, "school meals"),
        ("In the Security Council, who mentioned school meals?", COUNCIL, "school meals"),
        ("Which delegations mentioned school meals in the UNSC?", COUNCIL, "school meals"),
        ("Which delegations in the Council opposed school meals?", COUNCIL, "school meals"),
        ("What did Brazil tell the General Assembly about school meals?", ASSEMBLY, "school meals"),
        ("Kenya's statement to the Security Council on school meals", COUNCIL, "school meals"),
        ("What was said at the General Assembly on seats in the Security Council?", ASSEMBLY, None),
        ("Who spoke of Security Council reform in the General Assembly?", ASSEMBLY, "Council reform"),
    ],
)
def test_where_something_was_said_restricts(
    question: str, organs: tuple[str, ...], topic: str | None
) -> None:
    query = asked(question)
    assert query.filters.organs == organs
    assert topic is None or query.topic == topic


@pytest.mark.parametrize(
    "question",
    [
        "Which delegations say that the Security Council should be reformed?",
        "Who wants more permanent seats in the Security Council?",
        "What do delegations say about the representation of Africa in the Security Council?",
        "Which delegations support permanent seats for Africa in the Security Council?",
        "Who spoke of the veto by a permanent member in the Security Council?",
        "Which countries are against new permanent members in the Security Council?",
        "Who criticised the deadlock in the Security Council?",
        "Which countries would give more power to the General Assembly?",
        "Who welcomed a duty to explain a veto before the General Assembly?",
        "Is Kenya in the Security Council?",
        "Who referred to Security Council resolution 2165?",
    ],
)
def test_an_organ_that_is_spoken_of_restricts_nothing(question: str) -> None:
    query = asked(question)
    assert query.filters.organs == ()
    assert not query.problems


def test_a_choice_not_taken_is_told() -> None:
    """Where an organ could have been where it was said."""
    query = asked("Who wants more permanent seats in the Security Council?")
    assert "'in the Security Council' was read as part of what is asked about." in query.interpreted.notes


def test_an_organ_that_the_record_lacks_is_told() -> None:
    lacking = replace(RECORD, organs=frozenset({"House of Commons"}))
    query = understand("Who mentioned floods in the Security Council?", Filters(), lacking, TABLE)
    assert query.filters.organs == ()
    assert NO_ORGAN.format("Security Council") in query.interpreted.notes


def test_any_organ_of_the_record_is_known_by_name() -> None:
    commons = replace(RECORD, organs=frozenset({"House of Commons", "Security Council"}), sat=frozenset())
    query = understand("What was said in the House of Commons about floods?", Filters(), commons, TABLE)
    assert (query.filters.organs, query.topic) == (("House of Commons",), "floods")


def test_whoever_never_spoke_there_is_told_so() -> None:
    """Before anything else of theirs is quoted."""
    query = asked("What did Fiji say in the General Assembly in 2014 about floods?")
    assert [problem.reason for problem in query.problems] == ["delegation_silent"]
    assert "does not speak in the General Assembly then" in query.problems[0].message
    assert query.filters == Filters(delegations=("FJI",))


def test_an_organ_can_be_taken_back() -> None:
    question = "Which delegations mentioned floods in the Security Council?"
    assert asked(question, ("organs",)).filters == Filters()
    assert "Security Council" in asked(question, ("organs",)).question


def test_an_organ_in_front_changes_nothing_else() -> None:
    """Whoever is asked, and when, stays the same; without it nothing restricts to an organ."""
    facts = replace(RECORD, spoke=frozenset(), sat=frozenset(), debates=frozenset())
    for group in rows("groups.jsonl"):
        questions = group["questions"]
        assert isinstance(questions, list)
        plain = questions[0]
        if NAMES_ONE.search(plain):
            continue
        before = understand(plain, Filters(), facts, TABLE)
        fronted = f"In the Security Council, {plain[0].lower()}{plain[1:]}"
        after = understand(fronted, Filters(), facts, TABLE)
        assert (before.filters.organs, after.filters.organs) == ((), COUNCIL), plain
        assert replace(after.filters, organs=()) == before.filters, plain


@pytest.mark.parametrize("verb", ["mentioned", "spoke about", "raised", "oppose", "support"])
def test_a_list_restricts_wherever_the_organ_stands(verb: str) -> None:
    """But for topics that are of an organ themselves."""
    topics = [str(row["topic"]) for row in rows("stance_topics.jsonl")]
    topics = [topic for topic in topics if not NAMES_ONE.search(topic)]
    forms = (
        "In the Security Council, which delegations {} {}?",
        "Which delegations in the Security Council {} {}?",
    )
    assert all(asked(form.format(verb, t)).filters.organs == COUNCIL for form in forms for t in topics)
    behind = [f"Which delegations {verb} {topic} in the Security Council?" for topic in topics]
    restricted = [asked(question).filters.organs == COUNCIL for question in behind]
    assert sum(restricted) >= 0.85 * len(restricted)
