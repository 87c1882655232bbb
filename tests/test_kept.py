"""A side is one on the thing itself: whoever wants to keep it, or to end it, takes it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.answer.kept import WORTH, is_bare, of_the_thing
from rag.answer.side_taken import SURE_OF_SIDE
from rag.model import Side
from rag.reader.reading import Answering, Read, ReadPassage, Sided, Siding, alone
from rag.reader.words import WordReader

PASSAGES = [alone("We support the veto initiative."), alone("The veto protects the small.")]


class Wanting(WordReader):
    """Gives every passage the same two chances, and keeps what it was asked."""

    def __init__(self, answers: float, supports: float) -> None:
        self.answers, self.supports, self.asked = answers, supports, list[str]()

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        self.asked.append(question)
        told = Answering(self.answers, 0.0, 1 - self.answers)
        return [Read(told, (told,)) for _ in passages]

    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        self.asked.append(claim)
        told = Siding(self.supports, 0.0, 1 - self.supports)
        return [Sided(told, (told,)) for _ in passages]


@pytest.mark.parametrize(
    ("topic", "bare"),
    [
        ("the veto", True),
        ("arms exports", True),
        ("the right of veto", True),
        ("the closure of the Office of the High Representative", False),
        ("sanctions on Mali's juntas", False),
    ],
)
def test_a_word_or_two_are_bare(topic: str, bare: bool) -> None:
    assert is_bare(topic) is bare


@pytest.mark.parametrize(
    ("asked", "question", "claim"),
    [
        ("for", "Who wants to keep the veto?", "the veto should be kept"),
        ("against", "Who wants the veto to end?", "the veto should end"),
    ],
)
def test_it_is_asked_who_keeps_and_who_ends(asked: Side, question: str, claim: str) -> None:
    reader = Wanting(0.5, 0.5)
    of_the_thing("the veto", asked, [0.9, 0.9], PASSAGES, reader)
    assert reader.asked == [question, claim]


@pytest.mark.parametrize(("kept", "sure"), [(0.02, False), (0.2, False), (0.9, True), (0.98, True)])
def test_what_seems_to_take_a_side_takes_it_if_the_thing_is_to_be_kept(kept: float, sure: bool) -> None:
    found = of_the_thing("the veto", "for", [1.0, 0.8], PASSAGES, Wanting(kept, kept))
    assert found[1] <= found[0]
    assert (found[1] >= SURE_OF_SIDE) is sure
    assert all(0 < chance < 1 for chance in found)


@pytest.mark.parametrize("low", [0.0, WORTH / 2])
def test_what_hardly_takes_it_is_not_read(low: float) -> None:
    """Its chance stays, and stands in its place."""
    reader = Wanting(0.9, 0.9)
    assert of_the_thing("the veto", "for", [low, low], PASSAGES, reader) == [low, low]
    assert reader.asked == []
    first, second = of_the_thing("the veto", "for", [low, 0.9], PASSAGES, reader)
    assert first == low
    assert second > SURE_OF_SIDE
    assert of_the_thing("the veto", "for", [], [], reader) == []


@pytest.mark.parametrize("one", [0.1, 0.5, 0.9])
def test_the_likelier_it_is_kept_the_likelier_the_side(one: float) -> None:
    """Each reading counts, whatever the other one says."""
    chances = [
        of_the_thing("the veto", "for", [0.7], PASSAGES[:1], Wanting(*both))[0]
        for both in ((one, 0.2), (one, 0.8), (0.2, one), (0.8, one))
    ]
    assert chances[0] < chances[1]
    assert chances[2] < chances[3]
