"""Adding and removing: unchanged costs nothing, changed replaces, failures are told, places stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from index.embedding.embedder import Embedded
from index.errors import IndexMismatch
from index.ingest import run
from index.ingest.build import Builder
from index.ingest.drafting import content_sha, draft_of
from index.ingest.report import Progress
from index.model import Speaker
from index.readers.base import Skipped
from index.segmentation.segment import SEGMENTATION
from index.store.record_store import RecordStore
from tests.building import Backend, on_disk
from tests.drafts import TEXT, a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    made = Backend(tmp_path)
    with closing(made.store):
        yield made


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 10)


def test_the_same_again_embeds_nothing(backend: Backend) -> None:
    """Nor does it change the index."""
    assert backend.add(a_file("a.txt", a_draft())) == (1, 0, 0, 0)
    count, state = len(backend.embedder.embedded), backend.store.state()
    assert backend.add(a_file("a.txt", a_draft())) == (0, 0, 1, 0)
    assert (len(backend.embedder.embedded), backend.store.state()) == (count, state)


def test_a_text_is_embedded_once(backend: Backend) -> None:
    """Wherever it stands, within one run and across runs."""
    backend.add(a_file("a.txt", a_draft()), a_file("b.txt", a_draft()))
    backend.add(a_file("c.txt", a_draft()))
    assert len(backend.embedder.embedded) == len(set(backend.embedder.embedded))
    assert backend.store.stats().statements == 3


def test_a_changed_statement_replaces_the_old_one(backend: Backend) -> None:
    """Under the same id; what the file no longer holds is removed."""
    backend.add(a_file("a.txt", a_draft(key="1"), a_draft("We thank the briefers.", key="2")))
    before = backend.ids()
    assert backend.add(a_file("a.txt", a_draft("We changed our mind.", key="1"))) == (0, 1, 0, 1)
    assert backend.texts() == ["We changed our mind."]
    assert backend.ids() == before[:1]


def test_changed_metadata_is_a_change(backend: Backend) -> None:
    """A sidecar may change what is known of a text whose bytes stay the same."""
    backend.add(a_file("a.txt", a_draft()))
    assert backend.add(a_file("a.txt", a_draft(speaker=Speaker("Ms. Other")))) == (0, 1, 0, 0)
    assert backend.store.ref(backend.ids()[0]).speaker.name == "Ms. Other"


def test_skipped_files_are_passed_on(backend: Backend) -> None:
    """Their reasons are the readers' own; the rest goes in."""
    report = backend.builder.add([Skipped("x.bin", "Not a record."), a_file("a.txt", a_draft())], "council")
    assert report.skipped == (Skipped("x.bin", "Not a record."),)
    assert (report.added, report.files) == (1, 2)


def test_two_statements_at_one_place_are_told(backend: Backend) -> None:
    """The first is kept."""
    report = backend.builder.add([a_file("a.txt", a_draft(key="1"), a_draft("Another.", key="1"))], "council")
    assert report.added == 1
    assert "'1'" in report.skipped[0].reason
    assert backend.texts() == [TEXT]


class Choosy(HashEmbedder):
    """Fails on texts that hold a word, in counting or in embedding."""

    def count_tokens(self, text: str) -> int:
        if "uncountable" in text:
            raise RuntimeError("cannot count")
        return super().count_tokens(text)

    def embed_passages(self, texts: Sequence[str]) -> list[Embedded]:
        if any("unembeddable" in text for text in texts):
            raise RuntimeError("cannot embed")
        return super().embed_passages(texts)


@pytest.mark.parametrize("bad", ["An uncountable text.", "An unembeddable text.", "A broken \ud800 text."])
def test_a_statement_that_fails_is_skipped_whole(tmp_path: Path, bad: str) -> None:
    """With the reason; its neighbours in file and batch go in."""
    backend = Backend(tmp_path, Choosy())
    file = a_file("a.txt", a_draft(key="1"), a_draft(bad, key="2"), a_draft("We agree.", key="3"))
    report = backend.builder.add([file], "council")
    assert report.added == 2
    assert [skipped.path for skipped in report.skipped] == ["a.txt at '2'"]
    assert "could not be" in report.skipped[0].reason
    assert backend.texts() == sorted([TEXT, "We agree."])
    backend.store.close()


def test_a_failing_update_keeps_the_old_version(tmp_path: Path) -> None:
    """Whole, as it was acknowledged."""
    backend = Backend(tmp_path, Choosy())
    backend.add(a_file("a.txt", a_draft()))
    assert backend.add(a_file("a.txt", a_draft("An unembeddable text."))) == (0, 0, 0, 0)
    assert backend.texts() == [TEXT]
    backend.store.close()


def test_acknowledged_means_stored(backend: Backend) -> None:
    """Each statement is there when its progress is told, and each is told once."""
    told: list[str] = []

    def check(progress: Progress) -> None:
        if progress.acknowledged:
            told.append(backend.store.statement(progress.acknowledged).ref.id)

    backend.builder.add([a_file(f"{n}.txt", a_draft(f"Statement {n}.")) for n in range(5)], "council", check)
    assert sorted(told) == sorted(backend.ids())
    assert len(told) == 5


def test_a_stopped_run_leaves_whole_statements_and_goes_on_later(tmp_path: Path, small_batches: None) -> None:
    """The next run adds exactly what was missing."""
    backend = Backend(tmp_path)
    files = [a_file(f"{n}.txt", a_draft(f"Statement {n}.")) for n in range(30)]
    report = Builder(backend.store, backend.embedder, lambda: backend.store.revision() > 1).add(
        files, "council"
    )
    assert report.stopped
    done = backend.store.stats().statements
    assert 0 < done == report.added < 30
    again = Builder(backend.store, backend.embedder).add(files, "council")
    assert (again.added, again.unchanged) == (30 - done, done)
    backend.store.close()


def test_a_stopped_run_does_not_take_unread_statements_for_removed(tmp_path: Path) -> None:
    """Only a file read to its end tells what it no longer holds."""
    backend = Backend(tmp_path)
    file = a_file("a.txt", *(a_draft(f"Statement {n}.", str(n)) for n in range(5)))
    backend.add(file)
    backend.builder = Builder(backend.store, backend.embedder, stop=lambda: True)
    assert backend.add(file) == (0, 0, 0, 0)
    assert backend.store.stats().statements == 5
    backend.store.close()


# Rebuilding


def test_a_draft_is_got_back_from_its_statement(backend: Backend) -> None:
    """So that records can be cut again without their files."""
    draft = a_draft(date="2019-05", topic="Protection", flags=("translated",), order=4, url="https://x")
    backend.add(a_file("a.txt", draft))
    again = draft_of(backend.store.statement(backend.ids()[0]))
    assert again == draft
    assert content_sha(again) == content_sha(draft)


def test_a_rebuild_goes_on_where_it_stopped(tmp_path: Path, small_batches: None) -> None:
    """Until it is finished the index is refused; ids and places stay; the next add finds all unchanged."""
    old = Backend(tmp_path)
    files = [on_disk(tmp_path / "in", f"{n}.txt", f"Statement {n}.") for n in range(30)]
    old.add(*files)
    ids = old.ids()
    old.store.close()
    new = HashEmbedder("another-model")
    store = RecordStore.open(tmp_path / "record.sqlite", fingerprint=None, segmentation=None)
    before = store.revision() + 1
    report = Builder(store, new, stop=lambda: store.revision() > before).rebuild()
    assert report.stopped
    assert 0 < report.updated < 30
    with pytest.raises(IndexMismatch, match=r"half rebuilt.*onrecord rebuild"):
        open_store(tmp_path, new)
    rest = Builder(store, new).rebuild()
    assert rest.updated == 30 - report.updated
    store.close()
    reopened = Backend(tmp_path, HashEmbedder("another-model"))
    assert reopened.add(*files) == (0, 0, 30, 0)
    assert reopened.ids() == ids
    assert reopened.store.location_of(ids[0]).absolute.startswith(str(tmp_path))
    reopened.store.close()


def test_a_rebuild_for_a_new_segmentation_embeds_only_new_texts(tmp_path: Path) -> None:
    """The model is the same, so are the vectors of the same texts."""
    old = Backend(tmp_path)
    old.add(a_file("a.txt", a_draft()))
    old.store.close()
    store = RecordStore.open(tmp_path / "record.sqlite", fingerprint=None, segmentation=None)
    embedder = HashEmbedder()
    report = Builder(store, embedder, segmentation=SEGMENTATION + "+").rebuild()
    assert (report.updated, report.embedded, embedder.embedded) == (1, 0, [])
    assert Builder(store, embedder, segmentation=SEGMENTATION + "+").rebuild().updated == 0
    store.close()
