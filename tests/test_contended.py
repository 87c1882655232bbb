"""Sentences about equally likely are read once more, each by itself under its header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from rag.answer.contended import MOST, NEAR, settled
from rag.answer.weigh import Weighed
from rag.reader.reading import Answering, Read, ReadPassage
from rag.reader.words import WordReader
from tests.drafts import a_statement
from tests.weighed import sentences_for, with_chances

TEXT = "The ban was lifted. Nobody had asked for it. Fishermen were glad of it. Rain fell on the coast."


class Preferring(WordReader):
    """Takes passages with these words for an answer, and keeps what it was given to read."""

    def __init__(self, words: str) -> None:
        self.words, self.given = words, list[ReadPassage]()

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        self.given += passages
        told = [Answering(0.9, 0.0, 0.1) if self.words in one.text else NO for one in passages]
        return [Read(one, (one,)) for one in told]


NO = Answering(0.05, 0.0, 0.95)


@pytest.fixture
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Weighed]]:
    """The four sentences in the order of the text."""
    with sentences_for(
        "the ban on fishing", tmp_path_factory.mktemp("store"), a_statement("a", TEXT)
    ) as some:
        yield some


def test_the_one_that_answers_when_read_again_comes_first(sentences: list[Weighed]) -> None:
    """Read by itself, under its header; what is far behind is not read."""
    reader = Preferring("glad")
    found = settled(with_chances(sentences, 0.5, 0.1, 0.4, 0.15), "Who was glad?", reader)
    assert [one.at for one in found] == [2, 0, 3, 1]
    assert [one.text for one in reader.given] == ["The ban was lifted.", "Fishermen were glad of it."]
    assert all(one.header.startswith("Kazakhstan.") for one in reader.given)
    assert found[0].chance > 0.5 > found[1].chance


def test_a_plain_answer_is_not_read_again(sentences: list[Weighed]) -> None:
    reader = Preferring("glad")
    plain = with_chances(sentences, 0.8, 0.1, 0.39, 0.2)
    assert settled(plain, "Who was glad?", reader) == plain
    assert settled([], "Who was glad?", reader) == []
    assert settled(plain[:1], "Who was glad?", reader) == plain[:1]
    assert reader.given == []


@pytest.mark.parametrize("words", ["ban", "asked", "glad", "Rain", "nothing of it"])
@pytest.mark.parametrize("chances", [(0.5, 0.5, 0.5, 0.5), (0.9, 0.8, 0.5, 0.01), (0.0, 0.0, 0.0, 0.0)])
def test_no_sentence_is_lost_or_doubled(
    sentences: list[Weighed], words: str, chances: tuple[float, ...]
) -> None:
    """Whatever the reader says; likeliest first, chances that are chances."""
    before = with_chances(sentences, *chances)
    reader = Preferring(words)
    found = settled(before, "What fell?", reader)
    assert sorted(one.place for one in found) == sorted(one.place for one in before)
    assert [one.chance for one in found] == sorted((one.chance for one in found), reverse=True)
    assert all(0 <= one.chance <= 1 for one in found)
    near = [one for one in before if one.chance >= NEAR * before[0].chance]
    assert len(reader.given) == min(MOST, len(near))
