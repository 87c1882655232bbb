"""Adding and removing: unchanged costs nothing, changed replaces, failures are told, places stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.embedding.embedder import Embedded
from index.errors import IndexMismatch, InvalidInput, NotFound
from index.ingest import run
from index.ingest.build import Builder
from index.ingest.drafting import content_sha, draft_of
from index.ingest.report import Progress
from index.model import Filters, Speaker
from index.readers.base import ReadFile, Skipped
from index.segmentation.segment import SEGMENTATION, statement_id
from index.store.record_store import RecordStore
from tests.drafts import TEXT, a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder


class Backend:
    """A store with its builder and a counting embedder."""

    def __init__(self, folder: Path, embedder: HashEmbedder | None = None) -> None:
        self.embedder = embedder or HashEmbedder()
        self.store = open_store(folder, self.embedder)
        self.builder = Builder(self.store, self.embedder)

    def add(self, *files: ReadFile | Skipped, collection: str = "council") -> tuple[int, int, int, int]:
        report = self.builder.add(files, collection)
        return report.added, report.updated, report.unchanged, report.removed

    def ids(self) -> list[str]:
        return [ref.id for ref in self.store.list_refs(Filters(procedural=True)).items]

    def texts(self) -> list[str]:
        return sorted(self.store.texts(self.ids()).values())


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    made = Backend(tmp_path)
    with closing(made.store):
        yield made


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 10)


def on_disk(folder: Path, path: str, *texts: str) -> ReadFile:
    """A real file and what a reader makes of it."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(texts))
    return a_file(path, *(a_draft(text, str(n)) for n, text in enumerate(texts)), absolute=str(file))


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


# Places


def test_a_file_added_through_its_parent_folder_is_not_doubled(backend: Backend, tmp_path: Path) -> None:
    """It keeps the path it was first added under."""
    file = on_disk(tmp_path, "in/a.txt", TEXT)
    backend.add(a_file("a.txt", *file.drafts, absolute=file.absolute))
    assert backend.add(file) == (0, 0, 1, 0)
    assert [ref.source.path for ref in backend.store.list_refs(Filters()).items] == ["a.txt"]


def test_two_files_of_one_relative_path_are_both_kept(backend: Backend, tmp_path: Path) -> None:
    """In one run and in two; adding either again changes nothing."""
    first, second = on_disk(tmp_path / "x", "a.txt", TEXT), on_disk(tmp_path / "y", "a.txt", "We agree.")
    assert backend.add(first, second) == (2, 0, 0, 0)
    assert backend.add(second, first) == (0, 0, 2, 0)
    third = on_disk(tmp_path / "z", "a.txt", "We abstain.")
    assert backend.add(third) == (1, 0, 0, 0)
    assert backend.texts() == sorted([TEXT, "We agree.", "We abstain."])
    assert statement_id("council", "a.txt", "0") in backend.ids()


def test_a_moved_file_is_the_same_file(backend: Backend, tmp_path: Path) -> None:
    """Also under another name; where it was, there must be nothing any more."""
    first = on_disk(tmp_path / "x", "a.txt", TEXT)
    backend.add(first)
    ids = backend.ids()
    Path(first.absolute).unlink()
    assert backend.add(on_disk(tmp_path / "y", "a.txt", TEXT)) == (0, 0, 1, 0)
    Path(tmp_path / "y" / "a.txt").unlink()
    assert backend.add(on_disk(tmp_path / "y", "b.txt", TEXT)) == (0, 0, 1, 0)
    assert backend.ids() == ids
    assert backend.store.ref(ids[0]).source.path == "b.txt"
    assert backend.store.location_of(ids[0]).absolute == str(tmp_path / "y" / "b.txt")


def test_a_copy_is_another_statement(backend: Backend, tmp_path: Path) -> None:
    """Two files on disk are two sources, whatever they hold."""
    assert backend.add(on_disk(tmp_path, "a.txt", TEXT), on_disk(tmp_path, "b.txt", TEXT)) == (2, 0, 0, 0)


def test_another_file_does_not_take_over_a_vanished_one(backend: Backend, tmp_path: Path) -> None:
    """Other words at the same relative path elsewhere are not a new version."""
    first = on_disk(tmp_path / "x", "a.txt", TEXT)
    backend.add(first)
    Path(first.absolute).unlink()
    assert backend.add(on_disk(tmp_path / "y", "a.txt", "We agree.")) == (1, 0, 0, 0)
    assert backend.texts() == sorted([TEXT, "We agree."])


def test_uploads_replace_uploads_of_their_name_and_nothing_else(backend: Backend, tmp_path: Path) -> None:
    """A file from disk stays what it is."""
    backend.add(on_disk(tmp_path, "a.txt", TEXT))
    upload = a_file("a.txt", a_draft("Uploaded.", "0"))
    assert backend.add(upload) == (1, 0, 0, 0)
    assert backend.add(upload) == (0, 0, 1, 0)
    assert backend.add(a_file("a.txt", a_draft("Uploaded again.", "0"))) == (0, 1, 0, 0)
    assert backend.texts() == sorted([TEXT, "Uploaded again."])


def test_members_of_an_archive_are_files_of_their_own(backend: Backend, tmp_path: Path) -> None:
    """Though all lie at one place on disk."""
    archive = tmp_path / "all.zip"
    archive.write_bytes(b"PK")
    members = [
        a_file(f"in/all.zip/{name}", a_draft(name), absolute=str(archive)) for name in ("a.txt", "b/a.txt")
    ]
    assert backend.add(*members) == (2, 0, 0, 0)
    assert backend.add(*members) == (0, 0, 2, 0)


def test_collections_do_not_meet(backend: Backend) -> None:
    """The same file in two collections is two statements, removed one by one."""
    file = a_file("a.txt", a_draft())
    assert backend.add(file) == backend.add(file, collection="assembly") == (1, 0, 0, 0)
    assert backend.builder.remove_collection("assembly") == 1
    assert backend.store.stats().statements == 1


# Removing


def test_removing_by_id_file_folder_and_collection(backend: Backend, tmp_path: Path) -> None:
    """Each removes what it names and says how many; naming nothing is an error."""
    files = [
        on_disk(tmp_path, path, f"Text of {path}") for path in ("x/a.txt", "x/b.txt", "xy/c.txt", "d.txt")
    ]
    backend.add(*files)
    assert backend.builder.remove([statement_id("council", "d.txt", "0")]) == 1
    assert backend.builder.remove_source(str(tmp_path / "x" / "a.txt")) == 1
    assert backend.builder.remove_source("x/") == 1
    assert backend.texts() == ["Text of xy/c.txt"]
    assert backend.builder.remove_collection("council") == 1
    for nothing in (
        lambda: backend.builder.remove(["0" * 16]),
        lambda: backend.builder.remove_source("x"),
        lambda: backend.builder.remove_collection("council"),
    ):
        with pytest.raises(NotFound):
            nothing()


def test_a_path_shown_of_several_places_is_refused(backend: Backend, tmp_path: Path) -> None:
    """All are named; the full path or the collection says which; links inside a folder are no other place."""
    for folder in "pq":
        backend.add(on_disk(tmp_path / folder, "in/a.txt", f"Text of {folder}"))
    backend.add(a_file("in/a.txt", a_draft("Uploaded.")), collection="assembly")
    linked = on_disk(tmp_path / "q", "in/b.txt", "Linked.")
    backend.add(replace(linked, path="in/link.txt"))
    for shown in ("in/a.txt", "in", "in/"):
        with pytest.raises(InvalidInput, match=r"p/in.*, .*q/in.*uploaded to collection 'assembly'\)"):
            backend.builder.remove_source(shown)
    assert backend.builder.remove_source("in/a.txt", "assembly") == 1
    assert backend.builder.remove_source(str(tmp_path / "p")) == 1
    assert backend.builder.remove_source("in") == 2


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
