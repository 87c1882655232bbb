"""A service under everything at once, ended somewhere, and what it then holds compared with a model.

One round: uploads (plain, by themselves, cancelled), removals and questions against a real process of few
descriptors, whose Chroma server is stopped and let go meanwhile and on which connections are heaped; then
`kill -9` or SIGTERM. What was acknowledged is there, what was removed is not, and nothing else is. Shared by
the suite (`test_service_crash.py`) and `bench_service_crash.py`.
"""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import threading
import time
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from api.access import WRITE_HEADER
from api.wiring import STORE, open_store
from tests.hash_embedder import HashEmbedder
from tests.serving_driver import serving_process
from tests.wholeness import check_whole

NUMBERS = 24
DESCRIPTORS = 160
MARK = re.compile(r"mark(\d+)of(\d+)x")
LATE = 20.0
"""Seconds in which a question is answered, or refused with a sentence, whatever happens beside it."""
COLLECTION = "rounds"


@dataclass
class Model:
    """By number of a file the versions it may be in, None for none: just one where the last change was
    acknowledged."""

    allowed: dict[int, set[int | None]] = field(default_factory=lambda: {n: {None} for n in range(NUMBERS)})
    ever: set[tuple[int, int]] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def compare(self, folder: Path) -> int:
        """Fails on the first difference; from then on what was found is what is allowed."""
        with closing(open_store(folder / STORE, HashEmbedder(), create=True)) as store:
            texts = check_whole(store)
        found: dict[int, int] = {}
        for text in texts.values():
            number, version = marked(text)
            assert number not in found, f"file {number} is there twice"
            found[number] = version
        for number, allowed in self.allowed.items():
            assert found.get(number) in allowed, f"file {number}: {found.get(number)} is none of {allowed}"
        assert not self.wrong, self.wrong
        self.allowed = {number: {found.get(number)} for number in range(NUMBERS)}
        return len(found)


def marked(text: str) -> tuple[int, int]:
    match = MARK.search(text)
    assert match, f"a statement that nobody sent: {text!r}"
    return int(match[1]), int(match[2])


def record(number: int, version: int) -> bytes:
    told = f"We welcome mark{number}of{version}x and thank the President. "
    return f"Mr. Umarov (Kazakhstan): {told * (1 + (number + version) % 3)}\n".encode()


class Round:
    """Threads against one process until it is ended."""

    def __init__(self, address: str, model: Model, dice: random.Random, version: int) -> None:
        self.address, self.model, self.dice, self.version = address, model, dice, version
        self.over = threading.Event()

    def change(self) -> None:
        """Uploads and removals, one after the other, so that the model knows what to expect."""
        with httpx.Client(base_url=self.address, headers={WRITE_HEADER: "1"}, timeout=60) as client:
            while not self.over.is_set():
                try:
                    self._remove(client) if self.dice.random() < 0.3 else self._upload(client)
                except httpx.HTTPError:
                    self.model.done["cut short"] += 1
                    self.over.wait(0.2)

    def _upload(self, client: httpx.Client) -> None:
        self.version += 1
        numbers = self.dice.sample(range(NUMBERS), self.dice.randint(1, 6))
        for number in numbers:
            self.model.allowed[number].add(self.version)
            self.model.ever.add((number, self.version))
        files = [("file", (f"{n}.txt", record(n, self.version))) for n in numbers]
        by_itself = self.dice.random() < 0.5
        headers = {"Prefer": "respond-async"} if by_itself else {}
        reply = client.post("/v1/statements", files=files, data={"collection": COLLECTION}, headers=headers)
        kept = self._followed(client, reply) if reply.status_code == 202 else self._is_whole(reply)
        self.model.done["uploads by themselves" if by_itself else "uploads"] += 1
        if kept:
            self.model.allowed |= {number: {self.version} for number in numbers}
        elif reply.status_code not in (202, 409, 503):
            self.model.wrong.append(f"upload: {reply.status_code} {reply.text[:200]}")

    def _followed(self, client: httpx.Client, accepted: httpx.Response) -> bool:
        """Was the addition done whole?"""
        address = accepted.headers["location"]
        if self.dice.random() < 0.3:
            client.delete(address)
            self.model.done["cancellations"] += 1
        while (told := client.get(address)).status_code == 200 and told.json()["ended"] is None:
            self.over.wait(0.02)
        if told.status_code not in (200, 503):
            self.model.wrong.append(f"task: {told.status_code} {told.text[:200]}")
        return told.status_code == 200 and told.json()["state"] == "done"

    def _is_whole(self, reply: httpx.Response) -> bool:
        """Was everything added? What is skipped is told, and is none of the reader's refusals here."""
        if reply.status_code != 200:
            return False
        for skipped in reply.json()["skipped"]:
            self.model.wrong.append(f"skipped: {skipped}")
        return True

    def _remove(self, client: httpx.Client) -> None:
        number = self.dice.randrange(NUMBERS)
        self.model.allowed[number].add(None)
        asked = {"source": f"{number}.txt", "collection": COLLECTION}
        reply = client.delete("/v1/statements", params=asked)
        self.model.done["removals"] += 1
        if reply.status_code in (200, 404):
            self.model.allowed[number] = {None}
        elif reply.status_code != 503:
            self.model.wrong.append(f"removal: {reply.status_code} {reply.text[:200]}")

    def ask(self) -> None:
        """Whatever happens beside it, a question is answered in time, with words that were sent."""
        dice = random.Random(self.version)
        with httpx.Client(base_url=self.address, timeout=60) as client:
            while not self.over.is_set():
                began = time.monotonic()
                try:
                    query = f"mark{dice.randrange(NUMBERS)}of{self.version}x thanks"
                    reply = client.post("/v1/search", json={"query": query, "limit": 10})
                except httpx.HTTPError:
                    self.over.wait(0.1)
                    continue
                self._judge(reply, time.monotonic() - began)

    def _judge(self, reply: httpx.Response, seconds: float) -> None:
        self.model.done["questions" if reply.status_code == 200 else "questions told to come back"] += 1
        if seconds > LATE or reply.status_code not in (200, 503):
            self.model.wrong.append(f"question: {reply.status_code} after {seconds:.1f} s {reply.text[:200]}")
            return
        for hit in reply.json().get("hits", []):
            if marked(hit["passage"]["text"]) not in self.model.ever:
                self.model.wrong.append(f"words that nobody sent: {hit['passage']['text']!r}")

    def crowd(self) -> None:
        """Heaps up connections that say nothing, again and again."""
        place = ("127.0.0.1", int(self.address.rpartition(":")[2]))
        while not self.over.wait(0.5):
            with ExitStack() as held:
                for _ in range(2 * DESCRIPTORS):
                    try:
                        held.enter_context(socket.create_connection(place, timeout=1))
                    except OSError:
                        break
                self.model.done["heaps of connections"] += 1
                self.over.wait(0.2)


def round_once(folder: Path, model: Model, seed: int, seconds: float, url: str, chroma_id: int) -> str:
    """Serves, and ends after about so many seconds; what befell it."""
    dice = random.Random(seed)
    ending = dice.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM))
    settings = {"ONRECORD_CHROMA_URL": url}
    with serving_process(folder, DESCRIPTORS, settings) as (address, process):
        assert address, process.communicate()[1][-2000:]
        run = Round(address, model, dice, seed * 1_000)
        work = [threading.Thread(target=do) for do in (run.change, run.ask, run.ask, run.crowd)]
        for thread in work:
            thread.start()
        try:
            time.sleep(seconds * (0.3 + 0.4 * dice.random()))
            os.kill(chroma_id, signal.SIGSTOP)
            time.sleep(seconds * 0.4 * dice.random())
            if dice.random() < 0.5:
                os.kill(chroma_id, signal.SIGCONT)
            process.send_signal(ending)
            process.wait(30)
        finally:
            run.over.set()
            os.kill(chroma_id, signal.SIGCONT)
            for thread in work:
                thread.join(90)
    model.done[ending.name] += 1
    return ending.name
