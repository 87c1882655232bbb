"""How a list is read: what is put to the reader, and what whoever listens hears meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from api.wiring import assemble
from index.errors import TookTooLong
from index.model import Filters
from index.process.deadline import Deadline, within
from rag.generation.listener import Listener
from rag.model import Citation
from rag.reader.reading import Read, ReadPassage
from rag.reader.words import WordReader
from rag.service import OnRecord
from tests.drafts import a_statement, halved, open_store
from tests.exact_vectors import ExactVectors
from tests.narwhals import COUNT, listed, narwhals
from tests.small_stores import EMBEDDER, house, put


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with narwhals(tmp_path_factory.mktemp("store")) as opened:
        yield opened


def test_a_long_list_tells_how_far_it_is_and_can_be_given_up(service: OnRecord) -> None:
    """Whoever listens hears how many sentences are read; work that nobody waits for ends."""
    question = "Which delegations mentioned narwhal hunting?"
    told: list[tuple[int, int]] = []

    class Hearing(Listener):
        def progress(self, done: int, total: int) -> None:
            told.append((done, total))

    service.ask(question, Filters(), listener=Hearing())
    assert told[-1] == (COUNT, COUNT)
    deadline = Deadline(60.0)
    deadline.give_up()
    with within(deadline), pytest.raises(TookTooLong):
        service.ask(question, Filters())


def test_who_is_on_a_list_is_heard_before_the_whole_is_read(service: OnRecord) -> None:
    """Each once, and all of them in the end; further pages tell nothing again."""
    question = "Which delegations support narwhal hunting?"
    told: list[str] = []

    class Hearing(Listener):
        def progress(self, done: int, total: int) -> None:
            told.append("whole" if done == total else "part")

        def listed(self, citation: Citation) -> None:
            told.append(citation.statement.id)

    answer = service.ask(question, Filters(), listener=Hearing())
    first = next(one for one in told if one != "part")
    assert first in listed(answer)
    assert "part" in told[told.index(first) :]
    assert sorted({*told} - {"part", "whole"}) == sorted(listed(answer))
    assert told[-1] == "whole"
    assert len([one for one in told if one not in ("part", "whole")]) == len(answer.citations)
    page = service.ask(question, Filters(), 7)
    told.clear()
    service.ask(question, Filters(), 7, cursor=page.next, listener=Hearing())
    assert {*told} == {"part", "whole"}


def test_who_takes_no_side_is_on_no_list_of_one(tmp_path: Path) -> None:
    """Whoever says neither by the issue, whatever the question finds."""
    said = {
        "for": "We support narwhal hunting.",
        "against": "We reject narwhal hunting.",
        "neither": "Narwhal hunting was the topic of a report.",
    }
    with closing(open_store(tmp_path, EMBEDDER)) as store:
        for id, text in said.items():
            put(store, a_statement(id, halved(text)))
    with closing(house(tmp_path)) as opened:
        answer = opened.ask("Which delegations support narwhal hunting?", Filters())
    assert listed(answer) == ["for"]


@pytest.mark.parametrize("verb", ["argued that", "complained that", "support the view that"])
def test_a_list_reads_the_question_as_it_stands(verb: str, tmp_path: Path) -> None:
    """Over the bare sentence, as its header would sway the reader; what the verb says is part of it."""
    put_to: list[tuple[str, str]] = []

    class Hearing(WordReader):
        def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
            put_to.extend((question, passage.header) for passage in passages)
            return super().read(question, passages)

    with closing(open_store(tmp_path, EMBEDDER)) as store:
        for id in ("a", "b"):
            put(store, a_statement(id, halved("Narwhal hunting feeds whole villages."), topic="Whaling"))
    parts = open_store(tmp_path, EMBEDDER)
    question = f"Which delegations {verb} narwhal hunting feeds whole villages?"
    with closing(assemble(parts, ExactVectors(parts.path, EMBEDDER.dim), EMBEDDER, Hearing())) as opened:
        opened.ask(question, Filters())
    assert (question, "") in put_to
