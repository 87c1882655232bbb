"""Files have places: moved, copied, uploaded, in archives, removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import InvalidInput, NotFound
from index.ids import statement_id
from index.model import Filters
from tests.building import Backend, on_disk
from tests.drafts import TEXT, a_draft, a_file


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    made = Backend(tmp_path)
    with closing(made.store):
        yield made


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
