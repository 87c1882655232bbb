"""Told to stop, an addition does so within a single file too, wherever it is read, cut or embedded.

Looks are counted, never seconds, but where a process is waited for.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from index.embedding.embedder import Embedded
from index.errors import Cancelled
from index.ingest.build import Builder
from index.ingest.hearing import hearing, whole_ones
from index.process import isolate
from index.process.deadline import Deadline, look
from index.readers.base import ReadFile
from index.readers.walk import read_uploads
from index.store.record_store import RecordStore
from tests.drafts import open_store
from tests.hash_embedder import HashEmbedder
from tests.hostile_files import zipped
from tests.test_slow_files import FILES

WORDS = "We must protect civilians in conflict number {}, and we call on all parties to respect the law. "
SPEECH = "Mr. Umarov (Kazakhstan): {}\n\n"
OLD = {"a.txt": b"Mr. Umarov (Kazakhstan): We act.\n\nMr. Berg (Norway): We agree.\n"}
ONE = {"a.txt": SPEECH.format("".join(map(WORDS.format, range(60)))).encode()}
"""One long statement."""
MANY = {"a.txt": "".join(SPEECH.format(WORDS.format(n)) for n in range(30)).encode()}
TRIED = 50
"""Moments at which each is told to stop."""


class Told:
    """Says to stop from the given time on that anybody asks; counts who asks."""

    def __init__(self, at: float) -> None:
        self.at, self.asked = at, 0

    def __call__(self) -> bool:
        self.asked += 1
        return self.asked >= self.at


class Looking(HashEmbedder):
    """Looks after each text, as the real one does."""

    def embed_passages(self, texts: Sequence[str]) -> list[Embedded]:
        made = []
        for text in texts:
            made += super().embed_passages([text])
            look()
        return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecordStore]:
    with closing(open_store(tmp_path, Looking())) as opened:
        yield opened


def held(store: RecordStore) -> dict[str, str]:
    return {id: store.statement(id).text for page in store.pages(100) for id in page}


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether it was told to stop, look by look."""
    found: list[bool] = []
    glance = Deadline._glance

    def noted(deadline: Deadline) -> None:
        found.append(deadline.stopped)
        glance(deadline)

    monkeypatch.setattr(Deadline, "_glance", noted)
    return found


@pytest.mark.parametrize("files", [ONE, MANY], ids=["one", "many"])
def test_it_stops_wherever_it_is_told_to(
    files: dict[str, bytes], store: RecordStore, tmp_path: Path, looks: list[bool]
) -> None:
    """At its next look: with no file told as broken, and nothing lost of what was there. Then again, all is
    done."""
    builder, never = Builder(store, Looking()), Told(float("inf"))
    builder.add(read_uploads(OLD), "up")
    before = held(store).keys()
    with closing(open_store(tmp_path / "other", Looking())) as other:
        Builder(other, Looking()).add(read_uploads(files), "up", stop=never)
        whole = held(other)
    for at in range(1, never.asked, max(1, never.asked // TRIED)):
        looks.clear()
        report = builder.add(read_uploads(files), "up", stop=Told(at))
        assert (report.stopped, report.skipped, report.removed) == (True, (), 0), at
        assert sum(looks) <= 2, at  # one where it is read and cut, one where it is embedded
        assert before <= held(store).keys()
    assert not builder.add(read_uploads(files), "up").stopped
    assert held(store) == whole


@pytest.mark.parametrize("name", sorted(FILES.keys() - {"speaker.tsv"}))
def test_every_reader_hears_it(name: str, looks: list[bool]) -> None:
    """Each format by itself: what is read by halves is no outcome."""
    alone = {name: FILES[name]}
    never = Told(float("inf"))
    assert list(whole_ones(read_uploads(alone), never))
    for at in range(2, never.asked - 1):  # the last two are asked once it is read
        assert [*whole_ones(read_uploads(alone), Told(at))] == []
    assert looks


def test_members_of_an_archive_after_it_are_not_read(looks: list[bool]) -> None:
    members = {f"{n:03}.txt": OLD["a.txt"] for n in range(50)}
    seen: list[ReadFile] = []
    for one in whole_ones(read_uploads({"a.zip": zipped(members)}), lambda: len(seen) >= 3):
        assert isinstance(one, ReadFile)
        seen.append(one)
    assert len(seen) == 3


def test_a_child_that_reads_is_ended() -> None:
    """And not waited for until its time is over."""
    told = threading.Event()
    threading.Timer(0.2, told.set).start()
    began = time.monotonic()
    with hearing(told.is_set), pytest.raises(Cancelled):
        isolate.run_isolated("tests.idle_child", b"", isolate.Limits(), "PDF")
    assert time.monotonic() - began < 30
