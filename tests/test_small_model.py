"""A real language model, small enough to be wrong most of the time, held to the record.

Needs the optional group `small-model`; without it pytest says that this file was left out. The model of
135 million parameters answers from the sample, checked by every check: embedder and reader too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from api import wiring
from api.settings import Settings
from index.embedding.packaged import PackagedEmbedder
from index.model import Filters
from index.text.terms import content_terms
from rag.generation.chat import WrittenAnswer
from rag.generation.endpoint import ChatEndpoint, Patience
from rag.generation.reading import backing_by
from rag.question.network import QuestionNetwork
from rag.question.reader import QuestionReader
from rag.reader.trained import TrainedReader
from rag.service import OnRecord
from tests.served import lay_out_sample
from tests.small_model import small_model

pytestmark = [pytest.mark.model, pytest.mark.timeout(1800)]
PATIENCE = Patience(first=600, idle=300, total=1200)
"""One slow core reads a prompt of a thousand words."""
QUESTIONS = (
    "What does Kazakhstan say about unarmed civilian protection?",
    "What does Kazakhstan say about peacekeeping?",
)
FEW = 3
"""Passages that it is shown: more take a slow core minutes to read."""
OWN_WORDS = 0.6
"""Share of a kept sentence's words that the sentences it cites have to hold."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    embedder, reader = PackagedEmbedder(), TrainedReader()
    settings = Settings(data_dir=tmp_path_factory.mktemp("small"))
    with wiring.writing(settings, embedder, create=True) as built:
        built.add([lay_out_sample(tmp_path_factory.mktemp("sample"))], "sample")
    store = wiring.open_store(settings.record, embedder, create=False)
    with small_model() as url:
        endpoint = ChatEndpoint(url, "smollm2", None, PATIENCE)
        assembled = wiring.assemble(
            store,
            wiring.make_vectors(settings, embedder),
            embedder,
            reader,
            model=endpoint,
            questions=QuestionReader(QuestionNetwork()),
            backing=backing_by(reader),
        )
        with closing(assembled) as opened:
            yield opened


@pytest.fixture(scope="module")
def answers(service: OnRecord) -> list[WrittenAnswer]:
    return [service.write(question, Filters(), FEW) for question in QUESTIONS]


def test_the_model_writes_and_what_it_quotes_stays(answers: list[WrittenAnswer]) -> None:
    """It chooses a sentence, code sets the words: they stand, whole, as the record has them."""
    for written in answers:
        assert written.fallback_reason is None
        first = written.sentences[0]
        assert first.text.startswith("“")
        assert first.text.partition("”")[0].strip("“") == first.citations[0].quote.rstrip(".")


def test_what_it_makes_up_is_removed(answers: list[WrittenAnswer]) -> None:
    """Every sentence that stays is made of what it cites; each that goes has its reason, and is none of the
    record's own."""
    for written in answers:
        for kept in written.sentences:
            cited = {term for one in kept.citations for term in content_terms(one.quote)}
            own = content_terms(kept.text)
            assert sum(term in cited for term in own) >= OWN_WORDS * len(own), kept.text
        shown = " ".join(hit.passage.text for hit in written.answer.hits)
        for gone in written.removed:
            assert gone.judged.reason
            assert gone.text.partition(" [")[0] not in shown
    assert sum(len(written.removed) for written in answers) >= len(QUESTIONS)
