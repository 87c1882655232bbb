"""A side is told of who surely speaks of the topic; the plainest sentence shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from index.model import Filters
from rag.answer import on_topic
from rag.answer.listing import SIDES, Listed, Wording
from rag.answer.lists import _settled
from rag.answer.on_topic import on_the_topic
from rag.answer.side_taken import PERHAPS_OF_SIDE, SURE_OF_SIDE, plainness, with_side
from rag.service import OnRecord
from tests.narwhals import COUNT, listed, narwhals


def a_sentence(place: int, statement: str = "s", chance: float = 0.5) -> Any:
    return SimpleNamespace(place=(0, place), chance=chance, scored=SimpleNamespace(statement=statement))


class Mentions:
    """Gives each sentence the chance at its place that it speaks of the topic, and keeps what it read."""

    def __init__(self, *chances: float) -> None:
        self.chances, self.read, self.asked = chances, list[int](), ""

    def __call__(self, wording: Wording, some: Sequence[Any]) -> list[Listed]:
        self.asked = wording.question
        self.read += [one.place[1] for one in some]
        return [Listed(one, self.chances[one.place[1]], 0.0) for one in some]


def left(chance: float, mentions: Mentions, *others: Any, topic: str = "cross-border aid") -> float:
    """The chance that is left to a sentence of a statement that has these others."""
    one, wording = a_sentence(0), Wording(f"Who supports {topic}?", topic, *(None,) * 2)  # type: ignore[arg-type]
    (told,) = on_the_topic(wording, [one], [chance], [one, *others], mentions)
    return told


@pytest.mark.parametrize(
    ("side", "topic", "sure"),
    [(0.7, 0.5, False), (0.7, 0.95, True), (0.98, 0.5, True), (0.85, 0.45, False), (1.0, 0.2, True)],
)
def test_where_the_side_is_not_plain_the_topic_must_be(side: float, topic: float, sure: bool) -> None:
    """Nor the other way round; who is unsure is named apart."""
    mentions = Mentions(topic)
    assert left(side, mentions) == (side if sure else PERHAPS_OF_SIDE)
    assert mentions.asked == "Which delegations mentioned cross-border aid?"


def test_another_sentence_of_the_statement_may_speak_of_the_topic() -> None:
    """The likeliest one; the others are not read for it."""
    mentions = Mentions(0.3, 0.95, 0.95)
    assert left(0.75, mentions, a_sentence(1, chance=0.9), a_sentence(2, chance=0.2)) == 0.75
    assert mentions.read == [0, 1]
    assert left(0.75, Mentions(0.3, 0.95), a_sentence(1, "another", chance=0.9)) == PERHAPS_OF_SIDE


def test_who_takes_no_side_is_not_read_again() -> None:
    mentions = Mentions(0.1)
    assert left(SURE_OF_SIDE - 0.01, mentions) == SURE_OF_SIDE - 0.01
    assert not mentions.read


def test_a_longer_topic_names_its_thing() -> None:
    mentions = Mentions(0.1)
    assert left(0.7, mentions, topic="keeping the border crossings into Syria open") == 0.7
    assert not mentions.read


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with narwhals(tmp_path_factory.mktemp("store")) as opened:
        yield opened


def test_a_list_of_a_side_asks_who_speaks_of_the_topic(
    service: OnRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody can surely speak of it, nobody is on the list."""
    question = "Which delegations support narwhal hunting?"
    assert len(listed(service.ask(question, Filters()))) == COUNT - COUNT // 3
    monkeypatch.setattr(on_topic, "TOGETHER", 99.0)
    assert not service.ask(question, Filters()).counts


def test_the_plainest_sentence_shows_the_side() -> None:
    """Of several that surely take it, for their chances are all 1; not one that only may."""
    first, plain, unsure = a_sentence(0), a_sentence(1), a_sentence(2)
    some = [
        Listed(first, 1.0, 0.0, plainness=1.05),
        Listed(plain, 0.98, 0.0, plainness=1.15),
        Listed(unsure, SURE_OF_SIDE - 0.01, 0.0, plainness=1.2),
    ]
    best, belongs = _settled(some, SIDES, "for", (SURE_OF_SIDE, PERHAPS_OF_SIDE))
    assert (best.sentence, best.side, belongs) == (plain, "for", "surely")


def test_how_plainly_a_side_is_taken_is_told_beyond_a_chance_of_one() -> None:
    assert with_side(0.95, 0.9, 0.0) == with_side(0.9, 0.8, 0.0) == 1.0
    assert plainness(0.95, 0.9, 0.0) > plainness(0.9, 0.8, 0.0) > 1.0
