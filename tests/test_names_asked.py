"""A sentence of a statement that names nothing the question asks about by name is no answer to it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from index.model import Delegation, Speaker
from index.speakers.delegations import load_delegations
from rag.answer.names_asked import LEFT, naming
from rag.answer.objects import Objects, states_in
from rag.model import Named
from tests.drafts import ESTONIA, a_statement
from tests.weighed import sentences_for, with_chances

STATES = partial(states_in, load_delegations())
MALI = Delegation("MLI", "Mali")


@pytest.mark.parametrize(
    ("topic", "words", "agenda", "named"),
    [
        ("the embargo on Somalia", "Those arms kill. Somalia knows it.", None, True),
        ("the embargo on Somalia", "Those arms kill. Somali children know it.", None, True),
        ("the embargo on Somalia", "Those arms kill in South Africa.", None, False),
        ("the embargo on Somalia", "Those arms kill.", "The situation in Somalia", True),
        ("the embargo on Somalia", "Those arms kill.", "The situation in Mali", False),
        ("the embargo", "Those arms kill.", None, True),
        ("Estonia's own forests", "They burn.", None, True),
        ("the virus in the Congo", "The Democratic Republic of the Congo suffers.", None, True),
        ("the virus in the Democratic Republic of the Congo", "The Congo flows on.", None, True),
        ("elections in Guinea-Bissau", "Guinea will vote.", None, False),
        ("elections in Nigeria", "The Niger will vote.", None, False),
        ("elections in Mali or Niger", "The Niger will vote.", None, True),
    ],
)
def test_a_statement_names_a_state_of_the_topic(
    topic: str, words: str, agenda: str | None, named: bool
) -> None:
    """Itself, in its item on the agenda, or by who makes it; the end of a State's name may stand for it."""
    statement = a_statement("s", words, delegation=ESTONIA, topic=agenda)
    assert Objects(topic, STATES).named_by(lambda: statement) is named


@pytest.mark.parametrize(
    ("chances", "left"),
    [
        ((0.5, 0.4), ["b"]),
        ((0.5, LEFT), ["b"]),
        ((0.5, LEFT / 2), []),
        ((LEFT / 2, 0.5), ["b"]),
        ((0.0, LEFT / 2), ["b"]),
    ],
)
def test_what_is_left_must_be_likely_where_the_likeliest_is_not_of_these_states(
    tmp_path: Path, chances: tuple[float, float], left: list[str]
) -> None:
    """Else the nearest of what speaks of the State would stand for an answer that nobody gives."""
    other = a_statement("a", "The embargo must end.", delegation=ESTONIA)
    own = a_statement("b", "The embargo must end in our country.", delegation=MALI)
    with sentences_for("the embargo on Mali", tmp_path, other, own) as both:
        found = naming(Objects("the embargo on Mali", STATES), (), with_chances(both, *chances))
    assert [one.statement.ref.id for one in found] == left


def test_without_a_state_nothing_is_passed_over(tmp_path: Path) -> None:
    other = a_statement("a", "The embargo must end.", delegation=ESTONIA)
    with sentences_for("the embargo", tmp_path, other) as some:
        assert naming(Objects("the embargo", STATES), (), some) == some
        assert naming(Objects("the embargo on Mali", STATES), (), some) == []
        assert naming(Objects("the embargo on Mali", STATES), (), []) == []


IDLIB = Named("idlib", "delegation", None, "Idlib", 0.9)
PACT = Named("AUKUS", "delegation", None, "Australia, United Kingdom and United States security pact", 0.9)
LEADER = Named("leader", "speaker", None, "leader", 0.9)
KABUL = Named("Kabul", "delegation", "AFG", "Afghanistan", 0.9)


@pytest.mark.parametrize(
    ("mentions", "words", "kept"),
    [
        ([IDLIB], "Children suffer in Idlib.", True),
        ([IDLIB], "Children suffer in the Sudan.", False),
        ([PACT], "We joined AUKUS.", True),
        ([PACT], "We joined the security pact of Australia, the United Kingdom and the United States.", True),
        ([PACT], "We joined a treaty of old.", False),
        ([IDLIB, PACT], "Children suffer in Idlib.", True),
        ([LEADER], "He will step down.", True),
        ([KABUL], "The attack was foul.", True),
        ([], "The attack was foul.", True),
    ],
)
def test_what_is_mentioned_by_name_must_be_named(
    tmp_path: Path, mentions: list[Named], words: str, kept: bool
) -> None:
    """By the words of the question or its name; what is no name, or is a delegation, need not be."""
    statement = a_statement("a", words, delegation=ESTONIA)
    with sentences_for("children who suffer", tmp_path, statement) as some:
        assert bool(naming(Objects("children who suffer", STATES), mentions, some)) is kept


def test_who_speaks_is_named(tmp_path: Path) -> None:
    """And so is what the item on the agenda names."""
    envoy = Named("Borrell", "speaker", None, "Josep Borrell Fontelles", 0.9)
    own = a_statement("a", "We met.", speaker=Speaker("Mr. Borrell"))
    item = a_statement("b", "We met.", topic="Briefing by Mr. Borrell")
    with sentences_for("who met", tmp_path, own, item, a_statement("c", "We met.")) as some:
        found = naming(Objects("who met", STATES), [envoy], some)
    assert [one.statement.ref.id for one in found] == ["a", "b"]
