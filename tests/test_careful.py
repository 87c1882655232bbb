"""What is read once and what twice: two readers of different care as one."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reader.careful import CarefulReader, both_read, for_a_list, together
from rag.reader.likely import likely
from rag.reader.reading import Answering, Read, ReadPassage, Sided, Siding, alone
from rag.reader.words import WordReader


class Unsure(WordReader):
    """Takes each passage for what its first letter says, and notes what it was asked."""

    def __init__(self, sides: dict[str, Siding]) -> None:
        self.sides, self.asked = sides, list[str]()

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        return [
            Read(Answering(*astuple(one.whole)), tuple(Answering(*astuple(each)) for each in one.sentences))
            for one in self.leaning(question, passages)
        ]

    def stance(
        self, claim: str, passages: Sequence[ReadPassage], leaning: Sequence[Sided] | None = None
    ) -> list[Sided]:
        return self.leaning(claim, passages)

    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        self.asked += [one.text for one in passages]
        return [Sided(self.sides[one.text], (self.sides[one.text],)) for one in passages]


def speaking(chance: float) -> Siding:
    """Of a passage, read by `Unsure`, how it speaks to a question."""
    return Siding(chance, 0.0, 1 - chance)


def test_only_what_may_answer_is_read_again() -> None:
    """And both readings count; of many passages only the first reader's does."""
    first = Unsure({"a": Siding(0.6, 0.3, 0.1), "b": Siding(0.01, 0.01, 0.98), "c": Siding(0.12, 0.0, 0.88)})
    second = Unsure({"a": Siding(0.0, 0.9, 0.1), "c": Siding(0.8, 0.1, 0.1)})
    passages = [alone(text) for text in "abc"]
    reader = CarefulReader(first, second)
    found = reader.read("x", passages)
    assert second.asked == ["a", "c"]
    assert found[0] == both_read(*(one.read("x", passages[:1])[0] for one in (first, second)))
    assert found[1].whole == Answering(0.01, 0.01, 0.98)
    assert found[2].whole.answers == pytest.approx(0.664)
    assert reader.skim("x", passages) == first.read("x", passages)


def test_the_likeliest_are_read_again() -> None:
    """Where passages are ranked, until the next can hardly come before the best."""
    said = {"a": 0.01, "b": 0.3, "c": 0.9, "d": 0.15, "e": 0.6}
    first = Unsure({text: speaking(chance) for text, chance in said.items()})
    second = Unsure(dict.fromkeys("abcde", speaking(0.95)))
    passages = [alone(text) for text in said]
    reader = CarefulReader(first, second)
    found = reader.ranked("x", passages)
    assert second.asked == ["c", "e"]
    assert found[2] == both_read(*(one.read("x", passages[2:3])[0] for one in (first, second)))
    assert found[2].whole.answers == pytest.approx(0.94)
    once = first.read("x", passages)
    assert [found[at] for at in (0, 1, 3)] == [likely(once[at], at) for at in (0, 1, 3)]


def test_more_are_read_again_where_the_first_do_not_answer() -> None:
    """But none that is surely not about it."""
    said = {"a": 0.01, "b": 0.3, "c": 0.9, "d": 0.15, "e": 0.6}
    first = Unsure({text: speaking(chance) for text, chance in said.items()})
    second = Unsure(dict.fromkeys("abcde", speaking(0.02)))
    CarefulReader(first, second).ranked("x", [alone(text) for text in said])
    assert second.asked == ["c", "e", "b", "d"]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=8))
def test_no_order_is_left_to_the_first_reader_that_matters(chances: list[tuple[float, float]]) -> None:
    """Each passage is read again once at most, and what is not comes before none that is, unless nothing may
    answer."""
    names = [chr(97 + at) for at in range(len(chances))]
    first = Unsure({name: speaking(one) for name, (one, _) in zip(names, chances, strict=True)})
    second = Unsure({name: speaking(two) for name, (_, two) in zip(names, chances, strict=True)})
    found = CarefulReader(first, second).ranked("x", [alone(name) for name in names])
    assert len(set(second.asked)) == len(second.asked)
    again = {names.index(name) for name in second.asked}
    best = max((found[at].whole.answers for at in again), default=0.0)
    for at, one in enumerate(found):
        assert sum(astuple(one.whole)) == pytest.approx(1)
        assert min(astuple(one.whole)) >= 0
        if at in again:
            assert one.whole.answers == pytest.approx(0.2 * chances[at][0] + 0.8 * chances[at][1])
        else:
            assert one.whole.answers <= max(best, 0.5)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 7))
def test_what_is_likely_keeps_the_order_of_the_first_reader(one: float, other: float, place: int) -> None:
    """At one place, whatever the chances; further down less is expected. What was not reached stays so."""
    low, high = (
        likely(Read(Answering(chance, 0, 1 - chance), (Answering(0, 0, 1),)), place).whole.answers
        for chance in sorted((one, other))
    )
    assert 0 <= low <= high <= 1
    unread = likely(Read(Answering(one, 0, 1 - one), (Answering(0, 0, 1),)), place)
    assert unread.sentences == (Answering(0, 0, 1),)
    assert likely(Read(Answering(one, 0, 1 - one), ()), place + 1).whole.answers <= unread.whole.answers


def test_a_second_reader_in_trouble_reads_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """The first one reads by itself, and the log says why, once."""
    first, second = Unsure({"a": Siding(0.6, 0.3, 0.1)}), Unsure({})
    reader, passages = CarefulReader(first, second, lambda: "It is gone."), [alone("a")]
    for _ in range(2):
        assert reader.read("x", passages) == reader.ranked("x", passages) == first.read("x", passages)
        assert reader.stance("x", passages) == first.leaning("x", passages)
    assert [record.getMessage() for record in caplog.records] == ["It is gone."]
    assert reader.trouble() == "It is gone."
    assert not second.asked


def test_only_what_may_take_a_side_is_read_again() -> None:
    """And both readings count; the others stay as the first reader has them, in order."""
    first = Unsure({"a": Siding(0.6, 0.3, 0.1), "b": Siding(0.01, 0.01, 0.98), "c": Siding(0.2, 0.3, 0.5)})
    second = Unsure({"a": Siding(0.0, 0.9, 0.1), "c": Siding(0.8, 0.1, 0.1)})
    found = CarefulReader(first, second).stance("x", [alone(text) for text in "abc"])
    assert sorted(second.asked) == ["a", "c"]
    assert found[1].whole == Siding(0.01, 0.01, 0.98)
    assert found[0] == together(*(Sided(one.sides["a"], (one.sides["a"],)) for one in (first, second)))
    for one in found:
        assert sum((one.whole.supports, one.whole.opposes, one.whole.neither)) == pytest.approx(1)
    assert found[0].whole.opposes == pytest.approx(0.6)
    assert found[2].whole.supports == pytest.approx(0.5)


def test_for_a_list_the_second_reader_counts_more() -> None:
    """Three quarters; who was read once is told as he was."""
    first, second = (Sided(one, (one,)) for one in (Siding(0.6, 0.3, 0.1), Siding(0.0, 0.9, 0.1)))
    found = for_a_list(first, together(first, second))
    assert astuple(found.whole) == pytest.approx((0.15, 0.75, 0.1))
    assert astuple(found.sentences[0]) == pytest.approx((0.15, 0.75, 0.1))
    assert astuple(for_a_list(first, first).whole) == pytest.approx(astuple(first.whole))


def test_the_second_reader_is_loaded_ahead_and_once() -> None:
    """Before anything is read, where somebody asks for it."""
    loads, loaded = list[str](), threading.Event()

    def load() -> None:
        loads.append("once")
        loaded.set()

    first, second = (Unsure({"a": Siding(0.6, 0.3, 0.1)}) for _ in range(2))
    reader = CarefulReader(first, second, load=load)
    reader.load_ahead()
    assert loaded.wait(5)
    reader.load_ahead()
    reader.read("x", [alone("a")])
    assert loads == ["once"]
