"""An answer on a terminal while it is made: of an index here, and of a service elsewhere."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import httpx
import pytest

from api import schemas as wire
from api.command_line import live
from api.events import EventListener
from api.local import LocalBackend
from api.remote import RemoteBackend
from api.settings import Settings
from index.errors import InvalidInput, Unavailable
from tests.hash_embedder import HashEmbedder
from tests.llm_server import Model, Reply, said
from tests.served import listening, opened

pytestmark = pytest.mark.process

QUESTION = "What does Kazakhstan say about unarmed civilian protection?"
LIST = "Which delegations mentioned the protection of civilians?"


@pytest.fixture(scope="module")
def address(indexed: Settings, embedder: HashEmbedder, model: Model) -> Iterator[str]:
    with listening(replace(indexed, llm_url=model.url, llm_model="tiny"), embedder) as url:
        yield url


@pytest.mark.parametrize("question", [QUESTION, LIST])
def test_a_service_elsewhere_tells_the_same_events(
    indexed: Settings, embedder: HashEmbedder, address: str, question: str
) -> None:
    """The same names and values in the same order, and the same answer as without them."""
    body = wire.AskBody(question=question)
    here: list[tuple[str, object]] = []
    far: list[tuple[str, object]] = []
    with opened(indexed, embedder) as service:
        LocalBackend(service).ask(body, EventListener(lambda *event: here.append(event)))
    with closing(RemoteBackend(address)) as remote:
        answer = remote.ask(body, EventListener(lambda *event: far.append(event)))
        assert answer == remote.ask(body)
    assert far[0][0] == "passages"
    assert "sentence" in {name for name, _ in far}
    assert far == here


def test_what_stands_on_the_terminal(address: str) -> None:
    """First the passages found, then the sentences, one line each."""
    shown, seen = live.Making(), list[list[str]]()

    def take(name: str, value: object) -> None:
        shown.take(name, value)  # type: ignore[arg-type]
        seen.append(shown.lines())

    with closing(RemoteBackend(address)) as remote:
        answer = remote.ask(wire.AskBody(question=LIST), EventListener(take))
    assert seen[0][0] == f"Found {len(answer.hits)} passages"
    assert seen[0][1].strip() == answer.hits[0].citation.text
    on_list = f": “{' '.join(answer.citations[0].quote.split())}”"
    assert any(line.endswith(on_list) for lines in seen for line in lines[1:])
    last = [line.strip() for line in seen[-1][1:]]
    assert last == [" ".join(line.split()) for line in last]
    assert last[-1] in " ".join(answer.text.split())


def test_a_slow_model_is_waited_for_although_nobody_listens(
    address: str, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reply may take longer than the client waits between two of its pieces."""
    monkeypatch.setattr("api.remote.TIMEOUT", httpx.Timeout(3.0))
    sentences = "Kazakhstan banned whaling in 1950 [1.1].\n" * 3
    model.replies = [Reply(said(sentences), wait=0.25)]
    with closing(RemoteBackend(address)) as remote:
        answer = remote.ask(wire.AskBody(question=QUESTION, answerer="chat"))
    assert (answer.fallback_reason, len(answer.removed or [])) == ("nothing_supported", 3)


def test_sentences_removed_are_counted(address: str, model: Model) -> None:
    model.says("Kazakhstan opposes unarmed civilian protection [1.1].")
    shown = live.Making()
    with closing(RemoteBackend(address)) as remote:
        remote.ask(wire.AskBody(question=QUESTION, answerer="chat"), EventListener(shown.take))
    assert "removed 1 of the model's sentences" in shown.lines()[0]


def test_errors_are_the_same_as_without_events(address: str) -> None:
    """Before the first event, and where no service answers at all."""
    heard = EventListener(lambda *_: None)
    body = wire.AskBody(question=QUESTION, filters=wire.Filters(delegations=["Atlantis"]))
    with closing(RemoteBackend(address)) as remote, pytest.raises(InvalidInput, match="Atlantis"):
        remote.ask(body, heard)
    with (
        closing(RemoteBackend("http://127.0.0.1:9")) as nobody,
        pytest.raises(Unavailable, match="start one"),
    ):
        nobody.ask(body, heard)


PASSAGES = b'event: passages\ndata: {"hits": []}\n\n'
DISK_FULL = (
    b'event: error\ndata: {"type": "urn:onrecord:problem:storage-failed", "title": "x", "status": 507, '
    b'"detail": "The disk is full.", "instance": "/v1/ask", "request_id": "a"}\n\n'
)


@pytest.mark.parametrize(
    ("sent", "told"),
    [(PASSAGES + DISK_FULL, "The disk is full"), (PASSAGES, "ended before the answer came")],
)
def test_what_fails_midway_is_told(sent: bytes, told: str) -> None:
    """An error event, and a stream that ends before the answer."""
    reply = httpx.Response(200, headers={"content-type": "text/event-stream"}, content=sent)
    seen: list[str] = []
    with closing(RemoteBackend("http://x", None, httpx.MockTransport(lambda _: reply))) as remote:
        heard = EventListener(lambda name, _: seen.append(name))
        with pytest.raises(Exception, match=told):
            remote.ask(wire.AskBody(question=QUESTION), heard)
    assert seen == ["passages"]


def on_a_terminal(*typed: str) -> tuple[str, str]:
    """stdout, and what a terminal at stderr was sent."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "api", "ask", *typed]
    drawn = bytearray()

    def read() -> None:
        try:
            while some := os.read(ours, 4096):
                drawn.extend(some)
        except OSError:  # how Linux says that nobody holds the other side any more
            return

    reader = threading.Thread(target=read)
    reader.start()
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=theirs, stdin=subprocess.DEVNULL, timeout=120
    )
    os.close(theirs)
    reader.join(60)
    os.close(ours)
    assert done.returncode == 0
    return done.stdout.decode(), drawn.decode()


def test_a_terminal_is_shown_it_and_what_is_printed_stays_the_same(address: str) -> None:
    """stdout has the answer alone; `--json` draws nothing."""
    printed, drawn = on_a_terminal(QUESTION, "--server", address)
    assert "Found" in drawn
    assert "Found" not in printed
    assert "[1]" in printed
    as_json, drawn = on_a_terminal(QUESTION, "--server", address, "--json")
    assert drawn == ""
    assert wire.Answer.model_validate_json(as_json) == closing_ask(address)


def closing_ask(address: str) -> wire.Answer:
    with closing(RemoteBackend(address)) as remote:
        return remote.ask(wire.AskBody(question=QUESTION))
