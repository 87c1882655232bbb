"""The fitted chance that a claim is held: made from rows of other passages, written as it is read."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from index.speakers.delegations import load_delegations
from rag.evaluation import train_checking
from rag.evaluation.checker import TWINS, read_paraphrases, read_training, read_written
from rag.evaluation.train_checking import HONEST, Row, held_out, least_chance
from rag.generation.check import SentenceChecker
from rag.generation.claim import Wording
from rag.generation.model import Cited
from rag.generation.support import MEANINGS, MODELS, WORDS, carried, figures_of, weigh
from tests.drafts import UMAROV

PARTS = ("seen", "held back")
PLAIN = (0.0,) * len(MEANINGS)


def rows(seed: int = 0, count: int = 60) -> list[Row]:
    """True rows whose record has most of their terms, false ones whose record has few."""
    return list(_rows(random.Random(seed), count))


def _rows(chance: random.Random, count: int) -> Iterator[Row]:
    for number in range(count):
        true = number % 2 == 0
        same = chance.uniform(0.6, 1.0) if true else chance.uniform(0.0, 0.4)
        noise = [chance.random() for _ in MODELS["read"][len(WORDS) :]]
        kind = HONEST[number % len(HONEST)]
        yield Row(kind, f"p{number // 2}", true, (*PLAIN, same, 0.0, 1.0 - same, same, 0.0, 0.0, 0.0, *noise))


def test_a_row_is_weighed_by_a_model_that_saw_nothing_of_its_passage() -> None:
    """Labels turned round in one passage do not change its chances; those stopped unweighed have none."""
    given = [*rows(), Row("twins", "p0", True, None)]
    turned = [replace(row, true=not row.true) if row.passage == "p0" else row for row in given]
    chances, others = (held_out(made, len(WORDS)) for made in (given, turned))
    here = [at for at, row in enumerate(given) if row.passage == "p0"]
    assert chances[here] == pytest.approx(others[here])
    assert chances[here[-1]] == 0.0
    true = np.array([row.true for row in given[:-1]])
    assert min(chances[:-1][true]) > max(chances[:-1][~true])


def test_what_is_told_anyway_is_not_weighed() -> None:
    """Something found while the record lacks one term at most: no chance decides."""
    found = (1.0, *PLAIN[1:], 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0)
    assert not Row("twins", "p", False, found).weighed
    assert Row("twins", "p", False, (*found[:-5], 1.5, *found[-4:])).weighed


def test_the_least_chance_stops_a_share_of_the_honest_alone() -> None:
    """False rows and rows of other kinds do not count."""
    given = [Row("twins", "p", True, None)] * 100 + [Row("training", "p", True, None)] * 100
    chances = np.r_[np.linspace(0, 1, 100), np.zeros(100)]
    assert least_chance(given, chances) == pytest.approx(train_checking.ALARMS, abs=0.01)


def test_the_table_is_what_the_checker_reads() -> None:
    """Of each model a line for every figure, in order, then bias and threshold; the same rows, the same."""
    made = train_checking.table(rows())
    read = [line.split("\t")[:2] for line in made.splitlines()[1:]]
    assert read == [
        [model, name] for model, names in MODELS.items() for name in (*names, "bias", "threshold")
    ]
    assert made == train_checking.table(rows())


def test_nothing_held_back_is_learnt_from() -> None:
    """No sentence that is fitted on is about a passage that is held back; of files, none serves both ends."""
    written, twins = read_written(), read_written(TWINS)
    held = {cited.text for one in (*written, *twins) if one.part == "held back" for cited in one.cited}
    held |= {one.cited.text for one in read_paraphrases() if one.part == "held back"}
    told = list(train_checking.given_rows(random.Random(0)))
    files = {part: {one.cited[0].ref.source.path for one in twins if one.part == part} for part in PARTS}
    assert not {cited.text for one in told for cited in one.cited} & held
    assert not files["seen"] & files["held back"]
    assert not {one.cited[0].ref.source.path for one in read_training()} & (
        files["seen"] | files["held back"]
    )


def test_words_that_the_record_carries_speak_for_a_claim() -> None:
    """The more of them, the likelier; what a check finds speaks against it."""
    cited = [Cited(UMAROV, "We condemn attacks on hospitals and schools in the region.")]
    near, far = (
        figures_of((), carried(Wording.of(text), cited, False), None)
        for text in ("Kazakhstan condemned attacks on schools in the region.", "Kazakhstan praised a film.")
    )
    found = figures_of(
        ("meaning",), carried(Wording.of("Attacks on schools are condemned."), cited, True), None
    )
    assert weigh(near).chance > weigh(far).chance
    assert weigh(near).chance > weigh(found).chance
    assert weigh(near).held
    assert not weigh(far).held


@pytest.mark.parametrize(
    "text",
    [
        "The passage is part of a longer record about a critical issue.",
        "The passage is written in the style of a diplomatic record and is part of a document.",
        "The quotation is a reference to the answer that the Government gave.",
        "Kazakhstan considers the issue critical and wants more technology.",
        "Kazakhstan regards education and free trade as important for young people.",
    ],
)
def test_a_sentence_of_which_the_record_has_no_word_is_not_held(text: str) -> None:
    """About the passage instead of what it says, or about something else by the same speaker."""
    cited = [Cited(UMAROV, "We condemn attacks on hospitals and schools in the region.")]
    judged = SentenceChecker(load_delegations()).check(text, cited)
    assert judged.verdict == "unsupported"
    assert carried(Wording.of(text), cited, False).none == 1.0


def test_one_word_of_the_record_is_more_than_none() -> None:
    """Names and words that only tell that something was said do not count, nor does who says nothing else."""
    cited = [Cited(UMAROV, "We condemn attacks on hospitals and schools in the region.")]
    for text in ("Kazakhstan spoke about hospitals.", "Kazakhstan said so."):
        assert carried(Wording.of(text), cited, False).none == 0.0


def test_an_exact_check_leaves_nothing_to_weigh() -> None:
    """Figures are made of what passes the exact checks alone."""
    checker = SentenceChecker(load_delegations())
    cited = [Cited(UMAROV, "We condemn attacks on 20 hospitals.")]
    assert checker.figures("Kazakhstan condemned attacks on 30 hospitals.", cited) is None
    figures = checker.figures("Kazakhstan condemned attacks on 20 hospitals.", cited)
    assert figures is not None
    assert len(figures) == len(WORDS)
