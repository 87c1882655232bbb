"""The judge: problems first, then the logistic model over what the passages support."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from index.store.record_store import RecordStore
from rag.answer.logistic import Logistic
from rag.answer.readings import FirstPassages
from rag.answer.refusal import Answerability, Judge, Verdict, fitted
from rag.answer.support import NOTHING, SUPPORT, Assessor, Support
from rag.question.corpus import FactsCache
from rag.question.model import Problem
from rag.question.understand import understand
from rag.ranking.hits import PassageLookup
from rag.reader.reading import Answering, Read, Reader, ReadPassage
from rag.reader.words import WordReader
from tests.drafts import ESTONIA, a_statement
from tests.small_stores import EMBEDDER, holding, ranked


def test_the_probability_by_hand() -> None:
    """bias 1, and one figure 2 scales above its centre with weight 0.5: log odds 2."""
    rest = np.ones(len(SUPPORT) - 1)
    model = Logistic(np.array([0.5, *rest]), np.array([0.1, *rest]), np.array([0.5, *(0 * rest)]), 1.0)
    found = Answerability(model, 0.5).probability(Support(0.7, 9, 9, 9, 9))
    assert found == pytest.approx(1 / (1 + math.exp(-2)))


def test_the_packaged_model_goes_the_right_way() -> None:
    """More of the matter covered is more likely an answer, and so is what the reader likes better."""
    model = fitted()
    middle = Support(*model.model.centres)
    assert model.probability(replace(middle, asked=1.0)) > model.probability(replace(middle, asked=0.1))
    assert model.probability(replace(middle, read=3.0)) >= model.probability(replace(middle, read=-3.0))
    assert 0 < model.threshold < 1


WORDS = WordReader()


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    made = holding(
        tmp_path_factory.mktemp("store"),
        a_statement("a", "Whaling must end everywhere. It harms the oceans of the world."),
        a_statement("b", "Hospitals were destroyed again. Doctors were killed.", delegation=ESTONIA),
    )
    with made as opened:
        yield opened


def judged(store: RecordStore, question: str, *problems: Problem, filters: Filters | None = None) -> Verdict:
    support, verdict = supported(store, question, *problems, filters=filters)
    assert 0 <= verdict.confidence <= 1
    assert all(np.isfinite(support.values()))
    return verdict


def supported(
    store: RecordStore,
    question: str,
    *problems: Problem,
    filters: Filters | None = None,
    reader: Reader = WORDS,
) -> tuple[Support, Verdict]:
    delegations = load_delegations()
    facts = FactsCache(store).facts()
    query = replace(understand(question, filters or Filters(), facts, delegations), problems=problems)
    ranking, focus = ranked(store, query)
    lookup = PassageLookup(store).fetch
    assessor, readings = (
        Assessor(EMBEDDER.count_tokens, lookup),
        FirstPassages(reader, lookup).read(question, ranking),
    )
    support, judge = assessor.assess(query, ranking, focus, readings), Judge(assessor)
    return support, judge.at_once(query, ranking) or judge.judge(query, ranking, focus, readings)


def test_what_is_said_is_answered(store: RecordStore) -> None:
    """Every word of the question stands in one passage."""
    support, verdict = supported(store, "whaling must end everywhere")
    assert support.asked == pytest.approx(1.0, abs=0.02)
    assert (verdict.reason, verdict.message) == (None, "")


def test_what_nobody_said_is_refused(store: RecordStore) -> None:
    """Not one word of it stands anywhere; of a delegation named, the message says so."""
    support, verdict = supported(store, "zeppelin turbulence regulations")
    assert support.asked < 0.5
    assert verdict.reason == "not_in_record"
    named = judged(store, "What did Estonia say about zeppelin turbulence?")
    assert named.reason == "not_addressed"
    assert "Estonia" in named.message


def test_another_delegations_words_are_no_support(store: RecordStore) -> None:
    """What Kazakhstan said of whaling supports nothing asked of Estonia."""
    own, _ = supported(store, "whaling everywhere", filters=Filters(delegations=("KAZ",)))
    others, _ = supported(store, "whaling everywhere", filters=Filters(delegations=("EST",)))
    assert own.asked > others.asked + 0.3


def test_a_problem_comes_before_support(store: RecordStore) -> None:
    """The first of them, in its own words, however well the passages match."""
    verdict = judged(
        store,
        "whaling must end everywhere",
        Problem("unknown_date", "None."),
        Problem("unknown_meeting", "No."),
    )
    assert verdict == Verdict(0.0, "unknown_date", "None.")


def test_nothing_ranked_is_no_support(store: RecordStore) -> None:
    """Under filters that leave nothing, and for questions of vague words alone."""
    support, verdict = supported(store, "whaling", filters=Filters(collections=("nowhere",)))
    assert support == NOTHING
    assert verdict.reason == "empty_index"
    for question in ("what about it", "2286", "SPLA-IO?", "x " * 900, "和平", "the of and"):
        judged(store, question)


class Contrary(WordReader):
    """Finds every sentence to say otherwise."""

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        no = Answering(0.05, 0.9, 0.05)
        return [Read(no, tuple(no for _ in one.sentences)) for one in passages]


def test_what_the_record_contradicts_is_told_so(store: RecordStore) -> None:
    """Where nothing answers and a sentence says otherwise, that sentence is named."""
    _, verdict = supported(
        store, "Why is whaling welcome to zeppelin turbulence regulators?", reader=Contrary()
    )
    assert verdict.reason == "says_otherwise"
    assert verdict.against is not None
