"""A real small language model held to the record: it writes fluent falsehoods, and none of them leaves.

Runs where `make small-model` has installed it. What it writes may differ from machine to machine, so nothing
hangs on its words: what leaves is judged apart from the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from api import wiring
from api.settings import Settings
from index.model import Filters
from index.text.terms import content_terms
from index.vectors.vector_store import ExactVectors
from rag.generation.chat import WrittenAnswer
from rag.generation.reading import backing_by
from rag.model import Citation
from rag.reader.trained import TrainedReader
from rag.service import OnRecord
from tests import small_model

pytestmark = pytest.mark.model
SEEDS = Path(__file__).parent.parent / "seeds"
QUESTIONS = (
    "What does Kazakhstan say about unarmed civilian protection?",
    "What does Estonia say about hospitals?",
    "What does Switzerland say about international humanitarian law?",
)
CARRIED = 0.6
"""The share of a sentence's own words that what it cites must have, in any form."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    """The real embedder and reader over the sample, and the small model to write."""
    from index.embedding.packaged import PackagedEmbedder

    settings = Settings(data_dir=tmp_path_factory.mktemp("small"))
    embedder = PackagedEmbedder()
    store = wiring.open_store(settings.data_dir, embedder, create=True)
    vectors, reader = ExactVectors(store.path, embedder.dim), TrainedReader()
    with small_model.serving() as url:
        model = wiring.make_model(replace(settings, llm_url=url, llm_model="smollm2-135m-instruct"))
        made = wiring.assemble(store, vectors, embedder, reader, model=model, backing=backing_by(reader))
        with closing(made) as opened:
            opened.add([SEEDS], "seeds")
            vectors.start()
            yield opened


@pytest.fixture(scope="module")
def answers(service: OnRecord) -> list[WrittenAnswer]:
    return [service.write(question, Filters(), 10) for question in QUESTIONS]


def test_it_writes_and_most_of_it_does_not_hold(answers: list[WrittenAnswer]) -> None:
    """It was asked and wrote; what it made up was taken away, each with its reason."""
    removed = [sentence for answer in answers for sentence in answer.removed]
    assert all(answer.model == "smollm2-135m-instruct" for answer in answers)
    assert removed
    assert all(sentence.judged.reason for sentence in removed)


def test_nothing_leaves_that_the_record_does_not_carry(answers: list[WrittenAnswer]) -> None:
    """Judged here by words and figures alone: neither stands in a sentence that its citations do not have."""
    for answer in answers:
        for sentence in answer.sentences:
            cited = " ".join(told_by(citation) for citation in sentence.citations)
            own = re.sub(r"\[\d+\]", "", sentence.text)
            assert set(re.findall(r"\d+", own)) <= set(re.findall(r"\d+", cited))
            assert sentence.citations
            assert shared(own, cited) >= CARRIED, sentence.text


def test_what_leaves_is_the_answer_and_otherwise_the_record_answers(answers: list[WrittenAnswer]) -> None:
    for answer in answers:
        assert answer.answer.text
        assert (answer.fallback_reason is None) == bool(answer.sentences)


def test_what_it_says_rightly_stays(answers: list[WrittenAnswer]) -> None:
    """What it repeats of the record with the right mark is none of what was removed."""
    for answer in answers:
        record = " ".join(hit.text for hit in answer.answer.hits)
        for sentence in answer.removed:
            words = re.sub(r"\s?\[[\d., ]+\]", "", sentence.text).strip(" .")
            repeated = len(words.split()) > 5 and words in record
            assert not repeated or sentence.judged.checks[-1].name in ("marks", "figures", "names", "support")


def told_by(citation: Citation) -> str:
    """The words cited, and who said them when."""
    ref = citation.statement
    who = (ref.speaker.name, ref.delegation.name if ref.delegation else None, ref.date, ref.meeting)
    return " ".join((citation.quote, *(part for part in who if part)))


def shared(text: str, record: str) -> float:
    own, held = set(content_terms(text)), set(content_terms(record))
    return len(own & held) / len(own) if own else 1.0
