"""The file of arrays: what is read from it is what the record holds, and nothing else is believed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.process.array_file import read_arrays, write_arrays
from index.search import kept
from index.search.candidates import Searcher
from index.search.kept import NAME, KeptArrays
from index.search.snapshot import load
from index.store.record_store import RecordStore
from index.vectors.vector_store import ScannedVectors
from tests.drafts import a_statement, open_store
from tests.small_stores import EMBEDDER, TEXTS, put
from tests.test_snapshot import equal


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecordStore]:
    with closing(open_store(tmp_path / "store", EMBEDDER)) as opened:
        put(opened, *(a_statement(id, text) for id, text in zip("abcd", TEXTS, strict=True)))
        yield opened


@pytest.fixture
def file(tmp_path: Path, store: RecordStore) -> KeptArrays:
    made = KeptArrays(tmp_path / "arrays", "model")
    made.write(load(store).held, store)
    return made


def test_arrays_come_back_as_they_were_written(tmp_path: Path) -> None:
    """In parts or whole, empty ones too, of any kind."""
    whole = np.arange(7, dtype=np.int16).reshape(-1, 1)
    write_arrays(
        tmp_path / "file", "note", {"odd": [whole[:3], whole[3:]], "none": [np.empty((0, 4), np.float32)]}
    )
    found = read_arrays(tmp_path / "file")
    assert found is not None
    assert found.note == "note"
    assert found.arrays["odd"].tolist() == whole.tolist()
    assert found.arrays["none"].shape == (0, 4)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("at", [0, 40, -1, -30, -60])
def test_a_file_with_a_byte_changed_is_not_read(tmp_path: Path, at: int) -> None:
    """Wherever it is, and however short the file was cut."""
    path = tmp_path / "file"
    write_arrays(path, "", {"numbers": [np.arange(9)]})
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[at] ^= 1
    path.write_bytes(changed)
    assert read_arrays(path) is None
    for length in (0, 10, len(whole) - 1, len(whole) // 2):
        path.write_bytes(whole[:length])
        assert read_arrays(path) is None


def test_a_snapshot_of_the_file_is_that_of_the_record(store: RecordStore, file: KeptArrays) -> None:
    """As kept, and after statements were added, changed and removed since."""
    for change in (
        lambda: None,
        lambda: put(store, a_statement("e", "Elections were held. Peace came.")),
        lambda: put(store, a_statement("a", "Another text. It is of two sentences.")),
        lambda: store.remove(["b", "e"]),
        lambda: store.remove(["a", "c", "d"]),
    ):
        change()
        part = file.read(store)
        assert part is not None
        assert equal(load(store, part), load(store))


def test_a_file_of_another_record_is_not_believed(
    tmp_path: Path, store: RecordStore, file: KeptArrays
) -> None:
    """Though its rows have the same numbers, from the first on that is of another text or has other terms."""
    assert file.read(store) is not None
    for name, texts in (("other", TEXTS[::-1]), ("begun alike", (*TEXTS[:2], *TEXTS[:1:-1]))):
        with closing(open_store(tmp_path / name, EMBEDDER)) as other:
            put(other, *(a_statement(id, text) for id, text in zip("abcd", texts, strict=True)))
            assert equal(load(other, file.read(other)), load(other))
    assert KeptArrays(tmp_path / "arrays", "another model").read(store) is None


def test_a_damaged_file_is_as_none(tmp_path: Path, store: RecordStore, file: KeptArrays) -> None:
    path = tmp_path / "arrays" / NAME
    changed = bytearray(path.read_bytes())
    changed[200] ^= 255
    path.write_bytes(changed)
    assert file.read(store) is None


def test_the_file_is_written_where_it_is_behind(
    tmp_path: Path, store: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And searched from then on; what comes later is found at once, kept or not."""
    monkeypatch.setattr(kept, "LEAST", 3)
    searcher = Searcher(store, ScannedVectors(), KeptArrays(tmp_path / "new", "model"))
    searcher.keep()
    assert [one.part.mapped for one in searcher.snapshot().held] == [True]
    written = (tmp_path / "new" / NAME).stat().st_mtime_ns
    put(store, a_statement("e", "Elections were held. Peace came."))
    searcher.keep()
    assert [one.part.mapped for one in searcher.snapshot().held] == [True, False]
    assert (tmp_path / "new" / NAME).stat().st_mtime_ns == written
    store.remove(["a"])
    searcher.keep()
    assert equal(searcher.snapshot(), load(store))
    assert [one.part.mapped for one in searcher.snapshot().held] == [True]
