"""The file of arrays: what is read from it is what the record holds, and nothing else is believed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.ingest.drafting import content_sha, draft_of
from index.process.array_file import read_arrays, write_arrays
from index.search import coarse as coarse_look
from index.search import kept, parts, snapshot
from index.search.candidates import Searcher
from index.search.kept import NAME, KeptArrays
from index.search.snapshot import advance, load
from index.store.columns import PassageColumns
from index.store.lexical import Inverted
from index.store.record_store import RecordStore
from index.vectors.vector_store import ScannedVectors
from rag.question.corpus import FactsCache
from rag.question.kept_facts import KeptFacts
from tests.drafts import a_statement, open_store, stored
from tests.exact_vectors import unit_rows
from tests.small_stores import EMBEDDER, TEXTS, put
from tests.test_copies import said
from tests.test_snapshot import equal


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecordStore]:
    with closing(open_store(tmp_path / "store", EMBEDDER)) as opened:
        put(opened, *(a_statement(id, text) for id, text in zip("abcd", TEXTS, strict=True)))
        yield opened


@pytest.fixture
def file(tmp_path: Path, store: RecordStore) -> KeptArrays:
    made = KeptArrays(tmp_path / "arrays", "model")
    made.write(load(store), store)
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


def rows_of(file: KeptArrays, store: RecordStore) -> list[int]:
    """Rows that are taken from the file."""
    with store.reading() as view:
        return [row for one in file.read(view) for row in one.rows.tolist()]


@pytest.mark.parametrize("stamped", [True, False])
def test_a_snapshot_of_the_file_is_that_of_the_record(
    stamped: bool, store: RecordStore, file: KeptArrays, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As kept, and after statements were added, changed and removed since; without stamps too."""
    rows = store.live_rows().tolist()
    if not stamped:
        monkeypatch.setattr(RecordStore, "stamp", lambda _: None)
    for change, left in (
        (lambda: None, rows),
        (lambda: put(store, a_statement("e", "Elections were held. Peace came.")), rows),
        (lambda: put(store, a_statement("a", "Another text. It is of two sentences.")), rows[2:]),
        (lambda: store.remove(["b", "e"]), rows[4:]),
        (lambda: store.remove(["a", "c", "d"]), []),
    ):
        change()
        assert rows_of(file, store) == left
        assert equal(load(store, file.read), load(store))


def test_a_file_of_another_record_is_not_believed(
    tmp_path: Path, store: RecordStore, file: KeptArrays
) -> None:
    """Though its rows have the same numbers, from the first on that is of another text; or another term has
    the number of one."""
    for name, texts in (("other", TEXTS[::-1]), ("begun alike", (*TEXTS[:2], *TEXTS[:1:-1]))):
        with closing(open_store(tmp_path / name, EMBEDDER)) as other:
            put(other, *(a_statement(id, text) for id, text in zip("abcd", texts, strict=True)))
            assert rows_of(file, other) == []
            assert equal(load(other, file.read), load(other))
    assert rows_of(file, store) == store.live_rows().tolist()
    assert rows_of(KeptArrays(tmp_path / "arrays", "another model"), store) == []


def test_a_copy_that_went_another_way_is_not_believed(
    tmp_path: Path, store: RecordStore, file: KeptArrays
) -> None:
    """Rows of the same numbers that came after the two parted are read anew."""
    store.checkpoint()
    (tmp_path / "copy").mkdir()
    shutil.copy(store.path, tmp_path / "copy")
    here, there = (a_statement("e", text) for text in ("Said here. Truly here.", "Said there. Truly there."))
    put(store, here)
    file.write(load(store), store)
    with closing(open_store(tmp_path / "copy", EMBEDDER)) as copy:
        put(copy, there)
        assert copy.live_rows().tolist() == store.live_rows().tolist()
        assert equal(load(copy, file.read), load(copy))


def test_a_damaged_file_is_as_none(tmp_path: Path, store: RecordStore, file: KeptArrays) -> None:
    path = tmp_path / "arrays" / NAME
    changed = bytearray(path.read_bytes())
    changed[200] ^= 255
    path.write_bytes(changed)
    assert rows_of(file, store) == []


def test_facts_are_those_of_just_this_state_and_version(tmp_path: Path, store: RecordStore) -> None:
    """Gathered step by step, from a file of before, or anew: after adding, changing and removing."""
    cache = FactsCache(store, KeptFacts(tmp_path, "1"))
    cache.keep()
    assert set(KeptFacts(tmp_path, "1").read()) == set(store.content_marks())
    assert KeptFacts(tmp_path, "2").read() == {}
    for meeting in ("S/PV.9", "S/PV.10", None):
        if meeting:
            one = a_statement("e", "Elections were held.", meeting=meeting, date="2004-01-02")
            store.put(one, content_sha(draft_of(one)), stored(one, EMBEDDER))
        else:
            store.remove(["e"])
        from_file = FactsCache(store, KeptFacts(tmp_path, "1"))
        assert from_file.facts() == FactsCache(store).facts() == cache.facts()
        assert cache.facts().meetings & {"S/PV.9", "S/PV.10"} == {meeting} - {None}


def test_facts_are_written_where_much_changed(tmp_path: Path, store: RecordStore) -> None:
    """And a statement that the file lacks is read."""
    cache = FactsCache(store, KeptFacts(tmp_path, "1"))
    cache.keep()
    cache.keep()
    put(store, a_statement("e", "Elections were held.", meeting="S/PV.9"))
    cache.keep(only_loaded=True)
    assert "e" in KeptFacts(tmp_path, "1").read()


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


MANY = " ".join(f"We ask for ceasefire number {chr(97 + at)}{chr(98 + at)}." for at in range(20))


def test_copies_are_kept_of_this_state_alone(
    tmp_path: Path, store: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start does not look for them again; once anything changed, it does."""
    put(store, *(said(id, MANY) for id in ("one", "other")))
    found = load(store)
    assert len(found.copies.pairs) == 1
    file = KeptArrays(tmp_path / "new", "model")
    file.write(found, store)
    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "copies_among", lambda *_: pytest.fail("looked for copies again"))
        again = load(store, file.read)
        assert list(again.copies.pairs) == list(found.copies.pairs)
        assert np.array_equal(again.searched, found.searched)
    put(store, said("third", MANY))
    for now in (load(store, file.read), advance(again, store)):
        assert len(now.copies.pairs) == 3
        assert np.array_equal(now.searched, load(store).searched)
    store.remove(["one"])
    assert len(load(store, file.read).copies.pairs) == 1


def test_a_coarse_look_finds_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors that lie mostly along some axes, as those of texts do; under any filter, kept or not."""
    monkeypatch.setattr(coarse_look, "LEAST", 1000)
    monkeypatch.setattr(parts, "FEW", 100)
    random = np.random.default_rng(0)
    scale = 1 / np.sqrt(np.arange(1, 129))
    made = unit_rows((random.standard_normal((5000, 128)) * scale).astype(np.float32))
    rows = np.arange(len(made))
    columns = PassageColumns(rows, rows, rows.astype(np.int8), np.zeros((len(rows), 2), np.uint64))
    none = Inverted(rows[:1], np.empty(0, np.int32), np.empty(0, np.uint16), np.zeros(len(rows), np.float32))
    quick = coarse_look.coarse(made)
    assert quick is not None
    live = random.random(len(rows)) < 0.7
    held = parts.Held(parts.Part(columns, made, none, coarse=quick), live)
    more = parts.Held(replace(held.part, coarse=None), ~live)
    vectors = parts.Vectors((held, more), 128)
    whole = np.concatenate([made[live], made[~live]])
    for positions in (rows, rows[random.random(len(rows)) < 0.4]):
        question = made[random.integers(len(made))]
        expected = positions[np.argsort(-(whole[positions] @ question), kind="stable")[:10]]
        assert vectors.nearest(question, positions, 10).tolist() == expected.tolist()
