"""`onrecord verify` finds every byte that changed on disk, and the files that are not as they were read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from api import upkeep, wiring
from api.settings import Settings
from index.errors import StorageFailed
from tests.damaged_index import EMBEDDER, EVERYTHING, FLIPS, flip, of_suites
from tests.served import index_sample, lay_out_sample, opened


@pytest.fixture
def data(own_settings: Settings) -> Path:
    return own_settings.data_dir


DERIVED = [("vectors", "vector"), ("tokens", "codes"), ("postings", "terms"), ("postings", "counts")]
"""What words are found by."""


@pytest.mark.parametrize(
    ("table", "column"), of_suites([*DERIVED, *FLIPS, ("terms", "term"), ("passages", "seal")])
)
def test_verify_finds_every_changed_byte(table: str, column: str, data: Path) -> None:
    """And nothing in an index as it was written."""
    assert upkeep.verified(Settings(data_dir=data)).findings == ()
    flip(data, table, column)
    assert upkeep.verified(Settings(data_dir=data)).findings != ()


NUMBERS = [
    "UPDATE builds SET dim = dim + 1",
    "UPDATE builds SET token_dim = token_dim * 1000",
    "UPDATE meta SET key = 'cuild' WHERE key = 'build'",
    "UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'terms'",
    "UPDATE sqlite_sequence SET name = 'x' WHERE name = 'passages'",
]


@pytest.mark.parametrize("change", NUMBERS)
def test_verify_finds_what_an_index_says_wrong_of_itself(change: str, data: Path) -> None:
    """Searches may fail by it, or find less, though every statement is whole."""
    changed(data, change)
    (found,) = upkeep.verified(Settings(data_dir=data)).findings
    assert found.what.endswith("restore it from a backup, or delete its folder and add the records again")


@pytest.mark.parametrize("table", ["passages", "terms"])
def test_searches_find_all_though_nobody_knows_how_much_was_counted(table: str, data: Path) -> None:
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        before = service.search("protection of civilians", EVERYTHING, 20).hits
    changed(data, f"DELETE FROM sqlite_sequence WHERE name = '{table}'")
    with opened(Settings(data_dir=data), EMBEDDER) as service:
        assert service.search("protection of civilians", EVERYTHING, 20).hits == before


@pytest.mark.parametrize("key", ["schema", "revision"])
def test_an_index_that_lost_what_it_is_says_so(key: str, data: Path) -> None:
    """In one sentence, to whoever checks it or asks."""
    changed(data, f"UPDATE meta SET key = 'x' WHERE key = '{key}'")
    with pytest.raises(StorageFailed, match="The index is damaged: restore it"):
        upkeep.verified(Settings(data_dir=data))
    with (
        pytest.raises(StorageFailed, match="The index is damaged: restore it"),
        opened(Settings(data_dir=data), EMBEDDER) as service,
    ):
        service.search("protection of civilians", EVERYTHING, 20)


def changed(data: Path, sql: str) -> None:
    with closing(sqlite3.connect(data / wiring.STORE)) as db, db:
        assert db.execute(sql).rowcount


def test_verify_tells_files_that_changed_or_went(tmp_path: Path) -> None:
    """They are no fault of the index: it is what was read."""
    (tmp_path / "records").mkdir()
    records = lay_out_sample(tmp_path / "records")
    settings = index_sample(records, tmp_path / "index", EMBEDDER)
    other, gone = sorted((records / "poc" / "speeches").iterdir())[:2]
    other.write_text(other.read_text() + " ")
    gone.unlink()
    found = upkeep.verified(settings)
    assert found.findings == ()
    assert [Path(file.place).name for file in found.changed] == [other.name, gone.name]
