"""`onrecord verify` finds every byte that changed on disk, and the files that are not as they were read."""

from __future__ import annotations

from pathlib import Path

import pytest

from api import upkeep
from api.settings import Settings
from tests.damaged_index import EMBEDDER, FLIPS, flip, of_suites
from tests.served import index_sample, lay_out_sample


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


def test_verify_tells_files_that_changed_or_went(tmp_path: Path) -> None:
    """They are no fault of the index: it is what was read."""
    (tmp_path / "records").mkdir()
    records = lay_out_sample(tmp_path / "records")
    settings = index_sample(records, tmp_path / "index", EMBEDDER)
    changed, gone = sorted((records / "poc" / "speeches").iterdir())[:2]
    changed.write_text(changed.read_text() + " ")
    gone.unlink()
    found = upkeep.verified(settings)
    assert found.findings == ()
    assert [Path(file.place).name for file in found.changed] == [changed.name, gone.name]
