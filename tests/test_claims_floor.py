"""Lists of who says a thing, over sentences judged one by one: most of what is on them says it.

The real model and reader over the sentences of `asked.jsonl` for eight of its questions, each a statement of
its own. The packaged judge learnt from them, so this tells of what breaks; docs/quality.md has figures from
folds by question.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from api.settings import Settings
from api.wiring import STORE, assemble, make_embedder, open_store
from index.model import Filters
from rag.evaluation.asked import Asked, read_asked
from rag.question.claim import claim_of
from rag.reader.trained import TrainedReader
from rag.service import OnRecord
from tests.drafts import a_draft, a_file
from tests.exact_vectors import ExactVectors

pytestmark = pytest.mark.model

ENOUGH, QUESTIONS = 5, 8
"""Sentences that answer, of each question; questions asked."""
PRECISION, FOUND = 0.75, 0.15


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    """The first questions about a clause that enough sentences answer."""
    fit = [one for one in read_asked() if claim_of(one.question).clause]
    return [one for one in fit if list(one.labels.values()).count("Y") >= ENOUGH][:QUESTIONS]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, asked: list[Asked]) -> Iterator[OnRecord]:
    folder = tmp_path_factory.mktemp("claims")
    embedder = make_embedder(Settings(data_dir=folder))
    store = open_store(folder / STORE, embedder, create=True)
    sentences = dict.fromkeys(sentence for one in asked for sentence in one.labels)
    with closing(
        assemble(store, ExactVectors(store.path, embedder.dim), embedder, TrainedReader())
    ) as opened:
        opened.add_read([a_file(f"{at}.txt", a_draft(text)) for at, text in enumerate(sentences)], "judged")
        yield opened


def listed(service: OnRecord, one: Asked) -> list[str]:
    """The labels of the sentences that are surely on the list."""
    answer = service.ask(one.question, Filters())
    sure = answer.citations[: answer.counts.statements if answer.counts else 0]
    return [one.labels.get(" ".join(citation.quote.split()), "N") for citation in sure]


def test_most_of_what_is_listed_says_it(service: OnRecord, asked: list[Asked]) -> None:
    """What says it in part counts neither way."""
    labels = [label for one in asked for label in listed(service, one) if label != "P"]
    right, there = labels.count("Y"), sum(list(one.labels.values()).count("Y") for one in asked)
    assert right >= PRECISION * len(labels), (right, len(labels))
    assert right >= FOUND * there, (right, there)
