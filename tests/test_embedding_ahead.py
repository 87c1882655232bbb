"""What is embedded in a thread while statements before it are stored: in the order read, each text once."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from index.embedding.embedder import Embedded
from index.errors import StorageFailed
from index.ingest import run
from index.ingest.build import Builder
from index.ingest.embedding import Ahead
from index.ingest.report import Progress
from index.readers.base import ReadFile
from tests.drafts import a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder
from tests.wholeness import check_whole

LONG = 30.0
"""Seconds after which a thread that is waited for will not come."""


class Waiting(HashEmbedder):
    """Embeds nothing more of the second statement before the first is acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.acknowledged = threading.Event()

    def embed_passages(self, texts: Sequence[str]) -> list[Embedded]:
        if any("second" in text for text in texts):
            assert self.acknowledged.wait(LONG)
        return super().embed_passages(texts)


def files(*said: str) -> list[ReadFile]:
    return [a_file(f"{at}.txt", a_draft(f"We speak of the {one} point.")) for at, one in enumerate(said)]


def test_what_was_embedded_is_stored_while_more_is_embedded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", 1)
    embedder, told = Waiting(), list[str]()

    def tell(at: Progress) -> None:
        if at.acknowledged:
            told.append(at.path)
            embedder.acknowledged.set()

    with closing(open_store(tmp_path, embedder)) as store:
        report = Builder(store, embedder).add(files("first", "second", "third"), "council", tell)
        assert (report.added, told) == (3, ["0.txt", "1.txt", "2.txt"])
        assert len(check_whole(store)) == len(told)


def test_a_text_that_is_being_embedded_is_not_embedded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor one that was, and is not stored yet."""
    monkeypatch.setattr(run, "BATCH", 1)
    embedder = HashEmbedder()
    with closing(open_store(tmp_path, embedder)) as store:
        Builder(store, embedder).add(files("same", "same", "other", "same"), "council")
        assert len(set(embedder.embedded)) == len(embedder.embedded)
        assert len(check_whole(store)) == len(files("same", "same", "other", "same"))


def test_what_embedding_raises_is_raised_where_it_is_waited_for() -> None:
    """And nothing of it comes back; what is given next is embedded all the same."""

    def embed(texts: object, _: object) -> dict[bytes, Embedded | Exception]:
        if texts:
            raise StorageFailed("The disk is full.")
        return {}

    ahead = Ahead[str](embed)
    assert ahead.give(["a"], {b"a": "a"}) == ((), {})
    with pytest.raises(StorageFailed, match="full"):
        ahead.rest()
    assert ahead.give(["b"], {}) == ((), {})
    assert ahead.rest() == (["b"], {})
    assert ahead.rest() == ((), {})
