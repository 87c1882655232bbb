"""Which sentences of a list are read for sides: fewer than all, with the same read again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from rag.answer.listing import Listed
from rag.answer.read_again import leaning, worth_reading
from rag.answer.side_taken import LEAST, TURNED, turned, undecided, with_side
from rag.reader.reading import Answering, Sided, Siding

Told = tuple[list[Any], list[Any], list[Sided]]


@pytest.mark.parametrize("debate", [frozenset[str](), frozenset("abc")])
@pytest.mark.parametrize("plainly", [0.02, 0.5])
def test_no_side_is_read_that_cannot_matter(debate: frozenset[str], plainly: float) -> None:
    """What is read again is the same as if all had been read, and so is who surely says otherwise."""
    chance, saved = random.Random(7), 0
    for _ in range(200):
        answers, first, sided = told_of(chance, plainly)
        asked: list[int] = []

        def read(places: Sequence[int], asked: list[int] = asked, sided: list[Sided] = sided) -> list[Sided]:
            asked.extend(places)
            return [sided[at] for at in places]

        known = leaning(answers, first, "for", debate, read)
        assert sorted(known) == sorted(asked)
        assert len(set(asked)) == len(asked)
        again = worth_reading(answers, first, known, "for", debate)
        assert again == worth_reading(answers, first, dict(enumerate(sided)), "for", debate)
        assert all(at in known or one.found.otherwise < TURNED for at, one in enumerate(first))
        saved += len(answers) - len(asked)
    assert saved > 0


def test_the_question_is_put_only_where_the_issue_leaves_it_open() -> None:
    """Where no side is taken, whatever the question finds, the sentence is on no list and puts none off."""
    assert undecided(LEAST, 0.0)
    assert undecided(0.0, TURNED)
    same, other = LEAST - 0.01, TURNED - 0.01
    assert not undecided(same, other)
    assert with_side(1.0, same, other) == 0.0
    assert turned(Answering(0.1, 0.9, 0.0), same, other) < TURNED


def told_of(chance: random.Random, plainly: float) -> Told:
    """Thirty sentences of three statements, and what the quicker readers find of them."""
    answers, first, sided = list[Any](), list[Any](), list[Sided]()
    for _ in range(30):
        found = Answering(chance.random() ** (1 / plainly), chance.random() ** 3, 0.0)
        one = SimpleNamespace(
            chance=chance.random() ** 4, scored=SimpleNamespace(statement=chance.choice("abc"))
        )
        answers.append(Listed(one, found.answers**2, 0.0))  # type: ignore[arg-type]
        first.append(SimpleNamespace(found=found))
        sided.append(Sided(Siding(chance.random() ** 2, chance.random(), 0.0), ()))
    return answers, first, sided
